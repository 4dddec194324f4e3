/**
 * A till's end of the line: signs, sends, and believes an answer only when it has the shape of one. What to do when no
 * answer comes is the till's matter (status or reverse, never a second collect), so that is an error here.
 */
import { createHmac } from 'node:crypto'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import {
  type CancelMessage,
  CancelReply,
  type CollectMessage,
  CollectReply,
  type CompleteMessage,
  CompleteReply,
  type EchoMessage,
  EchoReply,
  type InquiryMessage,
  InquiryReply,
  type PayoutMessage,
  PayoutReply,
  Refusal,
  type ReverseMessage,
  ReverseReply,
  SlipReply,
  type StatusMessage,
  StatusReply,
  TILL_PATH,
  type TillMessageName,
} from '../wire/till.ts'
import {
  type CloseMessage,
  CloseReply,
  DrawerRefusal,
  type OpenMessage,
  OpenReply,
  type ReportMessage,
  ReportReply,
} from '../wire/till-day.ts'
import {
  SIGNATURE_HEADER,
  signedHead,
  TERMINAL_HEADER,
  TIMESTAMP_HEADER,
  writeSignature,
} from '../wire/till-signature.ts'
import { type Carried, carryOverTcp, type WriteFrame } from './tcp-carry.ts'

export interface TillClientOptions {
  /** Of the till's listener, without a path: `http://127.0.0.1:8081`, or `tcp://127.0.0.1:8082` for fixed length. */
  readonly url: string
  /** `network/outlet/till` */
  readonly terminal: string
  /** The key of the HMAC: bytes, or a text's UTF-8. */
  readonly secret: string | Uint8Array
  readonly fetch?: typeof fetch
  /** On a line without HTTP: how the bytes of a frame are written; all at once where it is left out. */
  readonly write?: WriteFrame
  /** Wall time in milliseconds. */
  readonly clock?: () => number
  /** `TILL_WAITS_MS` where it is left out. */
  readonly waitsMs?: number
}

export interface TillExchange<Reply> {
  /** Of HTTP; null on a line without it. */
  readonly status: number | null
  /** The body, or the frame, as it came. */
  readonly raw: Uint8Array
  readonly reply: Reply | Refusal
}

/** The client notes the time of sending. */
type Fields<Message> = Omit<Message, 'sent_at'>

/** Each rejects when no reply came within the time a till waits, or when what came is no reply. */
export interface TillClient {
  echo(fields: Fields<EchoMessage>): Promise<TillExchange<EchoReply>>
  /** Which way the money goes stands in `direction`. */
  inquire(fields: Fields<InquiryMessage>): Promise<TillExchange<InquiryReply | SlipReply>>
  collect(fields: Fields<CollectMessage>): Promise<TillExchange<CollectReply>>
  complete(fields: Fields<CompleteMessage>): Promise<TillExchange<CompleteReply>>
  cancel(fields: Fields<CancelMessage>): Promise<TillExchange<CancelReply>>
  payOut(fields: Fields<PayoutMessage>): Promise<TillExchange<PayoutReply>>
  reverse(fields: Fields<ReverseMessage>): Promise<TillExchange<ReverseReply>>
  status(fields: Fields<StatusMessage>): Promise<TillExchange<StatusReply>>
  report(fields: Fields<ReportMessage>): Promise<TillExchange<ReportReply>>
  open(fields: Fields<OpenMessage>): Promise<TillExchange<OpenReply>>
  /** Where the drawer differs, with what the gateway holds. */
  close(fields: Fields<CloseMessage>): Promise<TillExchange<CloseReply | DrawerRefusal>>
}

/** Then a till asks or undoes. */
export const TILL_WAITS_MS = 10_000

