/**
 * What a merchant said beforehand that an order costs (V1: `/payments/prepare`): a number for that order is then issued
 * over this amount and no other, so that whoever tampers with an amount on its way is stopped here.
 */
import type { MerchantId, Money, OrderId } from './brand.ts'
import { type Currency, toHundredths } from './money.ts'
import { type Rejection, rejection } from './rejections.ts'

export interface Prepared {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
  /** Hundredths of the major unit whatever the currency, because it may not be known yet. */
  readonly hundredths: number
  /** Null: not looked at. */
  readonly currency: Currency | null
}

/** Null where nothing was prepared, or this. */
export function preparedRefusal(prepared: Prepared | null, amount: Money, currency: Currency): Rejection | null {
  if (prepared === null || isAsPrepared(prepared, amount, currency)) return null
  const named = prepared.currency === null ? {} : { currency: prepared.currency }
  return rejection('amount_not_prepared', { limit: prepared.hundredths, ...named })
}

/** An amount too large to be prepared equals none that was. */
export function isAsPrepared(prepared: Prepared, amount: Money, currency: Currency): boolean {
  const isItsCurrency = prepared.currency === null || prepared.currency === currency
  return isItsCurrency && toHundredths(amount, currency) === prepared.hundredths
}
