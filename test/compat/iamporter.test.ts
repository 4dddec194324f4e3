/**
 * The npm client `iamporter` as it is published, against a listening server. It has no `/cvs`; the two calls are made as
 * its own are. It ends an address with a slash, sends along an old token when it asks for another, and takes 404 for an
 * answer instead of an error.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import type { PaymentPage } from '../../src/wire/payment-lists.ts'
import { type ApiUnderTest, KEYS, openApi, type Pair } from './api-under-test.ts'
import { realClients } from './real-clients.ts'

interface Output<Data = PaymentAnswer> {
  readonly status: number
  readonly message: string | null
  readonly data: Data
  readonly raw: { readonly code: number }
}
type Search = Readonly<Record<string, unknown>>
declare class Client {
  constructor(options?: { readonly apiKey?: string; readonly secret?: string; readonly host: string })
  readonly apiKey: string
  readonly secret: string
  readonly token: string
  _updateToken(): Promise<string>
  _request(spec: { readonly method: string; readonly url: string; readonly data?: object }): Promise<Output>
  getToken(apiKey?: string | null, secret?: string | null): Promise<Output<{ readonly access_token: string }>>
  findByImpUid(impUid: string): Promise<Output>
  findByMerchantUid(merchantUid: string): Promise<Output>
  findAllByMerchantUid(merchantUid: string, extra?: { readonly status: string }): Promise<Output<PaymentPage>>
  findAllByStatus(status?: string, extra?: Search): Promise<Output<PaymentPage>>
  cancel(data?: object): Promise<Output>
  cancelByImpUid(impUid: string, extra?: object): Promise<Output>
  cancelByMerchantUid(merchantUid: string, extra?: object): Promise<Output>
  createPreparedPayment(data: object): Promise<Output>
  getPreparedPayment(merchantUid: string): Promise<Output>
  getCertification(impUid: string): Promise<Output<null>>
}

const { load } = await realClients()
const { Iamporter, IamporterError }: { readonly Iamporter: typeof Client; readonly IamporterError: new () => Error } =
  load('iamporter')

class CvsIamporter extends Iamporter {
  async issue(data: object): Promise<Output> {
    await this._updateToken()
    return this._request({ method: 'POST', url: '/cvs', data })
  }
  async revoke(impUid: string): Promise<Output> {
    await this._updateToken()
    return this._request({ method: 'DELETE', url: `/cvs/${impUid}` })
  }
}

const { apiKey: builtInKey, secret: builtInSecret } = new Iamporter({ host: 'http://127.0.0.1' })
let api: ApiUnderTest
let host: string
let iamporter: CvsIamporter
before(async () => {
  api = await openApi({ pairs: [{ impKey: builtInKey, impSecret: builtInSecret }] })
  host = await api.listen()
  iamporter = openClient()
})
after(() => api.close())

const openClient = ({ impKey, impSecret }: Pair = KEYS.shop): CvsIamporter =>
  new CvsIamporter({ apiKey: impKey, secret: impSecret, host })

/** Status, code and message of the error that the client rejects with. */
async function refusalOf(asking: Promise<unknown>): Promise<readonly [number, number, string]> {
  const error: unknown = await asking.then(
    () => assert.fail('it went through'),
    (refused) => refused,
  )
  assert.ok(error instanceof IamporterError, String(error))
  const { status, raw } = Object(error)
  return [status, raw.code, error.message]
}

test('issue, look at it by both ids, revoke it', async () => {
  const issued = await iamporter.issue({ merchant_uid: 'iamporter-1.4.2', amount: 36_400, name: '후드 티셔츠' })
  assert.deepEqual([issued.status, issued.message, issued.raw.code], [200, null, 0])
  const { imp_uid, merchant_uid } = issued.data
  assert.deepEqual((await iamporter.findByImpUid(imp_uid)).data, issued.data)
  assert.deepEqual((await iamporter.findByMerchantUid(merchant_uid)).data, issued.data)
  assert.equal((await iamporter.revoke(imp_uid)).data.status, 'cancelled')
})

test('all of an order by an address that ends with a slash, and by status; all of a status, page by page', async () => {
  const issued: string[] = []
  for (const _ of [1, 2, 3]) {
    issued.push((await iamporter.issue({ merchant_uid: 'thrice', amount: 1000 })).data.imp_uid)
    await api.storage.clock.advance(1000)
  }
  const idsOf = ({ data }: Output<PaymentPage>) => data.list.map(({ imp_uid }) => imp_uid)
  const newestFirst = issued.toReversed()
  assert.deepEqual(idsOf(await iamporter.findAllByMerchantUid('thrice')), newestFirst)
  assert.deepEqual(idsOf(await iamporter.findAllByMerchantUid('thrice', { status: 'ready' })), newestFirst)
  assert.deepEqual(idsOf(await iamporter.findAllByMerchantUid('thrice', { status: 'paid' })), [])
  const first = await iamporter.findAllByStatus('ready', { page: 1, limit: 2 })
  const second = await iamporter.findAllByStatus('ready', { page: 2, limit: 2 })
  assert.deepEqual([first.data.next, second.data.previous, second.data.next], [2, 1, 0])
  assert.deepEqual([...idsOf(first), ...idsOf(second)], newestFirst)
  assert.equal((await iamporter.findAllByStatus()).data.total, 4)
})

