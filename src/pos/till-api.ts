/**
 * The till's own listener: `POST /pos/v1/{message}`, apart from the web's, so that a flood there never reaches a counter.
 * Every answer has the reply's shape and says what to do with the money, and comes in time. Where the end of a collect
 * cannot be told, it says so; it never guesses a no.
 */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { TillIdentity } from '../core/attempt.ts'
import type { MonoTime } from '../core/brand.ts'
import { OutcomeUnknown, storageFaultKind } from '../gateway/faults.ts'
import type { Gateway, TillOutcome } from '../gateway/gateway.ts'
import type { After, Mono } from '../gateway/ports.ts'
import {
  TILL_ANSWER_MS,
  TILL_BODY_BYTES_MAX,
  TILL_MESSAGES,
  TILL_PATH,
  type TillMessageName,
  type TillReplyBody,
} from '../wire/till.ts'
import { SIGNATURE_HEADER, TERMINAL_HEADER, TIMESTAMP_HEADER } from '../wire/till-signature.ts'
import { inTime } from './in-time.ts'
import {
  echoReply,
  httpStatus,
  inquiryReply,
  malformedReply,
  notAcceptedReply,
  notDoneReply,
  outcomeUnknownReply,
  rejectionReply,
  slipReply,
  statusReply,
  storedReply,
} from './replies.ts'
import { type Reading, readRequest, type TillRequest } from './session.ts'
import { createTerminalAuth, type OpenSecret, type TerminalAuth } from './terminal-auth.ts'
import {
  answerBrokenLine,
  type LineProblem,
  lineProblem,
  otherMethod,
  tooBig,
  trackRequests,
  unknownPath,
} from './till-line.ts'

export interface TillServerDeps {
  readonly gateway: Gateway
  readonly openSecret: OpenSecret
  readonly mono: Mono
  readonly after: After
  /** The sandbox: slips say that nothing was paid. */
  readonly practice: boolean
  /** Told of faults that no till can do anything about; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

/** Not yet listening; the caller chooses the address. `close()` answers what it has taken and takes no more. */
export function createTillServer(deps: TillServerDeps): FastifyInstance {
  const { gateway, mono } = deps
  const wall = gateway.wall
  const requests = trackRequests(mono)
  const refuse = (reply: FastifyReply, { status, malformation }: LineProblem): FastifyReply =>
    send(reply, status, malformedReply(malformation, wall()))
  const app = fastify({
    ...TIGHT,
    clientErrorHandler: (error, socket) => answerBrokenLine(error, socket, requests, wall()),
    frameworkErrors: (_error, _request, reply) => refuse(reply, unknownPath),
  })
  app.server.maxConnections = CONNECTIONS_MAX
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onRequest', async (request, reply) => {
    requests.begin(request.raw)
    if (closing) return send(reply.header('connection', 'close'), 503, notDoneReply(wall()))
    if (!request.is404) return
    const known = TILL_MESSAGES.some((name) => request.url.split('?')[0] === TILL_PATH + name)
    return known ? refuse(reply.header('allow', 'POST'), otherMethod) : refuse(reply, unknownPath)
  })
  app.addHook('onResponse', async (request) => requests.end(request.raw))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    const problem = lineProblem(error)
    if (problem === tooBig) reply.removeHeader('connection')
    if (problem !== undefined) return refuse(reply, problem)
    deps.reportFault(error)
    return send(reply, 503, notDoneReply(wall()))
  })
  const auth = createTerminalAuth(deps)
  for (const name of TILL_MESSAGES) {
    app.post(TILL_PATH + name, async (request, reply) => {
      const body = await hear(name, request, requests.arrivedAt(request.raw), auth, deps)
      return send(reply, httpStatus(body), body)
    })
  }
  return app
}

/** A till's line is short and quick; whoever is slower than this is no till. */
const TIGHT = {
  bodyLimit: TILL_BODY_BYTES_MAX,
  requestTimeout: 5000,
  /** Silence on a socket, a reply we owe included: longer than any reply takes. */
  connectionTimeout: 20_000,
  keepAliveTimeout: 60_000,
  maxRequestsPerSocket: 1000,
  forceCloseConnections: 'idle',
  return503OnClosing: false,
  exposeHeadRoutes: false,
  http: { headersTimeout: 3000, connectionsCheckingInterval: 500, maxHeaderSize: 8192, insecureHTTPParser: false },
} as const

const CONNECTIONS_MAX = 4096

