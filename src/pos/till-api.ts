/**
 * The till's own listener: `POST /pos/v1/{message}`, apart from the web's, so that a flood there never reaches a counter.
 * Whatever is wrong with the line is answered in the reply's shape; what a message comes to is `till-answers.ts`.
 */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { MonoTime, WallTime } from '../core/brand.ts'
import {
  REPORT_BODY_BYTES_MAX,
  TILL_BODY_BYTES_MAX,
  TILL_MESSAGES,
  TILL_PATH,
  type TillMessageName,
  type TillReplyBody,
} from '../wire/till.ts'
import { SIGNATURE_HEADER, TERMINAL_HEADER, TIMESTAMP_HEADER } from '../wire/till-signature.ts'
import { readJson } from './json-body.ts'
import { httpStatus, malformedReply, notAcceptedReply, notDoneReply } from './replies.ts'
import { createTerminalAuth, type OpenSecret, type TerminalAuth } from './terminal-auth.ts'
import { type AnswerTill, createTillAnswers, type TillAnswersDeps } from './till-answers.ts'
import {
  answerBrokenLine,
  type LineProblem,
  lineProblem,
  otherMethod,
  reportTooBig,
  tooBig,
  trackRequests,
  unknownPath,
} from './till-line.ts'

export interface TillServerDeps extends TillAnswersDeps {
  readonly openSecret: OpenSecret
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
  const reports = { open: 0 }
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== TILL_PATH + REPORT || reply.sent) return
    if (reports.open >= REPORTS_AT_ONCE_MAX) return send(reply, 503, notDoneReply(wall()))
    reports.open += 1
    reply.raw.once('close', () => {
      reports.open -= 1
    })
  })
  app.addHook('onResponse', async (request) => requests.end(request.raw))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => {
    const problem = lineProblem(error)
    if (problem === tooBig) reply.removeHeader('connection')
    if (problem === tooBig && request.routeOptions.url === TILL_PATH + REPORT) return refuse(reply, reportTooBig)
    if (problem !== undefined) return refuse(reply, problem)
    deps.reportFault(error)
    return send(reply, 503, notDoneReply(wall()))
  })
  const ends: LineEnds = { auth: createTerminalAuth(deps), answerTill: createTillAnswers(deps), wall }
  for (const name of TILL_MESSAGES) {
    app.post(TILL_PATH + name, routeOf(name), async (request, reply) => {
      const body = await hear(name, request, requests.arrivedAt(request.raw), ends)
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

/** Alone among the messages it may be large. */
const REPORT: TillMessageName = 'report'
/** Large bodies of whoever it may be: more are not read at a time. */
const REPORTS_AT_ONCE_MAX = 8

function routeOf(name: TillMessageName): { readonly bodyLimit: number } {
  return { bodyLimit: name === REPORT ? REPORT_BODY_BYTES_MAX : TILL_BODY_BYTES_MAX }
}

interface LineEnds {
  readonly auth: TerminalAuth
  readonly answerTill: AnswerTill
  readonly wall: () => WallTime
}

/** Signature first: nothing of a stranger's body is looked at. */
async function hear(
  name: TillMessageName,
  request: FastifyRequest,
  arrivedAt: MonoTime,
  { auth, answerTill, wall }: LineEnds,
): Promise<TillReplyBody> {
  const body = request.body instanceof Uint8Array ? request.body : NO_BYTES
  const till = auth({
    method: request.method,
    path: request.url,
    terminal: headerOf(request, TERMINAL_HEADER),
    timestamp: headerOf(request, TIMESTAMP_HEADER),
    signature: headerOf(request, SIGNATURE_HEADER),
    body,
  })
  if (till === undefined) return notAcceptedReply(wall())
  return answerTill(till, { name, body: readJson(body), arrivedAt })
}

const NO_BYTES = new Uint8Array(0)

/** A repeated header arrives as one text that no till signs with. */
function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function send(reply: FastifyReply, status: number, body: TillReplyBody): FastifyReply {
  if (status === 503) reply.header('retry-after', '1')
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(body))
}
