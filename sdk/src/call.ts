/**
 * The way of every call: the token, the request, and what may be done when it fails. Sent again is only what did nothing
 * (503, 429, a gateway that was never reached) and, when the connection broke, what does no harm twice. A 401 renews the token
 * once. All of it together has one time limit.
 */
import { type Language, NoAnswerError } from './errors.ts'
import {
  exchange,
  type Failure,
  type Fetch,
  type FetchReply,
  isWriting,
  type Outcome,
  type Request,
} from './exchange.ts'
import { type LinesAsked, linesOf } from './lines.ts'
import { createTokens, type Tokens } from './token.ts'
import { OPERATIONS, type OperationId, type Operations, type Words } from './wire.gen.ts'

export interface ClientOptions {
  /** Of the gateway, `https://pay.example.com` or `http://127.0.0.1:8080`. */
  readonly url: string
  readonly impKey: string
  readonly impSecret: string
  /** Instead of the global one. */
  readonly fetch?: Fetch | undefined
  /** Of the client's own sentences; the gateway's come as they are. `en` when left out. */
  readonly language?: Language | undefined
  /** For each call with everything it takes, and for each wait for a further line; 10,000 when left out. */
  readonly timeoutMs?: number | undefined
}

/** Of a single call. */
export interface CallOptions {
  readonly timeoutMs?: number | undefined
  /** Ends the call with the signal's reason. What was sent may have been done. */
  readonly signal?: AbortSignal | undefined
}

export interface Asked<Id extends OperationId> {
  readonly input: Omit<Operations[Id], 'answer'>
  readonly headers?: Readonly<Record<string, string>>
  readonly options?: CallOptions | undefined
}

export interface Answered<Id extends OperationId> {
  readonly status: number
  readonly response: Operations[Id]['answer']
}

export interface Call {
  <Id extends OperationId>(operation: Id, asked: Asked<Id>): Promise<Answered<Id>>
  readonly language: Language
}

/** Time and chance, which tests hold. */
export interface Nature {
  readonly monotonicMs: () => number
  /** Rejects with the reason of the signal. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
}

const TIMEOUT_MS = 10_000
export const TRIES_MAX = 3
/** Before the second and the third try; each shortened by up to a half, so that many clients do not come back as one. */
const PAUSES_MS = [200, 1_000]
/** Whoever is asked to wait longer decides by itself. */
const PAUSE_MS_MAX = 2_000

/**
 * Writes that do no harm when they are done twice: the second time changes nothing. `amendPayment` is none of them: when the
 * number was amended, and then paid or tried, the second answer is a no, which would hide that the first was a yes.
 */
const REPEATABLE: ReadonlySet<OperationId> = new Set([
  'issueNumber', // under one idempotency key
  'issueInBulk', // under one too
  'cancelPayment', // under one too
  'revokeNumber',
  'suspendPayment',
  'resumePayment',
  'changePreparedAmount',
  'changeEndpoint',
  'pauseEndpoint',
  'resumeEndpoint',
])

export function createCall(options: ClientOptions, nature: Nature): Call {
  const { impKey, impSecret, language = 'en' } = options
  const origin = originOf(options.url)
  const line: Line = { fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)), language, nature }
  const tokens = createTokens(async () => {
    const body = { imp_key: impKey, imp_secret: impSecret }
    const request: Request = { operation: 'getToken', url: addressOf(origin, 'getToken', {}), headers: {}, body }
    const { response } = await run(line, request, undefined, { timeoutMs: options.timeoutMs })
    return response as Operations['getToken']['answer']
  }, nature.monotonicMs)
  const call = async <Id extends OperationId>(operation: Id, asked: Asked<Id>): Promise<Answered<Id>> => {
    const request = requestOf(origin, operation, asked.input, asked.headers)
    const limits = { timeoutMs: asked.options?.timeoutMs ?? options.timeoutMs, signal: asked.options?.signal }
    const { status, response } = await run(line, request, tokens, limits)
    return { status, response: response as Operations[Id]['answer'] }
  }
  return Object.assign(call, { language })
}

function originOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url) || /[?#]/.test(url))
    throw new TypeError(`url is the gateway's address, like https://pay.example.com, not ${url}`)
  return new URL(url).href.replace(/\/+$/, '')
}

function requestOf(
  origin: string,
  operation: OperationId,
  input: Placed,
  headers: Readonly<Record<string, string>> = {},
): Request {
  const { body } = input
  return { operation, url: addressOf(origin, operation, input), headers, ...(body === undefined ? {} : { body }) }
}

