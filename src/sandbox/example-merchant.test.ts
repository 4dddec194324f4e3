import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as openRequest } from 'node:http'
import { type TestContext, test } from 'node:test'
import { type FastifyInstance, fastify, type InjectOptions } from 'fastify'
import { signWebhook } from '../outbound/standard-webhooks.ts'
import { createExampleMerchant } from './example-merchant.ts'
import { fieldsOf } from './shop-account.ts'
import { callJson, listen, listOf, type Members, openTown, urlOf } from './test-town.ts'

const SECRET = `whsec_${randomBytes(32).toString('base64')}`

interface Shop {
  readonly app: FastifyInstance
  readonly url: string
  /** What the V1 API was asked, and what it says of every payment. */
  readonly api: { readonly asked: string[]; status: string | undefined; token: string; tokens: number }
  forget(): void
}

/** The seller alone, with a V1 API that answers as the test wishes. */
async function openShop(t: TestContext): Promise<Shop> {
  const api: Shop['api'] = { asked: [], status: 'paid', token: 'token-1', tokens: 0 }
  const app = fastify()
  const shop = createExampleMerchant({
    apiUrl: () => urlOf(app),
    impKey: 'key',
    impSecret: 'secret',
    webhookSecret: SECRET,
    allowedHosts: [],
  })
  shop.register(app)
  app.post('/users/getToken', async () => {
    api.tokens += 1
    return { code: 0, message: null, response: { access_token: api.token, now: 1, expired_at: 2 } }
  })
  app.addHook('preHandler', async (request, reply) => {
    if (!/^\/(payments|cvs)/.test(request.url)) return
    api.asked.push(`${request.method} ${request.url}`)
    if (request.headers.authorization !== api.token) {
      return reply.code(401).send({ code: -1, message: 'Unauthorized', response: null })
    }
  })
  app.get('/payments/:id', async (_request, reply) =>
    api.status === undefined
      ? reply.code(404).send({ code: -1, message: '존재하지 않는 결제정보입니다.', response: null })
      : { code: 0, message: null, response: { status: api.status } },
  )
  app.post('/cvs', async () => ({ code: 1, message: '이미 결제가 이루어진 거래건입니다.', response: null }))
  t.after(() => app.close())
  return { app, url: await listen(app), api, forget: shop.forget }
}

function signed(path: string, body: string, contentType = 'application/json', secret = SECRET): InjectOptions {
  const timestampSeconds = Math.floor(Date.now() / 1000)
  const headers = signWebhook({ id: 'dlv_1', timestampSeconds, body }, [secret])
  return { method: 'POST', url: path, payload: body, headers: { ...headers, 'content-type': contentType } }
}

const confirm = (merchant_uid: string, amount: number, secret = SECRET): InjectOptions => {
  const body = { event: 'Galaxia.Cvs.Confirm', imp_uid: 'imp_1', merchant_uid, status: 'ready', response: { amount } }
  return signed('/shop/confirm', JSON.stringify(body), 'application/json', secret)
}

const NOTICE = { imp_uid: 'imp_000000000001', merchant_uid: 'shop-hoodie-36400-a', status: 'paid' }

async function bookOf({ url }: Shop): Promise<readonly Members[]> {
  return listOf((await callJson(url, '/shop/orders')).body['orders'])
}

test('an order it sold, for its amount, may be paid; another amount, another order and the last piece may not', async (t) => {
  const { app } = await openShop(t)
  const answers = await Promise.all([
    app.inject(confirm('shop-hoodie-36400-a', 36_400)),
    app.inject(confirm('shop-hoodie-36400-a', 36_401)),
    app.inject(confirm('order-1', 1000)),
  ])
  assert.deepEqual(
    answers.map((answer) => [answer.statusCode, answer.json()]),
    [
      [200, {}],
      [409, { reason: '금액 다름' }],
      [409, { reason: '없는 주문' }],
    ],
  )
  const first = await app.inject(confirm('shop-ticket-88000-a', 88_000))
  const second = await app.inject(confirm('shop-ticket-88000-b', 88_000))
  assert.deepEqual([first.statusCode, second.statusCode, second.json()], [200, 409, { reason: '품절' }])
})

