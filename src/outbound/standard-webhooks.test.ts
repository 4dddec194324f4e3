import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { signWebhook, verifyWebhook, webhookKey, webhookSecret } from './standard-webhooks.ts'

const NOW = 1_763_800_000
const OLD = webhookSecret(new Uint8Array(24).fill(1))
const NEW = webhookSecret(new Uint8Array(64).fill(2))
const MESSAGE = { id: 'dlv_0190a1b2', timestampSeconds: NOW, body: '{"imp_uid":"imp_1","merchant_uid":"주문-1"}' }

test("the specification's own example comes out to the byte", () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  }
  const headers = signWebhook(message, [secret])
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  assert.deepEqual(verifyWebhook({ headers, body: message.body }, [secret], 1_614_265_330), { ok: true })
})

test('the signature is the HMAC-SHA-256 of id, time and UTF-8 body under the decoded secret', () => {
  const expected = createHmac('sha256', Buffer.alloc(24, 1))
    .update(Buffer.from(`dlv_0190a1b2.${NOW}.{"imp_uid":"imp_1","merchant_uid":"주문-1"}`, 'utf8'))
    .digest('base64')
  assert.equal(signWebhook(MESSAGE, [OLD])['webhook-signature'], `v1,${expected}`)
})

test('two secrets give two signatures, and a receiver needs only one of them', () => {
  const headers = signWebhook(MESSAGE, [NEW, OLD])
  const [first, second, ...rest] = headers['webhook-signature'].split(' ')
  assert.equal(first, signWebhook(MESSAGE, [NEW])['webhook-signature'])
  assert.equal(second, signWebhook(MESSAGE, [OLD])['webhook-signature'])
  assert.deepEqual(rest, [])
  for (const secrets of [[OLD], [NEW], [webhookSecret(new Uint8Array(32)), NEW], ['not a secret', OLD]]) {
    assert.deepEqual(verifyWebhook({ headers, body: MESSAGE.body }, secrets, NOW), { ok: true })
  }
})

test('a receiver may check the raw bytes', () => {
  const headers = signWebhook(MESSAGE, [OLD])
  assert.deepEqual(verifyWebhook({ headers, body: Buffer.from(MESSAGE.body) }, [OLD], NOW), { ok: true })
})

test('anything altered no longer fits', () => {
  const headers = signWebhook(MESSAGE, [OLD])
  const signature = headers['webhook-signature']
  const altered = [
    [{ ...headers, 'webhook-id': 'dlv_0190a1b3' }, MESSAGE.body],
    [{ ...headers, 'webhook-timestamp': String(NOW + 1) }, MESSAGE.body],
    [headers, `${MESSAGE.body} `],
    [headers, ''],
    [{ ...headers, 'webhook-signature': signature.slice(0, -6) }, MESSAGE.body],
    [{ ...headers, 'webhook-signature': signature.replace('v1,', 'v1a,') }, MESSAGE.body],
    [{ ...headers, 'webhook-signature': signature.replace('v1,', 'v2,') }, MESSAGE.body],
    [{ ...headers, 'webhook-signature': signature.replace('v1,', '') }, MESSAGE.body],
    [{ ...headers, 'webhook-signature': 'v1,' }, MESSAGE.body],
    [{ ...headers, 'webhook-signature': '' }, MESSAGE.body],
  ] as const
  for (const [changed, body] of altered) {
    assert.deepEqual(verifyWebhook({ headers: changed, body }, [OLD], NOW), { ok: false, reason: 'no_match' })
  }
  assert.deepEqual(verifyWebhook({ headers, body: MESSAGE.body }, [NEW], NOW), { ok: false, reason: 'no_match' })
  assert.deepEqual(verifyWebhook({ headers, body: MESSAGE.body }, [], NOW), { ok: false, reason: 'no_match' })
})

test('unknown signature versions beside a fitting one do no harm', () => {
  const headers = signWebhook(MESSAGE, [OLD])
  const mixed = { ...headers, 'webhook-signature': `v1a,AAAA v9,zzz ${headers['webhook-signature']}` }
  assert.deepEqual(verifyWebhook({ headers: mixed, body: MESSAGE.body }, [OLD], NOW), { ok: true })
})

test('a message is good for five minutes either way, or as long as the receiver says', () => {
  const received = { headers: signWebhook(MESSAGE, [OLD]), body: MESSAGE.body }
  assert.deepEqual(verifyWebhook(received, [OLD], NOW + 300), { ok: true })
  assert.deepEqual(verifyWebhook(received, [OLD], NOW - 300), { ok: true })
  assert.deepEqual(verifyWebhook(received, [OLD], NOW + 301), { ok: false, reason: 'too_old' })
  assert.deepEqual(verifyWebhook(received, [OLD], NOW - 301), { ok: false, reason: 'too_new' })
  assert.deepEqual(verifyWebhook(received, [OLD], NOW + 11, 10), { ok: false, reason: 'too_old' })
})

test('a missing, doubled or malformed header is named', () => {
  const headers = signWebhook(MESSAGE, [OLD])
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    for (const value of [undefined, ['a', 'b']]) {
      const received = { headers: { ...headers, [name]: value }, body: MESSAGE.body }
      assert.deepEqual(verifyWebhook(received, [OLD], NOW), { ok: false, reason: 'missing_header' })
    }
  }
  for (const timestamp of ['', 'soon', '-1', '1.5', '1e9', '0x10', ' 1', '9'.repeat(16)]) {
    const received = { headers: { ...headers, 'webhook-timestamp': timestamp }, body: MESSAGE.body }
    assert.deepEqual(verifyWebhook(received, [OLD], NOW), { ok: false, reason: 'malformed_timestamp' })
  }
})

test('a secret is whsec_ and the base64 of 24 to 64 bytes, and nothing else', () => {
  for (const length of [24, 32, 64]) {
    const bytes = new Uint8Array(length).fill(7)
    assert.deepEqual(webhookKey(webhookSecret(bytes)), Buffer.from(bytes))
  }
  const base64 = (length: number): string => Buffer.alloc(length, 7).toString('base64')
  for (const text of [
    '',
    'whsec_',
    base64(32),
    `WHSEC_${base64(32)}`,
    `whsec_${base64(23)}`,
    `whsec_${base64(65)}`,
    `whsec_${base64(32)} `,
    `whsec_${base64(32).replace('=', '')}`,
    `whsec_*${base64(32)}`,
    `whsec_${Buffer.alloc(33, 0xff).toString('base64url')}`,
  ]) {
    assert.equal(webhookKey(text), undefined, text)
  }
  assert.throws(() => webhookSecret(new Uint8Array(23)), /24 to 64 bytes, not 23/)
  assert.throws(() => webhookSecret(new Uint8Array(65)), /24 to 64 bytes, not 65/)
})

test('what is ours and malformed is a fault, and its text holds no secret', () => {
  for (const [message, secrets] of [
    [{ ...MESSAGE, id: 'a.b' }, [OLD]],
    [{ ...MESSAGE, id: '' }, [OLD]],
    [{ ...MESSAGE, id: 'a\r\nx: y' }, [OLD]],
    [{ ...MESSAGE, timestampSeconds: 1.5 }, [OLD]],
    [{ ...MESSAGE, timestampSeconds: -1 }, [OLD]],
    [MESSAGE, []],
    [MESSAGE, ['whsec_c2VjcmV0']],
  ] as const) {
    assert.throws(
      () => signWebhook(message, secrets),
      (error: unknown) =>
        error instanceof Error && /^a webhook /.test(error.message) && !/c2VjcmV0/.test(error.message),
    )
  }
})
