/**
 * The official npm client `iamport` as it is published, against a listening server, and the examination of payments that
 * it ships. It has no `/cvs` of its own, so the two calls are added the way its own resources are made.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Value } from 'typebox/value'
import type { CommandId } from '../../src/core/brand.ts'
import { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { PaymentPage } from '../../src/wire/payment-lists.ts'
import type { PreparedAnswer } from '../../src/wire/prepare.ts'
import { issueOf } from '../core-commands.ts'
import { ended, startNode } from '../set-up/programs.ts'
import { type ApiUnderTest, KEYS, openApi, type Pair, SHOP } from './api-under-test.ts'
import { realClients } from './real-clients.ts'

/** What of the client's untyped modules is used here. */
type Call<Response = PaymentAnswer> = (parameters: Readonly<Record<string, unknown>>) => Promise<Response>
interface Client {
  readonly payment: {
    readonly getByImpUid: Call
    readonly getByMerchant: Call
    readonly getByStatus: Call<PaymentPage>
    readonly cancel: Call
    readonly prepare: Call<PreparedAnswer>
    readonly getPrepare: Call<PreparedAnswer>
  }
  readonly certification: { readonly get: Call }
  readonly vbank: { readonly create: Call }
}
interface ClientModule {
  new (options?: Pair): Client
  DEFAULT_HOST: string
  readonly DEFAULT_KEY: string
  readonly DEFAULT_SECRET: string
}
interface ResourceModule {
  extend(members: object): new (client: Client) => Readonly<Record<'issue' | 'revoke', Call>>
  iamportMethod(spec: {
    readonly method: string
    readonly urlParam?: string
    readonly require?: readonly string[]
  }): Call
}

const { folder, load } = await realClients()
const Iamport: ClientModule = load('iamport')
const Resource: ResourceModule = load('iamport/lib/resource')

const Cvs = Resource.extend({
  path: 'cvs',
  issue: Resource.iamportMethod({ method: 'POST', require: ['merchant_uid', 'amount'] }),
  revoke: Resource.iamportMethod({ method: 'DELETE', urlParam: 'imp_uid' }),
})

const OFFICIAL_HOST = Iamport.DEFAULT_HOST
let api: ApiUnderTest
before(async () => {
  api = await openApi({ pairs: [{ impKey: Iamport.DEFAULT_KEY, impSecret: Iamport.DEFAULT_SECRET }] })
  Iamport.DEFAULT_HOST = await api.listen()
})
after(async () => {
  Iamport.DEFAULT_HOST = OFFICIAL_HOST
  await api.close()
})

const openClient = (pair: Pair = KEYS.shop) => {
  const client = new Iamport(pair)
  return { client, cvs: new Cvs(client) }
}

const EVERY_PARAMETER = {
  merchant_uid: 'iamport-0.3.4',
  amount: 36400,
  barcode: 'IAMPORT-0-3-4',
  expired_at: Math.floor(Date.now() / 1000) + 86_400,
  name: '후드 티셔츠',
  buyer_name: '홍길동',
  buyer_email: 'hong@example.com',
  buyer_tel: '010-1234-5678',
  buyer_addr: '서울특별시 강남구 테헤란로 1',
  buyer_postcode: '06134',
  pg: 'galaxia.sunap0001',
  confirm_url: 'https://shop.example/confirm',
  notice_url: 'https://shop.example/notice',
  custom_data: ['에코', { order: 1 }],
}

test('issue with every parameter of the page, look at it by both ids, revoke it', async () => {
  const { client, cvs } = openClient()
  const issued = await cvs.issue(EVERY_PARAMETER)
  assert.ok(Value.Check(PaymentAnswer, issued), JSON.stringify(issued))
  assert.equal(issued.status, 'ready')
  assert.equal(issued.barcode, EVERY_PARAMETER.barcode)
  assert.equal(issued.expired_at, EVERY_PARAMETER.expired_at)
  assert.equal(issued.custom_data, JSON.stringify(EVERY_PARAMETER.custom_data))
  const { imp_uid, merchant_uid } = issued
  assert.deepEqual(await client.payment.getByImpUid({ imp_uid }), issued)
  assert.deepEqual(await client.payment.getByMerchant({ merchant_uid }), issued)
  assert.equal((await cvs.revoke({ imp_uid })).status, 'cancelled')
})

