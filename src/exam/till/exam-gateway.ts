/**
 * The far end of the line: a gateway that answers truly, and a line that does to a request or a reply what the script
 * says. It notes everything that came, because that is what a till is judged by.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TillRefusal } from '../../wire/rejections.ts'
import { REPORT_BODY_BYTES_MAX, TILL_BODY_BYTES_MAX, TILL_PATH, type TillReplyBody } from '../../wire/till.ts'
import { LINE_ROWS, malformed } from '../../wire/till-codes.ts'
import { TIMESTAMP_HEADER } from '../../wire/till-signature.ts'
import { type Asked, createBooks, type ExamBooks } from './exam-books.ts'
import { businessDateAt, judgeRequest, type Problem } from './exam-request.ts'

/** What happens to one message. Where nothing is planned it is done and answered at once. */
export type Fault =
  /** Done; the reply is lost and the line breaks. */
  | { readonly kind: 'cut' }
  /** Nobody answers until `release`; done at once, or only then. */
  | { readonly kind: 'hold'; readonly arrives: 'at once' | 'late' }
  /** Not done, and answered so. */
  | { readonly kind: 'refuse'; readonly refusal: TillRefusal; readonly afterMs?: number }
  /** Done; nobody can say so. */
  | { readonly kind: 'unsure' }
  /** Done; what comes back is no reply, or half of one. */
  | { readonly kind: 'garbage' | 'half' }
  /** Done; the reply takes its time, piece by piece. */
  | { readonly kind: 'slow'; readonly overMs: number }
  /** Done; the reply has fields that nobody knows. */
  | { readonly kind: 'extra' }

/** One request, as it came. */
export interface Arrived {
  readonly terminal: string | null
  readonly asked: Asked | null
  readonly problem: Problem | null
  readonly timestamp: string
  /** Monotonic milliseconds of its arrival, and of the moment its answer left or the line broke. */
  readonly atMs: number
  endedMs: number | null
  /** A whole reply left for the till. */
  isAnswered: boolean
}

export interface GatewayOptions {
  readonly host: string
  readonly port: number
  readonly wallMs: () => number
  readonly monotonicMs: () => number
  readonly pause: (ms: number) => Promise<unknown>
}

export interface ExamGateway {
  readonly url: string
  readonly books: ExamBooks
  /** In the order of their coming. */
  readonly arrived: readonly Arrived[]
  /** Knows a till from now on. */
  enrol(terminal: string, secret: string): void
  plan(message: Asked['message'], faults: readonly Fault[]): void
  /** Forgets what was planned and has not happened. */
  clearPlan(): void
  /** Those that were held are done, where they were not yet, and answered, where somebody still listens. */
  release(): void
  businessDate(): string
  moveDay(days: number): void
  /** Calls back after each arrival; returns the way to stop. */
  onArrival(listener: () => void): () => void
  close(): Promise<void>
}

