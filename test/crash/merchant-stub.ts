/**
 * The merchants' own server. It outlives every kill, so it is the merchants' memory: each question and each notice in
 * the order of arrival, signatures checked. What it answers to a question is drawn when the order is made; a notice is
 * now and then answered 500 the first time.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Compile } from 'typebox/compile'
import { verifyWebhook } from '../../src/sandbox/webhook-verify.ts'
import { ConfirmBody, NoticeBody } from '../../src/wire/callbacks.ts'
import type { Draws } from './draws.ts'
import type { HeardNotice, MerchantsAnswer, Question } from './evidence.ts'

/** `slow` answers within every till's deadline, `hang` after that of a till in a hurry. */
export const CONFIRM_WAYS = { yes: 80, no: 8, slow: 9, hang: 3 } as const
export type ConfirmWay = keyof typeof CONFIRM_WAYS

export interface MerchantStub {
  /** Of the merchant with this number, without a slash at its end. */
  urlOf(merchant: number): string
  /** `whsec_...` of the next merchant. */
  addMerchant(webhookSecret: string): void
  /** From now on this order's questions are answered so. */
  expect(orderId: string, way: ConfirmWay): void
  /** What is heard from now on comes from the next process. */
  nextLife(): void
  /** No more 500. */
  heal(): void
  /** Every notice that ever came was taken. */
  hasTakenAll(): boolean
  readonly questions: readonly Question[]
  readonly notices: readonly HeardNotice[]
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const SLOW_MS = 200
const SLOW_MORE_MS = 200
const HANG_MS = 1500
const FAILED_SHARE = 0.03
/** The gateway's clock is read before its call is under way. */
const LATE_MS = 250

interface State {
  readonly draws: Draws
  readonly secrets: string[]
  readonly ways: Map<string, ConfirmWay>
  readonly questions: Question[]
  readonly notices: HeardNotice[]
  readonly complaints: string[]
  readonly failedOnce: Set<string>
  life: number
  healed: boolean
}

export async function startMerchantStub(draws: Draws): Promise<MerchantStub> {
  const state: State = {
    draws,
    secrets: [],
    ways: new Map(),
    questions: [],
    notices: [],
    complaints: [],
    failedOnce: new Set(),
    life: 0,
    healed: false,
  }
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      // A killed gateway leaves half a request behind; whatever else goes wrong here is a finding.
      if (!request.destroyed || request.complete) state.complaints.push(`the merchants' server: ${error}`)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urlOf: (merchant) => `http://127.0.0.1:${port}/${merchant}`,
    addMerchant: (webhookSecret) => void state.secrets.push(webhookSecret),
    expect: (orderId, way) => void state.ways.set(orderId, way),
    nextLife() {
      state.life += 1
    },
    heal() {
      state.healed = true
    },
    hasTakenAll() {
      const taken = new Set(state.notices.filter(({ answered }) => answered === 200).map(({ webhookId }) => webhookId))
      return state.notices.every(({ webhookId }) => taken.has(webhookId))
    },
    questions: state.questions,
    notices: state.notices,
    complaints: state.complaints,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const [, merchant = '', path = ''] = (request.url ?? '').split('/')
  const signed = isSigned(request, body, state.secrets[Number(merchant)] ?? '')
  if (path === 'confirm') await answerQuestion(state, body, signed, response)
  else answerNotice(state, request, body, signed, response)
}

function isSigned({ headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const text = (name: string): string | undefined => {
    const value = headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  const call = {
    id: text('webhook-id'),
    timestamp: text('webhook-timestamp'),
    signature: text('webhook-signature'),
    body,
  }
  return verifyWebhook(call, secret, Math.floor(Date.now() / 1000)) === 'right'
}

const shapes = { confirm: Compile(ConfirmBody), notice: Compile(NoticeBody) }

async function answerQuestion(state: State, body: Buffer, signed: boolean, response: ServerResponse): Promise<void> {
  const asked = shapes.confirm.Parse(JSON.parse(body.toString('utf8')))
  const way = state.ways.get(asked.merchant_uid) ?? 'no'
  if (way === 'slow') await pause(SLOW_MS + state.draws.below(SLOW_MORE_MS))
  if (way === 'hang') await pause(HANG_MS)
  const said: MerchantsAnswer = way === 'no' ? 'no' : 'yes'
  state.questions.push({
    attemptId: asked.attempt_id,
    impUid: asked.imp_uid,
    answer: said,
    late: Date.now() > Date.parse(asked.deadline) + LATE_MS,
    signed,
  })
  response.writeHead(said === 'yes' ? 200 : 409, { 'content-type': 'application/json' })
  response.end(said === 'yes' ? '{}' : '{"reason":"품절"}')
}

function answerNotice(
  state: State,
  { headers }: IncomingMessage,
  body: Buffer,
  signed: boolean,
  response: ServerResponse,
): void {
  const { imp_uid, status, cancellation_id: refundId = null } = shapes.notice.Parse(JSON.parse(body.toString('utf8')))
  const webhookId = String(headers['webhook-id'])
  const answered = fails(state, webhookId) ? 500 : 200
  state.notices.push({
    webhookId,
    impUid: imp_uid,
    status,
    version: Number(headers['sunap-version']),
    refundId,
    answered,
    life: state.life,
    signed,
  })
  response.writeHead(answered).end()
}

function fails({ draws, failedOnce, healed }: State, webhookId: string): boolean {
  if (healed || failedOnce.has(webhookId) || !draws.chance(FAILED_SHARE)) return false
  failedOnce.add(webhookId)
  return true
}
