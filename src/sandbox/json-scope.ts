/**
 * A group of routes that speak JSON only, behind the guard, with one shape of error for everything that can go wrong:
 * `{ error: { parameter?, message: { ko, en } } }`. The gateway's own envelope and parsers do not reach in here.
 */
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { AllowedHosts, Refusal } from './ports.ts'
import { judgeAsking } from './request-guard.ts'

export interface JsonScopeOptions {
  /** Every path of the scope begins with it. */
  readonly prefix: string
  readonly allowedHosts: AllowedHosts
}

export function registerJsonScope(
  app: FastifyInstance,
  { prefix, allowedHosts }: JsonScopeOptions,
  routes: (scope: FastifyInstance) => void,
): void {
  app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }, readJson)
      scope.addHook('onRequest', async (request, reply) => {
        const { host, origin } = request.headers
        const contentType = request.headers['content-type']
        const refusal = judgeAsking({ method: request.method, host, origin, contentType }, allowedHosts)
        if (refusal !== undefined) return refuse(reply, refusal)
      })
      scope.setNotFoundHandler((_request, reply) => refuse(reply, NO_SUCH_ROUTE))
      scope.setErrorHandler((error: FastifyError, request, reply) => {
        const refusal = refusalOf(error)
        if (refusal.status === 500) request.log.error(error)
        return refuse(reply, refusal)
      })
      routes(scope)
    },
    { prefix },
  )
}

export function refuse(reply: FastifyReply, { status, parameter, message }: Refusal): FastifyReply {
  return reply.code(status).send({ error: parameter === undefined ? { message } : { parameter, message } })
}

const BODY_BYTES_MAX = 16 * 1024

function readJson(_request: unknown, text: string | Buffer, done: (error: Error | null, body?: unknown) => void): void {
  const body = jsonOf(String(text))
  if (body instanceof BrokenJson) done(body)
  else done(null, body)
}

/** An empty body is one that was left out. */
function jsonOf(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return new BrokenJson()
  }
}

class BrokenJson extends Error {}

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof BrokenJson) return BROKEN_JSON
  if (error.statusCode === 413) return TOO_LARGE
  if (error.statusCode === 415) return NOT_JSON
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return BROKEN_REQUEST
  return OUR_FAULT
}

const NO_SUCH_ROUTE: Refusal = {
  status: 404,
  message: { ko: '없는 경로입니다.', en: 'There is no such route.' },
}

const BROKEN_JSON: Refusal = {
  status: 400,
  message: { ko: '요청 본문을 JSON으로 읽을 수 없습니다.', en: 'The body cannot be read as JSON.' },
}

const BROKEN_REQUEST: Refusal = {
  status: 400,
  message: { ko: '요청을 읽을 수 없습니다.', en: 'The request cannot be read.' },
}

const TOO_LARGE: Refusal = {
  status: 413,
  message: {
    ko: `요청 본문은 최대 ${BODY_BYTES_MAX}바이트입니다.`,
    en: `The body is at most ${BODY_BYTES_MAX} bytes.`,
  },
}

const NOT_JSON: Refusal = {
  status: 415,
  message: {
    ko: 'content-type: application/json 으로 보내 주세요.',
    en: 'Send it with content-type: application/json.',
  },
}

const OUR_FAULT: Refusal = {
  status: 500,
  message: {
    ko: '연습 환경에서 오류가 났습니다. 게이트웨이의 기록을 확인하세요.',
    en: "The sandbox failed. See the gateway's log.",
  },
}
