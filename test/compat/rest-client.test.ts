/**
 * The npm client `iamport-rest-client-nodejs` as it is published, against a listening server. It has no `/cvs`; the two
 * calls are made of its own base class, as all of its requests are. It reads every payment field by field and turns times
 * into dates, and where it has no status to say it writes `undefined` into the address.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import type { PaymentPage } from '../../src/wire/payment-lists.ts'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi, type Pair } from './api-under-test.ts'
import { realClients } from './real-clients.ts'

interface Sent<Response> {
  readonly status: number
  readonly data: {
    readonly code: number
    readonly message: string | null
    readonly response: Response
    /** Of a 207: the ids that the answer does not have. */
    readonly failed?: readonly string[]
  }
}
/** A payment of ours with the number under the one name that it reads. */
type Read = PaymentAnswer & { readonly vbank_num: string }
interface Request<Response = Read> {
  url: string
  method: string
  data: object
  params: object
  responseClass: unknown
  request(iamport: object): Promise<Sent<Response>>
}
type Ask<Response = Read> = (asked: Readonly<Record<string, unknown>>, headers?: object) => Request<Response>
interface Package {
  readonly Iamport: new (properties: { apiKey: string; apiSecret: string; baseUrl: string }) => object
  readonly Request: {
    readonly Authenticate: { readonly getToken: Ask<{ readonly access_token: string }> }
    readonly Payments: {
      readonly getByImpUid: Ask
      readonly getByImpUids: Ask<readonly PaymentAnswer[]>
      readonly getByMerchantUid: Ask
      readonly getByMerchantUids: Ask<PaymentPage>
      readonly getByStatus: Ask<PaymentPage>
      readonly getAmountByImpUid: Ask<{ readonly amount: number; readonly histories: readonly object[] }>
      readonly cancel: Ask
    }
    readonly Prepare: Readonly<Record<'postAmount' | 'getAmount', Ask>>
    readonly Banks: Readonly<Record<'getBanks' | 'getBank', Ask<unknown>>>
    readonly Cards: Readonly<Record<'getCards' | 'getCard', Ask<unknown>>>
    readonly Certifications: { readonly getCertification: Ask }
  }
  readonly Response: { readonly PaymentResponse: new () => unknown }
}
interface Pages {
  hasNext(): boolean
  next(iamport: object): Promise<Sent<PaymentPage>>
}

const NAME = 'iamport-rest-client-nodejs'
const { load } = await realClients()
const { Iamport, Request, Response }: Package = load(NAME)
const { default: RequestBase }: { readonly default: new () => Request } = load(`${NAME}/dist/request/Base`)
const { default: IamportIterator }: { readonly default: new (request: object) => Pages } = load(
  `${NAME}/dist/IamportIterator`,
)
const { Payments, Prepare, Banks, Cards } = Request

class Cvs extends RequestBase {
  static issue(data: object): Cvs {
    return Object.assign(new Cvs(), {
      url: '/cvs',
      method: 'POST',
      data,
      responseClass: new Response.PaymentResponse(),
    })
  }
  static revoke(impUid: string): Cvs {
    const responseClass = new Response.PaymentResponse()
    return Object.assign(new Cvs(), { url: `/cvs/${impUid}`, method: 'DELETE', responseClass })
  }
}

let api: ApiUnderTest
let baseUrl: string
let iamport: object
before(async () => {
  api = await openApi()
  baseUrl = await api.listen()
  iamport = openClient()
})
after(() => api.close())

const openClient = ({ impKey, impSecret }: Pair = KEYS.shop, url = baseUrl) =>
  new Iamport({ apiKey: impKey, apiSecret: impSecret, baseUrl: url })

const ask = async <Response>(request: Request<Response>, client = iamport): Promise<Response> =>
  (await request.request(client)).data.response

/** What stands in the error that the client rejects with: its HTTP status, where there was one, and our envelope. */
async function refusalOf(request: Request<unknown>, client = iamport) {
  const error: unknown = await request.request(client).then(
    () => assert.fail('it went through'),
    (refused) => refused,
  )
  const { status, data } = Object(Object(error).response)
  return [status, data.code, data.message, data.response]
}

