/** Against the hand that signs: the gateway's own signer and renderer, and what real notices carry. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signWebhook, webhookSecret } from '../../src/outbound/standard-webhooks.ts'
import { CONFIRM_EXAMPLE, MODERN_EXAMPLE, NOTICE_EXAMPLE } from '../../src/wire/reference/examples.ts'
import { testHeaders, verifyConfirm, verifyNotice, WebhookError, type WebhookProblem } from './webhooks.ts'

const SECRET = webhookSecret(new Uint8Array(32).fill(1))
const OTHER = webhookSecret(new Uint8Array(64).fill(2))
const NOW = 1_800_000_000
const V1 = JSON.stringify(NOTICE_EXAMPLE)

function signed(body: string, secrets: readonly string[] = [SECRET], at = NOW, id = 'dlv_1'): Record<string, string> {
  return { ...signWebhook({ id, timestampSeconds: at, body }, secrets), 'sunap-version': '4' }
}

async function problemOf(promise: Promise<unknown>): Promise<WebhookProblem> {
  const error: unknown = await promise.then(
    () => assert.fail('it was believed'),
    (reason) => reason,
  )
  assert.ok(error instanceof WebhookError, String(error))
  assert.ok(error.message === error.words.en && /[가-힣]/.test(error.words.ko))
  assert.equal(error.status, STATUS[error.problem] ?? 401)
  return error.problem
}

const STATUS: Readonly<Partial<Record<WebhookProblem, number>>> = {
  bad_secret: 500,
  unreadable: 400,
  no_notice: 400,
  no_confirm: 400,
}

test('a V1 notice, as JSON and as a form, is its three keys, its id and its version', async () => {
  const json = await verifyNotice(SECRET, signed(V1), V1, { now: NOW })
  const told = { id: 'dlv_1', version: 4, ...NOTICE_EXAMPLE }
  assert.deepEqual(json, { form: 'v1', ...told, body: NOTICE_EXAMPLE })
  const form = new URLSearchParams({ ...NOTICE_EXAMPLE }).toString()
  const headers = { ...signed(form), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  assert.deepEqual(await verifyNotice(SECRET, headers, form, { now: NOW }), json)
})

test('a modern notice is its type, and the payment as it was right after the event', async () => {
  const body = JSON.stringify(MODERN_EXAMPLE)
  const notice = await verifyNotice(SECRET, signed(body), new TextEncoder().encode(body), { now: NOW })
  assert.ok(notice.form === 'modern')
  assert.deepEqual([notice.type, notice.status, notice.version], ['payment.paid', 'paid', 4])
  assert.deepEqual(notice.body, MODERN_EXAMPLE)
})

test('headers are read from an object in any case and from a Headers', async () => {
  const shouted = Object.fromEntries(Object.entries(signed(V1)).map(([name, value]) => [name.toUpperCase(), value]))
  for (const headers of [shouted, new Headers(signed(V1))])
    assert.equal((await verifyNotice(SECRET, headers, V1, { now: NOW })).version, 4)
})

test('while a secret is changed either one fits, on either side', async () => {
  const both = signed(V1, [OTHER, SECRET])
  for (const secrets of [SECRET, OTHER, [SECRET, OTHER], [OTHER]])
    assert.equal((await verifyNotice(secrets, both, V1, { now: NOW })).id, 'dlv_1')
  assert.equal((await verifyNotice([OTHER, SECRET], signed(V1), V1, { now: NOW })).id, 'dlv_1')
})

test('what a sender of tomorrow says is no forgery: an unknown status, an unknown type, numbers as text', async () => {
  const tomorrow = JSON.stringify({ ...NOTICE_EXAMPLE, status: 'refunding', more: [1] })
  assert.equal((await verifyNotice(SECRET, signed(tomorrow), tomorrow, { now: NOW })).status, 'refunding')
  const typed = JSON.stringify({ type: 'payment.moved', data: { ...NOTICE_EXAMPLE, version: '9' } })
  const notice = await verifyNotice(SECRET, signed(typed), typed, { now: NOW })
  assert.ok(notice.form === 'modern')
  assert.deepEqual([notice.type, notice.version], ['payment.moved', 9])
})

test('nothing forged, altered, old or unsigned is believed, and each is told in its own words', async () => {
  const check = (headers: Record<string, string>, body = V1, options = { now: NOW }) =>
    problemOf(verifyNotice(SECRET, headers, body, options))
  assert.equal(await check(signed(V1, [OTHER])), 'wrong_signature')
  assert.equal(await check(signed(V1), `${V1} `), 'wrong_signature')
  assert.equal(await check({ ...signed(V1), 'webhook-id': 'dlv_2' }), 'wrong_signature')
  assert.equal(await check({ ...signed(V1), 'webhook-timestamp': String(NOW - 1) }), 'wrong_signature')
  const signature = signed(V1)['webhook-signature'] ?? ''
  for (const spoilt of ['', 'v1,', signature.slice(0, -4), signature.slice(3), `v2,${signature.slice(3)}`, 'v1,%%%'])
    assert.equal(await check({ ...signed(V1), 'webhook-signature': spoilt }), 'wrong_signature', spoilt)
  assert.equal(await check({}), 'missing_header')
  assert.equal(await check({ ...signed(V1), 'webhook-timestamp': 'yesterday' }), 'bad_timestamp')
})

test('five minutes either way are near enough, unless the receiver says otherwise', async () => {
  const at = (now: number, toleranceS?: number) => verifyNotice(SECRET, signed(V1), V1, { now, toleranceS })
  await at(NOW + 300)
  await at(NOW - 300)
  assert.equal(await problemOf(at(NOW + 301)), 'too_old')
  assert.equal(await problemOf(at(NOW - 301)), 'too_new')
  assert.equal(await problemOf(at(NOW + 11, 10)), 'too_old')
  await at(NOW + 3000, 3000)
})

test('a secret that is none is the receiver’s own mistake, and no call is believed by it', async () => {
  for (const secret of ['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_***', []])
    assert.equal(await problemOf(verifyNotice(secret, signed(V1), V1, { now: NOW })), 'bad_secret')
})

test('signed, and yet no notice or no question', async () => {
  for (const [body, problem] of [
    ['', 'unreadable'],
    ['<xml/>', 'unreadable'],
    ['null', 'no_notice'],
    ['{"type":"payment.paid"}', 'no_notice'],
    ['{"imp_uid":1,"merchant_uid":"a","status":"paid"}', 'no_notice'],
  ] as const)
    assert.equal(await problemOf(verifyNotice(SECRET, signed(body), body, { now: NOW })), problem)
  assert.equal(await problemOf(verifyConfirm(SECRET, signed(V1), V1, { now: NOW })), 'no_confirm')
})

test('a question to confirm_url is what is asked: order, amount, the payment', async () => {
  const body = JSON.stringify(CONFIRM_EXAMPLE)
  assert.deepEqual(await verifyConfirm([SECRET], signed(body), body, { now: NOW }), CONFIRM_EXAMPLE)
  assert.equal(await problemOf(verifyConfirm(OTHER, signed(body), body, { now: NOW })), 'wrong_signature')
})

test('headers made for a test are those the gateway would send', async () => {
  for (const body of [V1, '주문', ''])
    assert.deepEqual(
      await testHeaders(OTHER, body, { id: 'dlv_9', at: NOW }),
      signWebhook({ id: 'dlv_9', timestampSeconds: NOW, body }, [OTHER]),
    )
  const now = await testHeaders(SECRET, V1)
  assert.match((await verifyNotice(SECRET, now, V1)).id, /^dlv_[0-9a-f]{32}$/)
})
