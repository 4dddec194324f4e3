/**
 * The merchant's REST API in V1's dialect: every route in one list, who may call it, and how faults leave the house.
 * A token is looked at before a body is: whoever has none learns nothing about what is right in the rest.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { ApiKey } from '../core/merchant.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { TOKEN_TEXTS } from '../wire/token.ts'
import type { Asked, KeyedRoute, OpenRoute, Route } from './asked.ts'
import { type Auth, createAuth, type TokenKeeper, tokensIn } from './auth.ts'
import { addBodyParsers, type BodyReading, NO_BODY, readQuery } from './body-parsers.ts'
import { BULK_ROUTE, type BulkRouteDeps, bulkHandler, READER_WAITED_FOR_MS } from './bulk-route.ts'
import { confirmFigures } from './confirm-figures.ts'
import { deliveryRoutes } from './deliveries.ts'
import { endpointRoutes } from './endpoints.ts'
import { type Answer, sendAnswer, tradeRefusal } from './envelope.ts'
import { readEvents } from './event-feed.ts'
import { answerFault, NO_SUCH_API, onlyMethods } from './faults.ts'
import { type Hints, hintsFor } from './hints.ts'
import { idempotencyKeyIn } from './idempotency-key.ts'
import type { NoticeDesk } from './notice-desk.ts'
import { paymentChangeRoutes } from './payment-changes.ts'
import { searchPayments } from './payment-search.ts'
import { refundRoutes } from './refunds.ts'
import { BEARER, getToken } from './token.ts'
import { type V1Deps, v1Routes } from './v1-routes.ts'

export interface MerchantApiOptions extends V1Deps {
  readonly gateway: V1Deps['gateway'] &
    Pick<Gateway, 'amend' | 'suspend' | 'resume' | 'confirmReport' | 'feed' | 'search' | 'wall'>
  readonly notices: NoticeDesk
  readonly tokens: TokenKeeper
  /** 32 random bytes that outlive the process. */
  readonly serverKey: Uint8Array
  /** 32 random bytes that outlive the process; hashes API secrets. */
  readonly pepper: Uint8Array
  /** Answers of 401 then say what to send instead. */
  readonly sandbox: boolean
  /** Of a bulk issue; as long as usual where nothing is said. */
  readonly readerWaitedForMs?: BulkRouteDeps['readerWaitedForMs']
}

/** A Fastify plugin for a server made with `merchantServerOptions()`. */
export async function merchantApi(app: FastifyInstance, options: MerchantApiOptions): Promise<void> {
  const auth = createAuth(options)
  const hints = options.sandbox ? hintsFor(options.publicUrl) : undefined
  addBodyParsers(app)
  app.setErrorHandler<FastifyError>((error, request, reply) => answerFault(error, request, reply))
  app.setNotFoundHandler((_request, reply) => sendAnswer(reply, NO_SUCH_API))
  const routes = routesOf(options, auth, hints)
  for (const { method, url, handle } of routes.open) {
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: (request, reply) => answerWith(reply, request, handle),
    })
  }
  const { onRequest, keyOf } = createCallers(auth, hints)
  for (const { method, url, handle } of routes.keyed) {
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      onRequest,
      handler: (request, reply) => answerWith(reply, request, (asked) => handle(asked, keyOf(request))),
    })
  }
  await app.register(async (scope) => {
    const answer = bulkHandler(scope, { readerWaitedForMs: READER_WAITED_FOR_MS, ...options })
    scope.route({
      ...BULK_ROUTE,
      exposeHeadRoute: false,
      onRequest,
      handler: (request, reply) => answer(request, reply, keyOf(request)),
    })
  })
  refuseOtherMethods(app, [...routes.open, ...routes.keyed, BULK_ROUTE])
}

interface Callers {
  /** Turns away whoever has no token, before a body is read. */
  readonly onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>
  readonly keyOf: (request: FastifyRequest) => ApiKey
}

