/**
 * The console's API: every route of the table behind the same doors, in the same order. Where does it come from, who is it,
 * may they, did their own page ask, have they proven who they are, is it well said, was it done before; then it is written
 * down, and then it is done.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { MerchantId } from '../core/brand.ts'
import type { Merchant } from '../core/merchant.ts'
import { storageFaultKind } from '../gateway/faults.ts'
import { ADMIN_PREFIX, CSRF_HEADER } from '../wire/admin/answers.ts'
import { MAY, PERMISSIONS, type Permission } from '../wire/admin/roles.ts'
import type { AdminRoute } from '../wire/admin/route.ts'
import { ADMIN_ROUTE_ROWS, type AdminRouteName } from '../wire/admin/routes.ts'
import { type Answer, type Refusal, refusal, sendAnswer } from './answer.ts'
import { type Audit, createAudit } from './audit.ts'
import { createDoing, KEY } from './doing.ts'
import { type Handlers, handlersOf } from './handlers.ts'
import { type AdminDeps, type Asked, type Caller, isProven } from './ports.ts'
import { readBody, readQuery } from './read-shape.ts'
import { createSourceGuard } from './request-source.ts'
import { createSessions, type Sessions, secondFactor } from './sessions.ts'

const BODY_BYTES_MAX = 64 * 1024
/** A file in it, written as JSON. */
const LARGE_BODY_BYTES_MAX = 4 * 1024 * 1024

/** Beside other plugins: nothing of theirs reaches in here. */
export async function adminApi(app: FastifyInstance, options: AdminDeps): Promise<void> {
  const sessions = createSessions(options)
  const audit = createAudit(options)
  const handlers = handlersOf({ deps: options, sessions, audit })
  const closing = new AbortController()
  // Whoever listens to what happens would listen for ever.
  app.addHook('preClose', async () => closing.abort())
  const doing = createDoing({ deps: options, audit })
  const house: House = { options, sessions, audit, handlers, doing, closing: closing.signal }
  const isFromUs = createSourceGuard(options)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, readJson)
  app.addHook('onRequest', async (request, reply) => {
    if (!isFromUs(request.method, request.headers)) return sendAnswer(reply, refusal('strange_source'))
  })
  app.setNotFoundHandler((_request, reply) => sendAnswer(reply, refusal('no_such_route')))
  app.setErrorHandler((error: FastifyError, request, reply) => answerFault(error, request, reply))
  for (const [name, row] of Object.entries(ADMIN_ROUTE_ROWS) as [AdminRouteName, AdminRoute][]) {
    if (row.practice === true && options.steering === null) continue
    app.route({
      method: row.method,
      url: row.path,
      exposeHeadRoute: false,
      bodyLimit: row.large === true ? LARGE_BODY_BYTES_MAX : BODY_BYTES_MAX,
      onRequest: async (request, reply) => {
        const refused = await admit(house, row, request)
        return refused === undefined ? undefined : sendAnswer(reply, refused)
      },
      handler: async (request, reply) => {
        // What is played is waited for, longer than a listener bears a silent socket.
        if (row.practice === true) reply.raw.on('timeout', () => {})
        return sendAnswer(reply, await handle(house, name, row, request, goneWith(reply)))
      },
    })
  }
}

export const ADMIN_API_PREFIX = ADMIN_PREFIX

interface House {
  readonly options: AdminDeps
  readonly sessions: Sessions
  readonly audit: Audit
  readonly handlers: Handlers
  readonly doing: ReturnType<typeof createDoing>
  readonly closing: AbortSignal
}

interface Admitted {
  readonly caller: Caller
  readonly merchant: Merchant | undefined
}

const admitted = new WeakMap<FastifyRequest, Admitted>()

