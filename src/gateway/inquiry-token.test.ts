/** The inquiry token: it holds a collect to the terms the clerk saw, and grants nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Payment } from '../core/payment.ts'
import { readInquiryToken, writeInquiryToken } from './inquiry-token.ts'
import { instant, openScene, said } from './test-gateway.ts'

test('a token names the payment and its terms, and reads back as them', async (t) => {
  const scene = await openScene(t)
  const { id, amount, expiresAt } = await scene.issue()
  const token = writeInquiryToken({ id, amount, expiresAt } as Payment)
  assert.match(token, /^[\w-]+$/)
  assert.deepEqual(readInquiryToken(token), { paymentId: id, amount, expiresAt })
})

test('any text is read without a fault', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      assert.equal(typeof readInquiryToken(text).paymentId, 'string')
    }),
  )
})

test('a collect with the token of its own terms goes through', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  const collected = await scene.collect(payment.number, { inquiryToken: writeInquiryToken(payment) })
  assert.equal(said(collected), 'collected')
})

test('a collect with garbage, another payment’s token, or one of other terms is declined as changed terms', async (t) => {
  const scene = await openScene(t)
  const [payment, other] = [await scene.issue(), await scene.issue()]
  const tokens = [
    '',
    'garbage',
    '....',
    Buffer.from(`${payment.id}.1000`).toString('base64url'),
    writeInquiryToken(other),
    writeInquiryToken({ ...payment, amount: other.amount, expiresAt: instant(payment.expiresAt + 1) }),
    writeInquiryToken({ ...payment, id: other.id }),
  ]
  for (const [index, inquiryToken] of tokens.entries()) {
    const outcome = await scene.collect(payment.number, { inquiryToken, stan: String(index) })
    assert.equal(said(outcome), 'declined: terms_changed', inquiryToken)
  }
  assert.deepEqual(scene.questions, [])
  assert.deepEqual(await scene.events(payment), ['issued'])
})
