/**
 * Cash receipts of cash that was taken elsewhere. What was collected here has its receipt from its payment: a second one
 * of the same order number would tell the tax office of the same money twice.
 */
import type { Instant, Money } from './brand.ts'
import { mayBegin, type ReceiptEvent, type ReceiptTerms, receiptDueAt } from './cash-receipt.ts'
import { externalIn, orderIn, type Scene } from './changes.ts'
import { type Decision, rejected } from './decide.ts'
import { askedNow, eventSaid, vatOf, waitUntil } from './decide-receipt.ts'
import type { AskExternal, CancelExternal, RetryExternal, SettleExternal } from './external-commands.ts'
import { type ExternalReceipt, evolveExternal } from './external-receipt.ts'
import { type Rejection, rejection } from './rejections.ts'

export function decideAskExternal(command: AskExternal, scene: Scene): Decision<'ask_external'> {
  const { at } = scene.facts
  const before = externalIn(scene, command)
  const terms = termsAsked(command)
  const refusal = askRefusal(command, terms, before, scene)
  if (refusal !== null) return rejected(refusal)
  const external = evolveExternal(before, command, { type: 'receipt_asked', terms, ...askedNow(at) }, at)
  return { drafts: [], external, outcome: () => ({ kind: 'external_asked', external }) }
}

function termsAsked({ receiptId, use, identifier, amount, taxFree, vat }: AskExternal): ReceiptTerms {
  const of = { id: receiptId, use, identifier: identifier.kind, sealedUnder: receiptId, amount, taxFree }
  return { ...of, vat: vat ?? vatOf(amount, taxFree) }
}

function askRefusal(
  command: AskExternal,
  { amount, taxFree, vat }: { readonly amount: Money; readonly taxFree: Money; readonly vat: Money },
  before: ExternalReceipt | undefined,
  scene: Scene,
): Rejection | null {
  if (orderIn(scene, command).collected !== null) return rejection('receipt_of_payment')
  const state = before?.receipt.state
  if (state === 'issuing' || state === 'cancelling') return rejection('receipt_in_progress')
  if (before !== undefined && !mayBegin(before.receipt)) return rejection('receipt_standing')
  return taxFree + vat > amount ? rejection('receipt_tax_too_high', { limit: amount }) : null
}

export function decideCancelExternal(command: CancelExternal, scene: Scene): Decision<'cancel_external'> {
  const before = externalIn(scene, command)
  if (before === undefined || before.receipt.state === 'failed') return rejected(rejection('receipt_unknown'))
  const { state } = before.receipt
  if (state === 'issuing' || state === 'cancelling') return rejected(rejection('receipt_in_progress'))
  if (state === 'cancelled')
    return { drafts: [], outcome: () => ({ kind: 'external_cancel_asked', external: before, again: true }) }
  const { at } = scene.facts
  const external = changed(before, { type: 'receipt_cancel_asked', cause: 'asked', ...askedNow(at) }, at)
  return { drafts: [], external, outcome: () => ({ kind: 'external_cancel_asked', external, again: false }) }
}

/** Of several who come at once, one asks. */
export function decideRetryExternal(command: RetryExternal, scene: Scene): Decision<'retry_external'> {
  const { at } = scene.facts
  const before = externalIn(scene, command)
  const dueAt = before === undefined ? null : waitUntil(before.receipt, at)
  if (before === undefined || dueAt === null)
    return { drafts: [], outcome: () => ({ kind: 'external_retried', external: before, due: false }) }
  const external = changed(before, { type: 'receipt_retried', dueAt }, at)
  return { drafts: [], external, outcome: () => ({ kind: 'external_retried', external, due: true }) }
}

/** A word about a step that is over, or about another receipt, changes nothing. */
export function decideSettleExternal(command: SettleExternal, scene: Scene): Decision<'settle_external'> {
  const before = externalIn(scene, command)
  const receipt = before?.receipt
  const isOpen = receipt?.id === command.receiptId && receipt.state === command.step && receiptDueAt(receipt) !== null
  if (before === undefined || !isOpen)
    return { drafts: [], outcome: () => ({ kind: 'external_settled', external: before }) }
  const external = changed(before, eventSaid(command), scene.facts.at)
  return { drafts: [], external, outcome: () => ({ kind: 'external_settled', external }) }
}

function changed(before: ExternalReceipt, event: ReceiptEvent, at: Instant): ExternalReceipt {
  return evolveExternal(before, before, event, at)
}