test('404 is an answer to it: the sentence, and no payment', async () => {
  const unknown = [404, '존재하지 않는 결제정보입니다.', null]
  for (const asking of [
    iamporter.findByImpUid('imp_000000000000'),
    iamporter.findByMerchantUid('nothing'),
    iamporter.findAllByMerchantUid('nothing'),
    iamporter.revoke('imp_000000000000'),
  ]) {
    const { status, message, data } = await asking
    assert.deepEqual([status, message, data], unknown)
  }
  const { status, message, data } = await iamporter.getPreparedPayment('nothing')
  assert.deepEqual([status, message, data], [404, '사전등록된 결제정보가 존재하지 않습니다.', null])
  assert.equal((await iamporter.getCertification('imp_000000000000')).status, 404)
})

test('400 is its error with our sentence: a wrong status, a wrong amount, a missing pair', async () => {
  assert.deepEqual(await refusalOf(iamporter.findAllByStatus('waiting')), [400, -1, '지원되지 않는 상태값입니다.'])
  const [status, code, message] = await refusalOf(iamporter.issue({ merchant_uid: 'a', amount: 0 }))
  assert.deepEqual([status, code], [400, -1])
  assert.match(message, /^amount: /)
  const missing = [400, -1, 'imp_key, imp_secret 파라메터가 누락되었습니다.']
  assert.deepEqual(await refusalOf(iamporter.getToken(null, null)), missing)
})

test('401 is its error in its own words, whatever is asked: before a parameter is looked at', async () => {
  const unauthorized = '아임포트 API 인증에 실패하였습니다.'
  assert.deepEqual(await refusalOf(iamporter.getToken('nobody', 'nothing')), [401, -1, unauthorized])
  const client = openClient()
  await client.getToken()
  await client._updateToken()
  Reflect.set(client, 'token', 'invalid-token')
  for (const asking of [
    client.findByImpUid('imp_000000000000'),
    client.findByMerchantUid('nothing'),
    client.findAllByMerchantUid('nothing', { status: 'waiting' }),
    client.findAllByStatus('waiting'),
    client.cancel({}),
    client.createPreparedPayment({ merchant_uid: '', amount: 0 }),
    client.getPreparedPayment('nothing'),
    client.issue({}),
    client.revoke('nothing'),
  ]) {
    assert.deepEqual(await refusalOf(asking), [401, -1, unauthorized])
  }
})

test('cancels that cannot be are its error with the sentence of the refusal', async () => {
  const { imp_uid, merchant_uid } = (await iamporter.issue({ merchant_uid: 'cancel', amount: 1000 })).data
  const ready = [200, 1, '결제되지 않은 주문입니다. 수납번호 말소(DELETE /cvs/{imp_uid})를 사용하세요.']
  assert.deepEqual(await refusalOf(iamporter.cancelByImpUid(imp_uid)), ready)
  assert.deepEqual(await refusalOf(iamporter.cancelByMerchantUid(merchant_uid, { amount: 500 })), ready)
  const unknown = [200, 1, '취소할 결제건이 존재하지 않습니다.']
  assert.deepEqual(await refusalOf(iamporter.cancelByImpUid('imp_000000000000')), unknown)
  assert.match((await refusalOf(iamporter.cancel()))[2], /지정해주셔야합니다/)
})

test('prepare an amount and look at it; prepared twice is refused', async () => {
  const prepared = { merchant_uid: 'prepared', amount: 36_400 }
  assert.equal((await iamporter.createPreparedPayment(prepared)).data.amount, 36_400)
  assert.equal((await iamporter.getPreparedPayment('prepared')).data.amount, 36_400)
  const twice = [200, 1, '결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).']
  assert.deepEqual(await refusalOf(iamporter.createPreparedPayment(prepared)), twice)
})

test('the key pair that the client carries built in works where a merchant has it', async () => {
  assert.equal((await new Iamporter({ host }).findAllByStatus('all')).status, 200)
})

test('while its token lives it sends it along when it asks for one, and gets the same', async () => {
  const client = openClient()
  const token = await client._updateToken()
  assert.equal((await client.getToken()).data.access_token, token)
})
