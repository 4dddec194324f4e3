import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { Refused, successOf } from '../wire/envelope.ts'
import { TokenAnswer } from '../wire/token.ts'
import { assertSawEveryAnswer } from './test-answers.ts'

const MISSING = 'imp_key, imp_secret 파라메터가 누락되었습니다.'
const WRONG = '인증에 실패하였습니다. API키와 secret을 확인하세요.'
const PAIR = { imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret }

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

type Headers = Readonly<Record<string, string>>

const getToken = (payload?: string | object, headers: Headers = {}) =>
  api.app.inject({ method: 'POST', url: '/users/getToken', headers, ...(payload === undefined ? {} : { payload }) })
const look = (headers: Headers, url = '/payments/imp_000000000000') => api.app.inject({ url, headers })

test('200 getToken answers whole seconds, 1800 apart, and a null message', async () => {
  const reply = await getToken(PAIR)
  assert.equal(reply.statusCode, 200)
  const body = reply.json()
  assert.ok(Value.Check(successOf(TokenAnswer), body), reply.body)
  assert.equal(body.message, null)
  assert.ok(Math.abs(body.response.expired_at - body.response.now - 1800) <= 1)
  assert.deepEqual(Object.keys(body.response), ['access_token', 'now', 'expired_at'])
  assert.match(body.response.access_token, /^[0-9a-f]{48}$/)
})

test('200 getToken by form is the same as by JSON', async () => {
  const form = new URLSearchParams(PAIR).toString()
  const reply = await getToken(form, { 'content-type': 'application/x-www-form-urlencoded' })
  assert.equal(reply.json().response.access_token, (await getToken(PAIR)).json().response.access_token)
})

test('200 getToken ignores an old token in its own Authorization header', async () => {
  assert.equal((await getToken(PAIR, { authorization: 'Bearer expired' })).statusCode, 200)
})

for (const [what, payload] of [
  ['no body', undefined],
  ['an empty object', {}],
  ['null for both, as PHP sends what is unset', { imp_key: null, imp_secret: null }],
  ['no secret', { imp_key: KEYS.shop.impKey }],
  ['an empty key', { ...PAIR, imp_key: '' }],
] as const) {
  test(`400 getToken with ${what}: V1's own sentence`, async () => {
    const reply = await getToken(payload)
    assert.equal(reply.statusCode, 400)
    assert.deepEqual(reply.json(), { code: -1, message: MISSING, response: null })
  })
}

test('400 getToken with a number for a key says that a string is wanted', async () => {
  const reply = await getToken({ ...PAIR, imp_key: 1234567890123456 })
  assert.equal(reply.statusCode, 400)
  assert.match(reply.json().message, /^imp_key: /)
})

test('401 getToken tells an unknown key and a wrong secret apart by nothing', async () => {
  const unknown = await getToken({ imp_key: 'nobody', imp_secret: KEYS.shop.impSecret })
  const wrong = await getToken({ ...PAIR, imp_secret: `${KEYS.shop.impSecret}x` })
  assert.equal(unknown.statusCode, 401)
  assert.deepEqual(unknown.json(), { code: -1, message: WRONG, response: null })
  assert.equal(unknown.headers['www-authenticate'], 'Bearer')
  assert.equal(wrong.statusCode, 401)
  assert.equal(wrong.body, unknown.body)
})

test('the same token until its last minute, then five minutes more, and a new one after its end', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const ask = async () => {
    const payload = { imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret }
    return (await own.app.inject({ method: 'POST', url: '/users/getToken', payload })).json().response
  }
  const first = await ask()
  own.moveWall(28 * 60_000)
  assert.deepEqual({ ...(await ask()), now: 0 }, { ...first, now: 0 })
  own.moveWall(90_000)
  const extended = await ask()
  assert.equal(extended.access_token, first.access_token)
  assert.equal(extended.expired_at, first.expired_at + 300)
  own.moveWall(10 * 60_000)
  const status = async (token: string) =>
    (await own.app.inject({ url: '/payments/imp_000000000000', headers: { authorization: token } })).statusCode
  assert.equal(await status(first.access_token), 401)
  const fresh = await ask()
  assert.notEqual(fresh.access_token, first.access_token)
  assert.equal(await status(fresh.access_token), 404)
  assert.equal(await status(first.access_token), 401)
})

