/** Refunds that the house's bank transfers, in a story. */
import type { CommandId, Instant, PaymentId, RefundId, TransferId } from '../src/core/brand.ts'
import type { Transfer } from '../src/core/refund.ts'
import type { BankWord } from '../src/core/refund-commands.ts'
import { paymentId, type RefundWords, refundId, refundOf, rerouteOf } from './core-commands.ts'
import type { CoreStory } from './core-story.ts'

let commands = 0
const commandId = (): CommandId => {
  commands += 1
  return `cmd_t${commands}` as CommandId
}

export const transferId = (no: number): TransferId => `trf_${no}` as TransferId

const route = (no: number) =>
  ({
    kind: 'bank',
    bank: '004',
    account: { keyId: 'k1', sealed: `account ${no}` },
    transferId: transferId(no),
  }) as const

/** A refund that the bank is to be told of, under transfer `transfer`. */
export function refundByBank(story: CoreStory, words: Partial<RefundWords> & { readonly transfer?: number } = {}) {
  const { transfer = words.refund ?? 1 } = words
  return story.ask({ ...refundOf(words, commandId()), route: route(transfer) })
}

export function rerouteByBank(story: CoreStory, transfer: number, refund = 1): string {
  return story.ask({ ...rerouteOf({ refund }, commandId()), route: route(transfer) })
}

interface Named {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
}
const named = (no = 1, refund = 1): Named => ({ paymentId: paymentId(no), refundId: refundId(refund) })

/** Whether whoever asks has the turn. */
export function tryTransfer(story: CoreStory, no = 1, refund = 1): boolean {
  story.ask({ type: 'try_transfer', id: commandId(), ...named(no, refund) })
  const outcome = story.latest?.outcome
  return outcome?.kind === 'transfer_tried' && outcome.due
}

export type BankSays = 'paid' | 'refused' | 'holder differs' | 'taken'

function wordOf(says: BankSays, at: Instant): BankWord {
  switch (says) {
    case 'paid':
      return { kind: 'paid_out', reference: 'bank-1' }
    case 'refused':
      return { kind: 'failed', cause: 'refused', reason: 'account closed' }
    case 'holder differs':
      return { kind: 'failed', cause: 'holder_differs', reason: 'somebody else' }
    case 'taken':
      return { kind: 'taken', knownAt: (at + 3_600_000) as Instant }
  }
}

/** Whether the word was about what is open. */
export function bankSays(story: CoreStory, says: BankSays, transfer = 1, refund = 1, no = 1): boolean {
  const word = wordOf(says, story.at)
  const of = { ...named(no, refund), transferId: transferId(transfer) }
  story.ask({ type: 'settle_transfer', id: commandId(), ...of, word })
  const outcome = story.latest?.outcome
  return outcome?.kind === 'transfer_settled' && outcome.settled
}

/** The operator calls the order failed, and its bank says something of it. */
export function afterAll(story: CoreStory, says: BankSays): boolean {
  story.settlePayout({ result: 'failed' })
  return bankSays(story, says)
}

export function transferOf(story: CoreStory): Transfer | null {
  return story.payment().refunds[0]?.transfer ?? null
}