/** Signature first: nothing of a stranger's body is looked at. */
async function hear(
  name: TillMessageName,
  request: FastifyRequest,
  mono: MonoTime,
  auth: TerminalAuth,
  deps: TillServerDeps,
): Promise<TillReplyBody> {
  const { gateway } = deps
  const body = request.body instanceof Uint8Array ? request.body : NO_BYTES
  const till = auth({
    method: request.method,
    path: request.url,
    terminal: headerOf(request, TERMINAL_HEADER),
    timestamp: headerOf(request, TIMESTAMP_HEADER),
    signature: headerOf(request, SIGNATURE_HEADER),
    body,
  })
  if (till === undefined) return notAcceptedReply(gateway.wall())
  const reading = readRequest(name, body, { businessDate: gateway.businessDate(till.network), mono })
  if (reading.kind === 'malformed') return malformedReply(reading.malformation, gateway.wall())
  const answering = reading.kind === 'read' ? answer(till, reading.request, deps) : wrongNumber(name, deps)
  const guarded = answering.catch((fault: unknown) => faultReply(name, fault, deps))
  const leftMs = Math.max(LATECOMER_MS, answerBy(reading, mono) - deps.mono())
  return inTime(guarded, leftMs, deps.after, () => lateReply(name, till, deps))
}

/** For a request that is whole only when its time is over: to hear that it wrote nothing, or what its key has kept. */
const LATECOMER_MS = 500

/** A collect or a payout may ask for its answer sooner. */
function answerBy(reading: Reading, arrivedAt: MonoTime): MonoTime {
  if (reading.kind === 'read' && (reading.request.kind === 'collect' || reading.request.kind === 'payout'))
    return reading.request.asked.deadline
  return (arrivedAt + TILL_ANSWER_MS) as MonoTime
}

async function wrongNumber(name: TillMessageName, { gateway }: TillServerDeps): Promise<TillReplyBody> {
  const direction = name === 'payout' ? 'out' : 'in'
  return rejectionReply({ name: 'number_wrong' }, await gateway.stamp(), direction)
}

const NO_BYTES = new Uint8Array(0)

/** A repeated header arrives as one text that no till signs with. */
function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

async function answer(
  till: TillIdentity,
  request: TillRequest,
  { gateway, practice }: TillServerDeps,
): Promise<TillReplyBody> {
  switch (request.kind) {
    case 'echo':
      return echoReply(await gateway.stamp(), gateway.businessDate(till.network))
    case 'inquiry': {
      const answered = await gateway.inquire(till, request.asked)
      if (!answered.ok) return rejectionReply(answered.rejection, answered)
      return 'refund' in answered.inquiry ? slipReply(answered.inquiry) : inquiryReply(answered.inquiry)
    }
    case 'collect':
      return outcomeReply(await gateway.collect(till, request.asked), practice)
    case 'payout':
      return outcomeReply(await gateway.payOut(till, request.asked), practice, 'out')
    case 'reverse':
      return outcomeReply(await gateway.reverse(till, request.asked), practice)
    case 'status':
      return statusReply(await gateway.status(till, request.of), practice)
  }
}

function outcomeReply(outcome: TillOutcome, practice: boolean, direction: 'in' | 'out' = 'in'): TillReplyBody {
  return outcome.kind === 'stored'
    ? storedReply(outcome.answer, practice)
    : rejectionReply(outcome.rejection, outcome, direction)
}

/** Nothing written is a retry; a claim whose end is open is unknown, and so is a commit nobody can tell the end of. */
function faultReply(name: TillMessageName, fault: unknown, deps: TillServerDeps): TillReplyBody {
  const { gateway, reportFault } = deps
  reportFault(fault)
  if (fault instanceof OutcomeUnknown) return outcomeUnknownReply(gateway.wall(), fault.stamp.gatewayRef)
  const storageFault = storageFaultKind(fault)
  if (storageFault !== undefined && NOTHING_WRITTEN.has(storageFault)) return notDoneReply(gateway.wall())
  return unfinishedReply(name, deps)
}

/** Nothing failed, so nobody but this tells the operator of a storage that is too slow for tills. */
function lateReply(
  name: TillMessageName,
  { network, outlet, till }: TillIdentity,
  deps: TillServerDeps,
): TillReplyBody {
  const reply = unfinishedReply(name, deps)
  deps.reportFault(`nothing came in time for till ${network}/${outlet}/${till}: its ${name} was answered ${reply.code}`)
  return reply
}

/** Nobody can say how far it came. */
function unfinishedReply(name: TillMessageName, { gateway }: TillServerDeps): TillReplyBody {
  return WRITES[name] ? outcomeUnknownReply(gateway.wall()) : notDoneReply(gateway.wall())
}

/** Every other kind, one of tomorrow too, may have been written. */
const NOTHING_WRITTEN: ReadonlySet<string> = new Set(['full', 'overloaded', 'closed'])

/** Only the messages that move no money can be called undone. */
const WRITES: Readonly<Record<TillMessageName, boolean>> = {
  echo: false,
  inquiry: false,
  collect: true,
  payout: true,
  reverse: true,
  status: false,
}

function send(reply: FastifyReply, status: number, body: TillReplyBody): FastifyReply {
  if (status === 503) reply.header('retry-after', '1')
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(body))
}