test('issue, look at it by both ids, revoke it: every field as the client reads it, times as dates', async () => {
  const deadline = Math.floor(Date.now() / 1000) + 86_400
  const issued = await ask(
    Cvs.issue({
      channel_key: CHANNEL_KEYS.second,
      merchant_uid: 'rest-client-0.9.12',
      amount: 36_400,
      expired_at: deadline,
      name: '후드 티셔츠',
      buyer_name: '홍길동',
      notice_url: ['https://shop.example/a', 'https://shop.example/b'],
      custom_data: JSON.stringify({ cart: [1, 2] }),
    }),
  )
  const { imp_uid, merchant_uid } = issued
  assert.deepEqual([issued.status, issued.amount, issued.name], ['ready', 36_400, '후드 티셔츠'])
  // It keeps the fields that it knows; the number and its deadline are among them twice, once under these names.
  assert.match(issued.vbank_num, /^8100\d{16}$/)
  assert.deepEqual(issued.vbank_date, new Date(deadline * 1000))
  assert.deepEqual([issued.paid_at, issued.failed_at, issued.cancelled_at, issued.vbank_issued_at], [0, 0, 0, 0])
  assert.deepEqual([issued.cancel_history, issued.cancel_receipt_urls], [[], []])
  for (const [key, value] of Object.entries(issued)) assert.notEqual(value, undefined, `${key} was not answered`)
  assert.deepEqual(await ask(Payments.getByImpUid({ imp_uid })), issued)
  assert.deepEqual(await ask(Payments.getByMerchantUid({ merchant_uid })), issued)
  assert.equal((await ask(Cvs.revoke(imp_uid))).status, 'cancelled')
  const revoked = await ask(Payments.getByMerchantUid({ merchant_uid, status: 'cancelled', sorting: '-updated' }))
  assert.ok(Object(revoked.cancelled_at) instanceof Date)
})

test('the literal undefined for a status that the caller did not say is any status', async () => {
  const { imp_uid } = await ask(Cvs.issue({ merchant_uid: 'undefined-status', amount: 1000 }))
  const request = Payments.getByMerchantUid({ merchant_uid: 'undefined-status' })
  assert.equal(request.url, '/payments/find/undefined-status/undefined')
  assert.equal((await ask(request)).imp_uid, imp_uid)
  const all = await ask(Payments.getByMerchantUids({ merchant_uid: 'undefined-status' }))
  assert.deepEqual([all.total, all.list[0]?.imp_uid], [1, imp_uid])
})

test('several at once: all of them with 200; with 207 the client works out which are missing', async () => {
  const ids: string[] = []
  for (const no of [1, 2]) ids.push((await ask(Cvs.issue({ merchant_uid: `several-${no}`, amount: 1000 }))).imp_uid)
  const all = await Payments.getByImpUids({ imp_uid: ids }).request(iamport)
  assert.deepEqual([all.status, all.data.response.map(({ imp_uid }) => imp_uid)], [200, ids])
  assert.equal(all.data.failed, undefined)
  const some = await Payments.getByImpUids({ imp_uid: [...ids, 'imp_000000000000'] }).request(iamport)
  assert.deepEqual([some.status, some.data.failed], [207, ['imp_000000000000']])
  assert.deepEqual(
    some.data.response.map(({ imp_uid }) => imp_uid),
    ids,
  )
  const none = await refusalOf(Payments.getByImpUids({ imp_uid: ['imp_000000000000'] }))
  assert.deepEqual(none, [404, -1, '존재하지 않는 결제정보입니다.', null])
})

test("pages by the client's own iterator: each payment once, to the last page and no further", async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const client = openClient(KEYS.shop, await own.listen())
  const issued: string[] = []
  for (let no = 1; no <= 5; no += 1) {
    issued.push((await ask(Cvs.issue({ merchant_uid: 'paged', amount: 1000 }), client)).imp_uid)
    await own.storage.clock.advance(1000)
  }
  for (const request of [
    Payments.getByStatus({ status: 'ready', page: 0, limit: 2, sorting: 'started' }),
    Payments.getByStatus({ status: 'all', page: 0, limit: 5, sorting: 'started' }),
    Payments.getByMerchantUids({ merchant_uid: 'paged', status: 'ready', page: 0, sorting: 'started' }),
  ]) {
    const pages = new IamportIterator(request)
    const seen: string[] = []
    while (pages.hasNext()) {
      const { data } = await pages.next(client)
      assert.equal(data.response.total, 5)
      seen.push(...data.response.list.map(({ imp_uid }) => imp_uid))
    }
    assert.deepEqual(seen, issued)
  }
  const now = Math.floor(Date.now() / 1000)
  const period = { status: 'all', page: 1, limit: 20, from: now - 3600, to: now + 3600 }
  assert.equal((await ask(Payments.getByStatus(period), client)).total, 5)
})

test('balance and prepared amounts; what is prepared binds what is issued', async () => {
  const paid = await ask(Cvs.issue({ merchant_uid: 'balance', amount: 1000 }))
  await api.collect(paid.vbank_num, 1000)
  const balance = await ask(Payments.getAmountByImpUid({ imp_uid: paid.imp_uid }))
  assert.deepEqual([balance.amount, balance.histories], [1000, []])
  const prepared = { merchant_uid: 'prepared', amount: 36_400 }
  assert.deepEqual({ ...(await ask(Prepare.postAmount(prepared))) }, prepared)
  assert.deepEqual({ ...(await ask(Prepare.getAmount({ merchant_uid: 'prepared' }))) }, prepared)
  const [, code, message] = await refusalOf(Prepare.postAmount(prepared))
  assert.deepEqual([code, message], [1, '결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).'])
  assert.equal((await refusalOf(Cvs.issue({ ...prepared, amount: 1 })))[1], 1)
})

