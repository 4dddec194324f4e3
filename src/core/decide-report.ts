/**
 * What a row of a report file comes to. It confirms a sale of ours, or undoes one; or it tells of money that no till told us
 * of, which pays its number where that is still payable, and else waits at the desk. What of ours a file does not name is
 * reported elsewhere and never undone.
 */
import type { Attempt, CollectRequest, TillKey } from './attempt.ts'
import type { Instant, Money } from './brand.ts'
import { attemptIn, type Draft, orderIn, paymentIn, paymentOnNumber, type Scene } from './changes.ts'
import { type Decision, draftOn, paymentAfter, siblingsRevoked } from './decide.ts'
import { receiptAfterCollect, receiptAfterReversal } from './decide-receipt.ts'
import { numberKey } from './facts.ts'
import { keyAtDesk, lateKey, NO_TILL, tillKeysOf } from './late-keys.ts'
import type { LastAttempt, Payment } from './payment.ts'
import { type Finding, findSale, isUndoing, type OurSale, TIMES_APART_MAX_MS, toldBefore } from './reconcile.ts'
import { isCollected } from './refund.ts'
import { type ReportRow, rowKey } from './report.ts'
import type { LateStamp, ReconcileRow } from './report-commands.ts'
import { UNDONE_AT_STORE } from './reverse-reason.ts'
import { daysFrom, seoulDate } from './seoul-day.ts'
import {
  isUnsettled,
  type NotPayable,
  openedFor,
  type SuspenseCause,
  type SuspenseEntry,
  settledAs,
} from './suspense.ts'
import { dateOfKey } from './till-day.ts'

/** So long after its end a number is still paid by money that a shop took: files of shops come days later. */
export const LATE_GRACE_MS = 3 * 86_400_000

/** What is to be written of a row. */
interface Plan {
  readonly drafts: readonly Draft[]
  readonly entry: SuspenseEntry | null
  readonly attempt: TillKey | null
  readonly payment: Payment | null
}

const NOTHING: Plan = { drafts: [], entry: null, attempt: null, payment: null }

export function decideReconcileRow(command: ReconcileRow, scene: Scene): Decision<'reconcile_row'> {
  const { head, no, told } = command
  const key = rowKey(head.id, no)
  const known = scene.facts.reportRows.get(key)
  if (known !== undefined)
    return { drafts: [], outcome: () => ({ kind: 'reconciled', row: known, again: true, payment: null, entry: null }) }
  const number = numberKey(head.network, told.number)
  const before = toldBefore(scene.facts.toldOf.get(number) ?? [])
  const finding = findSale({ kind: head.kind, told, date: head.date }, before, oursInReach(command, scene))
  const plan = planFor(command, finding, scene)
  if (plan === 'payable_late') return payableLate(command, scene)
  const { drafts, entry, attempt, payment } = plan
  const row: ReportRow = {
    ...{ key, report: head.id, no, network: head.network, kind: head.kind, currency: head.currency, told },
    result: finding.result,
    sale: finding.before?.key ?? key,
    attempt: attempt ?? finding.before?.attempt ?? null,
    paymentId: payment?.id ?? finding.before?.paymentId ?? null,
    suspense: entry?.id ?? finding.before?.suspense ?? null,
    judgedAt: scene.facts.at,
  }
  return {
    drafts,
    reportRow: row,
    ...(entry === null ? {} : { suspense: entry }),
    outcome: (after) => ({
      ...{ kind: 'reconciled', row, again: false, entry },
      payment: drafts.length === 0 || payment === null ? null : paymentAfter(after, payment),
    }),
  }
}

/** Whoever asked comes again with a stamp. */
function payableLate({ head, told }: ReconcileRow, scene: Scene): Decision<'reconcile_row'> {
  const payment = paymentOnNumber(scene, numberKey(head.network, told.number))
  if (payment === undefined) throw new Error('broken invariant: late money without a payment')
  return { drafts: [], outcome: () => ({ kind: 'payable_late', payment }) }
}

/** Collections that the row may mean: under its till's key, and the latest of its number. */
function oursInReach(command: ReconcileRow, scene: Scene): readonly OurSale[] {
  const { head, told } = command
  const byKey = tillKeysOf(command).flatMap((key) => ourSale(attemptIn(scene, key), command))
  const payment = paymentOnNumber(scene, numberKey(head.network, told.number))
  const last = payment?.lastAttempt
  if (payment === undefined || last === null || last === undefined) return byKey
  return byKey.some(({ key }) => key === last.request.key) ? byKey : [...byKey, ...lastSale(payment, last)]
}

