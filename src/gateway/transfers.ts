/**
 * Refunds that the house transfers by itself, where a bank was joined: write the try, ask the bank, write what it said. No
 * answer is no answer: the refund waits, and is asked about again under the same id, for as long as it takes. An order that
 * the operator called failed while the bank had it is asked about too: if the bank paid it, the operator must hear.
 */
import type { PaymentId, RefundId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { type Refund, refundOf, type Transfer } from '../core/refund.ts'
import type { GatewayDeps } from './gateway.ts'
import type { Payer, TransferAnswer, TransferQuestion } from './ports.ts'
import type { Stamps } from './stamps.ts'

export interface TransferVerbs {
  /** Asks about the transfer that is due; false where none is, or somebody else has the turn. */
  askAgain(of: { readonly paymentId: PaymentId; readonly refundId: RefundId }): Promise<boolean>
}

/** What a bank gets to answer in; less than until it is asked again. */
const BANK_BUDGET_MS = 10_000

type Deps = Pick<GatewayDeps, 'storage' | 'vault' | 'payer' | 'observe'> & { readonly stamps: Stamps }

export function createTransfers(deps: Deps): TransferVerbs {
  const { storage, payer, stamps, observe } = deps
  return {
    async askAgain({ paymentId, refundId }) {
      if (payer === null) return false
      const id = stamps.commandId()
      const tried = await storage.execute({ type: 'try_transfer', id, paymentId, refundId })
      const { payment, due, afterAll } = tried
      const refund = payment && refundOf(payment, refundId)
      const order = (afterAll ? refund?.calledFailed : refund?.transfer) ?? null
      if (!due || payment === undefined || refund === undefined || order === null) return due
      const { id: transferId, dueAt } = order
      const word = await askBank(deps, payer, payment, refund, order)
      if (word.kind === 'unanswered') {
        observe({ type: 'bank_unanswered', payment, refund, dueAt })
        return due
      }
      const command = {
        type: 'settle_transfer',
        id: stamps.commandId(),
        paymentId,
        refundId,
        transferId,
        word,
      } as const
      const { payment: after, settled, paidAfterAll } = await storage.execute(command)
      const now = after && refundOf(after, refundId)
      if (after === undefined || now === undefined) return due
      if (settled && word.kind !== 'taken') observe({ type: 'payout_settled', payment: after, refund: now })
      if (paidAfterAll) observe({ type: 'bank_paid_after_all', payment: after, refund: now })
      return due
    },
  }
}

async function askBank(
  deps: Deps,
  payer: Payer,
  payment: Payment,
  refund: Refund,
  { id, tries }: Transfer,
): Promise<TransferAnswer> {
  const { storage, vault } = deps
  const merchant = storage.directory.current().merchants.get(payment.merchantId)
  if (merchant === undefined) throw new Error(`broken invariant: ${payment.id} has no merchant`)
  const sealed = await storage.refunds.findAccount(payment.merchantId, refund.id)
  // Whoever erases whose money still waits takes its way with it; but of what the bank was told before nobody can say.
  if (sealed === undefined)
    return tries === 1 ? { kind: 'failed', cause: 'refused', reason: ACCOUNT_GONE } : { kind: 'unanswered' }
  const account = vault.openAccount(refund.id, sealed)
  const question = { id, refund, payment, merchant, account, tries, budgetMs: BANK_BUDGET_MS }
  if (tries === 1) return giveOrder(deps, payer, question)
  const known = await payer.ask(question)
  return known.kind === 'never_heard' ? giveOrder(deps, payer, question) : known
}

/** Looks again first: what the operator called failed, or paid by hand, while the bank was asked is not ordered any more. */
async function giveOrder({ storage }: Deps, payer: Payer, question: TransferQuestion): Promise<TransferAnswer> {
  const { id, payment, refund } = question
  const now = await storage.refunds.find(payment.merchantId, refund.id)
  return now?.refund.transfer?.id === id ? payer.pay(question) : NEVER_ORDERED
}

const NEVER_ORDERED = {
  kind: 'failed',
  cause: 'refused',
  reason: '은행에 도착하지 않은 이체입니다 / the order never reached the bank',
} as const

const ACCOUNT_GONE = '계좌 정보가 삭제되었습니다 / the account was erased'
