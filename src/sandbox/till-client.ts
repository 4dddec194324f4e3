/**
 * A till's end of the line: signs, sends, and believes an answer only when it has the shape of one. What to do when no
 * answer comes is the till's matter (status or reverse, never a second collect), so that is an error here.
 */
import { createHmac } from 'node:crypto'
import { Compile } from 'typebox/compile'
import {
  type CollectMessage,
  CollectReply,
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

export interface TillClientOptions {
  /** Of the till's listener, without a path: `http://127.0.0.1:8081`. */
  readonly url: string
  /** `network/outlet/till` */
  readonly terminal: string
  /** The key of the HMAC: bytes, or a text's UTF-8. */
  readonly secret: string | Uint8Array
  readonly fetch?: typeof fetch
  /** Wall time in milliseconds. */
  readonly clock?: () => number
}

export interface TillExchange<Reply> {
  /** Of HTTP. */
  readonly status: number
  /** The body as it came. */
  readonly raw: Uint8Array
  readonly reply: Reply | Refusal
}

/** The client notes the time of sending. */
type Fields<Message> = Omit<Message, 'sent_at'>

/** Each rejects when no reply came within `TILL_WAITS_MS`, or when what came is no reply. */
export interface TillClient {
  echo(fields: Fields<EchoMessage>): Promise<TillExchange<EchoReply>>
  /** Which way the money goes stands in `direction`. */
  inquire(fields: Fields<InquiryMessage>): Promise<TillExchange<InquiryReply | SlipReply>>
  collect(fields: Fields<CollectMessage>): Promise<TillExchange<CollectReply>>
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
    echo: (fields) => exchange(options, 'echo', fields, isEchoReply),
    inquire: (fields) => exchange(options, 'inquiry', fields, isInquiryReply),
    collect: (fields) => exchange(options, 'collect', fields, isCollectReply),
    payOut: (fields) => exchange(options, 'payout', fields, isPayoutReply),
    reverse: (fields) => exchange(options, 'reverse', fields, isReverseReply),
    status: (fields) => exchange(options, 'status', fields, isStatusReply),
    report: (fields) => exchange(options, 'report', fields, isReportReply),
    open: (fields) => exchange(options, 'open', fields, isOpenReply),
    close: (fields) => exchange(options, 'close', fields, isCloseReply),
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

const shapes = {
  echo: Compile(EchoReply),
  inquiry: Compile(InquiryReply),
  slip: Compile(SlipReply),
  collect: Compile(CollectReply),
  payout: Compile(PayoutReply),
  reverse: Compile(ReverseReply),
  status: Compile(StatusReply),
  report: Compile(ReportReply),
  open: Compile(OpenReply),
  close: Compile(CloseReply),
  drawer: Compile(DrawerRefusal),
  refusal: Compile(Refusal),
}

const isEchoReply = (value: unknown): value is EchoReply => shapes.echo.Check(value)
const isInquiryReply = (value: unknown): value is InquiryReply | SlipReply =>
  shapes.inquiry.Check(value) || shapes.slip.Check(value)
const isPayoutReply = (value: unknown): value is PayoutReply => shapes.payout.Check(value)
const isCollectReply = (value: unknown): value is CollectReply => shapes.collect.Check(value)
const isReverseReply = (value: unknown): value is ReverseReply => shapes.reverse.Check(value)
const isReportReply = (value: unknown): value is ReportReply => shapes.report.Check(value)
const isOpenReply = (value: unknown): value is OpenReply => shapes.open.Check(value)
const isCloseReply = (value: unknown): value is CloseReply | DrawerRefusal =>
  shapes.close.Check(value) || shapes.drawer.Check(value)
const isStatusReply = (value: unknown): value is StatusReply => shapes.status.Check(value)

async function exchange<Reply>(
  options: TillClientOptions,
  name: TillMessageName,
  fields: object,
  isReply: (value: unknown) => value is Reply,
): Promise<TillExchange<Reply>> {
  const { url, fetch: send = fetch, clock = Date.now } = options
  const wallMs = clock()
  const target = new URL(TILL_PATH + name, url)
  const body = new TextEncoder().encode(JSON.stringify({ ...fields, sent_at: Math.floor(wallMs / 1000) }))
  const response = await send(target, {
    method: 'POST',
    headers: signTillRequest(options, { path: target.pathname, body, wallMs }),
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TILL_WAITS_MS),
  })
  const raw = new Uint8Array(await response.arrayBuffer())
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
  if (isReply(value) || shapes.refusal.Check(value)) return { status: response.status, raw, reply: value }
  throw new Error(`what came back on ${name} (HTTP ${response.status}) is no reply of a till's gateway`)
}
