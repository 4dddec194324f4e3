/** `/api/refunds`: what was given back, and whether its money has arrived. V1's answers know only that it was asked for. */
import type { MerchantId, RefundId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { PAYOUT_STATES, REFUND_PAGE_MAX, REFUND_PAGE_USUAL, RefundsAsked } from '../wire/refund-answer.ts'
import type { KeyedRoute } from './asked.ts'
import { type Answer, rejectionRefusal, success } from './envelope.ts'
import type { GivenObject } from './given.ts'
import { readPaymentId } from './payments.ts'
import { presentRefund, presentRefundDetail } from './present-refunds.ts'
import { createFieldReader, matching, oneOf, wholeNumber } from './read-fields.ts'

export interface RefundRouteDeps {
  readonly gateway: Pick<Gateway, 'refunds'>
  readonly publicUrl: string
}

export function refundRoutes(deps: RefundRouteDeps): readonly KeyedRoute[] {
  return [
    {
      method: 'GET',
      url: '/api/refunds',
      handle: ({ query }, { merchantId }) => list(deps, merchantId, query),
    },
    {
      method: 'GET',
      url: '/api/refunds/:id',
      handle: ({ path }, { merchantId }) => find(deps, merchantId, path['id'] ?? ''),
    },
  ]
}

async function list(
  { gateway, publicUrl }: RefundRouteDeps,
  merchantId: MerchantId,
  fields: GivenObject,
): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(RefundsAsked.properties))
  const paymentId = reader.maybe('imp_uid', matching(readPaymentId, 'imp_123456789012'))
  const state = reader.maybe('state', oneOf(PAYOUT_STATES))
  const after = reader.maybe('after', matching(readRefundId, '`next`')) ?? null
  const limit = reader.maybe('limit', wholeNumber(1, REFUND_PAGE_MAX)) ?? REFUND_PAGE_USUAL
  const refusal = reader.refusal()
  if (refusal !== undefined) return refusal
  const query = { ...(paymentId === undefined ? {} : { paymentId }), ...(state === undefined ? {} : { state }) }
  const { refunds, next } = await gateway.refunds.list(merchantId, query, after, limit)
  return success({ refunds: refunds.map((each) => presentRefund(each, publicUrl)), next })
}

async function find({ gateway, publicUrl }: RefundRouteDeps, merchantId: MerchantId, text: string): Promise<Answer> {
  const id = readRefundId(text)
  const found = id === undefined ? undefined : await gateway.refunds.find(merchantId, id)
  if (found === undefined) return rejectionRefusal({ name: 'refund_not_found' })
  const { id: refundId, route } = found.refund
  const account = route.kind === 'bank' ? await gateway.refunds.account(merchantId, refundId) : undefined
  return success(presentRefundDetail(found, account, publicUrl))
}

/** `rfd_` and a UUID. */
export function readRefundId(text: string): RefundId | undefined {
  return /^rfd_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? (text as RefundId) : undefined
}
