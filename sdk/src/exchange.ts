/**
 * One request and what came of it, as a value: an answer, a refusal, or nothing. Only an envelope with `code` 0 is an
 * answer; V1 says no with HTTP 200 too, and whatever else speaks HTTP between here and the gateway says what it likes.
 */
import {
  BadRequestError,
  BusyError,
  type ErrorFacts,
  FaultError,
  type Language,
  NoAnswerError,
  NotFoundError,
  RefusedError,
  type SunapError,
  UnauthorizedError,
} from './errors.ts'
import { OPERATIONS, type OperationId, type Words } from './wire.gen.ts'

/** What is used of `fetch`; the global one fits, and a few lines of any other client. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchReply>

export interface FetchInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  /** A token goes to the address it is meant for and is not carried on. */
  readonly redirect: 'manual'
  readonly signal: AbortSignal
}

export interface FetchReply {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  /** Lines are read from here as they come; where there is none, from `text` when all has come. */
  readonly body?: { getReader(): BodyReader } | null | undefined
}

export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(): Promise<void>
}

export interface Request {
  readonly operation: OperationId
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Of an answer in lines, `response` is the reply, of which nothing is read yet. */
export type Outcome = { readonly kind: 'answered'; readonly status: number; readonly response: unknown } | Failure

export interface Failure {
  readonly kind: 'failed'
  readonly Kind: new (message: string, facts: ErrorFacts) => SunapError
  readonly message: string
  readonly facts: ErrorFacts
  /** The gateway's word that nothing was changed, or it was never reached: the same may be sent again. */
  readonly leftUndone: boolean
  /** Broken off on the way: sent again where that does no harm. */
  readonly wasCut: boolean
  readonly retryAfterMs: number
}

/** Throws the reason of `signal` where that ends it. */
export async function exchange(
  fetch: Fetch,
  { operation, url, headers, body }: Request,
  { language, signal }: { readonly language: Language; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { method } = OPERATIONS[operation]
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  let reply: FetchReply
  let text: string
  try {
    reply = await fetch(url, { method, headers: { ...headers, ...type }, ...sent, redirect: 'manual', signal })
    if (isInLines(operation, reply)) return { kind: 'answered', status: reply.status, response: reply }
    text = await reply.text()
  } catch (error) {
    signal.throwIfAborted()
    return cut(operation, error, language)
  }
  return readReply(operation, reply, text, language)
}

/** Whether doing it changes anything. */
export function isWriting(operation: OperationId): boolean {
  return OPERATIONS[operation].method !== 'GET' && operation !== 'getToken'
}

function isInLines(operation: OperationId, { status, headers }: FetchReply): boolean {
  const type = headers.get('content-type') ?? ''
  return OPERATIONS[operation].isInLines === true && status === 200 && type.startsWith('application/x-ndjson')
}

export function cut(operation: OperationId, cause: unknown, language: Language): Failure {
  const code = codeOf(cause)
  const leftUndone = UNREACHED.has(code)
  return {
    kind: 'failed',
    Kind: NoAnswerError,
    message: sentence(leftUndone ? UNREACHABLE : BROKEN_OFF, code, language),
    facts: { operation, status: null, code: null, mayHaveHappened: !leftUndone && isWriting(operation), cause },
    leftUndone,
    wasCut: true,
    retryAfterMs: 0,
  }
}

/** What Node names when a connection was never there. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  const { cause, code } = membersOf(error)
  if (typeof code === 'string' && code !== '') return code
  return cause === undefined ? '' : codeOf(cause)
}

function readReply(operation: OperationId, reply: FetchReply, text: string, language: Language): Outcome {
  const { status } = reply
  const { code, message, response } = readEnvelope(text)
  const isWhole = OPERATIONS[operation].isInLines !== true
  if (isWhole && status >= 200 && status < 300 && code === 0 && response !== undefined)
    return { kind: 'answered', status, response }
  const isRefusal = typeof code === 'number' && code !== 0 && typeof message === 'string'
  const mayHaveHappened = isWriting(operation) && !(isRefusal && (status < 500 || status === 503))
  return {
    kind: 'failed',
    Kind: isRefusal ? kindOf(status) : FaultError,
    message: isRefusal ? message : strange(status, text, language),
    facts: { operation, status, code: isRefusal ? code : null, mayHaveHappened },
    leftUndone: isRefusal && KINDS[status] === BusyError,
    wasCut: false,
    retryAfterMs: retryAfterOf(reply),
  }
}

function kindOf(status: number): Failure['Kind'] {
  if (status >= 200 && status < 300) return RefusedError
  const kind = KINDS[status]
  if (kind !== undefined) return kind
  return status >= 400 && status < 500 ? BadRequestError : FaultError
}

const KINDS: Readonly<Record<number, Failure['Kind']>> = {
  401: UnauthorizedError,
  404: NotFoundError,
  409: RefusedError,
  429: BusyError,
  503: BusyError,
}

function readEnvelope(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function retryAfterOf({ headers }: FetchReply): number {
  const seconds = Number(headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
}

const SHOWN_CHARACTERS_MAX = 80

export function strange(status: number, text: string, language: Language): string {
  const shown = text.trim().slice(0, SHOWN_CHARACTERS_MAX)
  return sentence(STRANGE, `HTTP ${status}${shown === '' ? '' : `: ${shown}`}`, language)
}

function sentence(words: Words, detail: string, language: Language): string {
  return detail === '' ? words[language] : `${words[language]} (${detail})`
}

const UNREACHABLE: Words = {
  ko: '게이트웨이에 연결하지 못했습니다.',
  en: 'The gateway could not be reached.',
}

const BROKEN_OFF: Words = {
  ko: '게이트웨이의 응답을 받기 전에 연결이 끊겼습니다.',
  en: 'The connection broke before the gateway had answered.',
}

const STRANGE: Words = {
  ko: '게이트웨이의 답이 아닙니다. url이 맞는지, 중간의 프록시가 답했는지 확인하세요.',
  en: 'This is no answer of the gateway. Is the url right, or did a proxy in between answer?',
}