test('a call without the right signature is not believed, whatever it says', async (t) => {
  const shop = await openShop(t)
  const stranger = `whsec_${randomBytes(32).toString('base64')}`
  const unsigned: InjectOptions = { method: 'POST', url: '/shop/notice', payload: NOTICE }
  const changed = signed('/shop/notice', JSON.stringify(NOTICE))
  const calls = [
    unsigned,
    confirm('shop-hoodie-36400-a', 36_400, stranger),
    { ...changed, payload: JSON.stringify({ ...NOTICE, imp_uid: 'imp_000000000002' }) },
  ]
  for (const call of calls) assert.equal((await shop.app.inject(call)).statusCode, 401)
  assert.deepEqual(await bookOf(shop), [])
  assert.deepEqual(shop.api.asked, [])
})

test('a signed call that is no call of a gateway is turned away', async (t) => {
  const { app } = await openShop(t)
  for (const path of ['/shop/confirm', '/shop/notice']) {
    for (const body of ['', '{', '[]', 'null', '{"imp_uid":1}']) {
      assert.equal((await app.inject(signed(path, body))).statusCode, 400, `${path} ${body}`)
    }
  }
})

test('a notice, as JSON or as a form, is only a reason to ask the API, with a token of its own', async (t) => {
  const shop = await openShop(t)
  shop.api.status = 'ready'
  const json = await shop.app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))
  const form = new URLSearchParams({ ...NOTICE, merchant_uid: 'order-1' }).toString()
  const asForm = await shop.app.inject(signed('/shop/notice', form, 'application/x-www-form-urlencoded'))
  assert.deepEqual([json.statusCode, asForm.statusCode], [200, 200])
  assert.deepEqual(shop.api.asked, ['GET /payments/imp_000000000001', 'GET /payments/imp_000000000001'])
  assert.equal(shop.api.tokens, 1)
  const book = await bookOf(shop)
  assert.deepEqual(
    book.map(({ order, known, told, fetched }) => [order, known, told, fetched]),
    [
      ['order-1', false, 'paid', 'ready'],
      ['shop-hoodie-36400-a', true, 'paid', 'ready'],
    ],
  )
})

test('a token that is no longer accepted is fetched anew, once', async (t) => {
  const { app, api } = await openShop(t)
  assert.equal((await app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))).statusCode, 200)
  api.token = 'token-2'
  assert.equal((await app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))).statusCode, 200)
  assert.equal(api.tokens, 2)
})

test('a notice is not acknowledged where the API could not be asked, so that it comes again', async (t) => {
  const { app, api } = await openShop(t)
  api.status = undefined
  assert.equal((await app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))).statusCode, 500)
})

test('told to refuse, to fail or to redirect, it does', async (t) => {
  const { app, url, forget } = await openShop(t)
  const behave = async (behaviour: object): Promise<void> => {
    assert.equal((await callJson(url, '/shop/behave', behaviour)).status, 200)
  }
  await behave({ confirm: 'refuse', reason: '오늘 휴무' })
  const refused = await app.inject(confirm('shop-hoodie-36400-a', 36_400))
  assert.deepEqual([refused.statusCode, refused.json()], [409, { reason: '오늘 휴무' }])
  await behave({ confirm: 'fail', notice: 'fail' })
  assert.equal((await app.inject(confirm('shop-hoodie-36400-a', 36_400))).statusCode, 500)
  assert.equal((await app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))).statusCode, 500)
  await behave({ notice: 'redirect' })
  const redirected = await app.inject(signed('/shop/notice', JSON.stringify(NOTICE)))
  assert.deepEqual([redirected.statusCode, redirected.headers['location']], [302, '/shop/orders'])
  assert.deepEqual((await callJson(url, '/shop/orders')).body['behaviour'], {
    confirm: 'fail',
    reason: '오늘 휴무',
    notice: 'redirect',
  })
  forget()
  assert.equal((await app.inject(confirm('shop-hoodie-36400-a', 36_400))).statusCode, 200)
})

