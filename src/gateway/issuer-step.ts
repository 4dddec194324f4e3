/** One step of a cash receipt, whoever's it is: what its issuer is asked, and what is said of the answer. */
import type { Instant } from '../core/brand.ts'
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { IssuerWord, SealedText, SettleReceipt } from '../core/commands.ts'
import type { Receipted } from '../core/external-receipt.ts'
import { NOBODY } from '../numbers/receipt-identifier.ts'
import type { GatewayDeps } from './gateway.ts'
import type { IssuerAnswer, Observe, ReceiptIssuer } from './ports.ts'

/** Why there is no receipt that no rule of the trade refused. */
export type ReceiptTrouble =
  | { readonly name: 'no_issuer' }
  | { readonly name: 'issuer_refused'; readonly reason: string }
  /** It goes on by itself. */
  | { readonly name: 'issuer_unanswered' }

/** What an issuer gets to answer in; less than until it is asked again. */
const ISSUER_BUDGET_MS = 10_000

export interface OpenStep {
  readonly receipt: Extract<CashReceipt, { state: SettleReceipt['step'] }>
  readonly dueAt: Instant
}

export function openStep({ orderId, receipt }: Receipted): OpenStep {
  if (receipt === null || !('dueAt' in receipt) || receipt.dueAt === null)
    throw new Error(`broken invariant: nothing is open of the receipt of ${orderId}`)
  return { receipt, dueAt: receipt.dueAt }
}

/** `sealedIdentifier`: whom it is for, looked up where that is asked. */
export async function askIssuer(
  { storage, vault }: Pick<GatewayDeps, 'storage' | 'vault'>,
  by: ReceiptIssuer,
  of: Receipted,
  { receipt }: OpenStep,
  sealedIdentifier: () => Promise<SealedText | undefined>,
): Promise<IssuerAnswer> {
  const merchant = storage.directory.current().merchants.get(of.merchantId)
  if (merchant === undefined) throw new Error(`broken invariant: ${of.orderId} has no merchant`)
  const tid = receipt.state === 'issuing' ? null : receipt.tid
  const tries = 'tries' in receipt ? receipt.tries : 1
  const question = { receipt, tid, of, merchant, tries, budgetMs: ISSUER_BUDGET_MS }
  if (receipt.state === 'cancelling') return by.cancel(question)
  if (receipt.state === 'issued') return by.followUp(question)
  if (receipt.identifier === null) return by.issue(question, NOBODY)
  const { identifier: kind, sealedUnder } = receipt
  const sealed = await sealedIdentifier()
  // Whoever erases whose receipt is under way takes its holder with it; but what was asked before may be issued.
  if (sealed === undefined) return tries === 1 ? { kind: 'refused', reason: HOLDER_GONE } : { kind: 'unanswered' }
  return by.issue(question, { kind, digits: vault.openText(sealedUnder, sealed) })
}

const HOLDER_GONE = '발급 대상 정보가 삭제되었습니다 / whom it was for was erased'

/** Why it is not what was wanted, now that the issuer has been asked. */
export function troubleOf(receipt: CashReceipt | null): ReceiptTrouble {
  const reason = refusalIn(receipt)
  return reason === null ? { name: 'issuer_unanswered' } : { name: 'issuer_refused', reason }
}

function refusalIn(receipt: CashReceipt | null): string | null {
  if (receipt?.state === 'failed') return receipt.reason
  return receipt?.state === 'issued' ? receipt.cancelFailed : null
}

export function tellOfReceipt(observe: Observe, of: Receipted | undefined, word: IssuerWord): void {
  if (of === undefined || word.kind === 'final') return
  if (word.kind === 'issued') observe({ type: 'receipt_issued', of })
  else if (word.kind === 'cancelled') observe({ type: 'receipt_cancelled', of })
  else observe({ type: 'receipt_failed', of, reason: word.reason, stands: of.receipt?.state === 'issued' })
}
