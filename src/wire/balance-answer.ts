/**
 * What is left of a payment, split the way V1 splits it: `amount` in all, `primary` by the way of paying itself,
 * `cash_receipt` the part a cash receipt can be asked for; points and discounts, which a store does not have, are 0.
 */
import { type Static, Type } from 'typebox'

const money = Type.Number({ minimum: 0 })

const BalancePart = Type.Object(
  { tax_free: money, supply: money, vat: money, service: money },
  { additionalProperties: false },
)

export const BalanceAnswer = Type.Object(
  {
    amount: money,
    cash_receipt: BalancePart,
    primary: BalancePart,
    secondary: BalancePart,
    discount: BalancePart,
    histories: Type.Array(Type.Never()),
  },
  { additionalProperties: false },
)

export type BalanceAnswer = Static<typeof BalanceAnswer>
export type BalancePart = Static<typeof BalancePart>
