/**
 * What is answered when a request never reached its route, or something broke on the way. Everything still leaves in
 * the envelope, with two exceptions: an outcome nobody can know is not answered at all, because a client would take
 * whatever is said for a "no"; and a connection that is gone is left alone.
 */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { storageFaultKind } from '../gateway/faults.ts'
import type { Words } from '../wire/rejections.ts'
import { JSON_CONTENT_TYPE, type Refusal, refusal, refusalBody, sendAnswer } from './envelope.ts'

export const NO_SUCH_API = refusal(404, {
  ko: '이 서버에 없는 API입니다. 주소를 확인해 주세요.',
  en: 'There is no such API on this server. Check the address.',
})

export function onlyMethods(allowed: readonly string[]): Refusal {
  const names = allowed.join(', ')
  const text = { ko: `이 주소는 ${names} 요청만 받습니다.`, en: `This address takes ${names} only.` }
  return refusal(405, text, { headers: { allow: names } })
}

/** Errors of the framework, faults of storage, and our own mistakes. */
export function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const fault = storageFaultKind(error)
  if (fault !== undefined && !NOTHING_WRITTEN.has(fault)) {
    request.log.error({ err: error }, 'outcome unknown: the connection is closed without an answer')
    reply.hijack()
    request.raw.socket.destroy()
    return
  }
  if (fault !== undefined) {
    request.log.warn({ err: error }, 'storage cannot take this request now')
    sendAnswer(reply, BUSY)
    return
  }
  const { code, statusCode } = error
  const isTooLarge = code === 'FST_ERR_CTP_BODY_TOO_LARGE'
  const known = isTooLarge ? tooLarge(request.routeOptions.bodyLimit) : knownError(code, statusCode)
  if (known === undefined) request.log.error({ err: error }, 'a request failed')
  // The rest of an over-long body is still on its way: a connection cut now could take the answer with it.
  if (known?.status === 413) reply.removeHeader('connection')
  sendAnswer(reply, known ?? BROKEN)
}

/** Every other kind, one of tomorrow too, may have been written. */
const NOTHING_WRITTEN: ReadonlySet<string> = new Set(['full', 'overloaded', 'closed'])

/** For Fastify's `frameworkErrors`: addresses that no route could be looked up for. */
export function answerBadAddress({ code }: FastifyError, reply: FastifyReply): void {
  sendAnswer(reply, code === 'FST_ERR_MAX_PARAM_LENGTH' ? ADDRESS_TOO_LONG : BAD_ADDRESS)
}

/** For Fastify's `clientErrorHandler`: bytes that were no request, or never became one. One write, then the end. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const broken = BROKEN_REQUESTS[error.code ?? ''] ?? NOT_HTTP
  const body = refusalBody(broken, 'ko')
  socket.end(
    [
      `HTTP/1.1 ${broken.status} ${STATUS_CODES[broken.status]}`,
      `Content-Type: ${JSON_CONTENT_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  // Cut at once, the answer could be lost with what was still on its way; never cut, the other side could stay for ever.
  socket.setTimeout(LINGER_MS, () => socket.destroy())
}

const LINGER_MS = 1000

function knownError(code: string, status: number | undefined): Refusal | undefined {
  return FRAMEWORK[code] ?? (isClientError(status) ? refusal(status, UNREADABLE) : undefined)
}

function tooLarge(bytesMax: number): Refusal {
  return refusal(413, {
    ko: `본문이 너무 큽니다. 최대 ${bytesMax}바이트입니다.`,
    en: `The body is too large, at most ${bytesMax} bytes.`,
  })
}

function isClientError(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status < 500
}

const UNREADABLE: Words = { ko: '요청을 읽을 수 없습니다.', en: 'The request cannot be read.' }

const BROKEN = refusal(500, {
  ko: '서버 내부 오류입니다. 결과가 불확실하면 결제를 조회해 확인해 주세요.',
  en: 'Internal error. If the outcome matters, look the payment up.',
})

/** Nothing was written. */
export const BUSY = refusal(
  503,
  {
    ko: '지금은 처리할 수 없고 아무것도 바뀌지 않았습니다. 잠시 후 다시 시도해 주세요.',
    en: 'Cannot be done right now, and nothing was changed. Try again in a moment.',
  },
  { headers: { 'retry-after': '1' } },
)

const BAD_ADDRESS = refusal(400, {
  ko: '주소가 퍼센트 인코딩되지 않았거나 잘못 인코딩되었습니다. UTF-8로 퍼센트 인코딩해 주세요.',
  en: 'The address is not percent-encoded, or wrongly. Percent-encode it as UTF-8.',
})

const ADDRESS_TOO_LONG = refusal(414, { ko: '주소가 너무 깁니다.', en: 'The address is too long.' })

const FRAMEWORK: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refusal(415, {
    ko: 'Content-Type 헤더를 읽을 수 없습니다. application/json 또는 application/x-www-form-urlencoded로 보내 주세요.',
    en: 'The Content-Type header cannot be read. Send application/json or application/x-www-form-urlencoded.',
  }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refusal(400, {
    ko: '본문의 길이가 Content-Length와 다릅니다.',
    en: 'The body is not as long as Content-Length says.',
  }),
}

const NOT_HTTP = refusal(400, { ko: 'HTTP 요청으로 읽을 수 없습니다.', en: 'This cannot be read as an HTTP request.' })

const BROKEN_REQUESTS: Readonly<Record<string, Refusal>> = {
  HPE_INVALID_URL: BAD_ADDRESS,
  HPE_HEADER_OVERFLOW: refusal(431, { ko: '요청 헤더가 너무 큽니다.', en: 'The request headers are too large.' }),
  ERR_HTTP_REQUEST_TIMEOUT: refusal(408, {
    ko: '요청이 제시간에 다 오지 않았습니다.',
    en: 'The request did not arrive in time.',
  }),
}
