/**
 * One message at a fixed rate on SQLite, over each line: how long a till waits for an inquiry, and for a collect beyond the
 * time in which the merchant held the question. Arrivals do not wait for answers, and latency counts from the instant at
 * which the clerk pressed. The merchant is asked and told in the run of collects, as in life.
 */
import { openPlayers } from './counter-players.ts'
import { percentile, spreadText } from './figures.ts'
import { LINES, type LineName, Nothing, Usage } from './messages.ts'
import { openGateway, type Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { roundsText, table } from './table.ts'

const MESSAGES = ['inquiry', 'collect'] as const
type Message = (typeof MESSAGES)[number]

interface Measured {
  /** Ascending; of a collect beyond the merchant's time. */
  readonly ms: readonly number[]
  readonly lateMs: readonly number[]
  readonly serverShare: number
  readonly mainUs: number
  readonly allUs: number
}

const LINE_NAMES: Readonly<Record<LineName, string>> = { http: 'HTTP', frames: 'frames over TCP' }
const NAMES: Readonly<Record<Message, string>> = { inquiry: 'inquiry', collect: "collect, beyond the merchant's time" }

export async function measureCounter(plan: Plan, place: Place): Promise<string> {
  const cases = MESSAGES.flatMap((name) => LINES.map((line) => ({ name, line, runs: [] as Measured[] })))
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const each of round % 2 === 0 ? cases : cases.toReversed())
      each.runs.push(await measure(each, round, plan, place))
  }
  const { perSecond, messages } = plan.counter
  const head = `SQLite: ${perSecond} messages/s, ${roundsText(plan.rounds, `${messages} messages`)}`
  const columns = [
    'p50 ms',
    'p99 ms',
    'longest ms',
    "p99 of the generator's lateness",
    'server CPU',
    'CPU us/message',
    'of it main thread',
  ]
  return table(
    [head, ...columns],
    cases.map(({ name, line, runs }) => [`${NAMES[name]}, ${LINE_NAMES[line]}`, ...cellsOf(runs)]),
  )
}

function cellsOf(runs: readonly Measured[]): readonly string[] {
  const of = (figure: (run: Measured) => number, digits: number): string => spreadText(runs.map(figure), digits)
  return [
    of(({ ms }) => percentile(ms, 0.5), 1),
    of(({ ms }) => percentile(ms, 0.99), 1),
    of(({ ms }) => percentile(ms, 1), 1),
    of(({ lateMs }) => percentile(lateMs, 0.99), 1),
    `${of(({ serverShare }) => serverShare * 100, 0)} %`,
    of(({ allUs }) => allUs, 0),
    of(({ mainUs }) => mainUs, 0),
  ]
}

async function measure(
  { name, line }: { readonly name: Message; readonly line: LineName },
  seed: number,
  { counter }: Plan,
  place: Place,
): Promise<Measured> {
  await using opened = new AsyncDisposableStack()
  const { server, gateway } = await openGateway('sqlite', place, opened)
  const players = await openPlayers(gateway, line, opened)
  const { perSecond, warmUp, messages } = counter
  await players.issue(warmUp)
  await players.send({ name, perSecond, seed: -1 - seed })
  await players.heldMs({ name }, warmUp)
  await players.issue(messages)
  const before = await server.ask('usage', {}, Usage)
  const sent = await players.send({ name, perSecond, seed })
  const after = await server.ask('usage', {}, Usage)
  const held = await players.heldMs({ name }, messages)
  await server.ask('stop', {}, Nothing)
  const perMessage = (ms: number): number => (ms * 1000) / sent.messages.length
  return {
    ms: sent.messages.map(({ orderId, ms }) => ms - (held.get(orderId) ?? 0)).sort((a, b) => a - b),
    lateMs: sent.sentLateMs.toSorted((a, b) => a - b),
    serverShare: (after.allMs - before.allMs) / (sent.endedAt - sent.beganAt),
    allUs: perMessage(after.allMs - before.allMs),
    mainUs: perMessage(after.mainMs - before.mainMs),
  }
}
