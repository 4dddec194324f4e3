/**
 * One message at a fixed rate on SQLite, over each line: how long a till waits for an inquiry, and for a collect beyond the
 * time in which the merchant held the question. Arrivals do not wait for answers, and latency counts from the instant at
 * which the clerk pressed. The merchant is asked and told in the run of collects, as in life. Beside them, in every round,
 * a bare server that answers the same bytes at the same rate, and asks and tells the same merchant: what of a tail is there
 * without a gateway, because generator, merchant and server share a machine.
 */
import { TILL_PATH } from '../src/wire/till.ts'
import { startChild } from './child.ts'
import { type Merchant, openCounterTills, openMerchant } from './counter-players.ts'
import { percentile, ratiosOf, spreadOf, spreadText } from './figures.ts'
import { elsewhereText, machineBusyMs } from './machine.ts'
import { EchoAddress, LINES, type LineName, Nothing, Usage } from './messages.ts'
import { type OpenedGateway, openGateway, type Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import type { Floor } from './requests.ts'
import { roundsText, table } from './table.ts'

const MESSAGES = ['inquiry', 'collect'] as const
type Message = (typeof MESSAGES)[number]

/** The floor answers over HTTP. */
const WAYS = [...LINES, 'floor'] as const
type Way = LineName | 'floor'

const WAY_NAMES: Readonly<Record<Way, string>> = { http: 'HTTP', frames: 'frames over TCP', floor: 'node:http, echo' }
const NAMES: Readonly<Record<Message, string>> = { inquiry: 'inquiry', collect: "collect, beyond the merchant's time" }

interface Measured {
  /** Ascending; of a collect beyond the merchant's time. */
  readonly ms: readonly number[]
  readonly lateMs: readonly number[]
  /** Of one CPU. */
  readonly serverShare: number
  readonly generatorShare: number
  readonly merchantShare: number
  readonly elsewhereShare: number
  readonly mainUs: number
  readonly allUs: number
}

interface Case {
  readonly name: Message
  readonly way: Way
  readonly runs: Measured[]
}

export async function measureCounter(plan: Plan, place: Place): Promise<string> {
  const cases = MESSAGES.flatMap((name) => WAYS.map((way): Case => ({ name, way, runs: [] })))
  const floors = new Map<Message, Floor>()
  for (let round = 0; round < plan.rounds; round += 1) {
    // The floor repeats what was answered over HTTP, so it comes after it in the first round.
    for (const each of round % 2 === 0 ? cases : cases.toReversed())
      each.runs.push(await measure(each, round, plan, place, floors))
  }
  return tableOf(cases, plan)
}

async function measure(
  { name, way }: Case,
  seed: number,
  { counter }: Plan,
  place: Place,
  floors: Map<Message, Floor>,
): Promise<Measured> {
  await using opened = new AsyncDisposableStack()
  const isFloor = way === 'floor'
  const merchant = await openMerchant(opened)
  const { server, gateway } = isFloor
    ? await openFloor(name, floors.get(name), merchant, opened)
    : await openGateway('sqlite', place, opened)
  const line = isFloor ? 'http' : way
  const tills = await openCounterTills({ gateway, line, merchantUrl: merchant.url, isFloor }, opened)
  const { perSecond, warmUp, messages } = counter
  const heldMs = async (orders: number) => (name === 'collect' ? merchant.heldMs(orders) : new Map<string, number>())
  await tills.issue(warmUp)
  await tills.send({ name, perSecond, seed: -1 - seed })
  await heldMs(warmUp)
  await tills.issue(messages)
  const spent = async () => ({
    server: await server.ask('usage', {}, Usage),
    merchant: await merchant.usage(),
    machineMs: machineBusyMs(),
  })
  const before = await spent()
  const sent = await tills.send({ name, perSecond, seed })
  const after = await spent()
  const held = await heldMs(messages)
  await server.ask('stop', {}, Nothing)
  if (way === 'http') floors.set(name, { gateway, answers: sent.answers })
  const elapsedMs = sent.endedAt - sent.beganAt
  const serverMs = after.server.allMs - before.server.allMs
  const merchantMs = after.merchant.allMs - before.merchant.allMs
  const elsewhereMs = after.machineMs - before.machineMs - serverMs - merchantMs - sent.generatorMs
  return {
    ms: sent.messages.map(({ orderId, ms }) => ms - (held.get(orderId) ?? 0)).sort((a, b) => a - b),
    lateMs: sent.sentLateMs.toSorted((a, b) => a - b),
    serverShare: serverMs / elapsedMs,
    generatorShare: sent.generatorMs / elapsedMs,
    merchantShare: merchantMs / elapsedMs,
    elsewhereShare: Math.max(0, elsewhereMs) / elapsedMs,
    allUs: (serverMs * 1000) / messages,
    mainUs: ((after.server.mainMs - before.server.mainMs) * 1000) / messages,
  }
}

async function openFloor(
  name: Message,
  floor: Floor | undefined,
  { url }: Merchant,
  opened: AsyncDisposableStack,
): Promise<Pick<OpenedGateway, 'server' | 'gateway'>> {
  if (floor === undefined) throw new Error('nothing was answered yet that could be repeated')
  const server = startChild('echo-server.ts')
  opened.defer(server.end)
  const merchant = name === 'collect' ? { path: `${TILL_PATH}collect`, url } : null
  const echo = await server.ask('start', { answers: floor.answers, merchant }, EchoAddress)
  return { server, gateway: { ...floor.gateway, apiUrl: echo.url, posUrl: echo.url } }
}

const HEAD = [
  'p50 ms',
  'p99 ms',
  'p99 of the floor',
  'longest ms',
  "p99 of the generator's lateness",
  'server CPU us/message',
  'of it main thread',
  'server CPU',
  'generator CPU',
  'merchant CPU',
]

function tableOf(cases: readonly Case[], { counter, rounds }: Plan): string {
  const rows = cases.map((each) => {
    const floor = cases.find(({ name, way }) => name === each.name && way === 'floor')
    return [`${NAMES[each.name]}, ${WAY_NAMES[each.way]}`, ...cellsOf(each, floor?.runs ?? [])]
  })
  const { perSecond, messages } = counter
  const head = `SQLite: ${perSecond} messages/s, ${roundsText(rounds, `${messages} messages`)}`
  const elsewhere = spreadOf(cases.flatMap(({ runs }) => runs.map((run) => run.elsewhereShare * 100)))
  return `${table([head, ...HEAD], rows)}\n${elsewhereText(elsewhere)}`
}

function cellsOf({ way, runs }: Case, floor: readonly Measured[]): readonly string[] {
  const of = (figure: (run: Measured) => number, digits: number): string => spreadText(runs.map(figure), digits)
  const p99 = ({ ms }: Measured): number => percentile(ms, 0.99)
  return [
    of(({ ms }) => percentile(ms, 0.5), 1),
    of(p99, 1),
    way === 'floor' ? '' : spreadText(ratiosOf(runs.map(p99), floor.map(p99)), 1),
    of(({ ms }) => percentile(ms, 1), 1),
    of(({ lateMs }) => percentile(lateMs, 0.99), 1),
    of(({ allUs }) => allUs, 0),
    of(({ mainUs }) => mainUs, 0),
    `${of(({ serverShare }) => serverShare * 100, 0)} %`,
    `${of(({ generatorShare }) => generatorShare * 100, 0)} %`,
    `${of(({ merchantShare }) => merchantShare * 100, 0)} %`,
  ]
}