function ourSale(attempt: Attempt | undefined, { told }: ReconcileRow): readonly OurSale[] {
  if (attempt === undefined || attempt.state === 'authorising' || attempt.state === 'paid_out') return []
  if (attempt.state === 'tombstoned') {
    const { key, tombstonedAt: at } = attempt
    const { number, amount, outlet } = told
    return [{ key, number, amount, outlet, date: dateOfKey(key), at, paymentId: null, standing: 'undone' }]
  }
  const { request } = attempt
  if ('direction' in request) return []
  const at = 'collectedAt' in attempt ? attempt.collectedAt : (attempt.answer.answeredAt as number as Instant)
  return [{ ...soldAs(request), at, paymentId: attempt.paymentId, standing: STANDING[attempt.state] }]
}

const STANDING = {
  collected: 'stands',
  in_doubt: 'stands',
  refused: 'refused',
  reversed: 'undone',
  cancelled: 'undone',
} as const

function lastSale(payment: Payment, last: LastAttempt): readonly OurSale[] {
  if (last.state === 'authorising') return []
  const at = isCollected(payment) ? payment.paidAt : payment.updatedAt
  return [{ ...soldAs(last.request), at, paymentId: payment.id, standing: STANDING[last.state] }]
}

function soldAs({ key, number, amount, outlet }: CollectRequest) {
  return { key, number, amount, outlet, date: dateOfKey(key) }
}

function planFor(command: ReconcileRow, finding: Finding, scene: Scene): Plan | 'payable_late' {
  if (finding.again) return NOTHING
  if (isUndoing(finding.said)) return undoing(command, finding, scene)
  if (finding.before !== null) return surplus(command, finding.before.told.amount, finding, scene)
  if (finding.ours?.standing === 'stands') return surplus(command, finding.ours.amount, finding, scene)
  return homeless(command, finding, scene)
}

/** A known sale, which is not in doubt any more; what the shop says it took beyond it has no payment. */
function surplus(command: ReconcileRow, known: Money, { ours }: Finding, scene: Scene): Plan {
  const payment = ours?.paymentId == null ? null : (paymentIn(scene, ours.paymentId) ?? null)
  const more = (command.told.amount - known) as Money
  const drafts = payment === null ? [] : foundInFile(command, payment)
  const entry = more > 0 ? entryFor(command, { cause: 'amount_differs', payment, amount: more }, scene) : null
  return { drafts, entry, attempt: ours?.key ?? null, payment }
}

/** The shop says that it took the money whose completion never came: nobody has to look any more. */
function foundInFile({ head, no }: ReconcileRow, payment: Payment): readonly Draft[] {
  if (payment.state !== 'paid' || payment.provisional?.inDoubt !== true) return []
  return [draftOn(payment, { type: 'completed', by: 'report', note: rowKey(head.id, no) })]
}

/** Money that no till told us of, or of which a till told us that it went back. */
function homeless(command: ReconcileRow, { result, ours }: Finding, scene: Scene): Plan | 'payable_late' {
  const payment = namedPayment(command, scene)
  const cause =
    result === 'duplicate'
      ? 'duplicate'
      : ours !== null
        ? ours.standing === 'refused'
          ? 'refused'
          : 'reversed'
        : payment === undefined
          ? 'number_unknown'
          : notPayableLate(payment, { ...command.told, currency: command.head.currency }, scene)
  if (cause !== null || payment === undefined) {
    const entry = entryFor(command, { cause: cause ?? 'number_unknown', payment: payment ?? null }, scene)
    return { drafts: [], entry, attempt: null, payment: payment ?? null }
  }
  if (command.late === null) return 'payable_late'
  const request = lateRequest(command, command.late, freeKey(command, scene))
  return { drafts: collectedLate(payment, request, command.late, scene), entry: null, attempt: request.key, payment }
}

/** The till's own, so that its late reverse finds the money; one that it used for something else stays that. */
function freeKey(command: ReconcileRow, scene: Scene): TillKey {
  const [key] = tillKeysOf(command)
  return key === undefined || attemptIn(scene, key) !== undefined ? lateKey(command) : key
}

