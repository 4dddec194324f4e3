/** For tests only: receivers with one planted defect each, and what the exam must say of it: that, and nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Defect } from './defects.ts'
import type { NoticeFormat } from './exam-notice.ts'
import type { ExamLimits } from './scene.ts'
import { askApi, type Call, GOOD, membersOf, type Parts, type Refusal, type Shop, settle } from './test-receiver.ts'

export interface BrokenReceiver {
  readonly defects: readonly Defect[]
  readonly format: NoticeFormat
  /** How it verifies: a V1 receiver has the choice. */
  readonly verifies: 'by signature' | 'by asking back' | 'not at all'
  readonly parts: Partial<Parts>
  readonly limits?: Partial<ExamLimits>
}

const V1_SIGNED = { format: 'v1-json', verifies: 'by signature' } as const
const V1_ASKING = { format: 'v1-json', verifies: 'by asking back' } as const
const FORM = { format: 'v1-form', verifies: 'by signature' } as const
const MODERN = { format: 'modern', verifies: 'by signature' } as const

const ANSWERING: Readonly<Record<string, BrokenReceiver>> = {
  'drops the connection without an answer': { ...V1_ASKING, defects: ['no_answer'], parts: { admit: () => 'leave' } },
  'redirects to a slash at the end': {
    ...V1_ASKING,
    defects: ['redirects'],
    parts: {
      admit({ url }, response) {
        response.writeHead(308, { location: `${url}/` }).end()
        return 308
      },
    },
  },
  'never answers': {
    ...V1_ASKING,
    defects: ['too_slow'],
    parts: { answer: () => {} },
    limits: { deadlineMs: 100 },
  },
  'answers, but takes its time': {
    ...MODERN,
    defects: ['slow'],
    parts: { answer: afterMs(60) },
    limits: { slowMs: 30 },
  },
  'verifies with another secret': { ...MODERN, defects: ['refuses_notice'], parts: { verify: () => 401 } },
  'answers 200 and stores nothing': { ...V1_ASKING, defects: ['no_effect'], parts: { count: () => undefined } },
  'answers with an error page and 200': {
    ...V1_SIGNED,
    defects: ['answers_page'],
    parts: { answer: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Error</h1>') },
  },
  'answers with everything it knows': {
    ...FORM,
    defects: ['answers_at_length'],
    parts: { answer: (response) => response.end('x'.repeat(100_000)) },
  },
  'says 200 to whatever it cannot read': { ...MODERN, defects: ['takes_nonsense'], parts: { unreadable: 200 } },
  'falls over what it cannot read': { ...V1_SIGNED, defects: ['dies_of_nonsense'], parts: { unreadable: 'leave' } },
  'says 200 to a GET': {
    ...FORM,
    defects: ['takes_get'],
    parts: { admit: ({ method }) => (method === 'POST' ? undefined : 200) },
  },
}

const BELIEVING: Readonly<Record<string, BrokenReceiver>> = {
  'verifies nothing': { format: 'v1-json', verifies: 'not at all', defects: ['verifies_nothing'], parts: {} },
  'knows a secret and does not use it': {
    ...MODERN,
    defects: ['verifies_nothing'],
    parts: { verify: () => undefined },
  },
  'asks the API and goes by the notice': {
    ...V1_ASKING,
    defects: ['does_not_listen'],
    parts: {
      async ask({ impUid, status }, { apiUrl }) {
        return apiUrl !== null && (await askApi(apiUrl, impUid)) !== undefined ? status : 404
      },
    },
  },
  'throws where a signature has another length': {
    ...MODERN,
    defects: ['fails_on_false'],
    parts: {
      verify(call, shop) {
        if (call.request.headers['webhook-signature'] === undefined) return 401
        const right = signatureOf(call, shop)
        return eachSignature(call).some((given) => timingSafeEqual(Buffer.from(given), Buffer.from(right)))
          ? GOOD.verify(call, shop)
          : 401
      },
    },
  },
  'verifies only what is signed': { ...FORM, defects: ['takes_unsigned'], parts: { verify: whereSigned } },
  'compares as much of a signature as it is given': {
    ...V1_SIGNED,
    defects: ['takes_partial'],
    parts: {
      verify(call, shop) {
        const right = signatureOf(call, shop)
        return isInTime(call, 300) && eachSignature(call).some((given) => right.startsWith(given)) ? undefined : 401
      },
    },
  },
  'verifies a body in which the status may be any': {
    ...V1_SIGNED,
    defects: ['takes_altered'],
    parts: {
      verify: (call, shop) =>
        GOOD.verify(call, shop) && GOOD.verify({ ...call, body: withStatus(call.body, 'ready') }, shop),
    },
  },
  'does not look at the time': {
    ...MODERN,
    defects: ['takes_old', 'takes_ahead'],
    parts: { verify: withinSeconds(Infinity) },
  },
  'looks only at the age': {
    ...FORM,
    defects: ['takes_ahead'],
    parts: { verify: (call, shop) => (ageOf(call) > 300 ? 401 : withinSeconds(Infinity)(call, shop)) },
  },
  'compares the first signature alone': {
    ...MODERN,
    defects: ['first_signature_only'],
    parts: {
      verify: (call, shop) => (eachSignature(call)[0] === signatureOf(call, shop) ? GOOD.verify(call, shop) : 401),
    },
  },
}

const COUNTING: Readonly<Record<string, BrokenReceiver>> = {
  'answers 500 to an id it has stored': { ...V1_ASKING, defects: ['fails_on_duplicate'], parts: { again: () => 500 } },
  'counts every notice': {
    ...FORM,
    defects: ['counts_duplicate'],
    parts: {
      again: () => undefined,
      count(order, told, truth) {
        if (truth === 'paid' && told.version === order.version) order.count += 1
        return GOOD.count(order, told, truth)
      },
    },
  },
  'answers 500 to an id that is under way': {
    ...V1_ASKING,
    defects: ['fails_on_burst'],
    parts: { again: ({ underWay }, { webhookId }) => (underWay.has(webhookId) ? 500 : 200) },
  },
  'looks first, waits, and counts then': {
    ...V1_ASKING,
    defects: ['counts_burst'],
    parts: {
      again: ({ handled }, { webhookId }) => (handled.has(webhookId) ? 200 : undefined),
      async count(order, told, truth) {
        const wasPaid = order.paid
        await turnOfTheLoop()
        if (truth === 'paid' && !wasPaid) order.count += 1
        order.paid = truth === 'paid'
        order.version = told.version
        return undefined
      },
    },
  },
  'refuses what is older than it knows': {
    ...V1_SIGNED,
    defects: ['fails_on_older'],
    parts: { count: (order, told, truth) => (told.version < order.version ? 409 : settle(order, told, truth)) },
  },
  'goes by whatever came last': { ...MODERN, defects: ['goes_back'], parts: { count: settle } },
  'cannot undo a payment': {
    ...V1_ASKING,
    defects: ['fails_on_reversal'],
    parts: { count: (order, told, truth) => (order.paid && truth === 'ready' ? 500 : GOOD.count(order, told, truth)) },
  },
  'knows no way back from paid': {
    ...V1_SIGNED,
    defects: ['ignores_reversal'],
    parts: { count: (order, told, truth) => (order.paid ? undefined : GOOD.count(order, told, truth)) },
  },
  'answers 500 where the API knows no payment': {
    ...V1_ASKING,
    defects: ['fails_on_unknown_payment'],
    parts: { ask: async (told, { apiUrl }) => (await askApi(apiUrl ?? '', told.impUid)) ?? 500 },
  },
  'falls back to the notice where the API knows no payment': {
    ...V1_ASKING,
    defects: ['believes_unknown_payment'],
    parts: { ask: async (told, { apiUrl }) => (await askApi(apiUrl ?? '', told.impUid)) ?? told.status },
  },
  'throws on a status it does not know': {
    ...FORM,
    defects: ['fails_on_unknown_event'],
    parts: { count: (order, told, truth) => (isKnown(truth) ? GOOD.count(order, told, truth) : 500) },
  },
  'takes everything that is not ready for paid': {
    ...MODERN,
    defects: ['takes_unknown_event_for_paid'],
    parts: { count: (order, told, truth) => GOOD.count(order, told, truth === 'ready' ? truth : 'paid') },
  },
}

const READING: Readonly<Record<string, BrokenReceiver>> = {
  'verifies JSON that it has written itself': {
    ...MODERN,
    defects: ['needs_usual_bytes'],
    parts: { verify: (call, shop) => GOOD.verify({ ...call, body: writtenAgain(call.body) }, shop) },
  },
  'takes no key that it does not know': {
    ...V1_ASKING,
    defects: ['refuses_extra_keys'],
    parts: {
      read(call, shop) {
        if (Object.keys(membersOf(JSON.parse(String(call.body)))).length !== 3) throw new Error('unknown key')
        return GOOD.read(call, shop)
      },
    },
  },
  'wants numbers to be numbers': {
    ...MODERN,
    defects: ['refuses_text_numbers'],
    parts: {
      read(call, shop) {
        const { amount } = membersOf(membersOf(JSON.parse(String(call.body)))['data'])
        if (typeof amount !== 'number') throw new Error('no amount')
        return GOOD.read(call, shop)
      },
    },
  },
  'compares the content type letter by letter': {
    ...V1_ASKING,
    defects: ['refuses_charset'],
    parts: {
      admit: ({ method, headers }) =>
        method === 'POST' && headers['content-type'] !== 'application/json' ? 415 : method === 'POST' ? undefined : 405,
    },
  },
  'finds headers only in small letters': {
    ...MODERN,
    defects: ['needs_small_letters'],
    parts: { verify: (call, shop) => (call.request.rawHeaders.includes('webhook-id') ? GOOD.verify(call, shop) : 401) },
  },
  'insists on a content-length': {
    ...V1_SIGNED,
    defects: ['needs_length'],
    parts: {
      admit: ({ method, headers }) =>
        method !== 'POST' ? 405 : headers['content-length'] === undefined ? 411 : undefined,
    },
  },
  'does not wait for a body': {
    ...V1_SIGNED,
    defects: ['does_not_wait'],
    parts: { receive: (request) => Promise.race([buffer(request), answerAfterMs(1000)]) },
    limits: { dripMs: 4000 },
  },
  'takes one notice a connection and does not say so': {
    ...FORM,
    defects: ['one_a_connection'],
    parts: { admit: (request, response) => (isUsed(request.socket) ? 'leave' : GOOD.admit(request, response)) },
  },
}

export const BROKEN_RECEIVERS = { ...ANSWERING, ...BELIEVING, ...COUNTING, ...READING }

function afterMs(ms: number): Parts['answer'] {
  return (response) => {
    setTimeout(() => response.writeHead(200).end(), ms)
  }
}

function answerAfterMs(ms: number): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(408), ms).unref()
  })
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
}

