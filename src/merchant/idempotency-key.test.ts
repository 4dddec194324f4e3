/** `Idempotency-Key` on `POST /cvs`: one request, one number, however often it is sent and whatever broke on the way. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import { StorageFault } from '../storage/storage.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { answerOf, refusalOf } from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const asking = (key: string, payload: object | string, more: Record<string, string> = {}) =>
  ({ method: 'POST', url: '/cvs', payload, headers: { 'idempotency-key': key, ...more } }) as const

const issue = (key: string, payload: object): Promise<Reply> => api.ask(asking(key, payload))

test('200 the same request again: the same payment, the header that says so, and nothing is written', async () => {
  const order = { merchant_uid: 'repeat', amount: 1000, buyer_name: '홍길동', custom_data: { a: [1] } }
  const first = await issue('repeat', order)
  assert.equal(first.headers['idempotent-replayed'], undefined)
  const commits = api.commits()
  const again = await issue('repeat', order)
  assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, 'true'])
  assert.equal(again.text, first.text)
  assert.equal(api.commits(), commits)
  await answerOf(api, asking('repeat', order), PaymentAnswer)
})

test('200 a repeat shows the payment as it is now, whatever a new request would be told', async () => {
  const order = { merchant_uid: 'paid', amount: 1000 }
  const first = await issue('paid', order)
  await api.collect(first.payment.barcode, 1000)
  const again = await issue('paid', order)
  assert.deepEqual([again.payment.imp_uid, again.payment.status], [first.payment.imp_uid, 'paid'])
  const prepared = { merchant_uid: 'prepared', amount: 1000 }
  const issued = await issue('prepared', prepared)
  await api.ask({ method: 'POST', url: '/payments/prepare', payload: { ...prepared, amount: 2000 } })
  assert.equal((await issue('prepared', prepared)).payment.imp_uid, issued.payment.imp_uid)
  assert.deepEqual([(await api.issue(prepared)).code], [1])
})

test('200 the same request however it is written: JSON or form, keys in any order, an amount as number or text', async () => {
  const first = await issue('written', { merchant_uid: '7', amount: 1000, name: '커피', notice_url: 'https://a.kr/n' })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const inForm = new URLSearchParams({
    notice_url: 'https://a.kr/n',
    name: '커피',
    amount: '1000.00',
    merchant_uid: '7',
  })
  for (const [payload, headers] of [
    [{ name: '커피', notice_url: ['https://a.kr/n'], amount: '1000', merchant_uid: 7, barcode: null, extra: 1 }, {}],
    [inForm.toString(), form],
  ] as const) {
    const again = await api.ask(asking('written', payload, headers))
    assert.equal(again.payment?.imp_uid, first.payment.imp_uid, again.text)
  }
})

test('200 many at once with one key: one payment, which all of them get', async () => {
  const order = { merchant_uid: 'race', amount: 1000 }
  const replies = await Promise.all(Array.from({ length: 50 }, () => issue('race', order)))
  assert.equal(new Set(replies.map(({ text }) => text)).size, 1)
  assert.equal(replies.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length, 1)
  const { total } = JSON.parse((await api.ask({ url: '/payments/findAll/race' })).text).response
  assert.equal(total, 1)
})

test('200 after an answer that never came: asked again with its key it is the payment that was written, once', async (t) => {
  let isLost = true
  const own = await openApi({
    faulty: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        const outcome = await storage.execute(command, deadline)
        if (isLost) throw new StorageFault('unknown', 'nobody can say')
        return outcome
      },
    }),
  })
  t.after(() => own.close())
  const { port } = new URL(await own.listen())
  const body = JSON.stringify({ merchant_uid: 'lost', amount: 1000 })
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  let heard = ''
  socket.on('data', (bytes) => {
    heard += bytes
  })
  socket.write(
    [
      'POST /cvs HTTP/1.1',
      'Host: a',
      `Authorization: ${await own.tokenOf(KEYS.shop)}`,
      'Content-Type: application/json',
      'Idempotency-Key: lost',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  )
  await new Promise<void>((resolve) => socket.on('close', () => resolve()))
  assert.equal(heard, '', 'nobody was told anything')
  isLost = false
  const again = await own.ask(asking('lost', body, { 'content-type': 'application/json' }))
  assert.deepEqual([again.status, again.headers['idempotent-replayed']], [200, 'true'])
  const { total } = JSON.parse((await own.ask({ url: '/payments/findAll/lost' })).text).response
  assert.equal(total, 1)
})

test('200 without a key, or with a new one, the same order gets a further number, as V1 does', async () => {
  const order = { merchant_uid: 'further', amount: 1000 }
  const replies = [await issue('one', order), await issue('two', order), await api.issue(order), await api.issue(order)]
  assert.equal(new Set(replies.map(({ payment }) => payment.imp_uid)).size, 4)
  assert.ok(replies.every(({ headers }) => headers['idempotent-replayed'] === undefined))
})

test('200 a key is its merchant’s: another merchant uses the same word for a payment of its own', async () => {
  const order = { merchant_uid: 'same-word', amount: 1000 }
  const mine = await issue('same-word', order)
  const authorization = await api.tokenOf(KEYS.other)
  const theirs = await api.ask(asking('same-word', order, { authorization }))
  assert.notEqual(theirs.payment.imp_uid, mine.payment.imp_uid)
  assert.equal(theirs.headers['idempotent-replayed'], undefined)
})

test('200 after a refusal, which keeps no key: the request is decided anew, and may be put right under the same one', async () => {
  const order = { merchant_uid: 'refused', amount: 60_000, channel_key: CHANNEL_KEYS.second }
  assert.deepEqual(await refusalOf(api, asking('refused', order)), await refusalOf(api, asking('refused', order)))
  assert.deepEqual((await refusalOf(api, asking('refused', { ...order, amount: 'x' })))[0], 400)
  assert.equal((await issue('refused', { ...order, amount: 50_000 })).status, 200)
})

test('409 the key was used for another request: said in Korean and English, and nothing is written', async () => {
  const order = { merchant_uid: 'conflict', amount: 1000, buyer_tel: '010-1234-5678' }
  await issue('conflict', order)
  const commits = api.commits()
  const nextSecond = Math.floor(Date.now() / 1000) + 1000
  for (const other of [
    { merchant_uid: 'conflict-2' },
    { amount: 2000 },
    { buyer_tel: '010-1234-5679' },
    { buyer_tel: null },
    { name: '커피' },
    { expired_at: nextSecond },
    { barcode: 'OWN-1' },
    { pg: 'galaxia.sunap0002' },
    { notice_url: 'https://a.kr/n' },
    { confirm_url: 'https://a.kr/c' },
    { custom_data: 'x' },
  ]) {
    const [status, code, message] = await refusalOf(api, asking('conflict', { ...order, ...other }))
    assert.deepEqual([status, code], [409, -1], JSON.stringify(other))
    assert.match(message, /^Idempotency-Key: 이 멱등키는 .* \/ this key was used for another request\./)
  }
  assert.equal(api.commits(), commits)
})

test('400 a key that is none: what came and what is allowed, in both languages', async () => {
  const order = { merchant_uid: 'no-key', amount: 1000 }
  const commits = api.commits()
  for (const [key, came] of [
    ['', '"" (0)'],
    ['two words', '"two words" (9)'],
    [Buffer.from('주문-1').toString('latin1'), '"주문-1" (4)'],
    ['k'.repeat(256), `"${'k'.repeat(39)}… (256)`],
  ] as const) {
    const [status, code, message] = await refusalOf(api, asking(key, order))
    assert.deepEqual([status, code], [400, -1])
    assert.ok(message.startsWith(`Idempotency-Key: ${came}: `), message)
    assert.ok(
      message.endsWith(` / must be 1 to 255 visible ASCII characters without spaces, and ${came} came.`),
      message,
    )
  }
  assert.equal(api.commits(), commits)
})

test('200 the longest key, and every character that a key may have', async () => {
  const visible = Array.from({ length: 0x7e - 0x20 }, (_, i) => String.fromCharCode(0x21 + i)).join('')
  for (const key of ['k'.repeat(255), visible]) {
    const order = { merchant_uid: `of ${key.slice(0, 9)}`, amount: 1000 }
    const first = await issue(key, order)
    assert.equal(first.status, 200, first.text)
    assert.equal((await issue(key, order)).text, first.text)
  }
})
