/** What each side's words come to: what was acknowledged, undone, believed and given back. */
import { evolve, type Payment, type PaymentEvent } from '../../src/core/payment.ts'
import type { Payout } from '../../src/core/refund.ts'
import type { CancelMessage } from '../../src/wire/till.ts'
import type { Evidence, PayoutTry, Return, Sent, StoredPayment, Try } from './evidence.ts'

export function isAcknowledged({ collect }: Try): boolean {
  return isTaken(collect)
}

export function isCancelled({ cancels }: Try): boolean {
  return cancels.some(isTaken)
}

/** A reverse that came after a refund is acknowledged as well, and has undone nothing. */
export function isReversed({ reverses }: Try | PayoutTry): boolean {
  return reverses.some(({ answers }) => answers.some((answer) => !foundClosed(answer)))
}

export function foundClosed(answer: string): boolean {
  return answer.includes('"original":"closed"')
}

export function isTaken({ answers }: Pick<Sent<unknown>, 'answers'>): boolean {
  return answers.some((answer) => answer.includes('"code":"0000"'))
}

/** The key of another request of the same till. */
export function keyLike(key: string, { business_date, stan }: Pick<CancelMessage, 'business_date' | 'stan'>): string {
  return [...key.split('/').slice(0, -2), business_date, stan].join('/')
}

/** Undefined where the money went another way. */
export function cancelKeyIn(payout: Payout): string | undefined {
  return payout.state === 'paid_out' && payout.where.kind === 'cancel' ? payout.where.request.key : undefined
}

export function statusOf(books: Evidence['books']): (impUid: string) => string | undefined {
  const statuses = new Map<string, string>(books.map(({ impUid, status }) => [impUid, status]))
  return (impUid) => statuses.get(impUid)
}

export function isAccepted({ answers }: Return): boolean {
  return answers.includes('yes')
}

/** What each payment's merchant has given back of it, by what it was answered: in its order, each of what was left then. */
export function givenBackBy(returns: Evidence['returns']): (impUid: string) => number {
  const amounts = amountsOf(returns)
  const given = new Map<string, number>()
  for (const { key, sale } of returns) given.set(sale.impUid, (given.get(sale.impUid) ?? 0) + (amounts.get(key) ?? 0))
  return (impUid) => given.get(impUid) ?? 0
}

/** Of each that was accepted, by its key. */
export function amountsOf(returns: Evidence['returns']): ReadonlyMap<string, number> {
  const given = new Map<string, number>()
  const amounts = new Map<string, number>()
  for (const { key, sale, amountWon, answers } of returns) {
    if (!answers.includes('yes')) continue
    const before = given.get(sale.impUid) ?? 0
    const amount = amountWon ?? sale.amountWon - before
    given.set(sale.impUid, before + amount)
    amounts.set(key, amount)
  }
  return amounts
}

/** Whether the newest that the payment's merchant took says that it is paid. */
export function believedByMerchants(notices: Evidence['notices']): (impUid: string) => boolean {
  const newest = new Map<string, { readonly version: number; readonly status: string }>()
  for (const { impUid, version, status, answered } of notices)
    if (answered === 200 && version > (newest.get(impUid)?.version ?? 0)) newest.set(impUid, { version, status })
  return (impUid) => newest.get(impUid)?.status === 'paid'
}

/** Each event with the payment after it. */
export function history(
  events: readonly PaymentEvent[],
): readonly { readonly event: PaymentEvent; readonly after: Payment }[] {
  let payment: Payment | undefined
  return events.map((event) => {
    payment = evolve(payment, event)
    return { event, after: payment }
  })
}

interface AttemptTold {
  readonly impUid: string
  readonly attemptId: string
  /** What ended the claim first. */
  readonly end: PaymentEvent | undefined
}

export function attemptsIn(events: StoredPayment['events']): readonly AttemptTold[] {
  return events.flatMap(({ data, paymentId, version }) =>
    data.type === 'claimed'
      ? [{ impUid: paymentId, attemptId: data.request.attemptId, end: events.find((next) => next.version > version) }]
      : [],
  )
}

export function asked({ impUid, attemptId }: Pick<AttemptTold, 'impUid' | 'attemptId'>): string {
  return `${attemptId} of ${impUid}`
}

export function versionOf({ impUid, version }: { readonly impUid: string; readonly version: number }): string {
  return `${impUid} ${version}`
}

export function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))]
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