export function createTillClient(options: TillClientOptions): TillClient {
  return {
    echo: (fields) => exchange(options, 'echo', fields, readers.echo),
    inquire: (fields) =>
      exchange<InquiryReply | SlipReply>(
        options,
        'inquiry',
        fields,
        (value) => readers.inquiry(value) ?? readers.slip(value),
      ),
    collect: (fields) => exchange(options, 'collect', fields, readers.collect),
    complete: (fields) => exchange(options, 'complete', fields, readers.complete),
    cancel: (fields) => exchange(options, 'cancel', fields, readers.cancel),
    payOut: (fields) => exchange(options, 'payout', fields, readers.payout),
    reverse: (fields) => exchange(options, 'reverse', fields, readers.reverse),
    status: (fields) => exchange(options, 'status', fields, readers.status),
    report: (fields) => exchange(options, 'report', fields, readers.report),
    open: (fields) => exchange(options, 'open', fields, readers.open),
    close: (fields) =>
      exchange<CloseReply | DrawerRefusal>(
        options,
        'close',
        fields,
        (value) => readers.close(value) ?? readers.drawer(value),
      ),
  }
}

/** The headers of a signed request; `path` as it will stand in the request line. */
export function signTillRequest(
  { terminal, secret }: Pick<TillClientOptions, 'terminal' | 'secret'>,
  { path, body, wallMs }: { readonly path: string; readonly body: Uint8Array; readonly wallMs: number },
): Record<string, string> {
  const timestamp = String(Math.floor(wallMs / 1000))
  const hmac = createHmac('sha256', secret)
    .update(signedHead({ timestamp, method: 'POST', path }))
    .update(body)
  return {
    [TERMINAL_HEADER]: terminal,
    [TIMESTAMP_HEADER]: timestamp,
    [SIGNATURE_HEADER]: writeSignature(hmac.digest('hex')),
    'content-type': 'application/json',
  }
}

type Read<Reply> = (value: unknown) => Reply | undefined

const readers = {
  echo: readerOf(EchoReply),
  inquiry: readerOf(InquiryReply),
  slip: readerOf(SlipReply),
  collect: readerOf(CollectReply),
  complete: readerOf(CompleteReply),
  cancel: readerOf(CancelReply),
  payout: readerOf(PayoutReply),
  reverse: readerOf(ReverseReply),
  status: readerOf(StatusReply),
  report: readerOf(ReportReply),
  open: readerOf(OpenReply),
  close: readerOf(CloseReply),
  drawer: readerOf(DrawerRefusal),
  refusal: readerOf(Refusal),
}

/** Fields that a till does not know are left out first: replies may gain fields. Undefined where the rest has no such shape. */
function readerOf<Shape extends TSchema>(shape: Shape): Read<Static<Shape>> {
  const compiled = Compile(shape)
  return (value) => {
    const known = Value.Clean(shape, structuredClone(value))
    return compiled.Check(known) ? known : undefined
  }
}

async function exchange<Reply>(
  options: TillClientOptions,
  name: TillMessageName,
  fields: object,
  read: Read<Reply>,
): Promise<TillExchange<Reply>> {
  const { url, clock = Date.now, waitsMs = TILL_WAITS_MS } = options
  const wallMs = clock()
  const message = { ...fields, sent_at: Math.floor(wallMs / 1000) }
  const { status, raw, value } = url.startsWith('tcp:')
    ? await carryOverTcp(options, { name, message, waitsMs })
    : await carryOverHttp(options, name, message, wallMs)
  const reply = read(value) ?? readers.refusal(value)
  if (reply !== undefined) return { status, raw, reply }
  throw new Error(`what came back on ${name} (HTTP ${status}) is no reply of a till's gateway`)
}

async function carryOverHttp(
  options: TillClientOptions,
  name: TillMessageName,
  message: object,
  wallMs: number,
): Promise<Carried> {
  const { url, fetch: send = fetch, waitsMs = TILL_WAITS_MS } = options
  const target = new URL(TILL_PATH + name, url)
  const body = new TextEncoder().encode(JSON.stringify(message))
  const response = await send(target, {
    method: 'POST',
    headers: signTillRequest(options, { path: target.pathname, body, wallMs }),
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(waitsMs),
  })
  const raw = new Uint8Array(await response.arrayBuffer())
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
  return { status: response.status, raw, value }
}
