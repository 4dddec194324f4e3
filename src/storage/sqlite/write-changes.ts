/**
 * A batch's changes as rows. Payments that leave a place come before those that take it, so that the unique indexes
 * never see two in one place on the way from one good state to the next.
 */
import type { PaymentId } from '../../core/brand.ts'
import type { Changes } from '../../core/changes.ts'
import type { Payment, PaymentState } from '../../core/payment.ts'
import { toldToPg } from '../../core/registration.ts'
import { attemptValues, tillRequestValues } from '../rows/attempt-rows.ts'
import { newDeliveryValues } from '../rows/delivery-rows.ts'
import { eventValues } from '../rows/event-rows.ts'
import { externalIdentifierValues, externalValues } from '../rows/external-rows.ts'
import { usedKeyValues } from '../rows/issue-key-rows.ts'
import { changedPaymentValues, newPaymentValues, orderValues } from '../rows/payment-rows.ts'
import { personalValues } from '../rows/personal-rows.ts'
import { receiptIdentifierValues } from '../rows/receipt-rows.ts'
import { accountValues, refundValues, slipValues } from '../rows/refund-rows.ts'
import { reportRowValues, suspenseValues, tillDayValues } from '../rows/report-rows.ts'
import type { WriteStatements } from './statements.ts'

/** Ended ones leave a number, ready ones leave their order's holder, and so on: the later ones may move in. */
const LEAVES_FIRST: Readonly<Record<PaymentState, number>> = {
  cancelled: 0,
  failed: 0,
  ready: 1,
  authorising: 2,
  paid: 3,
}

/** Returns the feed position of the last event; `lastSeq` is the one before the batch. */
export function writeChanges(statements: WriteStatements, changes: Changes, lastSeq: number): number {
  const issuedSeq = new Map<PaymentId, number>()
  changes.events.forEach(({ paymentId, data }, index) => {
    if (data.type === 'issued') issuedSeq.set(paymentId, lastSeq + 1 + index)
  })
  for (const order of changes.orders.values()) statements.putOrder.run(...orderValues(order))
  for (const payment of inWritingOrder(changes.payments)) writePayment(statements, payment, issuedSeq.get(payment.id))
  changes.events.forEach((event, index) => {
    statements.insertEvent.run(lastSeq + 1 + index, ...eventValues(event))
  })
  for (const attempt of changes.attempts.values()) statements.putAttempt.run(...attemptValues(attempt))
  for (const request of changes.tillRequests.values()) statements.putTillRequest.run(...tillRequestValues(request))
  for (const delivery of changes.deliveries) statements.insertDelivery.run(...newDeliveryValues(delivery))
  for (const used of changes.issueKeys.values()) statements.insertIssueKey.run(...usedKeyValues(used))
  for (const each of changes.refunds.values()) statements.putRefund.run(...refundValues(each))
  for (const slip of slipValues(changes)) statements.insertSlip.run(...slip)
  for (const [id, account] of changes.accounts) statements.putAccount.run(...accountValues(id, account))
  for (const [id, { merchantId, personal }] of changes.personal)
    statements.insertPersonal.run(...personalValues(merchantId, id, personal))
  for (const [id, kept] of changes.receiptIdentifiers)
    statements.insertReceiptIdentifier.run(...receiptIdentifierValues(id, kept))
  for (const row of changes.reportRows.values()) statements.insertReportRow.run(...reportRowValues(row))
  for (const entry of changes.suspense.values()) statements.putSuspense.run(...suspenseValues(entry))
  for (const day of changes.tillDays.values()) statements.putTillDay.run(...tillDayValues(day))
  for (const [key, external] of changes.externals) {
    statements.putExternal.run(...externalValues(external))
    const identifier = changes.externalIdentifiers.get(key)
    if (identifier !== undefined)
      statements.putExternalIdentifier.run(...externalIdentifierValues(external, identifier))
  }
  for (const { merchantId, paymentId } of toldToPg(changes.events))
    statements.markRegistration.run(merchantId, paymentId)
  return lastSeq + changes.events.length
}

function inWritingOrder(payments: ReadonlyMap<PaymentId, Payment>): readonly Payment[] {
  return [...payments.values()].sort((a, b) => LEAVES_FIRST[a.state] - LEAVES_FIRST[b.state])
}

function writePayment(statements: WriteStatements, payment: Payment, issuedSeq: number | undefined): void {
  if (issuedSeq !== undefined) {
    statements.insertPayment.run(...newPaymentValues(payment), issuedSeq)
    return
  }
  const { changes } = statements.updatePayment.run(...changedPaymentValues(payment))
  if (Number(changes) !== 1) throw new Error(`broken invariant: ${payment.id} has no row to change`)
}
