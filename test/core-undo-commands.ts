/** Of the commands of `core-commands.ts` those about a collect that was done: its cancel, its completion, its doubt. */
import type { CancelRequest } from '../src/core/attempt.ts'
import type { CommandId, MerchantId, Money } from '../src/core/brand.ts'
import type { Cancel, Complete, ResolveDoubt } from '../src/core/undo-commands.ts'
import { keyOf, type OfRefundWords, paymentId, refundId } from './core-commands.ts'
import { NETWORK } from './core-places.ts'

export interface CancelWords {
  /** The trace number of the collect. */
  readonly original: string
  readonly stan: string
  readonly till: string
  readonly amount: number
  readonly reason: string
  /** Of the refund that it is. */
  readonly refund: number
}

export type CompleteWords = Pick<CancelWords, 'original' | 'stan' | 'amount'>

export interface ResolveWords extends Omit<OfRefundWords, 'refund'> {
  readonly found: ResolveDoubt['found']
  readonly by: ResolveDoubt['by']
}

export function cancelOf(words: Partial<CancelWords>, id: CommandId): Cancel {
  const { original = '1', stan = 'c1', till = '01', amount = 1000, reason = '고객 변심', refund = 1 } = words
  const request: CancelRequest = {
    key: keyOf(stan),
    fingerprint: JSON.stringify(['cancel', original, till, amount, reason]),
    original: keyOf(original),
    clerk: null,
    amount: amount as Money,
    reason,
    gatewayRef: id.replace('cmd_', '').padStart(12, '0'),
    network: NETWORK,
    chain: 'hanbit',
    outlet: '0001',
    outletName: 'Hanbit shop 1',
    till,
  }
  return { type: 'cancel', id, request, refundId: refundId(refund) }
}

export function completeOf(words: Partial<CompleteWords>, id: CommandId): Complete {
  const { original = '1', stan = 'd1', amount = 1000 } = words
  return {
    type: 'complete',
    id,
    key: keyOf(stan),
    fingerprint: JSON.stringify(['complete', original, amount]),
    original: keyOf(original),
    amount: amount as Money,
    gatewayRef: id.replace('cmd_', '').padStart(12, '0'),
  }
}

export function resolveDoubtOf(words: Partial<ResolveWords>, id: CommandId): ResolveDoubt {
  const { no = 1, merchant = 'mer_kim', found = 'collected', by = 'operator' } = words
  const of = { merchantId: merchant as MerchantId, paymentId: paymentId(no) }
  return { type: 'resolve_doubt', id, ...of, found, by, note: 'looked into the drawer' }
}
