/**
 * The house as the sandbox sees it: any payment by number or id, what happens to it, the clock. The sandbox may look at
 * every merchant's payments because everything in it is practice; no other room has this way in.
 */
import type { CollectionNumber, Instant, PaymentId, RefundId } from '../core/brand.ts'
import { endsAt } from '../core/deadline.ts'
import type { Delivery } from '../core/delivery.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { Happening } from '../gateway/happening.ts'
import { readNumber } from '../numbers/read-number.ts'
import type {
  NoticeFacts,
  PaymentFacts,
  PaymentName,
  PayoutResult,
  SaleFacts,
  SandboxPorts,
  Seen,
  SettledRefund,
} from '../sandbox/ports.ts'
import type { Storage } from '../storage/storage.ts'
import { merchantRefusal, type Words } from '../wire/rejections.ts'
import type { GatewayParts } from './build-gateway.ts'
import { moveClock } from './clock-move.ts'
import type { Practice } from './practice.ts'

export interface SandboxPortsOptions {
  readonly storage: Storage
  readonly parts: GatewayParts
  readonly practice: Practice
  readonly posUrl: string
  readonly publicUrl: string
  readonly reset: () => Promise<void>
}

export function sandboxPorts({
  storage,
  parts,
  practice,
  posUrl,
  publicUrl,
  reset,
}: SandboxPortsOptions): SandboxPorts {
  let moved: Promise<void> = Promise.resolve()
  return {
    terminals: practice.terminals,
    posUrl: () => posUrl,
    async payment(name) {
      const payment = await findAnywhere(storage, practice, name)
      return payment === undefined ? undefined : describe(asOf(payment, storage.clock.now()), publicUrl)
    },
    watch(impUid, listener) {
      const stopWatching = parts.happenings.watch((happening) => {
        const seen = seenOf(happening, impUid)
        if (seen !== undefined) listener(seen)
      })
      const stopListening = storage.onCommitted(({ deliveries }) => {
        for (const delivery of deliveries) {
          if (delivery.paymentId === impUid && delivery.tries === 0)
            listener({ type: 'queued', notice: noticeOf(delivery) })
        }
      })
      return () => {
        stopWatching()
        stopListening()
      }
    },
    tryNotices: () => parts.dispatcher.drain(),
    settleRefund: (refund, result) => settleAnywhere(storage, parts, refund as RefundId, result),
    clock: {
      now: () => storage.clock.now(),
      /** One after another: two at once would each add their way to the other's. */
      advanceTo(ms) {
        const move = moved.then(() => moveClock(storage, parts, ms as Instant))
        moved = move.catch(() => {})
        return move
      },
    },
    reset,
  }
}

async function findAnywhere(
  { payments, directory }: Storage,
  { network }: Practice,
  name: PaymentName,
): Promise<Payment | undefined> {
  if ('number' in name) {
    const number = readNumber(name.number)
    return number === undefined ? undefined : payments.findByNumber(network, number as CollectionNumber)
  }
  for (const merchantId of directory.current().merchants.keys()) {
    const payment = await payments.find(merchantId, name.imp_uid as PaymentId)
    if (payment !== undefined) return payment
  }
  return undefined
}

/** Each merchant is asked in turn, as everybody asks: by name. */
async function settleAnywhere(
  { directory }: Storage,
  { gateway }: GatewayParts,
  id: RefundId,
  result: PayoutResult,
): Promise<SettledRefund | Words | undefined> {
  for (const merchantId of directory.current().merchants.keys()) {
    const done = await gateway.refunds.settle(merchantId, id, result, result === 'failed' ? '연습' : null)
    if (done.ok) return { refund: id, imp_uid: done.payment.id, payout: done.refund.payout.state }
    if (done.rejection.name !== 'refund_not_found') return merchantRefusal(done.rejection.name)?.text
  }
  return undefined
}

function describe(payment: Payment, publicUrl: string): PaymentFacts {
  return {
    imp_uid: payment.id,
    merchant_uid: payment.orderId,
    number: payment.number,
    amount: payment.amount,
    currency: payment.currency,
    status: V1_STATUS[payment.state],
    expiresAtMs: payment.expiresAt,
    endsAtMs: endsAt(payment),
    pay_url: `${publicUrl}/p/${payment.payToken}`,
    sale: saleOf(payment),
  }
}

function saleOf({ lastAttempt }: Payment): SaleFacts | null {
  if (lastAttempt === null || lastAttempt.approvalNo === null) return null
  const [network, outlet, till, business_date = '', stan = ''] = lastAttempt.request.key.split('/')
  return { terminal: `${network}/${outlet}/${till}`, business_date, stan }
}

function seenOf(happening: Happening, impUid: string): Seen | undefined {
  if (happening.type === 'asked' && happening.payment.id === impUid) {
    const { verdict, detail, latencyMs, payment } = happening
    if (payment.confirmUrl === null) return undefined
    const reason = verdict.kind === 'refused' ? verdict.reason : null
    return { type: 'asked', confirm_url: payment.confirmUrl, verdict: verdict.kind, reason, detail, latencyMs }
  }
  if (happening.type !== 'told' || happening.delivery.paymentId !== impUid) return undefined
  const { delivery, result, detail, latencyMs } = happening
  return {
    type: 'told',
    notice: noticeOf(delivery),
    tryNumber: delivery.tries,
    result: delivery.state === 'delivered' ? 'delivered' : 'failed',
    httpStatus: result.kind === 'answered' ? result.status : null,
    detail: detail.en,
    latencyMs,
    nextTryAtMs: delivery.state === 'waiting' ? delivery.nextTryAt : null,
  }
}

function noticeOf({ id, url, event, status }: Delivery): NoticeFacts {
  return { id, url, event, status }
}
