/** What is asked about a collect that was done: a till's cancel and its completion, and somebody's word where it is in doubt. */
import type { CancelRequest, TillAnswer, TillKey } from './attempt.ts'
import type { CommandId, MerchantId, Money, PaymentId, RefundId } from './brand.ts'
import type { Payment } from './payment.ts'
import type { DoubtResolver } from './provisional.ts'
import type { Rejection } from './rejections.ts'

/** The same day, over the counter: a request, which may be refused. */
export interface Cancel {
  readonly type: 'cancel'
  readonly id: CommandId
  readonly request: CancelRequest
  readonly refundId: RefundId
}

/** The second phase of a collect: the money is in the drawer. */
export interface Complete {
  readonly type: 'complete'
  readonly id: CommandId
  readonly key: TillKey
  readonly fingerprint: string
  readonly original: TillKey
  readonly amount: Money
  readonly gatewayRef: string
}

export interface ResolveDoubt {
  readonly type: 'resolve_doubt'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly found: 'collected' | 'not_collected'
  readonly by: DoubtResolver
  readonly note: string
}

export type UndoCommand = Cancel | Complete | ResolveDoubt

type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }
type Answered = {
  readonly kind: 'answered'
  readonly answer: TillAnswer
  readonly payment: Payment | null
  readonly again: boolean
}

export interface UndoOutcomes {
  readonly cancel: Answered | Rejected
  readonly complete: Answered | Rejected
  readonly resolve_doubt: { readonly kind: 'doubt_resolved'; readonly payment: Payment } | Rejected
}
