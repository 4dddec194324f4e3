/**
 * The npm client `iamport-server-api` as it is published, against a listening server. It is generated from a server that
 * imitates V1, has neither `/cvs` nor lists, and takes 200 and 201 for a success; the two calls are made by the fetcher
 * that its own are made by.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { type ApiUnderTest, KEYS, openApi, type Pair } from './api-under-test.ts'
import { realClients } from './real-clients.ts'

interface Envelope<Response> {
  readonly code: number
  readonly message: string | null
  readonly response: Response
}
interface Connection {
  readonly host: string
  readonly headers?: { readonly Authorization: string }
}
interface Connector {
  get(): Promise<Connection>
  readonly token_: { readonly access_token: string }
}
interface Package {
  readonly IamportConnector: new (
    host: string,
    accessor: { readonly imp_key: string; readonly imp_secret: string },
  ) => Connector
  readonly HttpError: new (...args: readonly unknown[]) => Error
  readonly functional: {
    readonly payments: {
      at(connection: Connection, impUid: string, query: object): Promise<Envelope<PaymentAnswer>>
      cancel(connection: Connection, input: object): Promise<Envelope<PaymentAnswer | null>>
    }
    readonly certifications: { at(connection: Connection, impUid: string): Promise<unknown> }
  }
}
interface Fetcher {
  fetch(connection: Connection, route: object, input?: object): Promise<Envelope<PaymentAnswer>>
}

const { load } = await realClients()
const { IamportConnector, HttpError, functional }: Package = load('iamport-server-api')
const { PlainFetcher }: { readonly PlainFetcher: Fetcher } = load('@nestia/fetcher/lib/PlainFetcher')
const { payments } = functional

const JSON_BODY = { type: 'application/json', encrypted: false }

async function issue(connector: Connector, input: object): Promise<PaymentAnswer> {
  const route = { method: 'POST', path: '/cvs', request: JSON_BODY, response: JSON_BODY, status: 200 }
  return (await PlainFetcher.fetch(await connector.get(), route, input)).response
}

async function revoke(connector: Connector, impUid: string): Promise<PaymentAnswer> {
  const route = { method: 'DELETE', path: `/cvs/${impUid}`, request: null, response: JSON_BODY, status: 200 }
  return (await PlainFetcher.fetch(await connector.get(), route)).response
}

let api: ApiUnderTest
let host: string
let connector: Connector
before(async () => {
  api = await openApi()
  host = await api.listen()
  connector = openConnector()
})
after(() => api.close())

const openConnector = ({ impKey, impSecret }: Pair = KEYS.shop): Connector =>
  new IamportConnector(host, { imp_key: impKey, imp_secret: impSecret })

/** Status and body of the error that the client throws. */
async function errorOf(asking: Promise<unknown>): Promise<readonly [number, Envelope<null>]> {
  const error: unknown = await asking.then(
    () => assert.fail('it went through'),
    (thrown) => thrown,
  )
  assert.ok(error instanceof HttpError, String(error))
  return [Reflect.get(error, 'status'), JSON.parse(error.message)]
}

test('issue, look at it, revoke it', async () => {
  const issued = await issue(connector, { merchant_uid: 'server-api-10', amount: 1000, buyer_name: '홍길동' })
  assert.ok(Value.Check(PaymentAnswer, issued), JSON.stringify(issued))
  const { imp_uid } = issued
  for (const query of [{}, { include_sandbox: true }, { extension: true }]) {
    const found = await payments.at(await connector.get(), imp_uid, query)
    assert.deepEqual(found, { code: 0, message: null, response: issued })
  }
  assert.equal((await revoke(connector, imp_uid)).status, 'cancelled')
})

test('a cancel, which it writes with a checksum of null, is answered with 200 and the code of the refusal', async () => {
  const { imp_uid, merchant_uid, barcode } = await issue(connector, { merchant_uid: 'cancel', amount: 1000 })
  const cancel = async (input: object) => payments.cancel(await connector.get(), input)
  const both = { imp_uid, merchant_uid, checksum: null, reason: 'r' }
  const refused = await cancel(both)
  assert.deepEqual([refused.code, refused.response], [1, null])
  assert.match(refused.message ?? '', /DELETE \/cvs/)
  await api.collect(barcode, 1000)
  assert.match((await cancel(both)).message ?? '', /^환불계좌\(refund_holder/)
  assert.match((await cancel({ ...both, imp_uid: 'imp_000000000000' })).message ?? '', /^취소할 결제건이 존재하지/)
})

test('400, 401, 404 and another trade are its HttpError with our envelope as the message', async () => {
  const unknown = { code: -1, message: '존재하지 않는 결제정보입니다.', response: null }
  const connection = await connector.get()
  assert.deepEqual(await errorOf(payments.at(connection, 'imp_000000000000', {})), [404, unknown])
  assert.deepEqual(await errorOf(revoke(connector, 'imp_000000000000')), [404, unknown])
  assert.equal((await errorOf(functional.certifications.at(connection, 'imp_000000000000')))[0], 404)
  const [status, body] = await errorOf(issue(connector, { merchant_uid: 'a', amount: 0 }))
  assert.deepEqual([status, body.code], [400, -1])
  const unauthorized = { code: -1, message: 'Unauthorized', response: null }
  assert.deepEqual(await errorOf(payments.at({ host }, 'imp_000000000000', {})), [401, unauthorized])
  const [wrong] = await errorOf(openConnector({ ...KEYS.shop, impSecret: 'wrong' }).get())
  assert.equal(wrong, 401)
})

test('a hundred askers at once share one token', async () => {
  const shared = openConnector()
  const connections = await Promise.all(Array.from({ length: 100 }, () => shared.get()))
  const tokens = new Set(connections.map(({ headers }) => headers?.Authorization))
  assert.deepEqual([...tokens], [shared.token_.access_token])
})

test('a token that the server has ended is an error to the caller, and the next one is got near its end', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const { impKey: imp_key, impSecret: imp_secret } = KEYS.shop
  const client = new IamportConnector(await own.listen(), { imp_key, imp_secret })
  const look = async () => errorOf(payments.at(await client.get(), 'imp_000000000000', {}))
  // Behind by a token's life but 10 seconds, which is less than the client's margin.
  own.moveWall(-(1800 - 10) * 1000)
  assert.equal((await look())[0], 404)
  const first = client.token_
  assert.equal((await look())[0], 404)
  assert.notEqual(client.token_, first, 'it was asked for anew')
  own.moveWall(2 * 3_600_000)
  assert.equal((await look())[0], 404)
  own.moveWall(31 * 60_000)
  assert.equal((await look())[0], 401)
})
