/**
 * `POST /payments/cancel`. Cash that lies in a store's till cannot be pushed back to a card: a refund needs a route, and
 * until a channel has one every cancel is refused, each time with the first reason that holds.
 */
import type { MerchantId, OrderId } from '../core/brand.ts'
import type { V1Status } from '../core/v1-status.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { Gateway, PaymentView } from '../gateway/gateway.ts'
import { CANCEL_TEXTS } from '../wire/cancel.ts'
import type { Words } from '../wire/rejections.ts'
import type { Body } from './body-parsers.ts'
import { type Refusal, tradeRefusal } from './envelope.ts'
import { readPaymentId } from './payments.ts'
import { createParameterReader, isOrderId, type ParameterReader } from './read-parameters.ts'
import type { CheckUrl } from './readings.ts'

export interface CancelDeps {
  readonly gateway: Pick<Gateway, 'find' | 'findByOrder'>
  readonly checkUrl: CheckUrl
}

export async function cancelPayment(
  { gateway, checkUrl }: CancelDeps,
  merchantId: MerchantId,
  body: Body,
): Promise<Refusal> {
  const reader = createParameterReader(body, checkUrl)
  const impUid = reader.uid('imp_uid')
  const merchantUid = reader.uid('merchant_uid')
  const unread = reader.refusal()
  if (unread !== undefined) return unread
  if (impUid === null && merchantUid === null) return businessRefusal(CANCEL_TEXTS.unnamed)
  const view =
    impUid === null
      ? await paidOfOrder(gateway, merchantId, merchantUid ?? '')
      : await named(gateway, merchantId, impUid)
  return view === undefined ? businessRefusal(CANCEL_TEXTS.unknown) : refusalOf(view, reader)
}

async function named({ find }: CancelDeps['gateway'], merchantId: MerchantId, impUid: string) {
  const id = readPaymentId(impUid)
  return id === undefined ? undefined : find(merchantId, id)
}

/** The payment of an order that money came for; where none did, the newest says why nothing can be cancelled. */
async function paidOfOrder({ findByOrder }: CancelDeps['gateway'], merchantId: MerchantId, merchantUid: string) {
  if (!isOrderId(merchantUid)) return undefined
  const orderId = merchantUid as OrderId
  const paid = await findByOrder(merchantId, orderId, 'paid', '-started')
  return paid ?? findByOrder(merchantId, orderId, null, '-started')
}

function refusalOf({ payment }: PaymentView, reader: ParameterReader): Refusal {
  const asked = reader.money('amount', payment.currency)
  const believed = reader.money('checksum', payment.currency)
  const account = (['refund_holder', 'refund_bank', 'refund_account'] as const).map((name) => reader.isFilled(name))
  const unread = reader.refusal()
  if (unread !== undefined) return unread
  const unpaid = NOT_PAID[V1_STATUS[payment.state]]
  if (unpaid !== null) return businessRefusal(unpaid)
  const left = payment.amount
  if (believed !== null && believed !== left) return businessRefusal(CANCEL_TEXTS.checksum)
  if (asked !== null && asked > left) return businessRefusal(CANCEL_TEXTS.tooMuch)
  if (account.includes(false)) return businessRefusal(CANCEL_TEXTS.account)
  return tradeRefusal(200, CANCEL_TEXTS.noRoute)
}

const NOT_PAID: Readonly<Record<V1Status, Words | null>> = {
  ready: CANCEL_TEXTS.ready,
  paid: null,
  cancelled: CANCEL_TEXTS.cancelled,
  failed: CANCEL_TEXTS.failed,
}

/** Refused by the house; what only the way of paying refuses has code -1. */
function businessRefusal(text: Words): Refusal {
  return tradeRefusal(200, text, { code: 1 })
}
