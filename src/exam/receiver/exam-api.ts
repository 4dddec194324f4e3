/**
 * The V1 API that a receiver asks back during its exam, with one key pair that everybody may know. It says of each
 * payment what the exam has decided is true, and remembers which payments it was asked about: the only way to see from
 * outside whether a receiver takes a notice's word for it.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { Value } from 'typebox/value'
import { PAYMENT_NOT_FOUND_TEXT, PaymentAnswer, type V1_STATUSES } from '../../wire/payment-answer.ts'
import { TOKEN_TEXTS } from '../../wire/token.ts'
import { EXAM_AMOUNT, type ExamOrder } from './exam-notice.ts'

/** So that a receiver can be pointed at the exam before there is one. */
export const EXAM_KEY = { impKey: 'sunap-exam', impSecret: 'sunap-exam-secret' } as const

export interface ExamApi {
  /** Without a path. */
  readonly url: string
  /** What it says of this order's payment from now on; it knows no others. */
  tell(order: ExamOrder, status: (typeof V1_STATUSES)[number]): void
  /** Waits up to `withinMs` for the first question about this order's payment, known or not. */
  wasAsked(order: ExamOrder, withinMs: number): Promise<boolean>
  close(): Promise<void>
}

/** `port` 0: any free one. Rejects where it is taken. */
export async function openExamApi(port: number, wallMs: () => number): Promise<ExamApi> {
  const desk: ApiDesk = { payments: new Map(), questions: createQuestions(), wallMs }
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  })
  registerApi(app, desk)
  const url = await app.listen({ host: '127.0.0.1', port })
  return {
    url,
    tell: ({ impUid, merchantUid }, status) => {
      desk.payments.set(impUid, { impUid, merchantUid, status })
    },
    wasAsked: ({ impUid, merchantUid }, withinMs) => desk.questions.heard([impUid, merchantUid], withinMs),
    close: () => app.close(),
  }
}

interface KnownPayment extends ExamOrder {
  readonly status: (typeof V1_STATUSES)[number]
}

interface ApiDesk {
  /** By `imp_uid`. */
  readonly payments: Map<string, KnownPayment>
  readonly questions: Questions
  readonly wallMs: () => number
}

function registerApi(app: FastifyInstance, { payments, questions, wallMs }: ApiDesk): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setNotFoundHandler(async (_request, reply) =>
    refuse(reply, 404, 'the API of the exam knows getToken and payments'),
  )
  app.post('/users/getToken', async (request, reply) => {
    const { imp_key, imp_secret } = readPair(request)
    if (!imp_key || !imp_secret) return refuse(reply, 400, TOKEN_TEXTS.missing.ko)
    if (!isSame(imp_key, EXAM_KEY.impKey) || !isSame(imp_secret, EXAM_KEY.impSecret))
      return refuse(reply, 401, TOKEN_TEXTS.wrong.ko)
    const now = Math.floor(wallMs() / 1000)
    return { code: 0, message: null, response: { access_token: TOKEN, now, expired_at: now + TOKEN_SECONDS } }
  })
  const answer = (request: FastifyRequest, reply: FastifyReply, id: string, payment: KnownPayment | undefined) => {
    if (!hasToken(request)) return refuse(reply, 401, TOKEN_TEXTS.unauthorized.ko)
    questions.ask(id)
    if (payment === undefined) return refuse(reply, 404, PAYMENT_NOT_FOUND_TEXT)
    return { code: 0, message: null, response: presentKnown(payment, Math.floor(wallMs() / 1000)) }
  }
  app.get<{ Params: { id: string } }>('/payments/:id', async (request, reply) => {
    const { id } = request.params
    return answer(request, reply, id, payments.get(id))
  })
  const find = async (request: FastifyRequest<{ Params: { order: string } }>, reply: FastifyReply) => {
    const { order } = request.params
    const payment = [...payments.values()].find(({ merchantUid }) => merchantUid === order)
    return answer(request, reply, order, payment)
  }
  app.get('/payments/find/:order', find)
  app.get('/payments/find/:order/:status', find)
}

const TOKEN = createHash('sha256').update(EXAM_KEY.impSecret).digest('hex').slice(0, 40)
const TOKEN_SECONDS = 1800

/** JSON or a form, as V1's clients send it. */
function readPair({ body, headers }: FastifyRequest): Readonly<Record<string, string>> {
  const text = typeof body === 'string' ? body : ''
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : readTexts(text)
}

function readTexts(json: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(json)
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(members.filter((member): member is [string, string] => typeof member[1] === 'string'))
  } catch {
    return {}
  }
}

/** Raw, as a bearer, or in the header of older clients. */
function hasToken({ headers }: FastifyRequest): boolean {
  const other = headers['x-imptokenheader']
  const given = headers.authorization?.replace(/^Bearer /i, '') ?? (typeof other === 'string' ? other : '')
  return isSame(given, TOKEN)
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ code: -1, message, response: null })
}

/** Every key of the V1 answer is there: clients read many of them unchecked. */
function presentKnown({ impUid, merchantUid, status }: KnownPayment, nowSeconds: number): PaymentAnswer {
  return {
    ...Value.Create(PaymentAnswer),
    imp_uid: impUid,
    merchant_uid: merchantUid,
    amount: EXAM_AMOUNT,
    status,
    name: 'exam',
    pg_provider: 'exam',
    started_at: nowSeconds,
    paid_at: status === 'paid' ? nowSeconds : 0,
  }
}

interface Questions {
  ask(id: string): void
  heard(ids: readonly string[], withinMs: number): Promise<boolean>
}

function createQuestions(): Questions {
  const asked = new Set<string>()
  const waiting = new Set<() => void>()
  return {
    ask(id) {
      asked.add(id)
      for (const look of waiting) look()
    },
    heard: (ids, withinMs) =>
      new Promise((resolve) => {
        const isHeard = (): boolean => ids.some((id) => asked.has(id))
        if (isHeard()) return resolve(true)
        const end = (heard: boolean): void => {
          waiting.delete(look)
          clearTimeout(timer)
          resolve(heard)
        }
        const look = (): void => {
          if (isHeard()) end(true)
        }
        const timer = setTimeout(() => end(false), withinMs)
        waiting.add(look)
      }),
  }
}
