import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SignedCall, verifyWebhook } from './webhook-verify.ts'

/** The example of the Standard Webhooks libraries. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const SENT_AT = 1_614_265_330
const call: SignedCall = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: String(SENT_AT),
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  body: Buffer.from('{"test": 2432232314}'),
}

test('the published example of a signed call is right', () => {
  assert.equal(verifyWebhook(call, SECRET, SENT_AT), 'right')
})

test('a changed byte, id, time or key is wrong', () => {
  const changes: readonly Partial<SignedCall>[] = [
    { body: Buffer.from('{"test": 2432232315}') },
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJel' },
    { timestamp: String(SENT_AT + 1) },
    { signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=' },
    { signature: 'v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
    { signature: 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
    { signature: 'v1,' },
    { signature: '' },
  ]
  for (const change of changes) assert.equal(verifyWebhook({ ...call, ...change }, SECRET, SENT_AT), 'wrong')
  assert.equal(verifyWebhook(call, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', SENT_AT), 'wrong')
})

test('one right signature among several is enough, as while secrets are being changed', () => {
  const other = 'v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
  assert.equal(verifyWebhook({ ...call, signature: `${other} ${call.signature}` }, SECRET, SENT_AT), 'right')
})

test('a call from more than five minutes ago or ahead is not believed', () => {
  assert.equal(verifyWebhook(call, SECRET, SENT_AT + 300), 'right')
  assert.equal(verifyWebhook(call, SECRET, SENT_AT + 301), 'too_old_or_new')
  assert.equal(verifyWebhook(call, SECRET, SENT_AT - 301), 'too_old_or_new')
  assert.equal(verifyWebhook({ ...call, timestamp: 'yesterday' }, SECRET, SENT_AT), 'too_old_or_new')
})

test('a call without one of the three headers is missing its signature', () => {
  for (const name of ['id', 'timestamp', 'signature'] as const) {
    assert.equal(verifyWebhook({ ...call, [name]: undefined }, SECRET, SENT_AT), 'missing')
  }
})

test('a secret that is none is a mistake of the setup, not of the caller', () => {
  for (const secret of ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_', 'whsec_AAAA']) {
    assert.throws(() => verifyWebhook(call, secret, SENT_AT), /whsec_/)
  }
})
