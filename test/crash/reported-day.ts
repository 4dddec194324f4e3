/**
 * A shop's day on a network of two phases, and the file it sends of it in the evening, over nodes that are killed
 * meanwhile: tills open, sell, complete, cancel and close; the file tells of what they sold, of money that no till told of,
 * and of numbers that nobody knows. All of it comes to what it would without a kill, once.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { NetworkId } from '../../src/core/brand.ts'
import { createTillClient } from '../../src/sandbox/till-client.ts'
import type { ReportMessage, ReportReply, ReportRow } from '../../src/wire/till-day.ts'
import { drawsFor } from './draws.ts'
import type { Sale, Try } from './evidence.ts'
import { createGate, type Gate } from './gate.ts'
import type { GatewayHouse } from './gateway-process.ts'
import { addMerchant, addTerminals, type MerchantAccount, setTwoPhases } from './shop-town.ts'
import { closeDay } from './till-close.ts'
import { type Counter, cancel, collectByAllMeans, complete, nextKey, openTry } from './till-keys.ts'
import { createTillWire, type Terminal } from './till-wire.ts'
import { createV1Client } from './v1-client.ts'

export interface Node {
  readonly folder: string
  readonly house: GatewayHouse
  readonly gate: Gate
}

export interface Shop {
  readonly seed: string
  readonly nodes: readonly Node[]
  readonly merchant: MerchantAccount
  readonly network: NetworkId
  /** At each till of the shop, one for each node, which calls that node. */
  readonly counters: readonly Counter[]
  readonly complaints: readonly string[]
  issue(count: number, name: string): Promise<readonly Sale[]>
}

const AMOUNT_WON = 1000
const CANCELLED_EVERY = 5
const OUTLET_TILLS = 2

/** Opens the first node's house to merchants and tills; the others are on the same data. */
export async function openShop(seed: string, nodes: readonly Node[]): Promise<Shop> {
  const [first] = nodes
  if (first === undefined) throw new Error('a shop needs a node')
  const { folder, gate } = first
  const { network } = await gate.life()
  await setTwoPhases(folder, network)
  const merchant = await addMerchant(folder, 'shop')
  const terminals = await addTerminals(folder, network, OUTLET_TILLS)
  const complaints: string[] = []
  const complain = (complaint: string): void => void complaints.push(complaint)
  const counters: Counter[] = []
  for (const [at, terminal] of terminals.entries())
    counters.push(await openCounter(seed, terminal, nodes[at % nodes.length] ?? first, complain))
  const client = createV1Client({ gate, ...merchant, complain })
  return {
    ...{ seed, nodes, merchant, network: network as NetworkId, counters, complaints },
    issue: (count, name) =>
      Promise.all(
        Array.from({ length: count }, async (_none, no): Promise<Sale> => {
          const orderId = `${name}-${no}`
          const answer = await client.issue({ merchant_uid: orderId, amount: AMOUNT_WON, name: '원두커피' }, orderId)
          if (answer.kind !== 'done') throw new Error(`not issued: ${JSON.stringify(answer)}`)
          const { imp_uid: impUid, barcode: number } = answer.response
          return { merchant: 0, orderId, impUid, number, amountWon: AMOUNT_WON }
        }),
      ),
  }
}

async function openCounter(
  seed: string,
  terminal: Terminal,
  { gate }: Node,
  complain: Counter['complain'],
): Promise<Counter> {
  const businessDate = await dateAt((await gate.life()).posUrl, terminal)
  const wire = createTillWire({ terminal, gate, complain })
  return { wire, draws: drawsFor(seed, terminal.id), businessDate, complain, tries: [], payouts: [], stan: 0 }
}

/** A node hears a moment later of a till that was added at another. */
async function dateAt(posUrl: string, { id, secret }: Terminal): Promise<string> {
  const client = createTillClient({ url: posUrl, terminal: id, secret })
  for (;;) {
    const { reply } = await client.echo({ stan: '0' })
    if ('business_date' in reply) return reply.business_date
    if (reply.code !== NOT_ACCEPTED) throw new Error(`no echo: ${JSON.stringify(reply)}`)
    await pause(ASK_AGAIN_MS)
  }
}

