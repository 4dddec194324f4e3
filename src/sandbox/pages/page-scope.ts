/**
 * A group of pages for the person who plays: plain forms that work without script, each post answered by a redirect so
 * that reloading repeats nothing. Behind the same guard as the sandbox's JSON: another web page may not press a button.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AllowedHosts } from '../ports.ts'
import { judgePage } from '../request-guard.ts'
import type { Html } from './html.ts'
import { type Language, languageOf, messagePage } from './page-frame.ts'

export type Fields = Readonly<Record<string, string>>

const BODY_BYTES_MAX = 16 * 1024

export function registerPageScope(
  app: FastifyInstance,
  allowedHosts: AllowedHosts,
  routes: (scope: FastifyInstance) => void,
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    const asString = { parseAs: 'string', bodyLimit: BODY_BYTES_MAX } as const
    scope.addContentTypeParser('application/x-www-form-urlencoded', asString, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.addHook('onRequest', async (request, reply) => {
      const { host, origin } = request.headers
      const refusal = judgePage({ method: request.method, host, origin }, allowedHosts)
      if (refusal !== undefined)
        return sendPage(reply.code(refusal.status), messagePage(refusal.message, pageLanguage(request)))
    })
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const ours = error.statusCode === undefined || error.statusCode >= 500
      if (ours) request.log.error(error)
      return sendPage(
        reply.code(ours ? 500 : (error.statusCode ?? 400)),
        messagePage(ours ? FAILED : UNREADABLE, pageLanguage(request)),
      )
    })
    routes(scope)
  })
}

export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply
    .headers({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${page.text}`)
}

export function fieldsOf(request: FastifyRequest): Fields {
  return typeof request.body === 'object' && request.body !== null ? (request.body as Fields) : {}
}

export function pageLanguage({ query, headers }: FastifyRequest): Language {
  const asked = typeof query === 'object' && query !== null && 'lang' in query ? String(query.lang) : undefined
  return languageOf(asked, headers['accept-language'])
}

const FAILED = {
  ko: '연습 환경에서 오류가 났습니다. 게이트웨이의 기록을 확인하세요.',
  en: "The sandbox failed. See the gateway's log.",
}

const UNREADABLE = { ko: '요청을 읽을 수 없습니다.', en: 'The request cannot be read.' }
