/** The desk of collects in doubt: which they are, and the word of somebody who has looked into the drawer. */
import type { Instant, MerchantId, PaymentId } from '../core/brand.ts'
import type { DoubtPlace } from '../core/doubt.ts'
import { toMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import { PAGE_USUAL } from '../wire/admin/answers.ts'
import type { DoubtAnswer, DoubtPage } from '../wire/admin/desks.ts'
import { type Answer, fieldRefusal, refusal, success } from './answer.ts'
import { consolePayment } from './console-payment.ts'
import type { AdminDeps, Asked, MerchantHandler, OwnHandler } from './ports.ts'
import { rejectionRefusal } from './refunds.ts'
import { seconds } from './sessions.ts'

type Deps = Pick<AdminDeps, 'gateway' | 'show'>

export function doubtHandlers(deps: Deps): {
  readonly ofHouse: Record<'doubts', OwnHandler>
  readonly ofMerchant: Record<'resolveDoubt', MerchantHandler>
} {
  return {
    ofHouse: { doubts: ({ query }) => list(deps, query) },
    ofMerchant: {
      async resolveDoubt({ path, body }, _caller, { id: merchantId }) {
        const id = path['imp_uid'] ?? ''
        if (!/^imp_\d{12}$/.test(id)) return refusal('not_found')
        const { found, note } = body as { found: 'collected' | 'not_collected'; note: string }
        return resolve(deps, merchantId, id as PaymentId, { found, note })
      },
    },
  }
}

async function list({ gateway }: Deps, query: Asked['query']): Promise<Answer> {
  const { merchant, after, limit = PAGE_USUAL } = query as { merchant?: string; after?: string; limit?: number }
  const { merchants } = gateway.directory()
  const merchantId = merchant === undefined ? null : (merchant as MerchantId)
  if (merchantId !== null && !merchants.has(merchantId)) return fieldRefusal('merchant', NO_SUCH_MERCHANT)
  const place = after === undefined ? null : placeIn(after)
  if (place === undefined) return fieldRefusal('after', NO_PLACE)
  const { payments, next } = await gateway.doubts.list(merchantId, place, limit)
  const answer: DoubtPage = {
    doubts: payments.map((payment) => doubtAnswer(payment, merchants.get(payment.merchantId)?.name ?? '')),
    next: next === null ? null : [next.since, next.merchantId, next.id].join('.'),
  }
  return success(answer)
}

const NO_SUCH_MERCHANT = { ko: '그런 가맹점이 없습니다.', en: 'is no merchant here.' }
const NO_PLACE = { ko: '이 목록의 위치가 아닙니다.', en: 'is no place in this list.' }

/** As `next` said it. */
function placeIn(text: string): DoubtPlace | undefined {
  const [, since, merchantId, id] = /^(\d{1,15})\.(\w+)\.(imp_\d{12})$/.exec(text) ?? []
  if (id === undefined) return undefined
  return { since: Number(since) as Instant, merchantId: merchantId as MerchantId, id: id as PaymentId }
}

async function resolve(
  { gateway, show }: Deps,
  merchantId: MerchantId,
  id: PaymentId,
  said: { readonly found: 'collected' | 'not_collected'; readonly note: string },
): Promise<Answer> {
  const done = await gateway.doubts.resolve(merchantId, id, { ...said, by: 'operator' })
  if (!done.ok) return rejectionRefusal(done.rejection)
  const view = await gateway.find(merchantId, id)
  return view === undefined ? refusal('not_found') : success(consolePayment(show.payment(view)))
}

function doubtAnswer(payment: Payment, merchantName: string): DoubtAnswer {
  if (payment.state !== 'paid' || payment.provisional === null)
    throw new Error(`broken invariant: ${payment.id} was listed as in doubt`)
  const { lastAttempt, currency } = payment
  const request = lastAttempt?.request
  return {
    imp_uid: payment.id,
    merchant: payment.merchantId,
    merchant_name: merchantName,
    merchant_uid: payment.orderId,
    number: payment.number,
    amount: toMajorAmount(payment.amount, currency),
    currency,
    pay_type: request?.payType ?? null,
    network: payment.network,
    outlet: request?.outlet ?? null,
    outlet_name: request?.outletName ?? null,
    till: request?.till ?? null,
    approval_no: lastAttempt?.approvalNo ?? null,
    collected_at: seconds(payment.paidAt),
    in_doubt_since: seconds(payment.provisional.completeBy),
  }
}