test('a refusal of the trade rejects with our envelope, though it came with 200', async () => {
  const { imp_uid, vbank_num } = await ask(Cvs.issue({ merchant_uid: 'refused', amount: 1000 }))
  const cancel = (data: Readonly<Record<string, unknown>>) => refusalOf(Payments.cancel(data))
  const unpaid = '결제되지 않은 주문입니다. 수납번호 말소(DELETE /cvs/{imp_uid})를 사용하세요.'
  assert.deepEqual(await cancel({ imp_uid }), [undefined, 1, unpaid, null])
  assert.deepEqual((await cancel({})).slice(1, 3), [1, 'imp_uid 또는 merchant_uid를 지정해주셔야합니다.'])
  assert.deepEqual((await cancel({ merchant_uid: 'none' })).slice(1, 3), [1, '취소할 결제건이 존재하지 않습니다.'])
  await api.collect(vbank_num, 1000)
  const account = '환불계좌(refund_holder, refund_bank, refund_account)가 필요합니다.'
  assert.deepEqual((await cancel({ imp_uid, amount: 500, checksum: 1000, reason: '변심' })).slice(1, 3), [1, account])
  const again = await refusalOf(Cvs.issue({ merchant_uid: 'refused', amount: 1000 }))
  assert.deepEqual(again, [undefined, 1, '이미 결제가 이루어진 거래건입니다.', null])
})

test('banks and card companies, all and one', async () => {
  for (const [all, one, known] of [
    [Banks.getBanks({}), Banks.getBank, { code: '023', name: 'SC제일은행' }],
    [Cards.getCards({}), Cards.getCard, { code: '361', name: 'BC카드' }],
  ] as const) {
    const listed = Object(await ask(all)).map((institution: object) => ({ ...institution }))
    assert.ok(listed.some(({ code }: { readonly code: string }) => code === known.code))
    assert.deepEqual({ ...Object(await ask(one({ code: known.code }))) }, known)
    assert.equal((await refusalOf(one({ code: '999' })))[0], 404)
  }
})

test('400, 401, 404 and another trade reach the caller with their status and sentence', async () => {
  assert.deepEqual((await refusalOf(Cvs.issue({ merchant_uid: 'a', amount: 0 }))).slice(0, 2), [400, -1])
  const unknown = [404, -1, '존재하지 않는 결제정보입니다.', null]
  for (const request of [
    Payments.getByImpUid({ imp_uid: 'imp_000000000000' }),
    Payments.getByMerchantUid({ merchant_uid: 'nothing' }),
    Cvs.revoke('imp_000000000000'),
  ]) {
    assert.deepEqual(await refusalOf(request), unknown)
  }
  assert.equal((await refusalOf(Request.Certifications.getCertification({ imp_uid: 'imp_000000000000' })))[0], 404)
  const wrong = await refusalOf(Banks.getBanks({}), openClient({ ...KEYS.shop, impSecret: 'wrong' }))
  assert.deepEqual(wrong.slice(0, 3), [401, -1, '인증에 실패하였습니다. API키와 secret을 확인하세요.'])
})

test('a Tier header that the client sends along changes nothing', async () => {
  const { imp_uid } = await ask(Cvs.issue({ merchant_uid: 'tier', amount: 1000 }))
  assert.equal((await ask(Payments.getByImpUid({ imp_uid }, { Tier: 'lt0' }))).imp_uid, imp_uid)
})

test('a token is kept until half a minute before its end; one that the server has ended before is the caller’s error', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const url = await own.listen()
  const client = openClient(KEYS.shop, url)
  const tokenOf = () => Reflect.get(client, 'token')
  // The server's clock is behind by a token's life but 20 seconds: to the client each is about to end.
  const behindMs = (1800 - 20) * 1000
  own.moveWall(-behindMs)
  await ask(Banks.getBanks({}), client)
  const first = tokenOf()
  await ask(Banks.getBanks({}), client)
  assert.notEqual(tokenOf(), first, 'it was asked for anew')
  assert.equal(tokenOf().access_token, first.access_token, 'and the same was answered')
  own.moveWall(behindMs + 3_600_000)
  const ahead = openClient(KEYS.shop, url)
  await ask(Banks.getBanks({}), ahead)
  own.moveWall(31 * 60_000)
  for (const _ of [1, 2]) assert.deepEqual((await refusalOf(Banks.getBanks({}), ahead)).slice(0, 2), [401, -1])
})