/** `port` 0: any free one. Rejects where it is taken. */
export async function openExamGateway(options: GatewayOptions): Promise<ExamGateway> {
  const { host, port, wallMs } = options
  let daysOn = 0
  const businessDate = (): string => businessDateAt(wallMs(), daysOn)
  const desk: Desk = {
    ...options,
    books: createBooks(wallMs),
    secrets: new Map(),
    planned: new Map(),
    arrived: [],
    held: [],
    listeners: new Set(),
    businessDate,
  }
  const server = createServer((request, response) => void receive(desk, request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    books: desk.books,
    arrived: desk.arrived,
    enrol: (terminal, secret) => void desk.secrets.set(terminal, secret),
    plan: (message, faults) => void desk.planned.set(message, [...faults]),
    clearPlan: () => desk.planned.clear(),
    release() {
      for (const answer of desk.held.splice(0)) answer()
    },
    businessDate,
    moveDay(days) {
      daysOn += days
    },
    onArrival(listener) {
      desk.listeners.add(listener)
      return () => desk.listeners.delete(listener)
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

interface Desk extends Pick<GatewayOptions, 'wallMs' | 'monotonicMs' | 'pause'> {
  readonly books: ExamBooks
  readonly secrets: Map<string, string>
  readonly planned: Map<Asked['message'], Fault[]>
  readonly arrived: Arrived[]
  readonly held: (() => void)[]
  readonly listeners: Set<() => void>
  readonly businessDate: () => string
}

async function receive(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytesMax = request.url === `${TILL_PATH}report` ? REPORT_BODY_BYTES_MAX : TILL_BODY_BYTES_MAX
  const body = await readBody(request, bytesMax)
  if (body === undefined) return void response.destroy()
  const { method = '', url: path = '', headers } = request
  const { secrets, businessDate, wallMs } = desk
  const judged = judgeRequest(
    { method, path, headers, body },
    { secretOf: (terminal) => secrets.get(terminal), businessDate, wallMs },
  )
  const timestamp = String(headers[TIMESTAMP_HEADER] ?? '')
  const arrived: Arrived = { ...judged, timestamp, atMs: desk.monotonicMs(), endedMs: null, isAnswered: false }
  desk.arrived.push(arrived)
  response.on('close', () => {
    arrived.endedMs ??= desk.monotonicMs()
  })
  const { terminal, asked, problem } = judged
  if (problem !== null) {
    const isForeign = problem.kind === 'signature'
    const refusal = isForeign ? LINE_ROWS.not_accepted : malformed({ field: 'body', rule: problem.words })
    send(desk, { arrived, response }, isForeign ? 401 : 400, desk.books.refuse(refusal))
  } else if (asked !== null && terminal !== null) {
    await play(desk, { arrived, response, asked, terminal })
  }
  for (const listener of [...desk.listeners]) listener()
}

/** Undefined where it is too long, or the till was cut off in the middle of it. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      bytes += chunk.length
      if (bytes > bytesMax) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

interface Open {
  readonly arrived: Arrived
  readonly response: ServerResponse
}

interface OpenCall extends Open {
  readonly asked: Asked
  readonly terminal: string
}

async function play(desk: Desk, call: OpenCall): Promise<void> {
  const { asked, terminal } = call
  const fault = desk.planned.get(asked.message)?.shift()
  const answer = (): TillReplyBody => desk.books.answer(terminal, asked, desk.businessDate())
  if (fault === undefined) return send(desk, call, 200, answer())
  switch (fault.kind) {
    case 'refuse': {
      const { refusal, afterMs = 0 } = fault
      if (afterMs > 0) await desk.pause(afterMs)
      return send(desk, call, statusOf(refusal), desk.books.refuse(refusal))
    }
    case 'hold': {
      const done = fault.arrives === 'at once' ? answer() : undefined
      desk.held.push(() => send(desk, call, 200, done ?? answer()))
      return
    }
    case 'extra':
      return send(desk, call, 200, { ...answer(), ...UNKNOWN_FIELDS })
    case 'slow':
      return sendSlowly(desk, call, answer(), fault.overMs)
    case 'unsure':
      answer()
      return send(desk, call, 200, desk.books.refuse(LINE_ROWS.outcome_unknown))
    default:
      answer()
      return spoil(call, fault.kind)
  }
}

function spoil({ response }: Open, kind: 'cut' | 'garbage' | 'half'): void {
  if (kind === 'garbage') response.end(GARBAGE)
  else if (kind === 'half') response.end(HALF)
  else response.socket?.destroy()
}

/** Nothing in a reply that a till has read before may depend on them. */
const UNKNOWN_FIELDS = { loyalty_points: 12, notes: ['?'], display: { line_1: 'OK' } }
const GARBAGE = '<html><body>It works!</body></html>'
const HALF = '{"code":"0000","class":"OK","text":{"ko":"수납되었습니다.","en":"Collected."},"gateway_re'

function statusOf({ code, class: kind }: TillRefusal): number {
  if (kind === 'RETRY_SAME_KEY' && code !== '9402') return 503
  return code === '1002' ? 401 : 200
}

function send(desk: Desk, { arrived, response }: Open, status: number, body: object): void {
  if (response.destroyed) return
  const bytes = JSON.stringify(body)
  response.writeHead(status, { ...HEADERS, 'content-length': Buffer.byteLength(bytes) })
  response.end(bytes)
  arrived.endedMs = desk.monotonicMs()
  arrived.isAnswered = true
}

const PIECES = 8
const HEADERS = { 'content-type': 'application/json; charset=utf-8' }

async function sendSlowly(desk: Desk, { arrived, response }: Open, body: object, overMs: number): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(body))
  const pieceBytes = Math.ceil(bytes.length / PIECES)
  const startMs = desk.monotonicMs()
  response.writeHead(200, { ...HEADERS, 'content-length': bytes.length })
  response.flushHeaders()
  for (let at = 0; at < bytes.length && !response.destroyed; at += pieceBytes) {
    const dueMs = startMs + (overMs * (at + pieceBytes)) / bytes.length
    await desk.pause(Math.max(0, Math.min(dueMs, startMs + overMs) - desk.monotonicMs()))
    response.write(bytes.subarray(at, at + pieceBytes))
  }
  if (response.destroyed) return
  response.end()
  arrived.endedMs = desk.monotonicMs()
  arrived.isAnswered = true
}
