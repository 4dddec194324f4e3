/**
 * A merchant's server in a test: it verifies and collects the notices, and answers `confirm_url` as it is told to. On this
 * machine; a gateway elsewhere reaches it by the name that it is given.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { ConfirmBody, Notice } from '../webhooks.ts'
import { verifyConfirm, verifyNotice, WebhookError } from '../webhooks.ts'

export type ConfirmAnswer = 'payable' | 'refuse' | 'hang'

/** All that is named must be so. */
export interface NoticeFilter {
  readonly imp_uid?: string | undefined
  readonly merchant_uid?: string | undefined
  readonly status?: string | undefined
  /** `payment.paid`, ... */
  readonly type?: string | undefined
}

export interface Receiver {
  readonly noticeUrl: string
  readonly confirmUrl: string
  readonly notices: readonly Notice[]
  readonly questions: readonly ConfirmBody[]
  /** The secrets that calls are signed with; undefined: believed unseen. */
  trust(secrets: { readonly notice: string; readonly confirm: string | undefined }): void
  answer(answer: ConfirmAnswer, reason?: string): void
  next(filter: NoticeFilter, timeoutMs: number): Promise<Notice>
  forget(): void
  close(): Promise<void>
}

interface Desk {
  secrets: { readonly notice: string; readonly confirm: string | undefined } | undefined
  answer: { readonly kind: ConfirmAnswer; readonly reason: string }
  readonly notices: Notice[]
  readonly questions: ConfirmBody[]
  /** Those that `next` has given away. */
  readonly taken: Set<Notice>
  readonly waiting: Set<() => void>
}

const PAYABLE: Desk['answer'] = { kind: 'payable', reason: '' }

/** `host`: a name of this machine. Another than 127.0.0.1 opens it to the network. */
export async function openReceiver(host: string): Promise<Receiver> {
  const desk: Desk = {
    secrets: undefined,
    answer: PAYABLE,
    notices: [],
    questions: [],
    taken: new Set(),
    waiting: new Set(),
  }
  const server = createServer((request, response) => {
    receive(desk, request, response).catch((error: unknown) => {
      response.writeHead(error instanceof WebhookError ? error.status : 500).end(String(error))
    })
  })
  server.listen(0, host === LOOPBACK ? LOOPBACK : '0.0.0.0')
  await once(server, 'listening')
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    noticeUrl: `http://${host}:${port}/notice`,
    confirmUrl: `http://${host}:${port}/confirm`,
    notices: desk.notices,
    questions: desk.questions,
    trust(secrets) {
      desk.secrets = secrets
    },
    answer(kind, reason = '') {
      desk.answer = { kind, reason }
    },
    next: (filter, timeoutMs) => next(desk, filter, timeoutMs),
    forget() {
      desk.answer = PAYABLE
      desk.notices.length = 0
      desk.questions.length = 0
      desk.taken.clear()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export const LOOPBACK = '127.0.0.1'

async function receive(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request)
  const { secrets } = desk
  if (secrets === undefined) throw new Error('a call came before it could be believed')
  if (request.url === '/notice') {
    const notice = await verifyNotice(secrets.notice, request.headers, body)
    // At every try the same: a second one is no second notice.
    if (!desk.notices.some(({ id }) => id === notice.id)) desk.notices.push(notice)
    response.writeHead(200).end()
    for (const look of desk.waiting) look()
    return
  }
  const question =
    secrets.confirm === undefined
      ? (JSON.parse(body.toString('utf8')) as ConfirmBody)
      : await verifyConfirm(secrets.confirm, request.headers, body)
  desk.questions.push(question)
  const { kind, reason } = desk.answer
  if (kind === 'payable') response.writeHead(200).end()
  if (kind === 'refuse') response.writeHead(409, JSON_TYPE).end(JSON.stringify(reason === '' ? {} : { reason }))
}

const JSON_TYPE = { 'content-type': 'application/json' }

function next(desk: Desk, filter: NoticeFilter, timeoutMs: number): Promise<Notice> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = desk.notices.find((notice) => !desk.taken.has(notice) && fits(notice, filter))
      if (found === undefined) return
      desk.taken.add(found)
      end()
      resolve(found)
    }
    const end = (): void => {
      clearTimeout(timer)
      desk.waiting.delete(look)
    }
    const timer = setTimeout(() => {
      end()
      const came = desk.notices.map((notice) => `${typeOf(notice)} ${notice.merchant_uid} ${notice.status}`)
      reject(
        new Error(
          `No notice like ${JSON.stringify(filter)} came within ${timeoutMs} ms. ` +
            (came.length === 0 ? 'None came at all.' : `There came: ${came.join(', ')}.`),
        ),
      )
    }, timeoutMs)
    desk.waiting.add(look)
    look()
  })
}

function fits(notice: Notice, { imp_uid, merchant_uid, status, type }: NoticeFilter): boolean {
  return (
    (imp_uid === undefined || notice.imp_uid === imp_uid) &&
    (merchant_uid === undefined || notice.merchant_uid === merchant_uid) &&
    (status === undefined || notice.status === status) &&
    (type === undefined || typeOf(notice) === type)
  )
}

function typeOf(notice: Notice): string {
  return notice.form === 'modern' ? notice.type : ''
}
