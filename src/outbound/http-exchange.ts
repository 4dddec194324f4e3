/**
 * One POST over one socket that was already checked. undici speaks the HTTP; it is given the socket, may not
 * open another and follows nothing. The socket is this call's alone, or one that is kept (kept-lines.ts). What a server may
 * send is bounded in every part: headers, interim answers, body, and all bytes together.
 */
import type { Socket } from 'node:net'
import { Client, type Dispatcher, errors } from 'undici'
import {
  type AnswerHeaders,
  type CallAnswered,
  type CallFailure,
  type CallProgress,
  type CallRequest,
  codeOf,
  failure,
} from './call-result.ts'

export const BODY_BYTES_MAX = 64 * 1024
/** Names and values together. */
export const HEADER_BYTES_MAX = 16 * 1024
/** Everything on the wire: an honest answer of the largest size, framing included, is far below. */
export const WIRE_BYTES_MAX = 512 * 1024
/** 103 Early Hints and the like before the answer. */
export const INTERIM_ANSWERS_MAX = 16
const SHOWN_HEADER_MAX = 1024

export type Answer = Omit<CallAnswered, 'latencyMs' | 'remoteAddress'>

/** Settles once with the answer or the failure; the socket is destroyed then, unless undici has done so. */
export function exchange(
  socket: Socket,
  url: URL,
  request: CallRequest,
  userAgent: string,
  progress: CallProgress,
): Promise<Answer | CallFailure> {
  progress.step = 'status'
  return new Promise((resolve) => {
    const settle = (outcome: Answer | CallFailure): void => {
      resolve(outcome)
      socket.destroy()
    }
    // Before undici listens: it takes a reset in a body without a length for that body's end, and we do not.
    socket.on('error', (error) => settle(exchangeFailure(error, progress)))
    socket.on('readable', () => {
      if (socket.bytesRead > WIRE_BYTES_MAX) {
        settle(failure('protocol', `more than ${WIRE_BYTES_MAX} bytes were sent for one answer`))
      }
    })
    const lost = (): void => settle(failure('reset', 'the server closed the connection before it was asked'))
    clientOver(socket, url, null, lost).dispatch(
      requestOver(url, request, userAgent),
      answerReader(request.overlongBody, progress, settle),
    )
  })
}

export function requestOver(url: URL, request: CallRequest, userAgent: string): Dispatcher.DispatchOptions {
  return {
    method: 'POST',
    path: url.pathname + url.search,
    headers: {
      ...request.headers,
      'user-agent': userAgent,
      accept: '*/*',
      'accept-encoding': 'identity',
      'content-type': request.contentType,
    },
    body: request.body,
  }
}

/** `freeMs`: so long the socket waits for another call; null: it carries one. `lost`: it is gone, and there is no other. */
export function clientOver(socket: Socket, url: URL, freeMs: number | null, lost: () => void): Client {
  let handedOver = false
  return new Client(url.origin, {
    allowH2: false,
    pipelining: freeMs === null ? 0 : 1,
    // A server that keeps its connections for less says so.
    ...(freeMs !== null && { keepAliveTimeout: freeMs, keepAliveMaxTimeout: freeMs }),
    maxHeaderSize: HEADER_BYTES_MAX,
    // The call's own deadline decides; undici's time-outs are coarse and begin anew with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, callback) => {
      // Asked again, the socket was lost before the request went out, and a second one would be unchecked.
      if (handedOver) return lost()
      handedOver = true
      // undici must not be answered before its own connect has returned.
      queueMicrotask(() => callback(null, socket))
    },
  })
}