test('told to hang, it never answers, and neither the caller’s leaving nor the close of the gateway leaks', async (t) => {
  const { app, url } = await openShop(t)
  await callJson(url, '/shop/behave', { confirm: 'hang', notice: 'hang' })
  const call = confirm('shop-hoodie-36400-a', 36_400)
  const send = () => {
    const headers = { ...call.headers, 'content-length': String(call.payload).length }
    const request = openRequest(new URL('/shop/confirm', url), { method: 'POST', headers, agent: false })
    request.end(call.payload)
    return { request, broken: assert.rejects(once(request, 'response')) }
  }
  const left = send()
  left.request.setTimeout(100, () => left.request.destroy())
  await left.broken
  const hanging = send()
  const asked = async (): Promise<number> => {
    const [order] = listOf((await callJson(url, '/shop/orders')).body['orders'])
    return listOf(order?.['confirms']).length
  }
  while ((await asked()) < 2);
  await app.close()
  await hanging.broken
})

test('the desk is guarded and strict like the sandbox; unknown fields and goods are refused', async (t) => {
  const { app, url } = await openShop(t)
  const page = { method: 'POST', url: '/shop/orders', payload: {} } as const
  const answer = await app.inject({ ...page, headers: { host: 'evil.example' } })
  assert.equal(answer.statusCode, 403)
  assert.equal((await app.inject({ url: '/shop/orders', headers: { host: 'evil.example' } })).statusCode, 403)
  for (const [path, body, parameter] of [
    ['/shop/orders', { goods: 'yacht' }, 'goods'],
    ['/shop/orders', { amount: 0 }, 'amount'],
    ['/shop/orders', { price: 5 }, 'price'],
    ['/shop/behave', { confirm: 'explode' }, 'confirm'],
    ['/shop/behave', { notice: 'refuse' }, 'notice'],
    ['/shop/behave', { reason: 'x'.repeat(101) }, 'reason'],
    ['/shop/behave', { mood: 'bad' }, 'mood'],
  ] as const) {
    const refused = await callJson(url, path, body)
    assert.deepEqual([refused.status, fieldsOf(refused.body['error'])['parameter']], [400, parameter])
  }
})

test('what the API says against a number is passed on', async (t) => {
  const { url } = await openShop(t)
  const answer = await callJson(url, '/shop/orders', {})
  assert.equal(answer.status, 502)
  assert.match(JSON.stringify(answer.body), /이미 결제가 이루어진 거래건입니다/)
})

test('on the real gateway the seller issues, is asked, is told and believes what the API says', async (t) => {
  const town = await openTown(t)
  const order = await town.order({ goods: 'coffee', amount: 5000 })
  assert.match(String(order['number']), /^8100\d{16}$/)
  await town.pay({ number: order['number'], pay_type: 'card' })
  const { body } = await town.call('/shop/orders')
  const [known] = listOf(body['orders'])
  assert.deepEqual(
    [known?.['order'], known?.['known'], known?.['amount'], known?.['told'], known?.['fetched']],
    [order['order'], true, 5000, 'paid', 'paid'],
  )
  assert.deepEqual(
    listOf(known?.['confirms']).map(({ answered }) => answered),
    [200],
  )
  assert.equal(body['paid_total'], 5000)
})

test('on the real gateway a merchant who chose forms is told by form', async (t) => {
  const town = await openTown(t)
  const merchant = town.storage.directory.current().merchants.get(town.practice.merchantId)
  assert.ok(merchant !== undefined)
  await town.storage.directory.put([{ kind: 'merchant', entry: { ...merchant, noticeContentType: 'form' } }])
  const { number } = await town.order()
  const answer = await town.pay({ number })
  assert.equal(listOf(answer['notices'])[0]?.['result'], 'delivered')
  assert.equal(listOf((await town.call('/shop/orders')).body['orders'])[0]?.['fetched'], 'paid')
})
