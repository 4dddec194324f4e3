/**
 * What a merchant said beforehand that an order costs (V1: `/payments/prepare`): a number for that order is then issued
 * over this amount and no other, so that whoever tampers with an amount on its way is stopped here.
 */
import type { MerchantId, Money, OrderId } from './brand.ts'
import { type Currency, toHundredths } from './money.ts'

export interface Prepared {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
  /** Hundredths of the major unit whatever the currency, because it may not be known yet. */
  readonly hundredths: number
  /** Null: not looked at. */
  readonly currency: Currency | null
}

/** An amount too large to be prepared equals none that was. */
export function isAsPrepared(prepared: Prepared, amount: Money, currency: Currency): boolean {
  const isItsCurrency = prepared.currency === null || prepared.currency === currency
  return isItsCurrency && toHundredths(amount, currency) === prepared.hundredths
}
