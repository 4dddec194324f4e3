/**
 * The real gateway under load, killed with kill -9 again and again. Merchants issue numbers, tills collect them,
 * cancel some and undo what they are not sure of, and neither stops for a kill: who was cut off goes on with the next process by its own
 * rule. In the end everything is let come to rest, each side is asked what it knows, and the judge compares.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Draws, drawsFor } from './draws.ts'
import type { Book, Evidence } from './evidence.ts'
import { type Figures, figuresOf } from './figures.ts'
import { createGate, type Gate } from './gate.ts'
import { createGatewayHouse, type GatewayHouse, type Life } from './gateway-process.ts'
import { isCancelled, judge } from './judge.ts'
import { type MerchantLedger, runMerchant } from './merchant-actor.ts'
import { type MerchantStub, startMerchantStub } from './merchant-stub.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { addMerchant, addTerminals } from './shop-town.ts'
import { readRows } from './stored-rows.ts'
import { createLane, type Lane } from './till-lane.ts'
import { createTillWire } from './till-wire.ts'
import { createV1Client, type V1Client } from './v1-client.ts'

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

const MERCHANTS = 2
/** Each merchant issues from so many machines. */
const MACHINES = 2
const SHELF_ROOM = 24
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
const QUIET_MS = 500
const REST_MS = 60_000

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
  const run = await openRun(asked, folder)
  const limit = setTimeout(() => run.breakOff(new Error(`not over after ${asked.limitMs} ms`)), asked.limitMs)
  try {
    const load = startLoad(run)
    const kills = await killAgainAndAgain(run, asked)
    run.shelf.close()
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

interface Run {
  readonly seed: string
  readonly folder: string
  readonly house: GatewayHouse
  readonly gate: Gate
  readonly stub: MerchantStub
  readonly shelf: Shelf
  readonly merchants: readonly RunMerchant[]
  readonly lanes: readonly Lane[]
  readonly complaints: string[]
  /** Everybody who waits stops waiting, with this error. */
  breakOff(error: Error): void
}

interface RunMerchant {
  readonly id: string
  readonly client: V1Client
  readonly ledger: MerchantLedger
}

/** The first process, and everybody who will call it or be called. */
async function openRun({ seed, tills, by }: KillCycles, folder: string): Promise<Run> {
  const house = createGatewayHouse(folder)
  const stub = await startMerchantStub(drawsFor(seed, 'merchants server'))
  try {
    const gate = createGate()
    const shelf = createShelf(SHELF_ROOM)
    const complaints: string[] = []
    const complain = (complaint: string): void => void complaints.push(complaint)
    const life = await house.start(by === 'disk' ? DISK_STEP_BYTES : undefined)
    gate.opened(life)
    const merchants: RunMerchant[] = []
    for (let no = 0; no < MERCHANTS; no += 1) {
      const { id, webhookSecret, ...pair } = await addMerchant(folder, `shop${no}`)
      stub.addMerchant(webhookSecret)
      const client = createV1Client({ gate, ...pair, complain })
      merchants.push({ id, client, ledger: { sales: [], revoked: [], orders: [] } })
    }
    const lanes: Lane[] = []
    for (const terminal of await addTerminals(folder, life.network, tills)) {
      const wire = createTillWire({ terminal, gate, complain })
      const { reply } = await wire.insist((client) => client.echo({ stan: '0' }))
      if (!('business_date' in reply)) throw new Error(`no echo: ${JSON.stringify(reply)}`)
      const draws = drawsFor(seed, terminal.id)
      lanes.push(createLane({ wire, businessDate: reply.business_date, shelf, draws, complain }))
    }
    const breakOff = (error: Error): void => {
      gate.breakOff(error)
      shelf.close()
    }
    return { seed, folder, house, gate, stub, shelf, merchants, lanes, complaints, breakOff }
  } catch (error) {
    await Promise.all([house.close(), stub.close()])
    throw error
  }
}

/** Resolves when the shop is closed and everybody has ended what they began. */
function startLoad(run: Run): Promise<unknown> {
  const { seed, stub, shelf, merchants, lanes } = run
  const selling = merchants.flatMap(({ client, ledger }, no) =>
    Array.from({ length: MACHINES }, (_none, machine) => {
      const name = `m${no}-${machine}`
      const draws = drawsFor(seed, name)
      return runMerchant({ name, url: stub.urlOf(no), client, stub, shelf, draws, ledger })
    }),
  )
  const load = Promise.all([...selling, ...lanes.map((lane) => lane.run())])
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

/** No more faults: everything ends, everybody is asked, and the last process is stopped as it should be. */
async function comeToRest(run: Run): Promise<Evidence> {
  const { folder, gate, stub, merchants, lanes, complaints, house } = run
  await Promise.all(lanes.map((lane) => lane.lookBack()))
  const ledgers = merchants.map(({ ledger }) => ledger)
  const sales = ledgers.flatMap((ledger) => ledger.sales)
  const tries = lanes.flatMap((lane) => lane.tries)
  await untilAllIsTold(stub, sales, tries)
  const books = (await Promise.all(merchants.map((merchant) => booksOf(merchant, stub)))).flat()
  const code = await (await gate.life()).stop()
  if (code !== 0) complaints.push(`the gateway ended with ${code} when it was asked to stop`)
  const orders = new Map(merchants.map(({ id, ledger }) => [id, ledger.orders]))
  const stored = await readRows(
    folder,
    orders,
    tries.map(({ key }) => key),
  )
  return {
    sales,
    revoked: ledgers.flatMap((ledger) => ledger.revoked),
    tries,
    drawers: lanes.map((lane) => lane.drawer),
    questions: stub.questions,
    notices: stub.notices,
    books,
    ...stored,
    complaints: [...complaints, ...stub.complaints, ...house.complaints],
  }
}

/** Until every merchant knows all it must know and nothing more comes; what is missing then is for the judge. */
async function untilAllIsTold(stub: MerchantStub, sales: Evidence['sales'], tries: Evidence['tries']): Promise<void> {
  const endsAt = performance.now() + REST_MS
  for (let before = -1; performance.now() < endsAt; await pause(QUIET_MS)) {
    const heard = new Set(stub.notices.map(({ impUid, status }) => `${impUid} ${status}`))
    const allSold = sales.every(({ impUid }) => heard.has(`${impUid} ready`))
    const allPaid = tries.every(({ kept, sale }) => !kept || heard.has(`${sale.impUid} paid`))
    const allBack = tries.every((one) => !isCancelled(one) || heard.has(`${one.sale.impUid} cancelled`))
    if (allSold && allPaid && allBack && stub.hasTakenAll() && before === stub.notices.length) return
    before = stub.notices.length
  }
}

/** The API's word on every payment the merchant was given or told of. */
async function booksOf({ client, ledger }: RunMerchant, stub: MerchantStub): Promise<readonly Book[]> {
  const own = new Set(ledger.orders)
  const told = new Set(stub.notices.map(({ impUid }) => impUid))
  const known = new Set([...ledger.sales.map(({ impUid }) => impUid), ...told])
  const books: Book[] = []
  for (const impUid of known) {
    const answer = await client.find(impUid)
    if (answer.kind !== 'done' || !own.has(answer.response.merchant_uid)) continue
    const { merchant_uid: orderId, barcode: number, status, amount: amountWon } = answer.response
    books.push({ impUid, orderId, number, status, amountWon })
  }
  return books
}
