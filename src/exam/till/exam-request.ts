/**
 * What a till sent, judged as the gateway's own till listener judges it: who signed, and is it a message? The exam has
 * to say what is wrong with a request where the gateway only refuses it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Compile } from 'typebox/compile'
import type { Words } from '../../wire/rejections.ts'
import { TILL_MESSAGE_SHAPES, TILL_PATH } from '../../wire/till.ts'
import {
  readSignature,
  readTimestampMs,
  SIGNATURE_HEADER,
  SIGNATURE_WINDOW_MS,
  signedHead,
  TERMINAL_HEADER,
  TIMESTAMP_HEADER,
} from '../../wire/till-signature.ts'
import type { Asked } from './exam-books.ts'

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** `terminal` is null where it is not known who signed. */
export interface Judged {
  readonly terminal: string | null
  readonly asked: Asked | null
  readonly problem: Problem | null
}

export interface Problem {
  readonly kind: 'signature' | 'message'
  readonly words: Words
}

export interface JudgeOptions {
  readonly secretOf: (terminal: string) => string | undefined
  readonly wallMs: () => number
  readonly businessDate: () => string
}

export function judgeRequest(request: RawRequest, options: JudgeOptions): Judged {
  const terminal = header(request.headers, TERMINAL_HEADER)
  const unsigned = signatureProblem(request, terminal, options)
  if (unsigned !== undefined) return { terminal: null, asked: null, problem: { kind: 'signature', words: unsigned } }
  const asked = readMessage(request, options.businessDate())
  return 'ko' in asked
    ? { terminal, asked: null, problem: { kind: 'message', words: asked } }
    : { terminal, asked, problem: null }
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function signatureProblem(
  { method, path, headers, body }: RawRequest,
  terminal: string,
  { secretOf, wallMs }: JudgeOptions,
): Words | undefined {
  const secret = secretOf(terminal)
  if (secret === undefined) return { ko: `${TERMINAL_HEADER}: 모르는 단말`, en: `${TERMINAL_HEADER}: not this till` }
  const timestamp = header(headers, TIMESTAMP_HEADER)
  const sentAtMs = readTimestampMs(timestamp)
  if (sentAtMs === undefined)
    return { ko: `${TIMESTAMP_HEADER}: 초가 아님`, en: `${TIMESTAMP_HEADER}: no unix seconds` }
  const apartS = Math.round(Math.abs(wallMs() - sentAtMs) / 1000)
  if (apartS > SIGNATURE_WINDOW_MS / 1000)
    return { ko: `${TIMESTAMP_HEADER}: ${apartS}초 차이`, en: `${TIMESTAMP_HEADER}: ${apartS} s away` }
  const given = readSignature(header(headers, SIGNATURE_HEADER))
  if (given === undefined)
    return {
      ko: `${SIGNATURE_HEADER}: v1=과 16진수 64자리가 아님`,
      en: `${SIGNATURE_HEADER}: not v1= and 64 hex digits`,
    }
  const right = createHmac('sha256', secret).update(signedHead({ timestamp, method, path })).update(body).digest()
  if (timingSafeEqual(right, Buffer.from(given, 'hex'))) return undefined
  return { ko: `${SIGNATURE_HEADER}: 값이 다름`, en: `${SIGNATURE_HEADER}: another value` }
}

const shapes = {
  echo: Compile(TILL_MESSAGE_SHAPES.echo),
  inquiry: Compile(TILL_MESSAGE_SHAPES.inquiry),
  collect: Compile(TILL_MESSAGE_SHAPES.collect),
  complete: Compile(TILL_MESSAGE_SHAPES.complete),
  cancel: Compile(TILL_MESSAGE_SHAPES.cancel),
  payout: Compile(TILL_MESSAGE_SHAPES.payout),
  reverse: Compile(TILL_MESSAGE_SHAPES.reverse),
  status: Compile(TILL_MESSAGE_SHAPES.status),
  report: Compile(TILL_MESSAGE_SHAPES.report),
  open: Compile(TILL_MESSAGE_SHAPES.open),
  close: Compile(TILL_MESSAGE_SHAPES.close),
}

function readMessage({ method, path, headers, body }: RawRequest, businessDate: string): Asked | Words {
  const message = path.startsWith(TILL_PATH) ? path.slice(TILL_PATH.length) : ''
  if (method !== 'POST' || !Object.hasOwn(shapes, message)) return same(`${method} ${path}`)
  if (!/^application\/json\b/i.test(header(headers, 'content-type'))) return same('content-type')
  const value = parse(body)
  const shape = shapes[message as keyof typeof shapes]
  if (!shape.Check(value)) return same(`${message}: ${firstError(shape.Errors(value))}`)
  // Checked by the shape of this very message.
  const asked = { message, body: value } as Asked
  if (asked.message === 'echo') return asked
  if (asked.message === 'status' && (asked.body.original === undefined) === (asked.body.number === undefined))
    return same('status: original, number')
  return Math.abs(daysFrom(businessDate, asked.body.business_date)) > 1
    ? same(`${message}: business_date ${asked.body.business_date} (${businessDate})`)
    : asked
}

/** Names of fields are the same in every language. */
function same(text: string): Words {
  return { ko: text, en: text }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    return undefined
  }
}

type ShapeErrors = ReturnType<(typeof shapes)['echo']['Errors']>

function firstError(errors: ShapeErrors): string {
  for (const { keyword, params, instancePath } of errors) {
    if (keyword === 'required') return `${instancePath.slice(1)} ${params.requiredProperties.join(', ')}`.trim()
  }
  return errors[0]?.instancePath.slice(1) || 'JSON'
}

/** So many days after the first is the other one. */
export function daysFrom(date: string, other: string): number {
  return dayOf(other) - dayOf(date)
}

const DAY_MS = 86_400_000

function dayOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / DAY_MS
}

/** The business date in Seoul, so many days on. */
export function businessDateAt(wallMs: number, daysOn: number): string {
  const SEOUL_MS = 9 * 3_600_000
  return new Date(wallMs + SEOUL_MS + daysOn * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
}