export function answerReader(
  overlongBody: CallRequest['overlongBody'],
  progress: CallProgress,
  settle: (outcome: Answer | CallFailure) => void,
): Dispatcher.DispatchHandler {
  const body = boundedBody()
  let interimAnswers = 0
  let status = 0
  let headers: AnswerHeaders = NO_HEADERS
  return {
    onRequestStart() {},
    onResponseStart(_controller, statusCode, received) {
      if (statusCode < 100) return settle(failure('protocol', `${statusCode} is not an HTTP status`))
      if (statusCode === 101) return settle(failure('protocol', UPGRADE))
      if (statusCode < 200) {
        interimAnswers += 1
        if (interimAnswers > INTERIM_ANSWERS_MAX) {
          settle(failure('protocol', `more than ${INTERIM_ANSWERS_MAX} interim answers came before the answer`))
        }
        return
      }
      status = statusCode
      headers = answerHeaders(received)
      progress.status = statusCode
      progress.step = 'body'
    },
    onResponseData(_controller, chunk) {
      if (body.take(chunk)) return
      settle(
        overlongBody === 'cut'
          ? { kind: 'answered', status, headers, body: body.bytes(), bodyTruncated: true }
          : failure('body_too_large', `the answer's body is longer than ${BODY_BYTES_MAX} bytes`),
      )
    },
    onResponseEnd() {
      settle({ kind: 'answered', status, headers, body: body.bytes(), bodyTruncated: false })
    },
    onResponseError(_controller, error) {
      settle(exchangeFailure(error, progress))
    },
  }
}

/** Keeps at most `BODY_BYTES_MAX` bytes in one buffer, so that a body sent byte by byte costs no more than another. */
function boundedBody(): { take(chunk: Uint8Array): boolean; bytes(): Uint8Array } {
  let kept = Buffer.alloc(0)
  let length = 0
  return {
    /** False when the chunk did not fit whole. */
    take(chunk) {
      const wanted = Math.min(length + chunk.length, BODY_BYTES_MAX)
      if (wanted > kept.length) {
        const larger = Buffer.alloc(Math.min(Math.max(wanted, kept.length * 2, 1024), BODY_BYTES_MAX))
        kept.copy(larger)
        kept = larger
      }
      kept.set(chunk.subarray(0, wanted - length), length)
      const fits = length + chunk.length <= BODY_BYTES_MAX
      length = wanted
      return fits
    },
    bytes: () => new Uint8Array(kept.subarray(0, length)),
  }
}

const NO_HEADERS: AnswerHeaders = { contentType: null, contentEncoding: null, retryAfter: null, location: null }

function answerHeaders(received: Readonly<Record<string, string | string[] | undefined>>): AnswerHeaders {
  const first = (name: string): string | null => {
    const value = received[name]
    const text = typeof value === 'string' ? value : value?.[0]
    return text === undefined ? null : text.slice(0, SHOWN_HEADER_MAX)
  }
  return {
    contentType: first('content-type'),
    contentEncoding: first('content-encoding'),
    retryAfter: first('retry-after'),
    location: first('location'),
  }
}

export function exchangeFailure(error: Error, progress: CallProgress): CallFailure {
  const code = codeOf(error)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure('headers_too_large', `the answer's headers are longer than ${HEADER_BYTES_MAX} bytes`)
  }
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad upgrade') return failure('protocol', UPGRADE)
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad response') return failure('protocol', CONTINUE)
  if (error instanceof errors.HTTPParserError && !error.message.includes('EOF')) {
    return failure('protocol', `the answer is not valid HTTP${/ \([\w ,.'/-]+\)$/.exec(error.message)?.[0] ?? ''}`)
  }
  // undici says this of any fault in headers that name a length; only in a body does it mean that bytes are missing.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && progress.status === null) {
    return failure('protocol', 'the answer is not valid HTTP (its length is given in a wrong way)')
  }
  if (error instanceof errors.HTTPParserError || BROKEN_OFF.has(code)) {
    return failure('reset', 'the server closed the connection before its answer was complete')
  }
  if (LOST_WAYS.has(code)) return failure('unreachable', `the way to the server was lost (${code})`)
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return failure('tls', `the TLS connection broke (${code})`)
  return failure('internal', `the call failed on our side (${code})`)
}

const UPGRADE = 'the server wants to go on in another protocol (an upgrade), which was not asked for'
const CONTINUE = 'the server answered 100 Continue, which was not asked for'

const BROKEN_OFF: ReadonlySet<string> = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
])

const LOST_WAYS: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ENETRESET'])
