/**
 * Tills go on while the database is killed and its lines are cut, over and over. Each does what a till does: an answer
 * that says "not now" is asked again under the same key, an unknown end is reversed until somebody acknowledges it, a
 * cancel is asked again until it is answered. In the end everything that was acknowledged is there, once.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandId } from '../../src/core/brand.ts'
import type { Command, OutcomeOf } from '../../src/core/commands.ts'
import type { Payment, PaymentEvent } from '../../src/core/payment.ts'
import { readDatabaseAddress } from '../../src/server/database-address.ts'
import { ALPHA, claim, issue, paymentId, reverse, settle, till, WORLD } from '../../src/storage/contract-commands.ts'
import { cancel } from '../../src/storage/contract-undo-commands.ts'
import { openPostgresStorage } from '../../src/storage/postgres/postgres-storage.ts'
import { type Storage, StorageFault } from '../../src/storage/storage.ts'
import type { PostgresServer } from './server.ts'

export interface OutagePlan {
  /** The server is killed as by a power cut, and started again. */
  readonly crashes: number
  /** Single lines that the server cuts, at a time nobody chose. */
  readonly cuts: number
  readonly nodes: number
  readonly tills: number
}

export interface OutageResult {
  readonly issued: number
  readonly collected: number
  readonly reversed: number
  readonly cancelled: number
  readonly unknown: number
  /** What is not as it was acknowledged, in words. */
  readonly breaches: readonly string[]
  /** From the server's return until a node wrote again, each node after each crash, in milliseconds. */
  readonly recoveryMs: readonly number[]
  /** Lines to the database when all was quiet. */
  readonly linesInTheEnd: number
}

interface Told {
  readonly issued: Set<number>
  /** Payment to the till key that collected it. */
  readonly collected: Map<number, number>
  /** Till keys whose reverse was acknowledged. */
  readonly reversed: Set<number>
  /** Payment to the till key whose collect was cancelled. */
  readonly cancelled: Map<number, number>
  unknown: number
}

export async function runOutages(server: PostgresServer, plan: OutagePlan): Promise<OutageResult> {
  const url = await server.newDatabase()
  const address = readDatabaseAddress(url)
  const nodes = await Promise.all(Array.from({ length: plan.nodes }, () => openPostgresStorage({ address })))
  try {
    await nodes[0]?.directory.put(WORLD)
    const told: Told = {
      ...{ issued: new Set(), collected: new Map(), reversed: new Set(), cancelled: new Map() },
      unknown: 0,
    }
    const stop = new AbortController()
    const stamps = counter()
    const tills = Array.from({ length: plan.tills }, () => runTill(nodes, told, stamps, stop.signal))
    const recoveryMs = await makeTrouble(server, url, nodes, plan)
    stop.abort()
    await Promise.all(tills)
    const breaches = await findBreaches(nodes[0], told)
    return {
      issued: told.issued.size,
      collected: told.collected.size,
      reversed: told.reversed.size,
      cancelled: told.cancelled.size,
      unknown: told.unknown,
      breaches,
      recoveryMs,
      linesInTheEnd: await countLines(server, url),
    }
  } finally {
    await Promise.all(nodes.map((node) => node.close()))
  }
}

async function makeTrouble(
  server: PostgresServer,
  url: string,
  nodes: readonly Storage[],
  { crashes, cuts }: OutagePlan,
): Promise<readonly number[]> {
  const recoveryMs: number[] = []
  const cutsBetween = Math.ceil(cuts / (crashes + 1))
  for (let crash = 0; crash <= crashes; crash += 1) {
    for (let cut = 0; cut < cutsBetween; cut += 1) {
      await server.administer(CUT_ONE, [], url)
      await pause(Math.random() * 30)
    }
    if (crash === crashes) break
    await pause(Math.random() * 200)
    await server.crash()
    await pause(Math.random() * 100)
    await server.restart()
    const backAt = performance.now()
    await Promise.all(
      nodes.map(async (node) => {
        await untilDone(() => node.check())
        recoveryMs.push(performance.now() - backAt)
      }),
    )
  }
  return recoveryMs
}

