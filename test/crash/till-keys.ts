/**
 * What a till does under its keys: collect, undo, cancel, ask. Each answer that decides is kept as it came, also the one that
 * the till itself never saw, for an answer once given must be given again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { TillClient, TillExchange } from '../../src/sandbox/till-client.ts'
import type {
  CancelReply,
  CollectMessage,
  CollectReply,
  ReverseMessage,
  ReverseReply,
  StatusReply,
} from '../../src/wire/till.ts'
import type { Draws } from './draws.ts'
import type { PayoutTry, Sale, Sent, Try } from './evidence.ts'
import { decides, type Heard, type TillWire } from './till-wire.ts'

/** A counter and its clerk. */
export interface Counter {
  readonly wire: TillWire
  readonly draws: Draws
  readonly businessDate: string
  readonly complain: (complaint: string) => void
  readonly tries: Try[]
  readonly payouts: PayoutTry[]
  /** The trace number given last. */
  stan: number
}

export type CollectHeard = Heard<CollectReply> | undefined

export interface Asked {
  readonly sale: Sale
  readonly token: string | undefined
  readonly amountWon: number
  readonly deadlineMs: number | undefined
}

/** The next trace number. */
export function nextKey(counter: Counter): { readonly business_date: string; readonly stan: string } {
  counter.stan += 1
  return { business_date: counter.businessDate, stan: String(counter.stan) }
}

export function openTry(counter: Counter, { sale, token, amountWon, deadlineMs }: Asked): Try {
  const own = nextKey(counter)
  const one: Try = {
    sale,
    key: `${counter.wire.terminal.id}/${own.business_date}/${own.stan}`,
    collect: sent({
      ...own,
      number: sale.number,
      amount: amountWon,
      currency: 'KRW',
      pay_type: 'cash',
      ...(token === undefined ? {} : { inquiry_token: token }),
      ...(deadlineMs === undefined ? {} : { deadline_ms: deadlineMs }),
    }),
    reverses: [],
    cancels: [],
    kept: false,
    status: null,
  }
  counter.tries.push(one)
  return one
}

export async function collect({ wire }: Counter, { collect: { fields, answers } }: Try, hangUpMs?: number) {
  const heard = await wire.once((client) => client.collect(fields), hangUpMs)
  if (heard !== undefined && decides(heard.reply)) answers.push(heard.text)
  return heard
}

/** Repeats the same key until it is decided; answers whether the money is the gateway's. */
export async function collectByAllMeans({ wire }: Counter, { collect: { fields, answers } }: Try): Promise<boolean> {
  const { reply, text } = await wire.insist((client) => client.collect(fields))
  answers.push(text)
  return reply.class === 'OK'
}

/** Until it is acknowledged; answers whether the money stays where it is, as it does where its seller was first. */
export async function reverse(counter: Counter, one: Try, reason: ReverseMessage['reason']): Promise<boolean> {
  return (await undo(counter, one, one.collect.fields, reason)) === 'closed'
}

/** Until it is acknowledged; answers what it found. */
export async function undo(
  counter: Counter,
  { key, reverses }: Pick<Try, 'key' | 'reverses'>,
  { business_date, stan }: KeyFields,
  reason: ReverseMessage['reason'],
): Promise<ReverseReply['original']> {
  const undoing = sent({ ...nextKey(counter), original: { business_date, stan }, reason })
  reverses.push(undoing)
  const { reply, text } = await counter.wire.insist((client) => client.reverse(undoing.fields))
  undoing.answers.push(text)
  if ('original' in reply) return reply.original
  counter.complain(`${key} could not be reversed: ${text}`)
  return 'closed'
}

export type KeyFields = Pick<CollectMessage, 'business_date' | 'stan'>

/** Until it is answered, whether or not the clerk saw the first answer; answers whether the money stays where it is. */
export async function cancel(counter: Counter, one: Try, hangUpMs?: number): Promise<boolean> {
  const { business_date, stan, amount } = one.collect.fields
  const cancelling = sent({ ...nextKey(counter), original: { business_date, stan }, amount, reason: '고객 변심' })
  one.cancels.push(cancelling)
  const send = (client: TillClient): Promise<TillExchange<CancelReply>> => client.cancel(cancelling.fields)
  const first = await counter.wire.once(send, hangUpMs)
  if (first !== undefined && decides(first.reply)) cancelling.answers.push(first.text)
  const { reply, text } = await counter.wire.insist(send)
  cancelling.answers.push(text)
  if (reply.class === 'OK') return false
  if (reply.code !== NOT_HERE) counter.complain(`${one.key} could not be cancelled: ${text}`)
  return true
}

/** The second phase, until it is answered, and once more. */
export async function complete(counter: Counter, one: Try): Promise<void> {
  const { business_date, stan, amount } = one.collect.fields
  const completing = { ...nextKey(counter), original: { business_date, stan }, amount }
  const first = await counter.wire.insist((client) => client.complete(completing))
  const again = await counter.wire.insist((client) => client.complete(completing))
  if (first.reply.code !== '0000' || again.text !== first.text)
    counter.complain(`${one.key} was completed and answered ${first.text}, then ${again.text}`)
}

/** Until it is known what became of the key. One that never arrived is undone before the money goes back. */
export async function askWhatBecame(counter: Counter, one: Try): Promise<boolean> {
  for (;;) {
    const became = await statusOf(counter, one.collect.fields)
    if (became === 'collected') return true
    if (became === 'unknown') return reverse(counter, one, 'timeout')
    if (became !== 'authorising') return false
    await pause(ASK_AGAIN_MS)
  }
}

const ASK_AGAIN_MS = 50
/** The seller was first, or midnight was: a run may go past it. */
const NOT_HERE = '3003'
export const REPEATS = 2

/** At the end of the run: each key twice more, and what became of it. */
export async function lookBack(counter: Counter, one: Try): Promise<void> {
  const { collect: collected, reverses, cancels } = one
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    const { text } = await counter.wire.insist((client) => client.collect(collected.fields))
    collected.repeats.push(text)
    for (const { fields, repeats } of reverses)
      repeats.push((await counter.wire.insist((client) => client.reverse(fields))).text)
    for (const { fields, repeats } of cancels)
      repeats.push((await counter.wire.insist((client) => client.cancel(fields))).text)
  }
  one.status = await statusOf(counter, one.collect.fields)
}

/** Asks until it is answered. */
export async function statusOf(counter: Counter, { business_date, stan }: KeyFields): Promise<StatusReply['original']> {
  const asking = { ...nextKey(counter), original: { business_date, stan } }
  const { reply, text } = await counter.wire.insist((client) => client.status(asking))
  if ('original' in reply) return reply.original
  throw new Error(`a status was declined: ${text}`)
}

export function sent<Fields>(fields: Fields): Sent<Fields> {
  return { fields, answers: [], repeats: [] }
}