const NOT_ACCEPTED = '1002'
const ASK_AGAIN_MS = 100

export async function openNode(folder: string, house: GatewayHouse): Promise<Node> {
  const gate = createGate()
  gate.opened(await house.start())
  return { folder, house, gate }
}

/** `kill -9`; whoever calls the node waits for its next process. */
export async function killNode({ gate }: Node): Promise<void> {
  const life = await gate.life()
  gate.shut()
  await life.kill()
}

export async function restartNode({ gate, house }: Node): Promise<void> {
  gate.opened(await house.start())
}

/** What its till sells in a day: of each five one is cancelled. */
export async function sellForADay(counter: Counter, sales: readonly Sale[]): Promise<void> {
  const opening = nextKey(counter)
  const opened = await counter.wire.insist((client) => client.open(opening))
  const again = await counter.wire.insist((client) => client.open(opening))
  if (opened.reply.code !== '0000' || !('opened_at' in again.reply))
    counter.complain(`${counter.wire.terminal.id} could not open: ${opened.text}, then ${again.text}`)
  for (const [no, sale] of sales.entries()) {
    const one = await collectAtLast(counter, sale)
    await complete(counter, one)
    if (no % CANCELLED_EVERY === 0) one.kept = await cancel(counter, one)
  }
  await closeDay(counter)
}

/** A claim that a kill left open is refused: the customer pays again, under a new key. */
async function collectAtLast(counter: Counter, sale: Sale): Promise<Try> {
  for (;;) {
    const one = openTry(counter, { sale, token: undefined, amountWon: sale.amountWon, deadlineMs: undefined })
    one.kept = await collectByAllMeans(counter, one)
    if (one.kept) return one
  }
}

export interface Told {
  readonly sold: readonly Try[]
  /** Payable, and no till told of them. */
  readonly late: readonly Sale[]
  readonly unknown: number
}

type ReportFields = Omit<ReportMessage, 'sent_at' | 'business_date' | 'stan'>

/** The shop's file of what it took; each has numbers of its own that nobody knows. */
export function fileOf({ counters }: Shop, seq: number, { sold, late, unknown }: Told): ReportFields {
  const row = { amount: AMOUNT_WON, pay_type: 'cash' as const }
  const rows: ReportRow[] = [
    ...sold.map(({ key, sale }) => {
      const [, , till = '', , stan = ''] = key.split('/')
      return { ...row, number: sale.number, till, stan }
    }),
    ...late.map(({ number }) => ({ ...row, number })),
    ...Array.from({ length: unknown }, (_none, no) => ({
      ...row,
      number: `9${String(seq).padStart(3, '0')}${String(no).padStart(16, '0')}`,
    })),
  ]
  const date = counters[0]?.businessDate ?? ''
  return {
    ...{ file_id: `day-${seq}`, seq, date, kind: '01', currency: 'KRW' },
    ...{ count: rows.length, sum: rows.length * AMOUNT_WON, rows },
  }
}

/** Sends the file once, and is not there for its answer. */
export async function sendFile(counter: Counter, file: ReportFields): Promise<void> {
  const asking = { ...nextKey(counter), ...file }
  await counter.wire.once((client) => client.report(asking))
}

/** Until every row is dealt with; answers what came of them. */
export async function finishFile(counter: Counter, file: ReportFields): Promise<ReportReply['results']> {
  for (;;) {
    const asking = { ...nextKey(counter), ...file }
    const { reply, text } = await counter.wire.insist((client) => client.report(asking))
    if (!('results' in reply)) throw new Error(`the file was answered ${text}`)
    if (reply.state === 'done') return reply.results
    await pause(ASK_AGAIN_MS)
  }
}
