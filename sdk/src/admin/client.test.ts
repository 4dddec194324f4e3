import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { key, openConsole } from '../../../src/admin/test-console.ts'
import { invite, PASSWORD } from '../../../src/admin/test-sign-in.ts'
import { AdminError, createAdminClient } from '../admin.ts'

/** A browser's part: it keeps the cookie, says where its page is from, and nothing else. */
function browserAt(url: string): typeof globalThis.fetch {
  let cookie = ''
  return async (input, init = {}) => {
    const headers = new Headers(init.headers)
    if (init.method !== 'GET') headers.set('origin', url)
    if (cookie !== '') headers.set('cookie', cookie)
    const reply = await fetch(input, { ...init, headers })
    for (const each of reply.headers.getSetCookie()) cookie = each.split(';')[0] ?? ''
    return reply
  }
}

async function openPage(t: TestContext) {
  const console = await openConsole(t, { publicUrl: 'http://127.0.0.1:8080' })
  const url = await console.app.listen({ host: '127.0.0.1', port: 0 })
  const client = createAdminClient({ url, fetch: browserAt(url) })
  return { console, client, url }
}

test('a page signs in by a link, and from then on changes things without knowing what guards them', async (t) => {
  const { console, client } = await openPage(t)
  const { token } = await invite(console)
  assert.equal((await client.call('lookAtLink', { body: { token } })).kind, 'invitation')
  const session = await client.call('useLink', { body: { token, password: PASSWORD } })
  const merchant = session.merchant?.id ?? ''
  const body = { merchant_uid: 'order-by-hand', amount: 4300 }
  const issued = await client.call('issuePayment', { path: { merchant }, body })
  assert.deepEqual([issued.amount, issued.state], [4300, 'waiting'])
  const found = await client.call('searchPayments', { path: { merchant }, body: { text: 'by-hand' } })
  assert.deepEqual(
    found.payments.map(({ imp_uid }) => imp_uid),
    [issued.imp_uid],
  )
  const entries = (await client.call('audit', { path: { merchant }, query: { limit: 2 } })).entries
  assert.deepEqual(
    entries.map(({ action, outcome }) => [action, outcome]),
    [
      ['payment.issued', 'done'],
      ['payment.issued', 'asked'],
    ],
  )
  await client.call('signOut', {})
  await assert.rejects(
    client.call('session', {}),
    (error) => error instanceof AdminError && error.code === 'signed_out',
  )
})

test('a double click is two calls under one key, and one deed', async (t) => {
  const { console, client } = await openPage(t)
  const { token } = await invite(console)
  const session = await client.call('useLink', { body: { token, password: PASSWORD } })
  const merchant = session.merchant?.id ?? ''
  const click = { key: key()['idempotency-key'] }
  const body = { merchant_uid: 'order-once', amount: 1000 }
  const issue = () => client.call('issuePayment', { path: { merchant }, body }, click)
  const first = await issue()
  assert.deepEqual(await issue(), first)
  const other = client.call('issuePayment', { path: { merchant }, body: { ...body, amount: 2000 } }, click)
  await assert.rejects(other, (error) => error instanceof AdminError && error.code === 'key_conflict')
  const found = await client.call('searchPayments', { path: { merchant }, body: {} })
  assert.equal(found.payments.length, 1)
})

test('a server that is not there, and one that is no gateway, are told apart from a no', async (t) => {
  const nowhere = createAdminClient({
    url: 'http://127.0.0.1:9',
    fetch: () => Promise.reject(new TypeError('refused')),
  })
  await assert.rejects(nowhere.call('session', {}), (error) => {
    return error instanceof AdminError && error.status === null && error.code === 'no_answer'
  })
  const proxy = createAdminClient({ url: 'http://x', fetch: async () => new Response('<html>', { status: 502 }) })
  await assert.rejects(proxy.call('session', {}), (error) => {
    return error instanceof AdminError && error.status === 502 && error.code === 'strange_answer'
  })
  const { client } = await openPage(t)
  await assert.rejects(client.call('payment', { path: { merchant: '', imp_uid: 'imp_1' } }), TypeError)
})

test('a file comes with its name, and how much of it has come is told on the way; one that breaks off is none', async (t) => {
  const { console, client } = await openPage(t)
  const { token } = await invite(console)
  const session = await client.call('useLink', { body: { token, password: PASSWORD } })
  const path = { merchant: session.merchant?.id ?? '' }
  const body = { format: 'csv', reason: '월말 정산' } as const
  let came = 0
  const file = await client.call('exportPayments', { path, body }, { received: (bytes) => (came = bytes) })
  assert.match(file.name, /^payments-\d{4}-\d\d-\d\d\.csv$/)
  assert.equal(file.size, came)
  assert.match(await file.text(), /결제 고유번호/)
  const broken = new ReadableStream({ pull: (to) => to.error(new TypeError('broken off')) })
  const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="payments.csv"' }
  const cut = createAdminClient({ fetch: async () => new Response(broken, { headers }) })
  await assert.rejects(cut.call('exportPayments', { path: { merchant: 'm' }, body }), (error) => {
    return error instanceof AdminError && error.code === 'no_answer' && error.cause instanceof TypeError
  })
})

test('a page of a proxy, and an answer that breaks off, are no yes, though they come with 200', async () => {
  for (const [type, body] of [
    ['text/html', '<html>sign in</html>'],
    ['application/json', '{"imp_uid":"imp_1'],
  ] as const) {
    const client = createAdminClient({
      url: 'http://x',
      fetch: async () => new Response(body, { headers: { 'content-type': type } }),
    })
    await assert.rejects(client.call('session', {}), (error) => {
      return error instanceof AdminError && error.status === null && error.code === 'no_answer'
    })
  }
})

test('who is told to wait learns for how long', async () => {
  const refusal = { error: { code: 'too_often', message: { ko: '잠시 후', en: 'Wait' } } }
  for (const [said, waitS] of [
    ['847', 847],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    [undefined, null],
  ] as const) {
    const headers: Record<string, string> = said === undefined ? {} : { 'retry-after': said }
    const client = createAdminClient({
      url: 'http://x',
      fetch: async () => Response.json(refusal, { status: 429, headers }),
    })
    await assert.rejects(client.call('session', {}), (error) => error instanceof AdminError && error.waitS === waitS)
  }
})
