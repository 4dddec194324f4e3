/**
 * Towards the PG: a connection for each request, one frame there and one back. The backup is for a main address that cannot
 * be connected to; once a byte was sent nobody else is asked, because the PG may have done it.
 */
import type { Socket } from 'node:net'
import type { PaymentId } from '../../core/brand.ts'
import type { NumberAsked, NumberNamed, PgAnswer, PgSilence, PgStanding } from '../../gateway/channel-port.ts'
import type { LineTools, PgLine } from '../connector.ts'
import { DONE, fitted, TO_PG, type ToPg, timeText, type Values } from './fields.ts'
import { answerIn, frameOf, type Heading, LENGTH_DIGITS, lengthIn, openFrame } from './frame.ts'
import type { FramedSettings } from './settings.ts'

export function openLine({ mid }: { readonly mid: string }, settings: FramedSettings, tools: LineTools): PgLine {
  const ask = async (name: ToPg, values: Values): Promise<PgAnswer<Values>> => {
    const heading: Heading = {
      mid,
      kind: 'Q',
      command: TO_PG[name].command,
      trace: traceOf(tools.random),
      sentAt: timeText(tools.now()),
    }
    const frame = frameOf(heading, TO_PG[name].asks, values, settings.cipher, tools.random)
    const said = await exchange(frame, settings, tools)
    return Buffer.isBuffer(said) ? understood(said, name, heading, settings) : said
  }
  return {
    issue: async (asked) => only(await ask('issue', termsOf(asked)), ({ number }) => number),
    register: async (asked, number) => plain(await ask('register', { ...termsOf(asked), number })),
    amend: async (told, { amount, expiresAt }) =>
      plain(await ask('amend', { ...named(told), amount: String(amount), expires_at: timeText(expiresAt) })),
    revoke: async (told) => plain(await ask('revoke', named(told))),
    cancel: async (paymentId) => plain(await ask('cancel', { order: paymentId })),
    status: async (paymentId) => only(await ask('status', { order: paymentId }), standingIn),
    probe: async () => plain(await ask('echo', {})),
  }
}

/** The PG knows our goods by as much of their name as fits. */
const NAME_BYTES = 120

function termsOf({ paymentId, amount, currency, expiresAt, name }: NumberAsked): Values {
  return {
    order: paymentId,
    amount: String(amount),
    currency,
    expires_at: timeText(expiresAt),
    name: fitted(name ?? '', NAME_BYTES),
  }
}

function named({ paymentId, number }: NumberNamed): { readonly order: PaymentId; readonly number: string } {
  return { order: paymentId, number }
}

function standingIn({ state, number = '' }: Values): PgStanding | undefined {
  if (state === 'STANDING') return { state: 'standing', number }
  if (state === 'ENDED') return { state: 'ended' }
  return state === 'UNKNOWN' ? { state: 'unknown' } : undefined
}

/** 12 digits that are ours alone for a day, whoever else speaks for this contract. */
function traceOf(random: LineTools['random']): string {
  return (Buffer.from(random(8)).readBigUInt64BE() % 10n ** 12n).toString().padStart(12, '0')
}

/** What an answer holds; one that does not hold it is none. */
function only<Value>(answer: PgAnswer<Values>, read: (values: Values) => Value | undefined): PgAnswer<Value> {
  if (answer.kind !== 'done') return answer
  const value = read(answer.value)
  return value === undefined ? silence('the answer is not what was asked for') : { kind: 'done', value }
}

function plain(answer: PgAnswer<Values>): PgAnswer {
  return answer.kind === 'done' ? { kind: 'done', value: undefined } : answer
}

/** It may have been done. */
function silence(detail: string): PgSilence {
  return { kind: 'unanswered', sent: true, detail }
}

async function exchange(frame: Buffer, settings: FramedSettings, tools: LineTools): Promise<Buffer | PgSilence> {
  const { main, backup, readTimeoutMs } = settings
  const first = await tools.openTcp(main)
  const opened = first.kind === 'opened' || backup === null ? first : await tools.openTcp(backup)
  if (opened.kind === 'failed') return { kind: 'unanswered', sent: false, detail: opened.detail }
  return sent(opened.socket, frame, readTimeoutMs, tools)
}

function sent(socket: Socket, frame: Buffer, readTimeoutMs: number, { after }: LineTools): Promise<Buffer | PgSilence> {
  const { promise, resolve } = Promise.withResolvers<Buffer | PgSilence>()
  const callOff = after(readTimeoutMs, () => end(silence(`no answer within ${readTimeoutMs} ms`)))
  let bytes = Buffer.alloc(0)
  function end(result: Buffer | PgSilence): void {
    callOff()
    socket.destroy()
    resolve(result)
  }
  socket.on('data', (more) => {
    bytes = Buffer.concat([bytes, more])
    const length = bytes.length < LENGTH_DIGITS ? 0 : lengthIn(bytes)
    if (length === undefined) end(silence('the answer is no frame'))
    else if (length > 0 && bytes.length > LENGTH_DIGITS + length) end(silence('the answer is longer than it says'))
    else if (length > 0 && bytes.length === LENGTH_DIGITS + length) end(bytes.subarray(LENGTH_DIGITS))
  })
  socket.on('error', (error) => end(silence(`the line broke (${error.message})`)))
  socket.on('close', () => end(silence('the line was closed without an answer')))
  socket.write(frame)
  return promise
}

/** Only what is sealed as agreed, says our trace again and fits the table is an answer. */
function understood(frame: Buffer, name: ToPg, asked: Heading, { cipher }: FramedSettings): PgAnswer<Values> {
  const opened = openFrame(frame, cipher)
  if (opened === undefined) return silence('the answer cannot be opened')
  const { mid, kind, command, trace } = opened.heading
  if (kind !== 'A' || mid !== asked.mid || command !== asked.command || trace !== asked.trace)
    return silence('the answer is to something else')
  const values = answerIn(opened.rest, TO_PG[name].answers)
  if (values === undefined) return silence('the answer does not fit its table')
  const { result = '', message = '' } = values
  if (result !== DONE) return { kind: 'refused', code: result, text: message }
  const isWhole = TO_PG[name].answers.every((field) => field.name in values)
  return isWhole ? { kind: 'done', value: values } : silence('the answer lacks what was asked for')
}
