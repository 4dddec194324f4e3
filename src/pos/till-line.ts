/**
 * The line under the messages: requests that are none, sockets that break, and when each request came.
 * A socket that owes the answer to a collect is never told "malformed" about the garbage that followed it: the till
 * would take that for the collect's answer. It is hung up on, and silence makes a till ask.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { MonoTime, WallTime } from '../core/brand.ts'
import type { Mono } from '../gateway/ports.ts'
import { REPORT_BODY_BYTES_MAX, TILL_BODY_BYTES_MAX, TILL_MESSAGES, TILL_PATH } from '../wire/till.ts'
import type { Malformation } from '../wire/till-codes.ts'
import { malformedReply } from './replies.ts'

export interface LineProblem {
  readonly status: number
  readonly malformation: Malformation
}

export interface RequestTracker {
  begin(request: IncomingMessage): void
  end(request: IncomingMessage): void
  arrivedAt(request: IncomingMessage): MonoTime
  /** Requests of this socket that are not answered yet. */
  openOn(socket: Socket): number
}

export function trackRequests(mono: Mono): RequestTracker {
  const arrivals = new WeakMap<IncomingMessage, MonoTime>()
  const open = new WeakMap<Socket, number>()
  const openOn = (socket: Socket): number => open.get(socket) ?? 0
  return {
    begin(request) {
      arrivals.set(request, mono())
      open.set(request.socket, openOn(request.socket) + 1)
    },
    end(request) {
      open.set(request.socket, openOn(request.socket) - 1)
    },
    arrivedAt(request) {
      const at = arrivals.get(request)
      if (at === undefined) throw new Error('broken invariant: a request is answered that never began')
      return at
    },
    openOn,
  }
}

export const unknownPath: LineProblem = {
  status: 404,
  malformation: {
    field: 'path',
    rule: {
      ko: `이 버전의 전문은 ${TILL_PATH}{${TILL_MESSAGES.join('|')}}`,
      en: `this version has ${TILL_PATH}{${TILL_MESSAGES.join('|')}}`,
    },
  },
}

export const otherMethod: LineProblem = {
  status: 405,
  malformation: { field: 'method', rule: { ko: 'POST만', en: 'POST only' } },
}

/** What is wrong with a request that could not be read; undefined where the fault is ours. */
export function lineProblem(error: unknown): LineProblem | undefined {
  return PROBLEMS.get(codeOf(error)) ?? (isSenders(error) ? notHttp : undefined)
}

/** A body that broke off, or whatever else of the request a listener calls the sender's. */
function isSenders(error: unknown): boolean {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return false
  return error.statusCode >= 400 && error.statusCode < 500
}

const notHttp: LineProblem = {
  status: 400,
  malformation: { field: 'HTTP', rule: { ko: 'HTTP/1.1 요청', en: 'an HTTP/1.1 request' } },
}

/** The same of a report file, which alone may be large. */
export const reportTooBig: LineProblem = {
  status: 413,
  malformation: {
    field: 'body',
    rule: { ko: `${REPORT_BODY_BYTES_MAX}바이트 이하`, en: `at most ${REPORT_BODY_BYTES_MAX} bytes` },
  },
}

/** The rest of the body is still on its way: a connection cut now could take the answer with it. */
export const tooBig: LineProblem = {
  status: 413,
  malformation: {
    field: 'body',
    rule: { ko: `${TILL_BODY_BYTES_MAX}바이트 이하`, en: `at most ${TILL_BODY_BYTES_MAX} bytes` },
  },
}

const otherType: LineProblem = {
  status: 415,
  malformation: { field: 'Content-Type', rule: { ko: 'application/json', en: 'application/json' } },
}

const tooSlow: LineProblem = {
  status: 408,
  malformation: {
    field: 'HTTP',
    rule: { ko: '요청 전체를 5초 안에 보내야 함', en: 'the whole request within 5 s' },
  },
}

const PROBLEMS: ReadonlyMap<string, LineProblem> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', tooBig],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', otherType],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', notHttp],
  ['ERR_HTTP_REQUEST_TIMEOUT', tooSlow],
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, malformation: { field: 'header', rule: { ko: '8 KiB 이하', en: 'at most 8 KiB' } } },
  ],
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** A socket whose bytes are no request, or whose request does not come. */
export function answerBrokenLine(error: Error, socket: Socket, { openOn }: RequestTracker, wall: WallTime): void {
  const { status, malformation } = lineProblem(error) ?? notHttp
  if (!socket.writable || openOn(socket) > 0 || codeOf(error) === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const body = JSON.stringify(malformedReply(malformation, wall))
  socket.end(
    [
      `HTTP/1.1 ${status} ${status === 408 ? 'Request Timeout' : 'Bad Request'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
