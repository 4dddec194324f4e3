import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fastify } from 'fastify'
import { createAddressGuard } from '../../outbound/address-guard.ts'
import { dialTcp } from '../../outbound/guarded-socket.ts'
import { lookUpBySystem } from '../../outbound/name-lookup.ts'
import { webhookSecret } from '../../outbound/standard-webhooks.ts'
import { createExampleMerchant } from '../../sandbox/example-merchant.ts'
import type { Grade, Result } from '../report.ts'
import { CHECK_TITLES, type CheckId } from './check-words.ts'
import { DEFECTS, type Defect } from './defects.ts'
import { EXAM_KEY, type ExamApi, openExamApi } from './exam-api.ts'
import { createExamLine } from './exam-line.ts'
import type { NoticeFormat } from './exam-notice.ts'
import { examineReceiver, ORDERS_MAX, type ReceiverReport } from './receiver-exam.ts'
import type { ExamLimits } from './scene.ts'
import { BROKEN_RECEIVERS } from './test-broken-receivers.ts'
import { GOOD, openReceiver, type Parts } from './test-receiver.ts'

const SECRET = webhookSecret(new Uint8Array(32).fill(7))
/** Short where somebody waits for nothing, long where a busy machine may take its time. */
const LIMITS: ExamLimits = { slowMs: 5_000, deadlineMs: 10_000, dripMs: 80, settleMs: 100, lookMs: 10 }

interface Examined {
  readonly url: string
  readonly format: NoticeFormat
  readonly api: ExamApi
  readonly secret?: string
  readonly stateUrl?: string
  readonly limits?: Partial<ExamLimits>
}

async function openApi(t: TestContext): Promise<ExamApi> {
  const api = await openExamApi(0, Date.now)
  t.after(() => api.close())
  return api
}

function examine({ url, format, api, secret, stateUrl, limits }: Examined): Promise<ReceiverReport> {
  const all = { ...LIMITS, ...limits }
  const guard = createAddressGuard({ mode: 'sandbox', allowedRanges: [] })
  const socketOptions = { guard, lookup: lookUpBySystem, dial: dialTcp, connectMs: 5_000 }
  const line = createExamLine({ socketOptions, deadlineMs: all.deadlineMs, dripMs: all.dripMs, pause: delay })
  return examineReceiver({
    url: new URL(url),
    format,
    secret: secret ?? null,
    stateUrl: stateUrl ?? null,
    orderPrefix: 'order-',
    limits: all,
    line,
    api,
    wallMs: Date.now,
    pause: delay,
    randomBytes,
  })
}

function resultsOf({ checks }: ReceiverReport, result: Result): readonly CheckId[] {
  return checks.filter((check) => check.result === result).map(({ id }) => id)
}

function defectsOf({ checks }: ReceiverReport): readonly Defect[] {
  return checks.flatMap(({ defect }) => (defect === null ? [] : [defect]))
}

const SIGNATURE_CHECKS: readonly CheckId[] = ['unsigned', 'partial', 'altered', 'old', 'ahead', 'rotation']

test('a V1 receiver that asks back passes, and what only a secret could show is said to be unseen', async (t) => {
  const api = await openApi(t)
  const { url, stateUrl } = await openReceiver(t, { format: 'v1-json', apiUrl: api.url })
  const report = await examine({ url, stateUrl, format: 'v1-json', api })
  assert.deepEqual(defectsOf(report), [])
  assert.deepEqual([report.grade, resultsOf(report, 'unseen')], ['A', SIGNATURE_CHECKS])
})

test('a V1 receiver that asks back passes every check of signatures without looking at one: the API decides', async (t) => {
  const api = await openApi(t)
  const { url, stateUrl } = await openReceiver(t, { format: 'v1-json', apiUrl: api.url })
  const report = await examine({ url, stateUrl, format: 'v1-json', api, secret: SECRET })
  assert.deepEqual(defectsOf(report), [])
  assert.deepEqual(resultsOf(report, 'unseen'), [])
  assert.match(report.checks.find(({ id }) => id === 'unsigned')?.saw?.en ?? '', /HTTP 200 in \d+ ms, asked the API/)
})

for (const format of ['v1-form', 'modern', 'v1-json'] as const) {
  test(`a ${format} receiver that verifies signatures passes every check without a warning`, async (t) => {
    const api = await openApi(t)
    const { url, stateUrl } = await openReceiver(t, { format, secret: SECRET })
    const report = await examine({ url, stateUrl, format, api, secret: SECRET })
    assert.deepEqual(defectsOf(report), [])
    const expected = Object.keys(CHECK_TITLES).filter((id) => format === 'modern' || id !== 'text_numbers')
    assert.deepEqual([report.grade, resultsOf(report, 'passed')], ['A', expected])
  })
}

for (const [name, broken] of Object.entries(BROKEN_RECEIVERS)) {
  test(`of a receiver that ${name} the exam says ${broken.defects.join(', ')} and nothing else`, async (t) => {
    const api = await openApi(t)
    const { format, verifies, parts, limits = {}, defects } = broken
    const secret = verifies === 'by signature' ? { secret: SECRET } : {}
    const asked = verifies === 'by asking back' ? { apiUrl: api.url } : {}
    const { url, stateUrl } = await openReceiver(t, { format, ...secret, ...asked, parts })
    const report = await examine({ url, stateUrl, format, api, ...secret, limits })
    assert.deepEqual(defectsOf(report), defects)
    for (const { defect, advice, result } of report.checks) {
      if (defect === null) continue
      assert.equal(result, DEFECTS[defect].costs === 'little' ? 'warning' : 'failed')
      assert.ok(advice?.ko && advice.en)
    }
  })
}