/** Before a body is read. What is another merchant's, or the house's, is answered as what never was. */
async function admit(house: House, row: AdminRoute, request: FastifyRequest): Promise<Refusal | undefined> {
  if (row.may === 'anybody') return undefined
  const { sessions, options } = house
  const token = sessions.cookie.read(request.headers.cookie)
  const caller = token === undefined ? undefined : await sessions.find(token)
  if (caller === undefined) return refusal('signed_out', { cookie: sessions.cookie.clear() })
  const merchant = merchantIn(options, request)
  const refused = isPermission(row.may) ? mayNot(caller, row.may, scopeOf(row, merchant), options.practice) : undefined
  if (refused !== undefined) return refused
  if (row.method !== 'GET' && !sessions.isCsrf(caller.token, headerOf(request, CSRF_HEADER))) return refusal('csrf')
  if (row.proven === true && !isProven(caller.session, options.gateway.wall())) return refusal('prove_again')
  admitted.set(request, { caller, merchant })
  return undefined
}

type Scope = Merchant | 'house' | 'everybody' | 'unknown'

function scopeOf({ path, practice }: AdminRoute, merchant: Merchant | undefined): Scope {
  if (path.includes(':merchant')) return merchant ?? 'unknown'
  return practice === true ? 'everybody' : 'house'
}

function mayNot({ person }: Caller, permission: Permission, scope: Scope, practice: boolean): Refusal | undefined {
  if (scope === 'unknown') return refusal('not_found')
  const isInScope = person.merchantId === null || scope === 'everybody' || isOf(scope, person.merchantId)
  if (!isInScope) return refusal('not_found')
  if (secondFactor(person, practice) === 'required') return refusal('second_factor_required')
  return MAY[person.role].includes(permission) ? undefined : refusal('not_allowed')
}

function isOf(scope: Merchant | 'house', merchantId: MerchantId): boolean {
  return scope !== 'house' && scope.id === merchantId
}

async function handle(
  house: House,
  name: AdminRouteName,
  row: AdminRoute,
  request: FastifyRequest,
  gone: AbortSignal,
): Promise<Answer> {
  const query = readQuery(request.query, row.query)
  if (!query.ok) return query.refusal
  const body = readBody(request.body, row.body)
  if (!body.ok) return body.refusal
  const idempotencyKey = headerOf(request, 'idempotency-key')
  if (row.keyed === true && !KEY.test(idempotencyKey)) return refusal('key_missing')
  const asked: Asked = {
    path: request.params as Asked['path'],
    query: query.fields,
    body: body.fields,
    headers: request.headers,
    address: request.ip,
    cookie: house.sessions.cookie.read(request.headers.cookie),
    gone: AbortSignal.any([gone, house.closing]),
    idempotencyKey,
  }
  const known = admitted.get(request)
  if (known === undefined) return house.handlers.open(name, asked)
  const run = (): Promise<Answer> => house.handlers.known(name, asked, known.caller, known.merchant)
  return house.doing({ name, row, asked, ...known }, run)
}

function merchantIn({ gateway }: AdminDeps, { params }: FastifyRequest): Merchant | undefined {
  const { merchant } = params as Asked['path']
  return merchant === undefined ? undefined : gateway.directory().merchants.get(merchant as MerchantId)
}

function isPermission(may: AdminRoute['may']): may is Permission {
  return PERMISSIONS.some((each) => each === may)
}

function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** Of the answer, not of the socket, which serves one request after the other and would remember each. */
function goneWith({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}

function readJson(_request: unknown, text: string | Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, text === '' ? undefined : JSON.parse(String(text), refuseProto))
  } catch {
    done(Object.assign(new Error('the body is no JSON'), { statusCode: 400 }))
  }
}

/** A member of this name would be a prototype for whoever copies it. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor') throw new Error(`a member ${key}`)
  return value
}

/** An outcome nobody can know is not answered: whoever gets no answer looks before they ask again. */
function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const fault = storageFaultKind(error)
  if (fault === 'unknown') {
    request.log.error({ err: error }, 'outcome unknown: the connection is closed without an answer')
    reply.hijack()
    request.raw.socket.destroy()
    return
  }
  if (fault !== undefined) {
    sendAnswer(reply, refusal('busy', { headers: { 'retry-after': '1' } }))
    return
  }
  const { statusCode = 500 } = error
  if (statusCode >= 500) request.log.error({ err: error }, 'a request of the console failed')
  sendAnswer(reply, refusal(FRAMEWORK[statusCode] ?? (statusCode < 500 ? 'unreadable' : 'broken')))
}

const FRAMEWORK: Readonly<Record<number, 'too_large' | 'not_json'>> = { 413: 'too_large', 415: 'not_json' }
