/** What the machine gives: time, timers, randomness. Handed to the rooms as arguments, so that tests can stand in. */
import { randomBytes } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import type { Random, Repeat } from '../gateway/ports.ts'

export const random: Random = (bytes) => randomBytes(bytes)

/** For spreading retries, not for secrets. */
export const chance = (): number => Math.random()

/** Free: what this user may still write. */
export async function spaceOf(folder: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

/** The longest delay a timer of Node takes; a longer one would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1

export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, Math.min(ms, TIMER_MS_MAX))
  return () => clearTimeout(timer)
}

/** A task that fails is reported and repeated like any other. */
export function repeatWith(reportFault: (fault: unknown) => void): Repeat {
  return (ms, task) => {
    let stopped = false
    let running = Promise.resolve()
    let timer: NodeJS.Timeout
    const turn = (): void => {
      running = task()
        .catch(reportFault)
        .then(() => {
          if (!stopped) timer = setTimeout(turn, ms)
        })
    }
    timer = setTimeout(turn, ms)
    return async () => {
      stopped = true
      clearTimeout(timer)
      await running
    }
  }
}
