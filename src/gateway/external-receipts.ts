/**
 * Cash receipts of cash that was taken elsewhere, for merchants who have them all issued in one place. Each step is
 * written, asked for and settled as those of a payment's receipt are, and asked for again under the same id.
 */
import type { MerchantId, Money, OrderId } from '../core/brand.ts'
import type { CashReceipt, ReceiptUse } from '../core/cash-receipt.ts'
import type { ExternalReceipt } from '../core/external-receipt.ts'
import type { Channel, Merchant } from '../core/merchant.ts'
import type { Rejection } from '../core/rejections.ts'
import type { ReceiptIdentifier } from '../numbers/receipt-identifier.ts'
import type { GatewayDeps } from './gateway.ts'
import { askIssuer, openStep, type ReceiptTrouble, tellOfReceipt, troubleOf } from './issuer-step.ts'
import type { ReceiptIssuer } from './ports.ts'
import type { Stamps } from './stamps.ts'

export interface ExternalRequest {
  /** Whose contract it is issued under. */
  readonly channel: Channel
  readonly orderId: OrderId
  readonly name: string
  readonly amount: Money
  readonly use: ReceiptUse
  readonly identifier: ReceiptIdentifier
  readonly taxFree: Money
  /** Null: an eleventh of what is taxed. */
  readonly vat: Money | null
}

export type ExternalAnswer =
  | { readonly kind: 'done'; readonly external: ExternalReceipt }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'trouble'; readonly trouble: ReceiptTrouble }

export interface ExternalVerbs {
  ask(merchantId: MerchantId, request: ExternalRequest): Promise<ExternalAnswer>
  /** Of one that was cancelled before: done. */
  cancel(merchantId: MerchantId, orderId: OrderId): Promise<ExternalAnswer>
  find(merchantId: MerchantId, orderId: OrderId): Promise<ExternalReceipt | undefined>
  /** With its seller, for whoever has its address. */
  findByToken(token: string): Promise<{ readonly external: ExternalReceipt; readonly merchant: Merchant } | undefined>
  /** Asks about the step that is due; false where none is, or somebody else has the turn. */
  askAgain(external: Pick<ExternalReceipt, 'merchantId' | 'orderId'>): Promise<boolean>
}

type Deps = GatewayDeps & { readonly stamps: Stamps }

export function createExternalReceipts(deps: Deps): ExternalVerbs {
  const { storage, stamps, vault, issuer } = deps
  return {
    async ask(merchantId, { channel, identifier, ...request }) {
      if (issuer === null || channel.receipts === 'none' || channel.currency !== 'KRW') return NO_ISSUER
      const receiptId = stamps.receiptId()
      const outcome = await storage.execute({
        type: 'ask_external',
        id: stamps.commandId(),
        merchantId,
        receiptId,
        token: stamps.receiptToken(),
        identifier: { kind: identifier.kind, sealed: vault.sealText(receiptId, identifier.digits) },
        ...request,
      })
      return outcome.kind === 'rejected' ? outcome : answered(deps, issuer, outcome.external, 'issued')
    },
    async cancel(merchantId, orderId) {
      if (issuer === null) return NO_ISSUER
      const outcome = await storage.execute({ type: 'cancel_external', id: stamps.commandId(), merchantId, orderId })
      if (outcome.kind === 'rejected') return outcome
      if (outcome.again) return { kind: 'done', external: outcome.external }
      return answered(deps, issuer, outcome.external, 'cancelled')
    },
    find: (merchantId, orderId) => storage.externalReceipts.find(merchantId, orderId),
    async findByToken(token) {
      const external = await storage.externalReceipts.findByToken(token)
      const merchant = external && storage.directory.current().merchants.get(external.merchantId)
      return external && merchant && { external, merchant }
    },
    async askAgain({ merchantId, orderId }) {
      if (issuer === null) return false
      const id = stamps.commandId()
      const { external, due } = await storage.execute({ type: 'retry_external', id, merchantId, orderId })
      if (due && external !== undefined) await take(deps, issuer, external)
      return due
    },
  }
}

const NO_ISSUER: ExternalAnswer = { kind: 'trouble', trouble: { name: 'no_issuer' } }

async function answered(
  deps: Deps,
  by: ReceiptIssuer,
  external: ExternalReceipt,
  wanted: CashReceipt['state'],
): Promise<ExternalAnswer> {
  const after = await take(deps, by, external)
  if (after?.receipt.state === wanted) return { kind: 'done', external: after }
  return { kind: 'trouble', trouble: troubleOf(after?.receipt ?? null) }
}

/** What is open is asked for; the receipt once that is answered, or undefined. */
async function take(deps: Deps, by: ReceiptIssuer, external: ExternalReceipt): Promise<ExternalReceipt | undefined> {
  const { storage, stamps, observe } = deps
  const { merchantId, orderId } = external
  const open = openStep(external)
  const word = await askIssuer(deps, by, external, open, () =>
    storage.externalReceipts.findIdentifier(merchantId, orderId),
  )
  if (word.kind === 'unanswered') {
    observe({ type: 'receipt_unanswered', of: external, dueAt: open.dueAt })
    return undefined
  }
  const step = open.receipt.state
  const id = stamps.commandId()
  const receiptId = open.receipt.id
  const settled = await storage.execute({ type: 'settle_external', id, merchantId, orderId, receiptId, step, word })
  tellOfReceipt(observe, settled.external, word)
  return settled.external
}