function headerOf({ request }: Call, name: string): string {
  return String(request.headers[name])
}

function eachSignature(call: Call): readonly string[] {
  return headerOf(call, 'webhook-signature').split(' ')
}

function signatureOf(call: Call, { secret }: Shop): string {
  const key = Buffer.from((secret ?? '').slice('whsec_'.length), 'base64')
  const head = `${headerOf(call, 'webhook-id')}.${headerOf(call, 'webhook-timestamp')}.`
  return `v1,${createHmac('sha256', key).update(head).update(call.body).digest('base64')}`
}

/** Below 0 where it lies ahead. */
function ageOf(call: Call): number {
  return Math.floor(Date.now() / 1000) - Number(headerOf(call, 'webhook-timestamp'))
}

function isInTime(call: Call, seconds: number): boolean {
  return Math.abs(ageOf(call)) <= seconds
}

function withinSeconds(seconds: number): Parts['verify'] {
  return (call, shop): Refusal =>
    isInTime(call, seconds) && eachSignature(call).includes(signatureOf(call, shop)) ? undefined : 401
}

function whereSigned(call: Call, shop: Shop): Refusal {
  return 'webhook-signature' in call.request.headers ? GOOD.verify(call, shop) : undefined
}

function withStatus(body: Buffer, status: string): Buffer {
  return Buffer.from(JSON.stringify({ ...membersOf(JSON.parse(String(body))), status }))
}

/** Only the exam's own nonsense cannot be read; that is refused later. */
function writtenAgain(body: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(String(body))))
  } catch {
    return body
  }
}

function isKnown(status: string): boolean {
  return ['ready', 'paid', 'cancelled', 'failed'].includes(status)
}

const used = new WeakSet<Socket>()

function isUsed(socket: IncomingMessage['socket']): boolean {
  if (used.has(socket)) return true
  used.add(socket)
  return false
}
