/** Refunds as their merchant sees them. */
import type { RefundOfPayment } from '../core/changes.ts'
import { toMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import type { Payout, Refund } from '../core/refund.ts'
import { maskAccount, maskName, type RefundAccount } from '../gateway/personal-vault.ts'
import type { RefundAnswer, RefundDetail, RefundNews } from '../wire/refund-answer.ts'
import { seconds } from './present.ts'

export function presentRefund({ payment, refund }: RefundOfPayment, publicUrl: string): RefundAnswer {
  const { taxFree, vatAmount, route } = refund
  const { currency } = payment
  return {
    ...presentRefundNews(refund, payment),
    imp_uid: payment.id,
    merchant_uid: payment.orderId,
    currency,
    tax_free: taxFree === null ? null : toMajorAmount(taxFree, currency),
    vat_amount: vatAmount === null ? null : toMajorAmount(vatAmount, currency),
    slip_number: route.kind === 'slip' ? route.number : null,
    receipt_url: `${publicUrl}/p/${payment.payToken}/refunds/${refund.id}`,
  }
}

export function presentRefundDetail(
  of: RefundOfPayment,
  account: RefundAccount | undefined,
  publicUrl: string,
): RefundDetail {
  return {
    ...presentRefund(of, publicUrl),
    account: account === undefined ? null : maskedAccount(account),
  }
}

/** What a notice may carry, which anybody on the way could read: no slip, for it is money. */
export function presentRefundNews(refund: Refund, { currency }: Payment): RefundNews {
  const { id, amount, reason, askedBy, acceptedAt, route, payout } = refund
  return {
    id,
    amount: toMajorAmount(amount, currency),
    reason,
    asked_by: askedBy,
    accepted_at: seconds(acceptedAt),
    route: route.kind,
    bank: route.kind === 'bank' ? route.bank : null,
    slip_expires_at: route.kind === 'slip' ? seconds(route.expiresAt) : 0,
    payout: presentPayout(payout),
  }
}

function maskedAccount({ holder, bank, number }: RefundAccount) {
  return { holder: maskName(holder) ?? '', bank, number: maskAccount(number) }
}

const NOT_PAID_OUT: RefundNews['payout'] = {
  state: 'pending',
  at: 0,
  by: null,
  cause: null,
  note: null,
  outlet: null,
  till: null,
  approval_no: null,
}

function presentPayout(payout: Payout): RefundNews['payout'] {
  switch (payout.state) {
    case 'pending':
      return NOT_PAID_OUT
    case 'failed':
      return { ...NOT_PAID_OUT, state: 'failed', at: seconds(payout.at), cause: payout.cause, note: payout.note }
    case 'paid_out': {
      const done = { ...NOT_PAID_OUT, state: 'paid_out', at: seconds(payout.at) } as const
      if (payout.where.kind === 'by_hand') return { ...done, by: 'operator', note: payout.where.note }
      if (payout.where.kind === 'bank') return { ...done, by: 'bank', note: payout.where.reference }
      const { request, approvalNo } = payout.where
      return { ...done, by: 'till', outlet: request.outletName, till: request.till, approval_no: approvalNo }
    }
  }
}