test('search by status, page by page', async () => {
  const { client, cvs } = openClient()
  const issued = []
  for (const no of [1, 2, 3]) issued.push((await cvs.issue({ merchant_uid: `search-${no}`, amount: 1000 })).imp_uid)
  const pageOf = (page: number) => client.payment.getByStatus({ payment_status: 'ready', page, limit: 2 })
  const pages = [await pageOf(1), await pageOf(2)]
  for (const page of pages) assert.ok(Value.Check(PaymentPage, page), JSON.stringify(page))
  assert.deepEqual(
    pages.map(({ previous, next }) => [previous, next]),
    [
      [0, 2],
      [1, 0],
    ],
  )
  const found = pages.flatMap(({ list }) => list.map(({ imp_uid }) => imp_uid))
  assert.deepEqual(found, issued.toReversed())
  await assert.rejects(pageOf(3), { code: 'HTTP_400' })
  await assert.rejects(client.payment.getByStatus({ payment_status: 'waiting' }), { code: 'HTTP_400' })
})

test('prepare an amount and look at it; another one is not issued', async () => {
  const { client, cvs } = openClient()
  const prepared = { merchant_uid: 'prepared', amount: 36400 }
  assert.deepEqual(await client.payment.prepare(prepared), { ...prepared, currency: null })
  assert.deepEqual(await client.payment.getPrepare({ merchant_uid: 'prepared' }), { ...prepared, currency: null })
  await assert.rejects(client.payment.prepare(prepared), { code: 'IAMPORT_1', message: /이미 등록된 merchant_uid/ })
  await assert.rejects(client.payment.getPrepare({ merchant_uid: 'nothing' }), { code: 'HTTP_404' })
  await assert.rejects(cvs.issue({ ...prepared, amount: 1 }), { code: 'IAMPORT_1' })
  assert.equal((await cvs.issue(prepared)).amount, 36400)
})

test('a cancel that cannot be is the error IAMPORT_1 with its sentence', async () => {
  const { client, cvs } = openClient()
  const { imp_uid } = await cvs.issue({ merchant_uid: 'cancel', amount: 1000 })
  for (const [asked, message] of [
    [{}, 'imp_uid 또는 merchant_uid를 지정해주셔야합니다.'],
    [{ merchant_uid: 'nothing' }, '취소할 결제건이 존재하지 않습니다.'],
    [{ imp_uid }, '결제되지 않은 주문입니다. 수납번호 말소(DELETE /cvs/{imp_uid})를 사용하세요.'],
  ] as const) {
    await assert.rejects(client.payment.cancel(asked), { code: 'IAMPORT_1', message })
  }
})

test('the key pair that the client carries built in works where a merchant has it', async () => {
  const client = new Iamport()
  assert.equal((await new Cvs(client).issue({ merchant_uid: 'built-in', amount: 1000 })).amount, 1000)
})

test('a refusal of the trade is the error IAMPORT_1 with its sentence', async () => {
  const { cvs } = openClient()
  const { barcode } = await cvs.issue({ merchant_uid: 'paid', amount: 1000 })
  await api.collect(barcode, 1000)
  await assert.rejects(cvs.issue({ merchant_uid: 'paid', amount: 1000 }), {
    code: 'IAMPORT_1',
    message: '이미 결제가 이루어진 거래건입니다.',
  })
})

