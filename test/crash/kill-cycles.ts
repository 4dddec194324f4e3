/**
 * The real gateway under load, killed with kill -9 again and again. Merchants issue numbers and refund some of what they
 * sold; tills collect, cancel, pay slips out and undo what they are not sure of. Nobody stops for a kill: who was cut off
 * goes on with the next process by its own rule. In the end everything is let come to rest, each side is asked what it
 * knows, and the judge compares.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { comeToRest } from './come-to-rest.ts'
import { type Draws, drawsFor } from './draws.ts'
import type { Try } from './evidence.ts'
import { isAccepted, isCancelled, isReversed } from './evidence-reading.ts'
import { type Figures, figuresOf } from './figures.ts'
import type { Life } from './gateway-process.ts'
import { judge } from './judge.ts'
import { runMerchant } from './merchant-actor.ts'
import { openRun, type Run } from './parties.ts'
import { runReturnsDesk } from './returns-desk.ts'

export interface KillCycles {
  readonly cycles: number
  readonly seed: string
  readonly tills: number
  /** What ends the process: `kill -9`, or a disk that takes no more at a commit. */
  readonly by: 'kill' | 'disk'
  /** The whole run; it is broken off then. */
  readonly limitMs: number
  /** After each kill and restart. */
  readonly onCycle?: (cycle: number, upMs: number) => void
}

export interface KillCyclesReport {
  /** A line each; none where every promise was kept. */
  readonly breaches: readonly string[]
  readonly figures: Figures
}

/** Each merchant issues from so many machines. */
const MACHINES = 2
const KILLED_WITHIN_MS = 300
const KILLED_COLD_SHARE = 0.2
const WARM_MS = 2000
/** The log of a process may grow so much before the disk refuses. */
const DISK_STEP_BYTES = 4 * 1024 * 1024
/** Nobody knows what the disk holds: `sysexits` calls it an internal error. */
const EXIT_FATAL = 70
const KILLED_STARTING_SHARE = 0.2
const KILLED_STARTING_WITHIN_MS = 600
/** What was answered 500 by then is told again before the run is over. */
const HEALED_FROM = 0.8
const STAYS_OPEN_MS = 30_000
const LOOK_AGAIN_MS = 50

export async function runKillCycles(asked: KillCycles): Promise<KillCyclesReport> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-crash-'))
  try {
    return await runOn(folder, asked)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function runOn(folder: string, asked: KillCycles): Promise<KillCyclesReport> {
  const startedAt = performance.now()
  const run = await openRun(folder, {
    ...asked,
    fileBytesMax: asked.by === 'disk' ? DISK_STEP_BYTES : undefined,
  })
  const limit = setTimeout(() => run.breakOff(new Error(`not over after ${asked.limitMs} ms`)), asked.limitMs)
  try {
    const load = startLoad(run)
    const kills = await killAgainAndAgain(run, asked)
    await untilAllWasTried(run)
    run.closeShop()
    await load
    const evidence = await comeToRest(run)
    const took = { ...kills, tookMs: performance.now() - startedAt }
    return { breaches: judge(evidence), figures: figuresOf(evidence, run.lanes, took) }
  } finally {
    clearTimeout(limit)
    run.breakOff(new Error('the run is over'))
    await run.house.close()
    await run.stub.close()
  }
}

/** A slow machine does little between kills: the shop stays open until each kind of thing has happened, or long enough. */
async function untilAllWasTried({ lanes, merchants }: Run): Promise<void> {
  const endsAt = performance.now() + STAYS_OPEN_MS
  const isTried = (): boolean => {
    const tries = lanes.flatMap((lane) => lane.tries)
    const ways = merchants.flatMap(({ ledger }) => ledger.returns).filter(isAccepted)
    return (
      [isCancelled, isReversed, ({ kept }: Try) => kept].every((happened) => tries.some(happened)) &&
      lanes.some((lane) => lane.payouts.some(({ given }) => given)) &&
      ways.some(({ way }) => way === 'paid')
    )
  }
  while (performance.now() < endsAt && !isTried()) await pause(LOOK_AGAIN_MS)
}

/** Resolves when the shop is closed and everybody has ended what they began. */
function startLoad(run: Run): Promise<unknown> {
  const { seed, stub, shelf, merchants, lanes } = run
  const selling = merchants.flatMap(({ client, ledger }, merchant) =>
    Array.from({ length: MACHINES }, (_none, machine) => {
      const name = `m${merchant}-${machine}`
      const draws = drawsFor(seed, name)
      return runMerchant({ name, merchant, url: stub.urlOf(merchant), client, stub, shelf, draws, ledger })
    }),
  )
  const refunding = merchants.map((merchant, no) =>
    runReturnsDesk({ ...merchant, shelf, draws: drawsFor(seed, `returns ${no}`) }),
  )
  const load = Promise.all([...selling, ...refunding, ...lanes.map((lane) => lane.run())])
  load.catch((error: unknown) => run.breakOff(error instanceof Error ? error : new Error(String(error))))
  return load
}

interface Kills {
  readonly startKills: number
  readonly upMs: readonly number[]
}

async function killAgainAndAgain(run: Run, { cycles, by, onCycle }: KillCycles): Promise<Kills> {
  const { seed, house, gate, stub } = run
  const draws: Draws = drawsFor(seed, 'kills')
  const upMs: number[] = []
  let startKills = 0
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    const life = await gate.life()
    if (by === 'disk') await untilDiskRefuses(run, life)
    else {
      // A process needs a while to warm up, so most get their 300 ms from the first answer on.
      if (!draws.chance(KILLED_COLD_SHARE))
        await Promise.race([gate.firstAnswer(), pause(WARM_MS, undefined, { ref: false })])
      await pause(draws.below(KILLED_WITHIN_MS + 1))
      gate.shut()
      await life.kill()
    }
    stub.nextLife()
    while (by === 'kill' && draws.chance(KILLED_STARTING_SHARE)) {
      await house.startAndKill(draws.below(KILLED_STARTING_WITHIN_MS))
      stub.nextLife()
      startKills += 1
    }
    // The log is kept over a restart, so the next process may fill its own part of it.
    const next = await house.start(by === 'disk' && cycle < cycles ? (cycle + 1) * DISK_STEP_BYTES : undefined)
    upMs.push(next.upMs)
    gate.opened(next)
    if (cycle >= cycles * HEALED_FROM) stub.heal()
    onCycle?.(cycle, next.upMs)
  }
  return { startKills, upMs }
}

/** The process ends by itself, and says why. */
async function untilDiskRefuses({ gate, complaints }: Run, life: Life): Promise<void> {
  const { code, stderr } = await life.ended()
  gate.shut()
  if (code !== EXIT_FATAL || !stderr.includes('disk I/O error'))
    complaints.push(`the disk refused a commit, and the gateway ended with ${code}, saying: ${stderr}`)
}
