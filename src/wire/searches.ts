/** What V1's routes that look for payments take in their query. Open: a parameter that nobody knows is ignored. */
import { Type } from 'typebox'
import { UNIX_SECONDS_MAX } from './issue-body.ts'
import { SORTINGS } from './payment-answer.ts'
import { NAMED_PAYMENTS_MAX, PAGE_LIMIT_MAX, PAGE_LIMIT_USUAL } from './payment-lists.ts'

const seconds = Type.Optional(Type.Integer({ minimum: 0, maximum: UNIX_SECONDS_MAX }))
const sorting = Type.Optional(Type.Enum(SORTINGS, { default: '-started' }))
const named = Type.Optional(Type.Array(Type.String(), { maxItems: NAMED_PAYMENTS_MAX }))
const paged = {
  sorting,
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_USUAL })),
}

export const PaymentAsked = Type.Object({ include_sandbox: Type.Optional(Type.Boolean({ default: false })) })

export const NamedAsked = Type.Object({ 'imp_uid[]': named, 'merchant_uid[]': named })

export const OneOfOrderAsked = Type.Object({ sorting })

export const OrderListAsked = Type.Object(paged)

export const SearchAsked = Type.Object({ from: seconds, to: seconds, ...paged })
