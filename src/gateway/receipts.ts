/**
 * Cash receipts: write the step, ask the issuer, write what it said. While it is asked nothing is locked, and whoever
 * asked may die: the step is on record and is asked for again under the same id, so no receipt is lost or issued twice.
 */
import type { MerchantId, Money, PaymentId } from '../core/brand.ts'
import { type CashReceipt, isUnasked, type ReceiptUse } from '../core/cash-receipt.ts'
import type { IssuerWord, SettleReceipt } from '../core/commands.ts'
import type { Payment } from '../core/payment.ts'
import type { Rejection } from '../core/rejections.ts'
import type { ReceiptIdentifier } from '../numbers/receipt-identifier.ts'
import type { Directory } from '../storage/storage.ts'
import type { GatewayDeps, PaymentView } from './gateway.ts'
import { askIssuer, type OpenStep, openStep, type ReceiptTrouble, tellOfReceipt, troubleOf } from './issuer-step.ts'
import type { ReceiptIssuer } from './ports.ts'
import type { Reads } from './reads.ts'
import type { Stamps } from './stamps.ts'

export interface ReceiptRequest {
  readonly use: ReceiptUse
  readonly identifier: ReceiptIdentifier
  readonly taxFree: Money
  /** Null: an eleventh of what is taxed. */
  readonly vat: Money | null
}

export type ReceiptAnswer =
  | { readonly kind: 'done'; readonly view: PaymentView }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'trouble'; readonly trouble: ReceiptTrouble }

export interface ReceiptVerbs {
  ask(merchantId: MerchantId, paymentId: PaymentId, request: ReceiptRequest): Promise<ReceiptAnswer>
  /** Of one that was cancelled before: done. */
  cancel(merchantId: MerchantId, paymentId: PaymentId): Promise<ReceiptAnswer>
  /** Asks about the step that is due; false where none is, or somebody else has the turn. */
  askAgain(paymentId: PaymentId): Promise<boolean>
}

type Deps = GatewayDeps & { readonly stamps: Stamps; readonly reads: Reads }

export function createReceipts(deps: Deps): ReceiptVerbs {
  const { storage, stamps, vault, issuer, reads } = deps
  const issuerOf = (payment: Payment): ReceiptIssuer | null =>
    ruleOf(storage.directory.current(), payment) === 'none' ? null : issuer

  return {
    async ask(merchantId, paymentId, { identifier, ...request }) {
      const payment = await storage.payments.find(merchantId, paymentId)
      if (payment === undefined) return { kind: 'rejected', rejection: { name: 'payment_not_found' } }
      const by = issuerOf(payment)
      if (by === null) return NO_ISSUER
      const receiptId = stamps.receiptId()
      const outcome = await storage.execute({
        type: 'ask_receipt',
        id: stamps.commandId(),
        merchantId,
        paymentId,
        receiptId,
        identifier: { kind: identifier.kind, sealed: vault.sealText(receiptId, identifier.digits) },
        ...request,
      })
      return outcome.kind === 'rejected' ? outcome : answered(deps, by, outcome.payment, 'issued')
    },
    async cancel(merchantId, paymentId) {
      const payment = await storage.payments.find(merchantId, paymentId)
      if (payment === undefined) return { kind: 'rejected', rejection: { name: 'payment_not_found' } }
      if (issuer === null || (payment.receipt === null && issuerOf(payment) === null)) return NO_ISSUER
      const outcome = await storage.execute({ type: 'cancel_receipt', id: stamps.commandId(), merchantId, paymentId })
      if (outcome.kind === 'rejected') return outcome
      if (outcome.again) return { kind: 'done', view: await reads.view(outcome.payment) }
      return answered(deps, issuer, outcome.payment, 'cancelled')
    },
    async askAgain(paymentId) {
      if (issuer === null) return false
      const { payment, due } = await storage.execute({ type: 'retry_receipt', id: stamps.commandId(), paymentId })
      if (due && payment !== undefined) await take(deps, issuer, payment)
      return due
    },
  }
}

const NO_ISSUER: ReceiptAnswer = { kind: 'trouble', trouble: { name: 'no_issuer' } }

async function answered(
  deps: Deps,
  by: ReceiptIssuer,
  payment: Payment,
  wanted: CashReceipt['state'],
): Promise<ReceiptAnswer> {
  const after = await take(deps, by, payment)
  if (after?.receipt?.state === wanted) return { kind: 'done', view: await deps.reads.view(after) }
  return { kind: 'trouble', trouble: troubleOf(after?.receipt ?? null) }
}

/** What is open is asked for; the payment once that is answered, or undefined. */
async function take(deps: Deps, by: ReceiptIssuer, payment: Payment): Promise<Payment | undefined> {
  const { storage, observe } = deps
  const open = openStep(payment)
  const word = await askIssuer(deps, by, payment, open, () =>
    storage.payments.findReceiptIdentifier(payment.merchantId, open.receipt.sealedUnder),
  )
  if (word.kind === 'unanswered') {
    observe({ type: 'receipt_unanswered', of: payment, dueAt: open.dueAt })
    return undefined
  }
  const settled = await storage.execute(settlementOf(deps, payment, open, word))
  tellOfReceipt(observe, settled.payment, word)
  return settled.payment
}

/** Cash of this payment has a receipt that nobody asks for. */
export function isIssuedUnasked(directory: Directory, payment: Payment): boolean {
  return isUnasked(ruleOf(directory, payment), payment.amount)
}

function ruleOf({ channels }: Directory, { channelKey, currency }: Payment) {
  if (currency !== 'KRW') return 'none'
  return channels.find(({ key }) => key === channelKey)?.receipts ?? 'none'
}

function settlementOf(
  { storage, stamps }: Deps,
  payment: Payment,
  { receipt }: OpenStep,
  word: IssuerWord,
): SettleReceipt {
  return {
    type: 'settle_receipt',
    id: stamps.commandId(),
    paymentId: payment.id,
    receiptId: receipt.id,
    step: receipt.state,
    word,
    nextId: stamps.receiptId(),
    unasked: isIssuedUnasked(storage.directory.current(), payment),
  }
}