test('400, 404 and a wrong pair are the errors the client knows', async () => {
  const { client, cvs } = openClient()
  await assert.rejects(cvs.issue({ merchant_uid: 'x', amount: 0 }), { code: 'HTTP_400' })
  await assert.rejects(client.payment.getByImpUid({ imp_uid: 'imp_000000000000' }), { code: 'HTTP_404' })
  const wrong = openClient({ ...KEYS.shop, impSecret: 'wrong' })
  await assert.rejects(wrong.cvs.issue({ merchant_uid: 'x', amount: 1 }), { code: 'HTTP_401' })
})

test('a parameter that the client itself misses never leaves it', async () => {
  const { client, cvs } = openClient()
  for (const [call, name] of [
    [() => cvs.issue({ amount: 1000 }), 'merchant_uid'],
    [() => cvs.revoke({}), 'imp_uid'],
    [() => client.payment.getByImpUid({}), 'imp_uid'],
    [() => client.payment.getByMerchant({}), 'merchant_uid'],
    [() => client.payment.getByStatus({}), 'payment_status'],
    [() => client.payment.prepare({ merchant_uid: 'a' }), 'amount'],
  ] as const) {
    await assert.rejects(call, { message: `Param missing: ${name}` })
  }
})

test('one of an order, by its status and in the order asked, as the client writes them', async () => {
  const { client, cvs } = openClient()
  const first = await cvs.issue({ merchant_uid: 'twice', amount: 1000 })
  await api.storage.clock.advance(1000)
  const second = await cvs.issue({ merchant_uid: 'twice', amount: 1000 })
  await cvs.revoke({ imp_uid: first.imp_uid })
  const found = async (merchant_uid: string, more = {}) =>
    (await client.payment.getByMerchant({ merchant_uid, ...more })).imp_uid
  assert.equal(await found('twice'), second.imp_uid)
  assert.equal(await found('twice', { sorting: 'started' }), first.imp_uid)
  assert.equal(await found('twice/cancelled'), first.imp_uid)
  await assert.rejects(found('twice/paid'), { code: 'HTTP_404' })
})

test('what is another trade is the error HTTP_404', async () => {
  const { client } = openClient()
  await assert.rejects(client.certification.get({ imp_uid: 'imp_000000000000' }), { code: 'HTTP_404' })
  const account = { vbank_code: '004', vbank_due: 1_796_050_799, vbank_holder: '예제상점' }
  await assert.rejects(client.vbank.create({ merchant_uid: 'a', amount: 1000, ...account }), { code: 'HTTP_404' })
})

test('a client whose cached token has ended gets a new one and goes on', async () => {
  const { cvs } = openClient()
  await cvs.issue({ merchant_uid: 'before', amount: 1000 })
  api.moveWall(31 * 60_000)
  assert.equal((await cvs.issue({ merchant_uid: 'after', amount: 1000 })).merchant_uid, 'after')
})

test('the examination of payments that the client ships is passed, its file untouched', async () => {
  const asked = { no: 448_280_090_638, order: 'order-1', id: 'cmd_1', number: 'SPEC-1' }
  const named = { no: 448_280_088_556, order: 'merchant_1448280088556', id: 'cmd_2', number: 'SPEC-2' }
  for (const { id, ...words } of [asked, named]) {
    const issued = await api.storage.execute(issueOf({ ...words, merchant: SHOP }, id as CommandId))
    assert.equal(issued.kind, 'issued')
  }
  const spec = join('node_modules', 'iamport', 'test', 'resources', 'Payment.spec.js')
  const pointed = fileURLToPath(new URL('./point-iamport.cjs', import.meta.url))
  const mocha = startNode([load.resolve('mocha/bin/_mocha'), '--require', pointed, '--reporter', 'json', spec], {
    cwd: folder,
    env: { SUNAP_TEST_URL: Iamport.DEFAULT_HOST },
  })
  const { code, out, err } = await ended(mocha)
  assert.deepEqual([code, err], [0, ''], out)
  const { stats } = JSON.parse(out)
  assert.deepEqual([stats.tests, stats.passes, stats.failures, stats.pending], [6, 6, 0, 0])
})