test('a token is taken raw, as a bearer in any case, and in V1 its own header', async () => {
  const token = await api.tokenOf(KEYS.shop)
  for (const headers of [
    { authorization: token },
    { authorization: `Bearer ${token}` },
    { authorization: `bearer  ${token}` },
    { 'x-imptokenheader': token },
    { authorization: 'Basic b3RoZXI6b3RoZXI=', 'x-imptokenheader': token },
  ]) {
    assert.equal((await look(headers)).statusCode, 404, JSON.stringify(headers))
  }
})

for (const [what, spoil] of [
  ['nothing', () => ''],
  ['another text', () => 'invalid-token'],
  ['a token with one digit changed', (token: string) => `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`],
  ['the token of a key that never was', (token: string) => `0000ffff${token.slice(8)}`],
  [
    'a token of another second',
    (token: string) => `${token.slice(0, 15)}${token[15] === '0' ? '1' : '0'}${token.slice(16)}`,
  ],
  ['a token in capitals', (token: string) => `AB${token.toUpperCase().slice(2)}`],
] as const) {
  test(`401 with ${what} for a token`, async () => {
    const reply = await look({ authorization: spoil(await api.tokenOf(KEYS.shop)) })
    assert.equal(reply.statusCode, 401)
    assert.equal(reply.body, '{"code":-1,"message":"Unauthorized","response":null}')
    assert.equal(reply.headers['www-authenticate'], 'Bearer')
  })
}

test('401 comes before any look at parameters, bodies or payments', async () => {
  const requests: InjectOptions[] = [
    { method: 'POST', url: '/cvs', payload: '{"broken', headers: { 'content-type': 'application/json' } },
    { method: 'POST', url: '/cvs', payload: 'x'.repeat(100_000), headers: { 'content-type': 'text/plain' } },
    { method: 'DELETE', url: '/cvs/none' },
    { url: '/payments/none' },
    { url: '/payments/find/none/nonsense?sorting=nonsense' },
  ]
  for (const request of requests) {
    const reply = await api.app.inject({ ...request, headers: { ...request.headers, authorization: 'invalid-token' } })
    assert.equal(reply.statusCode, 401, request.url?.toString())
    assert.equal(reply.json().message, 'Unauthorized')
  }
})

test('401 for ?_token=, because addresses are written into logs', async () => {
  const token = await api.tokenOf(KEYS.shop)
  assert.equal((await look({}, `/payments/imp_000000000000?_token=${token}`)).statusCode, 401)
})

test('in the sandbox a 401 says what to send instead, and only there', async (t) => {
  const sandbox = await openApi({ sandbox: true })
  t.after(() => sandbox.close())
  const hintOf = async (request: InjectOptions) => {
    const reply = await sandbox.app.inject(request)
    assert.equal(reply.statusCode, 401)
    assert.ok(Value.Check(Refused, reply.json()), reply.body)
    return reply.json().hint.en
  }
  const url = '/payments/imp_000000000000'
  assert.match(await hintOf({ url }), /curl -s http:\/\/127\.0\.0\.1:8080\/users\/getToken -d imp_key=/)
  assert.match(await hintOf({ url, headers: { authorization: 'old' } }), /expired or is not from this server/)
  assert.match(await hintOf({ url: `${url}?_token=abc` }), /does not belong into an address/)
  const payload = { imp_key: 'a', imp_secret: 'b' }
  assert.match(await hintOf({ method: 'POST', url: '/users/getToken', payload }), /sandbox\.json/)
  assert.equal((await look({})).json().hint, undefined)
})

test('a changed secret ends the tokens that were got with the old one', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const token = await own.tokenOf(KEYS.shop)
  const key = own.storage.directory.current().apiKeys.get(KEYS.shop.impKey)
  assert.ok(key)
  const { impKey, merchantId } = key
  await own.storage.directory.put([{ kind: 'api_key', entry: { impKey, merchantId, secretHash: 'ab'.repeat(32) } }])
  const reply = await own.app.inject({ url: '/payments/imp_000000000000', headers: { authorization: token } })
  assert.equal(reply.statusCode, 401)
})

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('POST /users/getToken'))
