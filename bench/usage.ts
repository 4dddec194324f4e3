/** CPU time of this process, and the part of it that its first thread spent. */
import type { Usage } from './messages.ts'

export function usageNow(): Usage {
  const all = process.cpuUsage()
  const main = process.threadCpuUsage()
  return { allMs: (all.user + all.system) / 1000, mainMs: (main.user + main.system) / 1000 }
}

/** Milliseconds of the monotonic clock that all processes of a machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
