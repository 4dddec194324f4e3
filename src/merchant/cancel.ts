/**
 * `POST /payments/cancel`. Cash that lies in a store's till cannot be pushed back to a card, so a refund takes a route of
 * its own: a transfer where an account is named, else a slip that a till pays out, where the channel has them. Whatever is
 * refused changes nothing and is answered with HTTP 200, as V1 does. Under a key of the merchant's it is done once.
 */
import type { MerchantId, Money, OrderId } from '../core/brand.ts'
import type { Rejection } from '../core/rejections.ts'
import type { Gateway, PaymentView } from '../gateway/gateway.ts'
import type { RefundAsked } from '../gateway/refunds.ts'
import { CANCEL_TEXTS } from '../wire/cancel.ts'
import type { Words } from '../wire/rejections.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, REPLAYED, type Refusal, rejectionRefusal, success, tradeRefusal } from './envelope.ts'
import { readIdempotencyKey } from './idempotency-key.ts'
import { readPaymentId } from './payments.ts'
import { presentPayment } from './present.ts'
import { createParameterReader, isOrderId, type ParameterReader } from './read-parameters.ts'
import { readAccount, readEnableWebhook, readReason } from './read-refund.ts'
import type { CheckUrl } from './readings.ts'

export interface CancelDeps {
  readonly gateway: Pick<Gateway, 'find' | 'findByOrder' | 'refunds'>
  readonly publicUrl: string
  readonly checkUrl: CheckUrl
}

/** `givenKey`: the header as it came. */
export async function cancelPayment(
  { gateway, publicUrl, checkUrl }: CancelDeps,
  merchantId: MerchantId,
  body: Body,
  givenKey: string | null,
): Promise<Answer> {
  const keyReading = readIdempotencyKey(givenKey)
  if (!keyReading.ok) return keyReading.refusal
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
  if (view === undefined) return businessRefusal(CANCEL_TEXTS.unknown)
  const asked = readAsked(reader, view)
  const misread = reader.refusal()
  if (misread !== undefined) return misread
  const { key } = keyReading
  const keyed = key === null ? null : { key, asked: askedIn(asked, impUid, merchantUid) }
  const done = await gateway.refunds.refund(merchantId, view.payment.id, { ...asked, keyed })
  if (!done.ok) return refusalOf(done.rejection)
  return { ...success(presentPayment(done, publicUrl)), ...(done.again ? REPLAYED : {}) }
}

/** What was asked, however it was written; where the money goes is told apart by the vault. */
function askedIn(
  { amount, balance, taxFree, vatAmount, reason, tellV1 }: Asked,
  impUid: string | null,
  merchantUid: string | null,
): readonly (string | number | null)[] {
  return [impUid, merchantUid, amount, balance, taxFree, vatAmount, reason, String(tellV1)]
}

type Asked = Omit<RefundAsked, 'keyed'>

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

/** An amount of 0 is all that is left; a checksum of 0 is a belief. */
function readAsked(reader: ParameterReader, { payment }: PaymentView): Asked {
  const { currency } = payment
  const amount = reader.money('amount', currency)
  const balance = reader.money('checksum', currency)
  const given = readAccount(reader)
  return {
    amount: amount === (0 as Money) ? null : amount,
    balance,
    taxFree: reader.money('tax_free', currency),
    vatAmount: reader.money('vat_amount', currency),
    reason: readReason(reader),
    askedBy: 'merchant',
    tellV1: readEnableWebhook(reader),
    to:
      given.kind === 'whole'
        ? { kind: 'bank', account: given.account }
        : given.kind === 'none'
          ? { kind: 'slip' }
          : null,
  }
}

/** V1 answers a cancel of an unknown payment as it answers every other refusal of one. */
function refusalOf(rejection: Rejection): Refusal {
  return rejection.name === 'payment_not_found' ? businessRefusal(CANCEL_TEXTS.unknown) : rejectionRefusal(rejection)
}

function businessRefusal(text: Words): Refusal {
  return tradeRefusal(200, text, { code: 1 })
}
