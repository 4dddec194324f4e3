import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { before, test } from 'node:test'
import {
  BadRequestError,
  BusyError,
  createClient,
  FaultError,
  NoAnswerError,
  NotFoundError,
  RefusedError,
  SunapError,
} from './index.ts'
import type { Fate, TestLine } from './test-line.ts'
import { openShop } from './test-shop.ts'

const ORDER = { merchant_uid: 'order-1', amount: 1000 }

/** An address at which nobody listens. */
let nobody = ''

before(async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  nobody = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  server.close()
  await once(server, 'close')
})

const BUSY: Fate = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: JSON.stringify({ code: -1, message: '잠시 후 다시', response: null }),
}

async function failureOf(promise: Promise<unknown>): Promise<SunapError> {
  const error: unknown = await promise.then(
    () => assert.fail('it did not fail'),
    (reason) => reason,
  )
  assert.ok(error instanceof SunapError, String(error))
  return error
}

function sent({ passed }: TestLine, path: string): number {
  return passed.filter((request) => request.path === path).length
}

/** Only this request, and only the first times. */
function failing(path: string, fate: Fate, times = Number.POSITIVE_INFINITY): Parameters<TestLine['fate']>[0] {
  return (request, nth) => (request.path === path && nth <= times ? fate : 'pass')
}

test('a refusal of the trade comes with HTTP 200 and is an error all the same', async (t) => {
  const { api, client } = await openShop(t)
  const { barcode } = await client.issue(ORDER)
  await api.collect(barcode, 1000)
  const refused = await failureOf(client.issue(ORDER))
  assert.ok(refused instanceof RefusedError)
  assert.deepEqual([refused.status, refused.code, refused.mayHaveHappened], [200, 1, false])
  assert.equal(refused.message, '이미 결제가 이루어진 거래건입니다.')
  assert.ok((await failureOf(client.cancel({ imp_uid: 'imp_000000000000' }))) instanceof RefusedError)
})

test('what is not there, and what is wrong, are told from each other', async (t) => {
  const { client } = await openShop(t)
  const missing = await failureOf(client.find('imp_000000000000'))
  assert.ok(missing instanceof NotFoundError)
  assert.equal(missing.message, '존재하지 않는 결제정보입니다.')
  const wrong = await failureOf(client.issue({ merchant_uid: 'order-1', amount: -1 }))
  assert.ok(wrong instanceof BadRequestError)
  assert.match(wrong.message, /^amount: /)
})

test('an empty name is no request: it would ask for something else', async (t) => {
  const { client, line } = await openShop(t)
  await assert.rejects(client.revoke(''), new TypeError('revokeNumber: imp_uid is empty'))
  assert.equal(line.passed.length, 0)
})

test('names arrive as they are, whatever they hold', async (t) => {
  const { client } = await openShop(t)
  const merchant_uid = '주문/1 ?&+%23'
  const { imp_uid } = await client.issue({ merchant_uid, amount: 1000 })
  assert.equal((await client.findByOrder(merchant_uid)).imp_uid, imp_uid)
  const found = await client.findMany({ imp_uid: [imp_uid], merchant_uid: [merchant_uid, 'never seen'] })
  assert.deepEqual(
    found.map((payment) => payment.imp_uid),
    [imp_uid],
  )
})

test('a gateway that has no time is asked again for everything, for nothing was changed', async (t) => {
  const { client, line, pausesMs } = await openShop(t)
  line.fate(failing('/api/endpoints', BUSY, 2))
  const { secret } = await client.endpoints.add({ url: 'https://shop.example' })
  assert.match(secret, /^whsec_/)
  assert.deepEqual(pausesMs, [1_000, 1_000])
  line.fate(failing('/payments/prepare', BUSY))
  const busy = await failureOf(client.prepare(ORDER))
  assert.ok(busy instanceof BusyError)
  assert.deepEqual([busy.mayHaveHappened, sent(line, '/payments/prepare')], [false, 3])
})

test('whoever is asked to wait for long is told at once', async (t) => {
  const { client, line, pausesMs } = await openShop(t)
  line.fate(failing('/banks', { ...BUSY, headers: { 'retry-after': '30' } }))
  assert.ok((await failureOf(client.banks())) instanceof BusyError)
  assert.deepEqual(pausesMs, [])
})

for (const fate of ['lose_answer', 'cut'] as const) {
  test(`an issue whose connection breaks (${fate}) is sent again under the same idempotency key, and is one number`, async (t) => {
    const { client, line, pausesMs } = await openShop(t)
    line.fate(failing('/cvs', fate, 2))
    const payment = await client.issue(ORDER)
    assert.equal(payment.status, 'ready')
    const keys = line.passed.filter(({ path }) => path === '/cvs').map(({ headers }) => headers['idempotency-key'])
    assert.equal(keys.length, 3)
    assert.equal(new Set(keys).size, 1)
    assert.match(String(keys[0]), /^[0-9a-f-]{36}$/)
    assert.deepEqual(pausesMs, [200, 1_000])
    const numbers = await client.listOrder(ORDER.merchant_uid)
    assert.deepEqual(
      numbers.map(({ imp_uid }) => imp_uid),
      [payment.imp_uid],
    )
  })

  test(`a cancel whose connection breaks (${fate}) is sent again under the same idempotency key, and is one refund`, async (t) => {
    const { api, client, line } = await openShop(t)
    const { imp_uid, barcode } = await client.issue(ORDER)
    await api.collect(barcode, ORDER.amount)
    line.fate(failing('/payments/cancel', fate, 2))
    const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '110-234-567890' }
    const payment = await client.cancel({ imp_uid, amount: 400, ...account })
    assert.deepEqual([payment.cancel_amount, sent(line, '/payments/cancel')], [400, 3])
    assert.equal((await client.balance(imp_uid)).amount, ORDER.amount - 400)
  })

  test(`what would do harm twice is sent once (${fate}), and the error says that it may have happened`, async (t) => {
    const { client, line } = await openShop(t)
    line.fate(failing('/api/endpoints', fate))
    const error = await failureOf(client.endpoints.add({ url: 'https://shop.example' }))
    assert.ok(error instanceof NoAnswerError)
    assert.deepEqual([error.mayHaveHappened, error.timedOut, error.status], [true, false, null])
    assert.equal(sent(line, '/api/endpoints'), 1)
  })
}

