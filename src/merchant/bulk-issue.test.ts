/** `POST /api/bulk-issues`: what is answered, in which order, and what is refused before anything is issued. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { BULK_BYTES_MAX, BULK_ROWS_MAX, BULKS_AT_ONCE_MAX } from '../wire/bulk-issue.ts'
import { assertNeedsToken, assertSawEveryAnswer, assertTakesOnly } from './test-answers.ts'
import { type BulkClient, bulkClient, linesOf, orders, paymentsOf } from './test-bulk-client.ts'
import { gate } from './test-bulk-gate.ts'

let api: ApiUnderTest
let client: BulkClient
before(async () => {
  api = await openApi()
  client = await bulkClient(api)
})
after(() => api.close())

const key = (word: string) => ({ 'idempotency-key': word })

test('200 a line a row in the order of the rows, each the answer of POST /cvs, and a last one that counts them', async () => {
  const rows = orders('plain', 150)
  const reply = await client.send(rows, key('plain'))
  assert.deepEqual(
    [reply.status, reply.headers['content-type'], reply.headers['x-accel-buffering'], reply.headers['cache-control']],
    [200, 'application/x-ndjson; charset=utf-8', 'no', 'no-store'],
  )
  const { rows: lines, end } = linesOf(reply)
  assert.deepEqual(end, { done: true, rows: 150, issued: 150, refused: 0 })
  assert.deepEqual(
    lines.map(({ row, of, code, response }) => [row, of, code, response?.merchant_uid, response?.amount]),
    rows.map(({ merchant_uid, amount }, index) => [index + 1, 150, 0, merchant_uid, amount]),
  )
  const found = await api.ask({ url: `/payments/${lines[99]?.response?.imp_uid}` })
  assert.deepEqual(found.payment, lines[99]?.response)
})

test('200 a row is refused with the code and message that POST /cvs has for it, and the others are issued', async () => {
  const paid = await api.issue({ merchant_uid: 'bulk-paid' })
  await api.collect(paid.payment.barcode, 1000)
  const wrong: readonly Record<string, unknown>[] = [
    { merchant_uid: 'bulk-paid', amount: 1000 },
    { merchant_uid: 'no-amount' },
    { merchant_uid: 'much', amount: 50_001, channel_key: CHANNEL_KEYS.second },
    { merchant_uid: 'late', amount: 1, expired_at: 1000 },
    { merchant_uid: 'url', amount: 1, notice_url: 'nowhere' },
    { merchant_uid: 'number', amount: 1, buyer_tel: 1012345678 },
    { merchant_uid: 'proto', amount: 1, custom_data: JSON.parse('{"__proto__": 1}') },
  ]
  const rows = wrong.flatMap((row, index) => [row, { merchant_uid: `right-${index}`, amount: 1 }])
  const { rows: lines, end } = linesOf(await client.send(rows, key('refused')))
  assert.deepEqual(end, { done: true, rows: 14, issued: 7, refused: 7 })
  for (const [index, row] of wrong.entries()) {
    const alone = await api.ask({ method: 'POST', url: '/cvs', payload: JSON.stringify(row), headers: JSON_BODY })
    const line = lines[2 * index]
    assert.deepEqual([line?.code, line?.message, line?.response], [alone.code, alone.message, null])
    assert.equal(lines[2 * index + 1]?.code, 0)
  }
})

const JSON_BODY = { 'content-type': 'application/json' }

test('200 a row that is no object, or says what we do not know, is refused alone', async () => {
  const { rows, end } = linesOf(
    await client.send(
      '{"rows": [5, null, [], {"merchant_uid": "typo", "amount": 1, "expierd_at": 1}, {"merchant_uid": "well", "amount": 1}]}',
      key('strange'),
    ),
  )
  assert.deepEqual(end, { done: true, rows: 5, issued: 1, refused: 4 })
  assert.deepEqual(
    rows.map(({ code, message }) => [code, message?.slice(0, 12) ?? null]),
    [
      [-1, 'row: {"파라미터"'],
      [-1, 'row: {"파라미터"'],
      [-1, 'row: {"파라미터"'],
      [-1, 'expierd_at: '],
      [0, null],
    ],
  )
})

test('200 custom_data comes back as its JSON text, to the last digit', async () => {
  const body =
    '{"rows": [{"merchant_uid": "exact-1", "amount": 1, "custom_data": {"id":1234567890123456789,"price":10.0}}, {"merchant_uid": "exact-2", "amount": 1, "custom_data": "as it is"}]}'
  const payments = paymentsOf(await client.send(body, key('exact')))
  assert.deepEqual(
    payments.map(({ custom_data }) => custom_data),
    ['{"id":1234567890123456789,"price":10.0}', 'as it is'],
  )
})

test('200 the same request again under its key answers every row that was issued as it is now, and issues none twice', async () => {
  const rows = [...orders('again', 80), { merchant_uid: 'again-x', amount: 'wrong' }]
  const first = await client.send(rows, key('again'))
  const [one] = paymentsOf(first)
  await api.collect(one?.barcode ?? '', 1000)
  const commits = api.commits()
  const again = await client.send(rows, key('again'))
  assert.equal(api.commits(), commits)
  assert.deepEqual(linesOf(again).end, { done: true, rows: 81, issued: 80, refused: 1 })
  assert.equal(paymentsOf(again)[0]?.status, 'paid')
  assert.deepEqual(again.text.split('\n').slice(1), first.text.split('\n').slice(1))
  const mended = linesOf(
    await client.send([...rows.slice(0, 80), { merchant_uid: 'again-x', amount: 5 }], key('again')),
  )
  assert.deepEqual(mended.end, { done: true, rows: 81, issued: 81, refused: 0 }, 'what was refused may be put right')
  assert.deepEqual(
    mended.rows.slice(0, 80).map(({ response }) => response?.imp_uid),
    paymentsOf(first).map(({ imp_uid }) => imp_uid),
  )
})

test('200 rows that moved under the same key are told so, each in its line, and none gets a second number', async () => {
  const rows = orders('moved', 5)
  await client.send(rows, key('moved'))
  const commits = api.commits()
  const { rows: lines, end } = linesOf(await client.send(rows.toReversed(), key('moved')))
  assert.deepEqual(end, { done: true, rows: 5, issued: 1, refused: 4 }, 'the middle one stands where it stood')
  assert.match(lines[0]?.message ?? '', /^Idempotency-Key: .*this key was used for another request/)
  assert.equal(api.commits(), commits)
})

test('200 the key of a row is no other request’s key', async () => {
  const [row = {}] = orders('own-key', 1)
  const [inBulk] = paymentsOf(await client.send([row], key('own-key')))
  const ones = ['own-key', 'own-key/1', 'own-key-1'].map((word) =>
    api.ask({ method: 'POST', url: '/cvs', payload: row, headers: key(word) }),
  )
  const ids = (await Promise.all(ones)).map(({ payment }) => payment.imp_uid)
  assert.equal(new Set([...ids, inBulk?.imp_uid]).size, 4)
})

test('200 rows of one order are taken in their order, as calls one after the other are', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => ({
    merchant_uid: index % 2 === 0 ? 'one' : 1,
    amount: index + 1,
  }))
  const payments = paymentsOf(await client.send(rows, key('order')))
  for (const [merchantUid, amount] of [
    ['one', 59],
    ['1', 60],
  ] as const) {
    const ofOrder = payments.filter(({ merchant_uid }) => merchant_uid === merchantUid)
    const states = await Promise.all(ofOrder.map(({ imp_uid }) => api.ask({ url: `/payments/${imp_uid}` })))
    assert.deepEqual(
      states.filter(({ payment }) => payment.status === 'ready').map(({ payment }) => payment.amount),
      [amount],
      'another amount ends the older number, so only the last is left',
    )
  }
})

test('200 another merchant’s rows under the same key are its own', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const rows = orders('both', 3)
  const shop = paymentsOf(await (await bulkClient(own)).send(rows))
  const other = await own.app.inject({
    method: 'POST',
    url: '/api/bulk-issues',
    headers: { authorization: await own.tokenOf(KEYS.other), 'idempotency-key': 'k' },
    payload: { rows },
  })
  const ids = [...shop, ...paymentsOf({ text: other.body })].map(({ imp_uid }) => imp_uid)
  assert.equal(new Set(ids).size, 6)
})

test('400 without a key, with the reason; 400 with one that is none', async () => {
  const commits = api.commits()
  const without = await client.send(orders('keyless', 2), { 'idempotency-key': undefined })
  assert.equal(without.status, 400)
  assert.match(without.text, /Idempotency-Key: 이 요청에는 꼭 필요한 헤더입니다\..*none is issued twice/)
  const wrong = await client.send(orders('keyless', 2), key('two words'))
  assert.equal(wrong.status, 400)
  assert.match(wrong.text, /1 to 255 visible ASCII characters/)
  assert.equal(api.commits(), commits)
})

test('400 a body that is no list of rows, or has too few or too many; nothing is issued', async () => {
  const commits = api.commits()
  const many = JSON.stringify({ rows: Array.from({ length: BULK_ROWS_MAX + 1 }, () => 0) })
  for (const [body, message] of [
    ['', /The JSON body cannot be read/],
    ['{}', /rows: 필수 파라미터입니다/],
    ['[{"merchant_uid":"a","amount":1}]', /The JSON body must be an object/],
    ['{"rows": {"merchant_uid":"a"}}', /rows: .*must be a list, and an object came/],
    ['{"rows": [], "more": 1}', /more: .*There are: rows/],
    ['{"rows": []}', /rows: .*must be 1 to 10000 rows, and 0 came/],
    [many, /rows: .*must be 1 to 10000 rows, and 10001 came/],
    ['{"rows": [', /The JSON body cannot be read/],
    [Buffer.from([0x7b, 0xff, 0x7d]), /The body is not UTF-8/],
  ] as const) {
    const reply = await client.send(body, key('bad'))
    assert.equal(reply.status, 400, reply.text)
    assert.match(JSON.parse(reply.text).message, message)
    assert.equal(JSON.parse(reply.text).code, -1)
  }
  assert.equal(api.commits(), commits)
})

test('200 as many rows as are allowed', async () => {
  const reply = await client.send(JSON.stringify({ rows: Array.from({ length: BULK_ROWS_MAX }, () => 0) }), key('most'))
  assert.deepEqual(linesOf(reply).end, { done: true, rows: BULK_ROWS_MAX, issued: 0, refused: BULK_ROWS_MAX })
})

test('401 without a token, 405 asked in another way', async () => {
  await assertNeedsToken(api, { method: 'POST', url: '/api/bulk-issues', payload: '{"broken' })
  await assertTakesOnly(api, '/api/bulk-issues', ['POST'])
})

test('413 a body beyond the limit of this route, which is told; the other routes keep theirs', async () => {
  const [most, tooMuch] = [BULK_BYTES_MAX, BULK_BYTES_MAX + 1].map((length) => '{"rows": [0]}'.padEnd(length))
  assert.equal((await client.send(most ?? '', key('big'))).status, 200)
  const reply = await client.send(tooMuch ?? '', key('big'))
  assert.equal(reply.status, 413)
  assert.match(reply.text, new RegExp(`at most ${BULK_BYTES_MAX} bytes`))
  const elsewhere = await api.ask({ method: 'POST', url: '/cvs', payload: { merchant_uid: 'x'.repeat(70_000) } })
  assert.equal(elsewhere.status, 413)
  assert.match(elsewhere.message ?? '', /at most 65536 bytes/)
})

test('415 a form, a spreadsheet file, another charset, a compressed body', async () => {
  for (const [type, more] of [
    ['application/x-www-form-urlencoded', {}],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', {}],
    ['text/csv; charset=euc-kr', {}],
    [undefined, {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ] as const) {
    const reply = await client.send('{"rows": [0]}', { ...key('type'), 'content-type': type, ...more })
    assert.equal(reply.status, 415, `${type}: ${reply.text}`)
  }
})

test('429 beyond a few bulk issues of one merchant at once; another merchant’s goes on, and a place that is left is free', async (t) => {
  const { faulty, holds, open } = gate(0)
  const reached = holds(2 * BULKS_AT_ONCE_MAX)
  const own = await openApi({ faulty })
  t.after(() => own.close())
  const ownClient = await bulkClient(own)
  const running = Array.from({ length: BULKS_AT_ONCE_MAX }, (_, no) =>
    ownClient.send(orders(`at-once-${no}`, 2), { 'idempotency-key': `at-once-${no}` }),
  )
  await reached
  const refused = await ownClient.send(orders('one-more', 2), { 'idempotency-key': 'one-more' })
  assert.deepEqual([refused.status, refused.headers['retry-after'], JSON.parse(refused.text).code], [429, '5', -1])
  const authorization = await own.tokenOf(KEYS.other)
  const others = ownClient.send(orders('others', 2), { 'idempotency-key': 'one-more', authorization })
  await open()
  for (const reply of await Promise.all([...running, others])) assert.equal(linesOf(reply).end?.issued, 2)
  const later = await ownClient.send(orders('one-more', 2), { 'idempotency-key': 'one-more' })
  assert.equal(linesOf(later).end?.issued, 2)
})

test('everything that is its to answer was answered above', () => assertSawEveryAnswer('POST /api/bulk-issues'))
