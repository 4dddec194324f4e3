/**
 * Payments by what people have in hand: a number, an attempt that is named on a slip or in an answer, the outlet where it
 * was tried. Of one number and of one attempt there are few: the rest of what is asked is looked for among them here.
 */
import type { CollectionNumber, Instant, MerchantId, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { statusSince } from '../core/sorting.ts'
import type { Storage } from '../storage/storage.ts'

/** Every member that is not null must hold; a number, an attempt or an outlet is given. */
export interface SearchAsked {
  readonly merchantId: MerchantId
  /** What was typed may be read in two ways. */
  readonly numbers: readonly CollectionNumber[] | null
  /** Its id, the gateway's reference, or its approval number. */
  readonly attempt: string | null
  /** Of the latest attempt. */
  readonly outlet: string | null
  /** Both included, compared with the moment a payment came to its status. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** Where the page before ended; null: there was none. */
  readonly after: PaymentId | null
  readonly limit: number
}

/** Of one number or attempt no more are looked at, the newest first. */
export const SEARCHED_MAX = 1000

/** Newest issue first. Undefined where `after` is none of those that were looked at. */
export async function searchPayments(
  { payments, clock }: Pick<Storage, 'payments' | 'clock'>,
  asked: SearchAsked,
): Promise<readonly Payment[] | undefined> {
  const { merchantId, numbers, attempt, outlet, from, to, after, limit } = asked
  if (attempt !== null) return among(await payments.ofAttempt(merchantId, attempt, SEARCHED_MAX), asked, clock.now())
  if (numbers !== null) {
    const found = await Promise.all(numbers.map((number) => payments.ofNumber(merchantId, number, SEARCHED_MAX)))
    return among(
      found.flat().toSorted((a, b) => b.issuedAt - a.issuedAt),
      asked,
      clock.now(),
    )
  }
  if (outlet === null) throw new Error('broken invariant: a search for nothing')
  return payments.atOutlet({ merchantId, outlet, from: from ?? BEGINNING, to: to ?? END, after, limit })
}

const BEGINNING = 0 as Instant
const END = Number.MAX_SAFE_INTEGER as Instant

function among(
  candidates: readonly Payment[],
  { numbers, outlet, from, to, after, limit }: SearchAsked,
  at: Instant,
): readonly Payment[] | undefined {
  const start = candidates.findIndex(({ id }) => id === after)
  if (after !== null && start < 0) return undefined
  return candidates
    .slice(start + 1)
    .map((payment) => asOf(payment, at))
    .filter(({ number }) => numbers === null || numbers.includes(number))
    .filter(({ lastAttempt }) => outlet === null || lastAttempt?.request.outlet === outlet)
    .filter((payment) => statusSince(payment) >= (from ?? BEGINNING) && statusSince(payment) <= (to ?? END))
    .slice(0, limit)
}
