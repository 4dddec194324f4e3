/** Refunds as they stand in rows, those that older versions wrote too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collected } from '../../../test/core-story.ts'
import { refundByBank, transferId, tryTransfer } from '../../../test/core-transfers.ts'
import { refundsOf, refundsValue } from './refund-rows.ts'

test('which order was paid by hand is read as it was written, and as of none where a row does not say', () => {
  const story = collected()
  refundByBank(story)
  tryTransfer(story)
  story.settlePayout({ result: 'paid_out' })
  const { refunds } = story.payment()
  const written = String(refundsValue(refunds))
  assert.deepEqual(refundsOf({ refunds: written }), refunds)
  const old = written.replace(`,"transferId":"${transferId(1)}"`, '')
  assert.notEqual(old, written)
  const [refund] = refundsOf({ refunds: old })
  assert.ok(refund?.payout.state === 'paid_out' && refund.payout.where.kind === 'by_hand')
  assert.equal(refund.payout.where.transferId, null)
})
