import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MerchantId, Money, OrderId } from './brand.ts'
import type { Currency } from './money.ts'
import { isAsPrepared } from './prepared.ts'

const prepared = (hundredths: number, currency: Currency | null = null) => ({
  merchantId: 'mer_kim' as MerchantId,
  orderId: 'order-1' as OrderId,
  hundredths,
  currency,
})

test('an amount is as prepared where it is the same in the major unit, whatever the currency counts in', () => {
  assert.ok(isAsPrepared(prepared(100_000), 1000 as Money, 'KRW'))
  assert.ok(isAsPrepared(prepared(1234), 1234 as Money, 'USD'))
  assert.ok(!isAsPrepared(prepared(100_000), 1000 as Money, 'USD'))
  assert.ok(!isAsPrepared(prepared(100_001), 1000 as Money, 'KRW'))
})

test('a prepared currency holds too, and one that was not named does not', () => {
  for (const currency of ['USD', 'EUR'] as const) {
    assert.ok(isAsPrepared(prepared(1000), 1000 as Money, currency))
    assert.equal(isAsPrepared(prepared(1000, 'USD'), 1000 as Money, currency), currency === 'USD')
  }
})

test('an amount that is too large to be prepared is not taken for one that was', () => {
  const largest = Number.MAX_SAFE_INTEGER as Money
  for (const hundredths of [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 1]) {
    assert.ok(!isAsPrepared(prepared(hundredths), largest, 'KRW'))
  }
})
