/**
 * The only way out of the gateway: a POST to a URL that a merchant gave us. The URL is checked again at every
 * call, because the rules of the operator may have changed since it was stored; every address is checked
 * (guarded-socket.ts) and every part of the answer is bounded (http-exchange.ts). One timer over all of it
 * decides when the call has ended, so that a server that drips bytes cannot hold a till.
 */
import type { ClosedHost } from './address-guard.ts'
import {
  type CallAnswered,
  type CallFailure,
  type CallProgress,
  type CallRequest,
  type CallResult,
  failure,
} from './call-result.ts'
import {
  type Dial,
  dialTcp,
  dialWay,
  type GuardedSocketOptions,
  openGuardedSocket,
  permittedWay,
} from './guarded-socket.ts'
import { exchange } from './http-exchange.ts'
import { createKeptLines, type KeptLines, type Ways } from './kept-lines.ts'
import { lookupForMode, type NameLookup } from './name-lookup.ts'
import { checkCallableUrl, type UrlRules } from './url-rules.ts'

export interface GuardedClientOptions {
  readonly rules: UrlRules
  /** Of the gateway, for `user-agent: Sunap/<version>`. */
  readonly version: string
  /** For the name and the TCP connection together, within each call's deadline. Milliseconds, 1,000 when left out. */
  readonly connectMs?: number
  /** The mode's own when left out (name-lookup.ts). */
  readonly lookup?: NameLookup
  /** Real TCP when left out. */
  readonly dial?: Dial
  /** Told of each call that was not made and that a setting of the operator's would have let through; must not throw. */
  readonly tellClosed?: (closed: ClosedHost) => void
}

export interface GuardedClient {
  /** Never rejects: every outcome is a value. */
  post(request: CallRequest): Promise<CallResult>
  /** Ends the calls under way with cause `closed`, drops kept connections and refuses later calls. */
  close(): Promise<void>
}

export function createGuardedClient(options: GuardedClientOptions): GuardedClient {
  const parts: CallParts = {
    rules: options.rules,
    userAgent: `Sunap/${options.version}`,
    socketOptions: {
      guard: options.rules.guard,
      lookup: options.lookup ?? lookupForMode(options.rules.guard.mode),
      dial: options.dial ?? dialTcp,
      connectMs: options.connectMs ?? CONNECT_MS,
      tellClosed: options.tellClosed ?? (() => {}),
    },
    lines: createKeptLines(),
  }
  const underWay = new Map<Promise<CallResult>, () => void>()
  let closed = false
  return {
    async post(request) {
      const progress: CallProgress = { step: 'name', status: null }
      if (closed) return withFigures(CLIENT_CLOSED, progress, 0)
      if (!(request.deadlineMs > 0)) return withFigures(NO_TIME_LEFT, progress, 0)
      const shutDown = Promise.withResolvers<CallFailure>()
      const result = call(request, progress, shutDown.promise, parts)
      underWay.set(result, () => shutDown.resolve(CLIENT_CLOSED))
      try {
        return await result
      } finally {
        underWay.delete(result)
      }
    },
    async close() {
      closed = true
      for (const end of underWay.values()) end()
      await Promise.all(underWay.keys())
      parts.lines.close()
    },
  }
}

interface CallParts {
  readonly rules: UrlRules
  readonly userAgent: string
  readonly socketOptions: GuardedSocketOptions
  readonly lines: KeptLines
}

async function call(
  request: CallRequest,
  progress: CallProgress,
  shutDown: Promise<CallFailure>,
  parts: CallParts,
): Promise<CallResult> {
  const startedMs = performance.now()
  const stop = new AbortController()
  const deadline = startDeadline(request.deadlineMs, progress)
  let outcome: Outcome
  try {
    outcome = await Promise.race([shutDown, deadline.passed, attempt(request, stop.signal, progress, parts)])
  } catch (error) {
    outcome = failure('internal', `the call failed on our side (${error instanceof Error ? error.name : 'unknown'})`)
  } finally {
    deadline.stop()
    // Whatever is still open belongs to nobody now. A reason of our own saves the error that would be made for it.
    stop.abort('the call has ended')
  }
  const tookMs = performance.now() - startedMs
  // An answer read after the deadline, because this process was busy, is as late as one sent after it.
  const late = outcome.kind === 'answered' && tookMs > request.deadlineMs
  return withFigures(late ? deadlinePassed(request.deadlineMs, progress) : outcome, progress, tookMs)
}

async function attempt(
  request: CallRequest,
  signal: AbortSignal,
  progress: CallProgress,
  { rules, userAgent, socketOptions, lines }: CallParts,
): Promise<Outcome> {
  const verdict = checkCallableUrl(request.url, rules)
  if (!verdict.ok) {
    if (verdict.closed !== undefined) socketOptions.tellClosed?.(verdict.closed)
    const cause = verdict.reason === 'address' ? 'address_refused' : 'url_refused'
    return failure(cause, `the URL is not called: ${verdict.message.en}`)
  }
  const { url } = verdict
  if (request.kept !== undefined) {
    const ways: Ways = {
      find: () => permittedWay(url, progress, socketOptions),
      dial: (way, opening) => dialWay(url, way, opening, progress, socketOptions),
    }
    return lines.exchange({ url, request, userAgent, progress, signal }, request.kept, ways)
  }
  const opened = await openGuardedSocket(url, signal, progress, socketOptions)
  if (opened.kind === 'failed') return opened
  const outcome = await exchange(opened.socket, url, request, userAgent, progress)
  return outcome.kind === 'failed' ? outcome : { ...outcome, remoteAddress: opened.remoteAddress }
}

type Outcome = Omit<CallAnswered, 'latencyMs'> | CallFailure

function withFigures(outcome: Outcome, { status }: CallProgress, tookMs: number): CallResult {
  const latencyMs = Math.round(tookMs)
  return outcome.kind === 'answered' ? { ...outcome, latencyMs } : { ...outcome, status, latencyMs }
}

function startDeadline(deadlineMs: number, progress: CallProgress) {
  const { promise, resolve } = Promise.withResolvers<CallFailure>()
  const timer = setTimeout(() => resolve(deadlinePassed(deadlineMs, progress)), deadlineMs)
  return { passed: promise, stop: () => clearTimeout(timer) }
}

function deadlinePassed(deadlineMs: number, { step, status }: CallProgress): CallFailure {
  const waitedFor = {
    name: 'the host name was being looked up',
    connection: 'the connection was being made',
    tls: 'TLS was being agreed on',
    status: 'the server had been asked and had not answered',
    body: `the server had answered ${status} and was still sending the body`,
  }
  return failure('deadline', `no complete answer within ${deadlineMs} ms: ${waitedFor[step]}`)
}

const CONNECT_MS = 1_000
const CLIENT_CLOSED = failure('closed', 'the gateway is shutting down')
const NO_TIME_LEFT = failure('deadline', 'no time was left for this call')