test('every defect has a receiver that is broken by it', () => {
  const planted = new Set<Defect>(Object.values(BROKEN_RECEIVERS).flatMap(({ defects }) => defects))
  const missing = Object.keys(DEFECTS).filter((defect) => !planted.has(defect as Defect))
  assert.deepEqual(missing, ['unreachable'], 'a closed port is no receiver: it has a test of its own')
})

test('where nobody listens, that is the one thing said', async (t) => {
  const api = await openApi(t)
  const receiver = await openReceiver(t, { format: 'v1-json' })
  await receiver.close()
  const report = await examine({ url: receiver.url, format: 'v1-json', api })
  assert.deepEqual([report.grade, defectsOf(report)], ['F', ['unreachable']])
  assert.equal(resultsOf(report, 'unseen').length, report.checks.length - 1)
})

test('a receiver that ends in a failure is blamed for that failure and for nothing after it', async (t) => {
  const api = await openApi(t)
  const receiver = await openReceiver(t, {
    format: 'v1-json',
    apiUrl: api.url,
    parts: {
      again() {
        void receiver.close()
        return 'leave'
      },
    },
  })
  const report = await examine({ url: receiver.url, format: 'v1-json', api })
  assert.deepEqual(defectsOf(report), ['fails_on_duplicate'])
  assert.match(report.checks.at(-1)?.unseen?.en ?? '', /can no longer be reached/)
})

test('the final address of a redirect is named, and nobody goes there', async (t) => {
  const api = await openApi(t)
  const asked: string[] = []
  const { url } = await openReceiver(t, {
    format: 'v1-json',
    parts: {
      admit(request, response) {
        asked.push(String(request.url))
        response.writeHead(301, { location: '/elsewhere' }).end()
        return 301
      },
    },
  })
  const report = await examine({ url, format: 'v1-json', api })
  const saw = report.checks.find(({ defect }) => defect === 'redirects')?.saw?.en
  assert.equal(saw, `HTTP 301 to ${new URL('/elsewhere', url).href}`)
  assert.deepEqual(asked, ['/notice'])
})

test('without an address for orders, twice counted and gone back cannot be seen, and the report says so', async (t) => {
  const api = await openApi(t)
  const { url } = await openReceiver(t, { format: 'modern', secret: SECRET, parts: { count: GOOD.count } })
  const report = await examine({ url, format: 'modern', api, secret: SECRET })
  assert.equal(report.grade, 'A')
  const partly = report.checks.filter(({ result, unseen }) => result === 'passed' && unseen !== null)
  assert.deepEqual(
    partly.map(({ id }) => id),
    ['plain', 'duplicate', 'burst', 'reordered', 'reversal', 'unknown_event'],
  )
})

test('an order is looked at again until the receiver, which works on after its answer, has counted it', async (t) => {
  const api = await openApi(t)
  const { url, stateUrl } = await openReceiver(t, {
    format: 'modern',
    secret: SECRET,
    parts: {
      count(order, told, truth) {
        setTimeout(() => GOOD.count(order, told, truth), 30)
        return undefined
      },
    },
  })
  const report = await examine({ url, stateUrl, format: 'modern', api, secret: SECRET, limits: { settleMs: 3_000 } })
  assert.deepEqual(defectsOf(report), [])
})

const GRADED: Readonly<Record<Exclude<Grade, 'A'>, Partial<Parts>>> = {
  B: { admit: ({ method }) => (method === 'POST' ? undefined : 204) },
  C: { again: () => 500 },
  D: { again: () => 500, unreadable: 200, admit: (request) => (isUsual(request) ? undefined : 415) },
  F: { verify: () => undefined },
}

function isUsual({ headers }: IncomingMessage): boolean {
  return headers['content-type'] === 'application/json'
}

for (const [grade, parts] of Object.entries(GRADED)) {
  test(`the grade is ${grade} as the rule has it`, async (t) => {
    const api = await openApi(t)
    const { url } = await openReceiver(t, { format: 'modern', secret: SECRET, parts })
    assert.equal((await examine({ url, format: 'modern', api, secret: SECRET })).grade, grade)
  })
}

test('an exam uses the orders it names and no others', async (t) => {
  const api = await openApi(t)
  const orders = new Set<string>()
  const { url } = await openReceiver(t, {
    format: 'modern',
    secret: SECRET,
    parts: {
      verify: (call, shop) => {
        const told = /"merchant_uid":"(order-\d+)"/.exec(String(call.body))?.[1]
        if (told !== undefined) orders.add(told)
        return GOOD.verify(call, shop)
      },
    },
  })
  await examine({ url, format: 'modern', api, secret: SECRET })
  const numbers = [...orders].map((order) => Number(order.slice('order-'.length)))
  assert.equal(Math.max(...numbers), ORDERS_MAX)
})

test('the example seller of the sandbox passes its own exam', async (t) => {
  const api = await openApi(t)
  const app = fastify()
  t.after(() => app.close())
  const seller = createExampleMerchant({ apiUrl: () => api.url, ...EXAM_KEY, webhookSecret: SECRET, allowedHosts: [] })
  seller.register(app)
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/shop/notice`
  for (const format of ['v1-json', 'v1-form'] as const) {
    const report = await examine({ url, format, api, secret: SECRET })
    assert.deepEqual(resultsOf(report, 'failed'), [], format)
  }
})