function createCallers(auth: Auth, hints: Hints | undefined): Callers {
  const callers = new WeakMap<FastifyRequest, ApiKey>()
  return {
    async onRequest(request, reply) {
      const key = await callerOf(auth, request)
      if (key === undefined) return sendAnswer(reply, unauthorized(request, hints))
      callers.set(request, key)
      return undefined
    },
    keyOf(request) {
      const key = callers.get(request)
      if (key === undefined)
        throw new Error(`broken invariant: ${request.routeOptions.url} was reached without a caller`)
      return key
    },
  }
}

interface Routes {
  readonly open: readonly OpenRoute[]
  readonly keyed: readonly KeyedRoute[]
}

function routesOf(options: MerchantApiOptions, auth: Auth, hints: Hints | undefined): Routes {
  const tokens = { auth, gateway: options.gateway, wrongPairHint: hints?.wrongPair }
  return {
    open: [{ method: 'POST', url: '/users/getToken', handle: ({ body }) => getToken(tokens, body) }],
    keyed: keyedRoutes(options),
  }
}

/** Those that need a token, but for the bulk issue. */
export function keyedRoutes(
  options: Pick<MerchantApiOptions, 'gateway' | 'notices' | 'publicUrl' | 'checkUrl'>,
): readonly KeyedRoute[] {
  return [
    ...v1Routes(options),
    ...paymentChangeRoutes(options),
    ...endpointRoutes(options),
    ...deliveryRoutes(options),
    ...refundRoutes(options),
    {
      method: 'GET',
      url: '/api/events',
      handle: ({ query }, { merchantId }) => readEvents(options, merchantId, query),
    },
    {
      method: 'GET',
      url: '/api/payments',
      handle: ({ query }, { merchantId }) => searchPayments(options, merchantId, query),
    },
    {
      method: 'GET',
      url: '/api/confirm-figures',
      handle: ({ query }, { merchantId }) => confirmFigures(options, merchantId, query),
    },
  ]
}

async function answerWith(
  reply: FastifyReply,
  request: FastifyRequest,
  handle: (asked: Asked) => Promise<Answer>,
): Promise<FastifyReply> {
  const reading = bodyOf(request)
  if (!reading.ok) return sendAnswer(reply, reading.refusal)
  const query = readQuery(request.url)
  if (!query.ok) return sendAnswer(reply, query.refusal)
  // What the router makes, whatever was sent: texts.
  const path = request.params as Asked['path']
  const segments = request.url
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((segment) => segment !== '')
  const idempotencyKey = idempotencyKeyIn(request.headers)
  const asked = { body: reading.body, path, segments, query: query.body.fields, idempotencyKey }
  return sendAnswer(reply, await handle(asked))
}

/** The parser's reading; a request without a body never went through it. */
function bodyOf({ body }: FastifyRequest): BodyReading {
  return (body as BodyReading | undefined) ?? { ok: true, body: NO_BODY }
}

async function callerOf(auth: Auth, { headers }: FastifyRequest): Promise<ApiKey | undefined> {
  for (const token of tokensIn(headers)) {
    const key = await auth.keyOf(token)
    if (key !== undefined) return key
  }
  return undefined
}

function unauthorized({ headers, query }: FastifyRequest, hints: Hints | undefined): Answer {
  const inUrl = Object.hasOwn(query as object, '_token')
  const hint = tokensIn(headers).length > 0 ? hints?.rejectedToken : inUrl ? hints?.tokenInUrl : hints?.noToken
  return tradeRefusal(401, TOKEN_TEXTS.unauthorized, { headers: BEARER, ...(hint === undefined ? {} : { hint }) })
}

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A known address asked in the wrong way is told the right one, before its body is looked at. */
function refuseOtherMethods(app: FastifyInstance, routes: readonly Pick<Route<unknown>, 'method' | 'url'>[]): void {
  const methodsByUrl = new Map<string, HTTPMethods[]>()
  for (const { method, url } of routes) methodsByUrl.set(url, [...(methodsByUrl.get(url) ?? []), method])
  for (const [url, allowed] of methodsByUrl) {
    app.route({
      method: METHODS.filter((method) => !allowed.includes(method)),
      url,
      onRequest: async (_request, reply) => sendAnswer(reply, onlyMethods(allowed)),
      handler: () => {
        throw new Error('broken invariant: a refused method went on')
      },
    })
  }
}