interface Placed {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** A name that is missing from the path would ask for something else: `DELETE /cvs/` names no payment. */
function addressOf(origin: string, operation: OperationId, { path = {}, query = {} }: Placed): string {
  const place = OPERATIONS[operation].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name]
    if (typeof value !== 'string' || value === '') throw new TypeError(`${operation}: ${name} is empty`)
    return encodeURIComponent(value)
  })
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, String(each)]),
  )
  const text = new URLSearchParams(parameters).toString()
  return `${origin}${place}${text === '' ? '' : `?${text}`}`
}

interface Line {
  readonly fetch: Fetch
  readonly language: Language
  readonly nature: Nature
}

/** A call under way. */
interface Going extends Line {
  readonly request: Request
  readonly tokens: Tokens | undefined
  readonly signal: AbortSignal
  /** Once a try was broken off it may have been done, whatever a later try says of itself. */
  mayHaveHappened: boolean
}

type Done = Extract<Outcome, { kind: 'answered' }>

/** Under a signal that ends it when its time is up, or when the caller's own says so. */
async function run(
  line: Line,
  request: Request,
  tokens: Tokens | undefined,
  { timeoutMs = TIMEOUT_MS, signal: own }: CallOptions,
): Promise<Done> {
  const timer = new AbortController()
  const signal = own === undefined ? timer.signal : AbortSignal.any([timer.signal, own])
  const going: Going = { ...line, request, tokens, signal, mayHaveHappened: false }
  const inTime: LinesAsked['inTime'] = async (wait) => {
    const timeout = setTimeout(() => timer.abort(TIME_UP), timeoutMs)
    try {
      return await wait()
    } catch (error) {
      throw error === TIME_UP ? timedOut(going, timeoutMs) : error
    } finally {
      clearTimeout(timeout)
    }
  }
  const done = await inTime(() => insist(going))
  const { operation } = request
  if (OPERATIONS[operation].isInLines !== true) return done
  const { language } = line
  return { ...done, response: linesOf(done.response as FetchReply, { operation, language, signal, inTime }) }
}

const TIME_UP = new Error('the time of the call is up')

function timedOut({ request: { operation }, language, mayHaveHappened }: Going, timeoutMs: number): NoAnswerError {
  const words: Words = {
    ko: `${timeoutMs} ms 안에 답이 없었습니다.`,
    en: `There was no answer within ${timeoutMs} ms.`,
  }
  return new NoAnswerError(words[language], { operation, status: null, code: null, mayHaveHappened }, true)
}

async function insist(going: Going): Promise<Done> {
  const { operation } = going.request
  const isRepeatable = !isWriting(operation) || REPEATABLE.has(operation)
  const { pause, random } = going.nature
  for (let tries = 1; ; tries += 1) {
    const before = going.mayHaveHappened
    const outcome = await attempt(going)
    if (outcome.kind === 'answered') return outcome
    const { leftUndone, wasCut, retryAfterMs, facts } = outcome
    going.mayHaveHappened = before || facts.mayHaveHappened
    const mayRepeat = leftUndone || (wasCut && isRepeatable)
    if (!mayRepeat || tries >= TRIES_MAX || retryAfterMs > PAUSE_MS_MAX) throw errorOf(outcome, before)
    const usualMs = (PAUSES_MS[tries - 1] ?? 0) * (1 - random() / 2)
    await pause(Math.max(usualMs, retryAfterMs), going.signal)
  }
}

/** A no is the gateway's last word; silence after silence is not. */
function errorOf({ Kind, message, facts, leftUndone, wasCut }: Failure, mayHaveHappenedBefore: boolean): Error {
  const mayHaveHappened = facts.mayHaveHappened || (mayHaveHappenedBefore && (leftUndone || wasCut))
  return new Kind(message, { ...facts, mayHaveHappened })
}

/** One exchange, and after a 401 another with a new token. */
async function attempt(going: Going): Promise<Outcome> {
  const { request, tokens, signal, mayHaveHappened } = going
  if (tokens === undefined) return send(going, request)
  const withToken = async () => {
    const token = await orAborted(tokens.get(), signal)
    return { token, outcome: await send(going, { ...request, headers: { ...request.headers, authorization: token } }) }
  }
  const { token, outcome } = await withToken()
  if (outcome.kind === 'answered' || outcome.facts.status !== 401) return outcome
  tokens.drop(token)
  going.mayHaveHappened = mayHaveHappened
  return (await withToken()).outcome
}

function send(going: Going, request: Request): Promise<Outcome> {
  going.mayHaveHappened ||= isWriting(request.operation)
  return exchange(going.fetch, request, going)
}

/** What many wait for does not end with one of them. */
function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
