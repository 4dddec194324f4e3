/** What the figures were measured on, as far as a reader needs it to compare; nothing that names the machine. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { type Spread, spreadOf } from './figures.ts'
import { monotonicMs } from './usage.ts'

const FLUSHES = 200
const BLOCK = Buffer.alloc(4096, 1)
/** Below this a flush reached no disk. */
const FLUSH_MS_MIN = 0.02
const LOAD_MAX = 0.8

/** Lines for the head of the report. `folder` is where the databases will lie. */
export function describeMachine(folder: string): string {
  const flushMs = spreadOf(flushesIn(folder)).median
  const [load = 0] = loadavg()
  const flush = `a flush of 4 KiB takes ${flushMs.toFixed(2)} ms`
  const lines = [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ` +
      `${availableParallelism()} CPUs; ${flush}; load before the start ${load.toFixed(2)}`,
    'Generators, server and database run on these CPUs together: read the ratios.',
  ]
  if (flushMs < FLUSH_MS_MIN) lines.push('The temporary folder is on no disk: set TMPDIR to one that is.')
  if (load > LOAD_MAX) lines.push('Something else is running here: do not compare these figures with others.')
  return lines.join('\n')
}

function flushesIn(folder: string): readonly number[] {
  const path = join(folder, 'flushed')
  const file = openSync(path, 'w')
  try {
    return Array.from({ length: FLUSHES }, () => {
      writeSync(file, BLOCK)
      const beganAt = monotonicMs()
      fdatasyncSync(file)
      return monotonicMs() - beganAt
    })
  } finally {
    closeSync(file)
    rmSync(path)
  }
}

/** CPU time of everything on this machine since it began, milliseconds. */
export function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

/** Percent of one CPU: what neither the generator nor the server nor its database spent while they were measured. */
export function elsewhereText({ median, max }: Spread): string {
  return `Elsewhere on this machine meanwhile: ${median.toFixed(0)} % of one CPU, at most ${max.toFixed(0)} %.`
}
