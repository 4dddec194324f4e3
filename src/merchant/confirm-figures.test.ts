import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import type { MerchantId, WallTime } from '../core/brand.ts'
import { HOUR_MS, hourOf } from '../core/confirm-figures.ts'
import { ConfirmFiguresAnswer } from '../wire/confirm-figures.ts'
import { assertSawEveryAnswer } from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const URL_PATH = '/api/confirm-figures'
const thisHour = (): WallTime => hourOf(api.gateway.wall())
const secondsOf = (wall: number): number => wall / 1000

function add(hoursAgo: number, count: number, merchant = 'mer_shop'): Promise<void> {
  const hour = (thisHour() - hoursAgo * HOUR_MS) as WallTime
  const merchantId = merchant as MerchantId
  return api.storage.confirmFigures.add([
    { merchantId, hour, outcome: 'payable', bucketMs: 12, count },
    { merchantId, hour, outcome: 'not_asked', bucketMs: 0, count: 1 },
  ])
}

async function figures(query = '', headers = {}): Promise<ConfirmFiguresAnswer> {
  const { status, text } = await api.ask({ url: URL_PATH + query, headers })
  assert.equal(status, 200, text)
  const { response, code, message } = JSON.parse(text)
  assert.deepEqual([code, message], [0, null])
  assert.ok(
    Value.Check(ConfirmFiguresAnswer, response),
    JSON.stringify([...Value.Errors(ConfirmFiguresAnswer, response)]),
  )
  return response
}

test("200 a merchant's own figures by hour and in all, the last 24 hours where nothing is said", async () => {
  await add(0, 3)
  await add(24, 5)
  await add(26, 7)
  await add(0, 100, 'mer_other')
  const answer = await figures()
  const hour = secondsOf(thisHour())
  assert.deepEqual([answer.from, answer.to], [hour - 24 * 3600, hour + 3600])
  const none = { refused: 0, unanswered: 0 }
  const latency_ms = { p50: 11, p95: 11, p99: 11 }
  assert.deepEqual(answer.total, { questions: 10, payable: 8, ...none, not_asked: 2, latency_ms })
  assert.deepEqual(answer.hours, [
    { hour: hour - 24 * 3600, questions: 6, payable: 5, ...none, not_asked: 1, latency_ms },
    { hour, questions: 4, payable: 3, ...none, not_asked: 1, latency_ms },
  ])
  const authorization = await api.tokenOf(KEYS.other)
  assert.equal((await figures('', { authorization })).total.payable, 100)
})

test('200 a range that was asked for, up to 90 days; an end alone has the 24 hours before it', async () => {
  const now = secondsOf(thisHour())
  assert.equal((await figures(`?from=${now - 90 * 86_400}&to=${now}`)).total.payable, 12)
  assert.equal((await figures(`?from=${now - 26 * 3600}&to=${now - 25 * 3600}`)).total.payable, 7)
  const { from, to } = await figures(`?to=${now}`)
  assert.deepEqual([from, to], [now - 86_400, now])
  assert.deepEqual((await figures(`?from=${now - 10_000 * 3600}&to=${now - 9_000 * 3600}`)).hours, [])
})

test('400 a parameter that is wrong is named, in Korean and English', async () => {
  const now = secondsOf(thisHour())
  for (const [query, parameter, says] of [
    [
      'from=yesterday',
      'from',
      /초 단위 Unix Timestamp\(정수\)로 읽을 수 없습니다.* is no Unix timestamp in whole seconds/,
    ],
    ['to=', 'to', /is no Unix timestamp/],
    ['to=-1', 'to', /is no Unix timestamp/],
    ['to=1.5', 'to', /is no Unix timestamp/],
    [`from=${now * 1000}`, 'from', /밀리초로 보입니다.*looks like milliseconds/],
    [`from=${now}&from=${now}`, 'from', /한 번만 보내 주세요.*Send it once/],
    [`from=${now}&to=${now}`, 'from', /앞서야 합니다.*must be before the end/],
    [`from=${now + 7200}`, 'from', /must be before the end/],
    [`from=${now - 90 * 86_400 - 1}&to=${now}`, 'from', /최대 90일.*at most 90 days/],
    ['since=1', 'since', /없는 파라미터입니다.*is no parameter here/],
  ] as const) {
    const { status, code, message } = await api.ask({ url: `${URL_PATH}?${query}` })
    assert.deepEqual([status, code], [400, -1], query)
    assert.ok(message?.startsWith(`${parameter}: `), `${query}: ${message}`)
    assert.match(message ?? '', says)
  }
})

test('401 without a token, 405 in any other way', async () => {
  assert.equal((await api.app.inject({ url: URL_PATH })).statusCode, 401)
  assert.equal((await api.ask({ method: 'POST', url: URL_PATH })).status, 405)
})

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('GET /api/confirm-figures'))
