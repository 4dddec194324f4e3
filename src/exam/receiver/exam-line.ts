/**
 * The exam's way to a receiver: requests that are lawful HTTP but unlike what a client library sends, such as a body
 * that drips, a body without its length, headers in capitals. Each goes out over a socket of the guarded room, so that
 * an exam reaches no address that the sandbox would not; nothing is followed and every part of an answer is bounded.
 */
import { Agent, type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CallFailure, type CallProgress, codeOf, type FailureCause } from '../../outbound/call-result.ts'
import { type GuardedSocketOptions, openGuardedSocket } from '../../outbound/guarded-socket.ts'

export interface Sending {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  /** Names are sent as they are written here. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly pace: Pace
}

/** `chunked` does not say how long the body is; `drips` says it and then takes its time. */
export type Pace = 'whole' | 'chunked' | 'drips'

export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly contentType: string
  readonly location: string | null
  readonly body: string
  /** Longer than `ANSWER_BYTES_MAX`; the rest was not read. */
  readonly bodyCut: boolean
  /** From the last byte sent to the last byte read. */
  readonly tookMs: number
}

export type Answer = Answered | { readonly kind: 'silent'; readonly cause: FailureCause }

export interface ExamLineOptions {
  readonly socketOptions: GuardedSocketOptions
  /** For one request, not counting the time that its drips take. */
  readonly deadlineMs: number
  /** How long a dripping body takes. */
  readonly dripMs: number
  readonly pause: Pause
}

export type Pause = (ms: number) => Promise<unknown>

export interface ExamLine {
  /** Over a connection of its own that is closed afterwards. Never rejects. */
  send(sending: Sending): Promise<Answer>
  /** One after another over one connection, for as long as the receiver keeps it. */
  sendInTurn(url: URL, sendings: readonly Omit<Sending, 'url'>[]): Promise<readonly Answer[]>
}

/** As many as the gateway reads of an answer. */
export const ANSWER_BYTES_MAX = 64 * 1024
const HEADER_BYTES_MAX = 16 * 1024
const DRIPS = 8

export function createExamLine(options: ExamLineOptions): ExamLine {
  return {
    async send(sending) {
      const agent = new GuardedAgent(sending.url, options.socketOptions, { keepAlive: false })
      try {
        return await exchange(sending, agent, options)
      } finally {
        agent.destroy()
      }
    },
    async sendInTurn(url, sendings) {
      const agent = new GuardedAgent(url, options.socketOptions, KEPT)
      const answers: Answer[] = []
      try {
        for (const sending of sendings) answers.push(await exchange({ ...sending, url }, agent, options))
        return answers
      } finally {
        agent.destroy()
      }
    },
  }
}

/** One connection at a time: the next request waits for the one that is there. */
const KEPT = { keepAlive: true, maxSockets: 1 } as const

class ConnectionFailed extends Error {
  readonly failure: CallFailure
  constructor(failure: CallFailure) {
    super(failure.detail)
    this.failure = failure
  }
}

class GuardedAgent extends Agent {
  readonly #url: URL
  readonly #socketOptions: GuardedSocketOptions
  readonly #stop = new AbortController()

  constructor(url: URL, socketOptions: GuardedSocketOptions, manner: { keepAlive: boolean; maxSockets?: number }) {
    super(manner)
    this.#url = url
    this.#socketOptions = socketOptions
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const progress: CallProgress = { step: 'name', status: null }
    openGuardedSocket(this.#url, this.#stop.signal, progress, this.#socketOptions).then((opened) => {
      // Node reads the socket only where there is no error; its types want one in either case.
      if (opened.kind === 'failed') callback?.(new ConnectionFailed(opened), undefined as never)
      else callback?.(null, opened.socket)
    })
    return undefined
  }

  override destroy(): void {
    this.#stop.abort()
    super.destroy()
  }
}

function exchange(sending: Sending, agent: GuardedAgent, options: ExamLineOptions): Promise<Answer> {
  const { url, method, body, pace } = sending
  const budgetMs = options.deadlineMs + (pace === 'drips' ? options.dripMs : 0)
  const timeout = AbortSignal.timeout(budgetMs)
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const request = openRequest({
    // TLS, where there is any, is the socket's matter.
    protocol: 'http:',
    host: url.hostname,
    path: url.pathname + url.search,
    method,
    agent,
    signal: timeout,
    maxHeaderSize: HEADER_BYTES_MAX,
    headers: { Host: url.host, ...sending.headers, ...framing(method, body, pace) },
  })
  let sentMs: number | undefined
  request.on('finish', () => {
    sentMs = performance.now()
  })
  request.on('error', (error) => resolve({ kind: 'silent', cause: causeOf(error, timeout) }))
  request.on('response', (message) => {
    const saysMs = performance.now()
    readBody(message).then(
      ({ text, cut }) => {
        resolve({
          ...headOf(message),
          body: text,
          bodyCut: cut,
          tookMs: Math.round(performance.now() - (sentMs ?? saysMs)),
        })
        if (cut || !request.writableFinished) request.destroy()
      },
      (error: unknown) => resolve({ kind: 'silent', cause: causeOf(error, timeout) }),
    )
  })
  writeBody(request, body, pace, options)
  return promise
}

function framing(method: Sending['method'], body: string, pace: Pace): Record<string, string> {
  if (method === 'GET') return {}
  if (pace === 'chunked') return { 'Transfer-Encoding': 'chunked' }
  return { 'Content-Length': String(Buffer.byteLength(body)) }
}

async function writeBody(request: ClientRequest, body: string, pace: Pace, { dripMs, pause }: ExamLineOptions) {
  if (pace === 'whole') {
    request.end(body)
    return
  }
  const bytes = Buffer.from(body)
  const pieceBytes = Math.max(1, Math.ceil(bytes.length / DRIPS))
  request.flushHeaders()
  for (let at = 0; at < bytes.length && !request.destroyed; at += pieceBytes) {
    if (pace === 'drips') await pause(dripMs / DRIPS)
    request.write(bytes.subarray(at, at + pieceBytes))
  }
  request.end()
}

function headOf({ statusCode = 0, headers }: IncomingMessage) {
  return {
    kind: 'answered',
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    location: headers.location ?? null,
  } as const
}

async function readBody(message: IncomingMessage): Promise<{ readonly text: string; readonly cut: boolean }> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message) {
    chunks.push(chunk)
    length += chunk.length
    if (length > ANSWER_BYTES_MAX) break
  }
  const bytes = Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX)
  return { text: bytes.toString('utf8'), cut: length > ANSWER_BYTES_MAX }
}

function causeOf(error: unknown, timeout: AbortSignal): FailureCause {
  if (error instanceof ConnectionFailed) return error.failure.cause
  if (timeout.aborted) return 'deadline'
  return codeOf(error).startsWith('HPE_') ? 'protocol' : 'reset'
}
