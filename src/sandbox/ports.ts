/**
 * What the sandbox needs from the house, as plain facts: it plays the world around a gateway (tills, a seller, the
 * passing of time) and knows nothing of how the gateway is made. `server/` joins these.
 */
import type { Words } from '../wire/rejections.ts'
import type { Terminal } from './practice-till.ts'

export type V1Status = 'ready' | 'paid' | 'cancelled' | 'failed'

/** One payment, whichever merchant's it is, as it is at the moment of asking. */
export interface PaymentFacts {
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly number: string
  /** The currency's minor unit (won). */
  readonly amount: number
  readonly currency: string
  readonly status: V1Status
  /** The deadline that was agreed; business time, milliseconds. */
  readonly expiresAtMs: number
  /** From here it cannot be collected: the deadline, or the end of its grace where it was inquired in time. */
  readonly endsAtMs: number
  readonly pay_url: string
  /** What was collected last; null where nothing was. */
  readonly sale: SaleFacts | null
}

export interface SaleFacts {
  /** `network/outlet/till` */
  readonly terminal: string
  readonly business_date: string
  readonly stan: string
}

/** A payment by its number, as scanned or typed, or by its id. */
export type PaymentName = { readonly number: string } | { readonly imp_uid: string }

/** A notice to one address. */
export interface NoticeFacts {
  /** The `webhook-id` of every try. */
  readonly id: string
  readonly url: string
  /** What happened, in the gateway's word: `collected`, `reversed`, ... */
  readonly event: string
  readonly status: V1Status
}

/** What happens to one payment, as it happens. */
export type Seen =
  | {
      readonly type: 'asked'
      readonly confirm_url: string
      readonly verdict: 'payable' | 'refused' | 'unanswered'
      /** What the merchant gave as its reason. */
      readonly reason: string | null
      readonly detail: string
      readonly latencyMs: number
    }
  /** Durable, and about to be tried for the first time. Seen before the till hears the answer that caused it. */
  | { readonly type: 'queued'; readonly notice: NoticeFacts }
  /** One try is over. */
  | {
      readonly type: 'told'
      readonly notice: NoticeFacts
      /** 1 for the first. */
      readonly tryNumber: number
      readonly result: 'delivered' | 'failed'
      /** The answer's HTTP status; null where there was no answer. */
      readonly httpStatus: number | null
      readonly detail: string
      readonly latencyMs: number
      /** Business time of the next try; null where there is none. */
      readonly nextTryAtMs: number | null
    }

export type PayoutResult = 'paid_out' | 'failed'

export interface SettledRefund {
  readonly refund: string
  readonly imp_uid: string
  readonly payout: 'pending' | PayoutResult
}

export interface SandboxClock {
  /** Business time in milliseconds. */
  now(): number
  /** Moves the whole gateway's business time to `ms`, stopping at each due time on the way. Never called with the past. */
  advanceTo(ms: number): Promise<void>
}

export interface SandboxPorts {
  /** At least two, in two shops. */
  readonly terminals: readonly Terminal[]
  /** Of the till listener, without a path; asked at each play, because a free port is known only once it listens. */
  posUrl(): string
  /** Undefined for a number or id that no payment has. */
  payment(name: PaymentName): Promise<PaymentFacts | undefined>
  /** Tells what happens to the payment from now on; returns the way to stop. */
  watch(impUid: string, listener: (seen: Seen) => void): () => void
  /**
   * Tries every notice that is due, also where its receiver failed so often that it is left alone for a while; resolves
   * when no more can be tried now.
   */
  tryNotices(): Promise<void>
  readonly clock: SandboxClock
  /** Says, as the operator does, what became of a refund's money; the words are why it is refused. Undefined: no such refund. */
  settleRefund(refund: string, result: PayoutResult): Promise<SettledRefund | Words | undefined>
  /** Forgets every payment and what the example seller remembers of them; terminals and credentials stay. */
  reset(): Promise<void>
}

/** A host of whom the sandbox may be asked beside the loopback names: a name or an address, without a port. */
export type AllowedHosts = readonly string[]

/** What is answered where something is not done. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 409 | 413 | 415 | 500 | 502 | 503
  readonly parameter?: string
  readonly message: Words
}