/** Money that came before the payment was issued was for whoever had the number then. */
function namedPayment({ head, told }: ReconcileRow, scene: Scene): Payment | undefined {
  const payment = paymentOnNumber(scene, numberKey(head.network, told.number))
  if (payment === undefined) return undefined
  const { date, takenAt } = told
  const isEarlier =
    takenAt === null
      ? (daysFrom(date, seoulDate(payment.issuedAt)) ?? 0) > 1
      : takenAt + TIMES_APART_MAX_MS < payment.issuedAt
  return isEarlier ? undefined : payment
}

/** Why late money does not pay this payment; null where it does. The merchant is not asked: the money is there. */
export function notPayableLate(
  payment: Payment,
  { amount, currency, payType }: Pick<SuspenseEntry, 'amount' | 'currency' | 'payType'>,
  scene: Scene,
): NotPayable | null {
  const { collected, holder } = orderIn(scene, payment)
  if (isCollected(payment) || collected !== null) return 'already_paid'
  if (payment.state === 'cancelled') return 'revoked'
  if (payment.state === 'failed' && scene.facts.at >= payment.failedAt + LATE_GRACE_MS) return 'expired'
  if (payment.state === 'authorising' || holder !== null) return 'in_progress'
  if (payment.state === 'ready' && payment.suspended !== null) return 'suspended'
  if (amount !== payment.amount || currency !== payment.currency) return 'amount_differs'
  return payment.payTypes.includes(payType) ? null : 'pay_type_not_allowed'
}

export function collectedLate(
  payment: Payment,
  request: CollectRequest,
  { approvalNo, receiptId }: LateStamp,
  scene: Scene,
): readonly Draft[] {
  return [
    draftOn(payment, { type: 'collected_late', request, approvalNo }),
    ...siblingsRevoked(payment, scene),
    ...receiptAfterCollect({ receiptId }, payment, request, scene.facts.at),
  ]
}

function lateRequest({ head, told, shop }: ReconcileRow, late: LateStamp, key: TillKey): CollectRequest {
  const { number, amount, payType, outlet, till } = told
  const { attemptId, gatewayRef } = late
  return {
    ...{ attemptId, key, gatewayRef, number, amount, payType, outlet, ...shop },
    fingerprint: LATE_FINGERPRINT,
    clerk: null,
    network: head.network,
    currency: head.currency,
    till: till ?? NO_TILL,
  }
}

/** No message of a till has it. */
export const LATE_FINGERPRINT = 'late'

/** The shop gave the money back. What was final, or was given back from here since, is for a person to look at. */
function undoing(command: ReconcileRow, finding: Finding, scene: Scene): Plan {
  const { before, ours, said } = finding
  if (before === null && ours === null) return NOTHING
  const entry = before?.suspense == null ? undefined : scene.facts.suspense.get(before.suspense)
  // A key that was barred before anything came under it is about no number.
  const mine = ours === null || ours.paymentId === null ? null : ours.key
  const key = before?.attempt ?? mine ?? (entry?.state === 'posted' ? keyAtDesk(entry) : null)
  const payment = paymentOnNumber(scene, numberKey(command.head.network, command.told.number)) ?? null
  const isFinal = said === 'undone_final' || before?.said.has('final') === true
  if (!isFinal && entry !== undefined && isUnsettled(entry))
    return { drafts: [], entry: settledAs(entry, 'withdrawn', null, scene.facts.at), attempt: key, payment }
  const stands = payment !== null && isCollected(payment) && payment.lastAttempt.request.key === key
  if (!stands && !isFinal && entry === undefined) return { drafts: [], entry: null, attempt: key, payment }
  if (isFinal || !stands || payment.state !== 'paid' || payment.refunds.length > 0)
    return { drafts: [], entry: entryFor(command, { cause: 'undone_late', payment }, scene), attempt: key, payment }
  const drafts = [
    draftOn(payment, { type: 'reversed', reason: UNDONE_AT_STORE }),
    ...receiptAfterReversal(payment, scene.facts.at),
  ]
  return { drafts, entry: null, attempt: key, payment }
}

function entryFor(
  { head, no, told, shop, suspenseId }: ReconcileRow,
  of: { readonly cause: SuspenseCause; readonly payment: Payment | null; readonly amount?: Money },
  { facts }: Scene,
): SuspenseEntry {
  const { cause, payment, amount = told.amount } = of
  const entry = {
    ...{ id: suspenseId, network: head.network, row: rowKey(head.id, no), amount, currency: head.currency, cause },
    direction: cause === 'undone_late' ? 'out' : 'in',
    paymentId: payment?.id ?? null,
    merchantId: payment?.merchantId ?? null,
  } as const
  return openedFor(entry, told, shop, facts.at)
}