const CUT_ONE = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'sunap' order by random() limit 1`

async function countLines(server: PostgresServer, url: string): Promise<number> {
  const rows = await server.administer<{ lines: string | number }>(
    `select count(*) as lines from pg_stat_activity where datname = current_database() and application_name = 'sunap'`,
    [],
    url,
  )
  return Number(rows[0]?.lines)
}

function counter(): () => number {
  let last = 0
  return () => {
    last += 1
    return last
  }
}

async function runTill(nodes: readonly Storage[], told: Told, stamp: () => number, signal: AbortSignal): Promise<void> {
  const send = sender(nodes, stamp, told)
  while (!signal.aborted) {
    const no = stamp()
    const issued = await send(() => issue({ no, id: commandId(stamp()) }))
    if (issued === 'unknown') continue
    told.issued.add(no)
    const keys = [stamp(), stamp()] as const
    // Half the time a second till wants the same number.
    await Promise.all(keys.slice(0, Math.random() < 0.5 ? 1 : 2).map((key) => collect(send, told, no, key)))
  }
}

type Send = <C extends Command>(make: () => C) => Promise<OutcomeOf<C> | 'unknown'>

async function collect(send: Send, told: Told, no: number, key: number): Promise<void> {
  const claimed = await send(() => claim({ key, number: no }))
  if (claimed === 'unknown') return takeBack(send, told, key)
  if (claimed.kind !== 'claimed') return
  const settled = await send(() => settle({ key, fence: claimed.payment.fence }))
  if (settled === 'unknown') return takeBack(send, told, key)
  if (settled.answer.kind !== 'collected') return
  if (Math.random() < 0.2) return takeBack(send, told, key)
  if (Math.random() < 0.2) return giveBack(send, told, no, key)
  told.collected.set(no, key)
}

/** An advice: repeated until it is acknowledged. */
async function takeBack(send: Send, told: Told, key: number): Promise<void> {
  for (;;) {
    const reversed = await send(() => reverse({ key: REVERSES + key, original: key }))
    if (reversed === 'unknown') continue
    told.reversed.add(key)
    return
  }
}

/** A request: repeated under its key until it is answered. Near midnight that may be a no. */
async function giveBack(send: Send, told: Told, no: number, key: number): Promise<void> {
  for (;;) {
    const asked = await send(() => cancel({ key: CANCELS + key, original: key }))
    if (asked === 'unknown') continue
    const isBack = asked.kind === 'answered' && asked.answer.kind === 'cancelled'
    told[isBack ? 'cancelled' : 'collected'].set(no, key)
    return
  }
}

/** A reverse, and a cancel, has a till key of its own. */
const REVERSES = 1_000_000_000
const CANCELS = 2_000_000_000

/** By any node; "not now" is asked again. The command id is the sender's own, as a gateway's is. */
function sender(nodes: readonly Storage[], stamp: () => number, told: Told): Send {
  return async (make) => {
    for (;;) {
      const node = nodes[Math.floor(Math.random() * nodes.length)]
      if (node === undefined) throw new Error('no node')
      try {
        return await node.execute({ ...make(), id: commandId(stamp()) })
      } catch (error) {
        if (!(error instanceof StorageFault)) throw error
        if (error.kind === 'unknown') {
          told.unknown += 1
          return 'unknown'
        }
        await pause(20 + Math.random() * 50)
      }
    }
  }
}

function commandId(no: number): CommandId {
  return `cmd_${String(no).padStart(12, '0')}` as CommandId
}

async function untilDone(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error
      await pause(20)
    }
  }
}

async function findBreaches(storage: Storage | undefined, told: Told): Promise<readonly string[]> {
  if (storage === undefined) throw new Error('no node')
  const breaches: string[] = []
  for (const no of told.issued) {
    const payment = await storage.payments.find(ALPHA, paymentId(no))
    const events = await storage.payments.events(ALPHA, paymentId(no))
    if (payment === undefined) breaches.push(`${no} was issued and is not there`)
    if (payment?.version !== events.length) breaches.push(`${no} is not the fold of its events`)
    if (effective(events) > 1) breaches.push(`${no} is collected twice`)
    const key = told.collected.get(no)
    if (key !== undefined && (payment?.state !== 'paid' || payment.lastAttempt.request.key !== till(key)))
      breaches.push(`${no} was collected by ${key} and is ${payment?.state}`)
    const back = told.cancelled.get(no)
    if (back !== undefined && !isGivenBackOnce(payment, back))
      breaches.push(`${no} was collected by ${back} and cancelled, and is ${payment?.state}`)
  }
  for (const key of told.reversed) {
    const attempt = await storage.payments.findAttempt(till(key))
    if (attempt?.state === 'collected' || attempt?.state === 'authorising')
      breaches.push(`${key} was reversed and is ${attempt.state}`)
  }
  return breaches
}

function isGivenBackOnce(payment: Payment | undefined, key: number): boolean {
  const isCancelled = payment?.state === 'cancelled' && payment.cause === 'cancelled_at_till'
  return isCancelled && payment.refunds.length === 1 && payment.lastAttempt.request.key === till(key)
}

/** Collections that nobody took back. */
function effective(events: readonly PaymentEvent[]): number {
  const count = (type: string): number => events.filter(({ data }) => data.type === type).length
  return count('collected') - count('reversed')
}