test('each issue has an idempotency key of its own, or the one that is given', async (t) => {
  const { client, line } = await openShop(t)
  await client.issue(ORDER)
  await client.issue(ORDER)
  await client.issue(ORDER, { idempotencyKey: 'mine' })
  const keys = line.passed.filter(({ path }) => path === '/cvs').map(({ headers }) => headers['idempotency-key'])
  assert.equal(new Set(keys).size, 3)
  assert.equal(keys[2], 'mine')
})

test('once broken off, an issue may have happened, even where the gateway was gone at the last try', async (t) => {
  const { client, line, another } = await openShop(t)
  await client.banks()
  let tries = 0
  const vanishing = another({
    fetch: (url, init) => {
      tries += url.endsWith('/cvs') ? 1 : 0
      return fetch(tries > 1 ? nobody : url, init)
    },
  })
  line.fate(failing('/cvs', 'lose_answer'))
  const error = await failureOf(vanishing.issue(ORDER))
  assert.ok(error instanceof NoAnswerError)
  assert.equal(error.mayHaveHappened, true)
})

test('a gateway that was never reached has done nothing, and the sentence is in the language asked for', async (t) => {
  const { another, pausesMs } = await openShop(t)
  for (const [language, sentence] of [
    ['ko', /^게이트웨이에 연결하지 못했습니다\. \(ECONNREFUSED\)$/],
    ['en', /^The gateway could not be reached\. \(ECONNREFUSED\)$/],
  ] as const) {
    const error = await failureOf(another({ url: nobody, language }).issue(ORDER))
    assert.ok(error instanceof NoAnswerError)
    assert.equal(error.mayHaveHappened, false)
    assert.match(error.message, sentence)
  }
  assert.equal(pausesMs.length, 4)
})

test('a call whose token does not come in time has done nothing', async (t) => {
  const { line } = await openShop(t)
  const client = createClient({ url: line.url, impKey: '1234567890123456', impSecret: 'x' })
  line.fate(failing('/users/getToken', 'hang'))
  const waiting = await failureOf(client.issue(ORDER, { timeoutMs: 50 }))
  assert.ok(waiting instanceof NoAnswerError)
  assert.deepEqual([waiting.timedOut, waiting.mayHaveHappened], [true, false])
})

test('when its time is up, a write that was sent may have happened', async (t) => {
  const { client, line } = await openShop(t)
  await client.banks()
  line.fate(() => 'hang')
  const write = await failureOf(client.issue(ORDER, { timeoutMs: 50 }))
  const read = await failureOf(client.banks({ timeoutMs: 50 }))
  assert.deepEqual([write.mayHaveHappened, read.mayHaveHappened], [true, false])
  assert.match(write.message, /within 50 ms/)
})

test('a signal of the caller ends a call with its own reason', async (t) => {
  const { client, line } = await openShop(t)
  await client.banks()
  line.fate(() => 'hang')
  const own = new AbortController()
  const call = client.banks({ signal: own.signal })
  await line.hanging()
  own.abort(new Error('the shop closes'))
  await assert.rejects(call, /the shop closes/)
})

test('what answers and is no gateway is a fault: HTML, an empty 200, another JSON, a redirect', async (t) => {
  const { client, line } = await openShop(t)
  const strange: readonly Fate[] = [
    { status: 502, body: '<html>Bad gateway</html>' },
    { status: 503, body: 'no upstream' },
    { status: 200, body: '' },
    { status: 200, body: '{"code":"0","message":null,"response":{}}' },
    { status: 200, body: '{"access_token":"x"}' },
    { status: 302, body: '', headers: { location: 'https://elsewhere.example/cvs' } },
  ]
  for (const fate of strange) {
    const before = sent(line, '/cvs')
    line.fate(failing('/cvs', fate))
    const error = await failureOf(client.issue(ORDER))
    assert.ok(error instanceof FaultError, `${JSON.stringify(fate)} ${error.name}`)
    assert.deepEqual([error.mayHaveHappened, sent(line, '/cvs') - before], [true, 1])
    assert.match(error.message, /no answer of the gateway/)
  }
})

test('an address that is none is refused before anything is sent', () => {
  for (const url of ['', 'pay.example.com', 'ftp://pay.example.com', 'https://pay.example.com/?a=1'])
    assert.throws(() => createClient({ url, impKey: 'a', impSecret: 'b' }), /url is the gateway's address/)
})
