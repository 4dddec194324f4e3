/**
 * Holds everybody's words against each other. Each check is a promise to merchants and shops that no crash may break,
 * and says of each breach who would have noticed it. Checks read evidence and nothing else, so that a test can plant a
 * breach and see it found.
 */
import { isDeepStrictEqual } from 'node:util'
import { type EventType, evolve, type Payment, type PaymentEvent } from '../../src/core/payment.ts'
import type { Payout } from '../../src/core/refund.ts'
import { V1_STATUS } from '../../src/core/v1-status.ts'
import type { CancelMessage } from '../../src/wire/till.ts'
import type { Evidence, Sent, StoredPayment, Try } from './evidence.ts'

export type CheckName = keyof typeof CHECKS

/** A line a breach; none where every promise was kept. */
export function judge(evidence: Evidence): readonly string[] {
  return Object.entries(CHECKS).flatMap(([name, check]) => check(evidence).map((breach) => `${name}: ${breach}`))
}

export const CHECKS = {
  'an answered issue is there': lostIssues,
  'every number is known to its merchant, once': unknownIssues,
  'an acknowledged collect is paid': lostCollects,
  'an acknowledged reverse is not collected': lostReverses,
  'an acknowledged cancel gave the money back, once': lostCancels,
  'nothing is cancelled but under the key of its cancel': cancelledUnasked,
  'an acknowledged revocation is final': lostRevocations,
  'nothing is collected twice': collectedTwice,
  'drawers, gateway and merchants agree to the won': unevenMoney,
  'paid only after an acknowledged question': paidUnasked,
  'asked only behind a durable claim': askedUnclaimed,
  'every change is told': untold,
  'nothing is told that did not happen': toldFalsely,
  'told once in a life': toldAgain,
  'told in order': toldOutOfOrder,
  'no attempt stays open': openAttempts,
  'a repeated key has the same bytes': changedAnswers,
  'a row is the fold of its events': unfoldedRows,
  'the API says what is stored': untrueBooks,
  'nobody complains': complaints,
} satisfies Readonly<Record<string, (evidence: Evidence) => readonly string[]>>

function lostIssues({ sales, books }: Evidence): readonly string[] {
  const known = new Map(books.map((book) => [book.impUid, book]))
  return sales.flatMap(({ impUid, number, orderId, amountWon }) => {
    const book = known.get(impUid)
    if (book === undefined) return [`${impUid} was issued and is gone`]
    const same = book.number === number && book.orderId === orderId && book.amountWon === amountWon
    return same ? [] : [`${impUid} was issued as ${number} for ${amountWon} won and is ${JSON.stringify(book)}`]
  })
}

/** Who asks again under a key until it is answered is given every number there is. */
function unknownIssues({ sales, rows }: Evidence): readonly string[] {
  const given = new Set(sales.map(({ impUid }) => impUid))
  return [
    ...rows.filter(({ payment }) => !given.has(payment.id)).map(({ payment }) => `nobody was given ${payment.id}`),
    ...repeated(sales.map(({ impUid }) => impUid)).map((impUid) => `${impUid} was given for two keys`),
  ]
}

function lostCollects({ tries, books, attempts }: Evidence): readonly string[] {
  const status = statusOf(books)
  return tries.filter(isAcknowledged).flatMap((one) => {
    const { key, sale, status: told } = one
    if (isReversed(one) || isCancelled(one)) return []
    const facts = [status(sale.impUid), attempts.get(key)?.state, told]
    return isDeepStrictEqual(facts, ['paid', 'collected', 'collected'])
      ? []
      : [`${key} was answered 0000 on ${sale.impUid}, which is [API, attempt, status] ${facts.join(', ')}`]
  })
}

function lostReverses({ tries, attempts }: Evidence): readonly string[] {
  return tries.filter(isReversed).flatMap(({ key, status }) => {
    const state = attempts.get(key)?.state
    const undone = state === 'reversed' || state === 'tombstoned' || state === 'refused'
    return undone && status === state ? [] : [`${key} was reversed and is ${state}, told as ${status}`]
  })
}

/** All of it, by the very cancel that was answered. */
function lostCancels({ tries, books, rows, attempts }: Evidence): readonly string[] {
  const status = statusOf(books)
  return tries.filter(isCancelled).flatMap((one) => {
    const { key, sale, collect, kept, status: told } = one
    const payment = rows.find((row) => row.payment.id === sale.impUid)?.payment
    const back = payment?.refunds.map(({ amount, payout }) => [amount, cancelKeyIn(payout)]) ?? []
    const asked = one.cancels.filter(isTaken).map(({ fields }) => [collect.fields.amount, keyLike(key, fields)])
    const facts = [status(sale.impUid), attempts.get(key)?.state, told, kept, back]
    return isDeepStrictEqual(facts, ['cancelled', 'cancelled', 'cancelled', false, asked])
      ? []
      : [`${key} was cancelled; [API, attempt, status, kept, refunds] are ${JSON.stringify(facts)}`]
  })
}

function cancelledUnasked({ tries, rows }: Evidence): readonly string[] {
  const asked = new Set(tries.flatMap(({ key, cancels }) => cancels.map(({ fields }) => keyLike(key, fields))))
  return rows.flatMap(({ payment, events }) =>
    events.flatMap(({ data }) => {
      const key = data.type === 'cancelled' ? cancelKeyIn(data.refund.payout) : undefined
      return data.type !== 'cancelled' || (key !== undefined && asked.has(key))
        ? []
        : [`${payment.id} was cancelled under ${key}, and no till asked that`]
    }),
  )
}

function lostRevocations({ revoked, books, tries }: Evidence): readonly string[] {
  const status = statusOf(books)
  return revoked.flatMap((impUid) => [
    ...(status(impUid) === 'cancelled' ? [] : [`${impUid} was revoked and is ${status(impUid)}`]),
    ...tries
      .filter(({ kept, sale }) => kept && sale.impUid === impUid)
      .map(({ key }) => `${key} keeps money for the revoked ${impUid}`),
  ])
}

function collectedTwice({ tries, rows }: Evidence): readonly string[] {
  const kept = tries.filter((each) => each.kept)
  const paid = rows.filter(({ payment }) => payment.state === 'paid').map(({ payment }) => payment)
  return [
    ...repeated(kept.map(({ sale }) => sale.number)).map((number) => `two drawers hold money for the number ${number}`),
    ...repeated(kept.map(({ sale }) => sale.orderId)).map((order) => `two drawers hold money for the order ${order}`),
    ...repeated(paid.map(({ merchantId, orderId }) => `${merchantId} ${orderId}`)).map(
      (order) => `${order} is paid twice`,
    ),
  ]
}

/** Payment by payment, and in total over each side's own sum. */
function unevenMoney({ tries, drawers, books, notices }: Evidence): readonly string[] {
  const inDrawers = new Map<string, number>()
  for (const { sale, collect, kept } of tries)
    if (kept) inDrawers.set(sale.impUid, (inDrawers.get(sale.impUid) ?? 0) + collect.fields.amount)
  const believed = believedByMerchants(notices)
  const apart = books.flatMap(({ impUid, status, amountWon }) => {
    const sides = [inDrawers.get(impUid) ?? 0, status === 'paid' ? amountWon : 0, believed(impUid) ? amountWon : 0]
    return new Set(sides).size === 1 ? [] : [`${impUid}: [tills, gateway, merchant] ${sides.join(', ')} won`]
  })
  const paid = books.filter(({ status }) => status === 'paid')
  const sums = [
    sum(drawers),
    sum(paid.map(({ amountWon }) => amountWon)),
    sum(books.filter(({ impUid }) => believed(impUid)).map(({ amountWon }) => amountWon)),
  ]
  return new Set(sums).size === 1 ? apart : [...apart, `in total [tills, gateway, merchants] ${sums.join(', ')} won`]
}

/** The merchant said yes, in time, to exactly the attempt that was collected. */
function paidUnasked({ rows, questions }: Evidence): readonly string[] {
  const yes = new Set(questions.filter(({ answer, late, signed }) => answer === 'yes' && !late && signed).map(asked))
  return rows.flatMap(({ events }) =>
    attemptsIn(events).flatMap(({ impUid, attemptId, end }) =>
      end?.data.type !== 'collected' || yes.has(asked({ impUid, attemptId }))
        ? []
        : [`${impUid} was collected by ${attemptId}, and its merchant never said yes`],
    ),
  )
}

function askedUnclaimed({ rows, questions }: Evidence): readonly string[] {
  const claimed = new Set(rows.flatMap(({ events }) => attemptsIn(events).map(asked)))
  return questions.flatMap((question) => [
    ...(claimed.has(asked(question)) ? [] : [`${asked(question)} was asked about and is in no row`]),
    ...(question.signed ? [] : [`the question about ${asked(question)} was not signed`]),
  ])
}

/** What a merchant that wants every change is told of. */
const TOLD: ReadonlySet<EventType> = new Set<EventType>([
  'issued',
  'amended',
  'suspended',
  'resumed',
  'collected',
  'refused',
  'lapsed',
  'reversed',
  'cancelled',
  'revoked',
  'expired',
])

function untold({ rows, notices }: Evidence): readonly string[] {
  const taken = new Set(notices.filter(({ answered, signed }) => answered === 200 && signed).map(versionOf))
  return rows.flatMap(({ payment, events, deliveries }) => [
    ...events
      .filter(({ data, version }) => TOLD.has(data.type) && !taken.has(versionOf({ impUid: payment.id, version })))
      .map(({ data, version }) => `${payment.id} was ${data.type} (version ${version}) and its merchant never heard`),
    ...deliveries
      .filter(({ state }) => state !== 'delivered')
      .map(({ id, state, tries }) => `${id} is ${state} after ${tries} tries`),
  ])
}

function toldFalsely({ rows, notices }: Evidence): readonly string[] {
  const happened = new Map(
    rows.flatMap(({ events }) =>
      history(events).map(({ event, after }) => [
        versionOf({ impUid: event.paymentId, version: event.version }),
        { type: event.data.type, status: V1_STATUS[after.state] },
      ]),
    ),
  )
  return notices.flatMap((notice) => {
    const truth = happened.get(versionOf(notice))
    if (truth === undefined || !TOLD.has(truth.type)) return [`${notice.webhookId} told of what is in no row`]
    const { status, signed } = notice
    return status === truth.status && signed
      ? []
      : [`${notice.webhookId} said ${status}${signed ? '' : ', unsigned'}; it was ${truth.status}`]
  })
}

/** Only a process that died before it wrote down the answer may tell again. */
function toldAgain({ notices }: Evidence): readonly string[] {
  const taken = notices
    .filter(({ answered }) => answered === 200)
    .map(({ webhookId, life }) => `${webhookId} (${life})`)
  return repeated(taken).map((notice) => `${notice} was taken twice in one life of the gateway`)
}

/** Of one payment, no older notice is first heard after a newer one. */
function toldOutOfOrder({ notices }: Evidence): readonly string[] {
  const newest = new Map<string, number>()
  const heard = new Set<string>()
  return notices.flatMap(({ webhookId, impUid, version }) => {
    if (heard.has(webhookId)) return []
    heard.add(webhookId)
    const before = newest.get(impUid) ?? 0
    newest.set(impUid, Math.max(before, version))
    return version > before ? [] : [`${webhookId} was first heard after version ${before}`]
  })
}

function openAttempts({ tries, rows, attempts, held }: Evidence): readonly string[] {
  return [
    ...held.map((impUid) => `${impUid} is held by a till`),
    ...rows
      .filter(({ payment }) => payment.state === 'authorising')
      .map(({ payment }) => `${payment.id} is being paid`),
    ...tries.flatMap(({ key, status }) => {
      const state = attempts.get(key)?.state
      return state === undefined || state === 'authorising' || status === null || status === 'authorising'
        ? [`${key} is ${state}, told as ${status}`]
        : []
    }),
  ]
}

/** A collect that was undone is answered as what it has become; everything else as it was the first time. */
function changedAnswers({ tries }: Evidence): readonly string[] {
  return tries.flatMap((one) => {
    const { key, collect, reverses, cancels } = one
    const mayChange = isReversed(one) || isCancelled(one)
    const kept = [...collect.repeats, ...(mayChange ? [] : collect.answers)]
    return [
      ...(new Set(kept).size > 1 ? [`${key}, collect: ${[...new Set(kept)].join(' | ')}`] : []),
      ...(mayChange && kept.some((answer) => answer.includes('"code":"0000"'))
        ? [`${key}, undone, is answered as collected`]
        : []),
      ...[...reverses, ...cancels]
        .filter(({ answers, repeats }) => new Set([...answers, ...repeats]).size > 1)
        .map(({ fields }) => `${key}, undone under ${fields.stan}, has answers that differ`),
    ]
  })
}

function unfoldedRows({ rows }: Evidence): readonly string[] {
  return rows.flatMap(({ payment, events }) => {
    try {
      return isDeepStrictEqual(history(events).at(-1)?.after, payment)
        ? []
        : [`${payment.id} is not what its events say`]
    } catch (error) {
      return [String(error)]
    }
  })
}

function untrueBooks({ books, rows }: Evidence): readonly string[] {
  const status = statusOf(books)
  return rows.flatMap(({ payment: { id, state } }) =>
    status(id) === V1_STATUS[state] ? [] : [`${id} is ${state} in the file and ${status(id)} in the API`],
  )
}

function complaints({ complaints: heard }: Evidence): readonly string[] {
  return heard
}

export function isAcknowledged({ collect }: Try): boolean {
  return isTaken(collect)
}

export function isCancelled({ cancels }: Try): boolean {
  return cancels.some(isTaken)
}

function isReversed({ reverses }: Try): boolean {
  return reverses.some(({ answers }) => answers.length > 0)
}

function isTaken({ answers }: Pick<Sent<unknown>, 'answers'>): boolean {
  return answers.some((answer) => answer.includes('"code":"0000"'))
}

/** The key of another request of the same till. */
function keyLike(key: string, { business_date, stan }: Pick<CancelMessage, 'business_date' | 'stan'>): string {
  return [...key.split('/').slice(0, -2), business_date, stan].join('/')
}

/** Undefined where the money went another way. */
function cancelKeyIn(payout: Payout): string | undefined {
  return payout.state === 'paid_out' && payout.where.kind === 'cancel' ? payout.where.request.key : undefined
}

function statusOf(books: Evidence['books']): (impUid: string) => string | undefined {
  const statuses = new Map<string, string>(books.map(({ impUid, status }) => [impUid, status]))
  return (impUid) => statuses.get(impUid)
}

/** Whether the newest that the payment's merchant took says that it is paid. */
function believedByMerchants(notices: Evidence['notices']): (impUid: string) => boolean {
  const newest = new Map<string, { readonly version: number; readonly status: string }>()
  for (const { impUid, version, status, answered } of notices)
    if (answered === 200 && version > (newest.get(impUid)?.version ?? 0)) newest.set(impUid, { version, status })
  return (impUid) => newest.get(impUid)?.status === 'paid'
}

/** Each event with the payment after it. */
function history(
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

function attemptsIn(events: StoredPayment['events']): readonly AttemptTold[] {
  return events.flatMap(({ data, paymentId, version }) =>
    data.type === 'claimed'
      ? [{ impUid: paymentId, attemptId: data.request.attemptId, end: events.find((next) => next.version > version) }]
      : [],
  )
}

function asked({ impUid, attemptId }: Pick<AttemptTold, 'impUid' | 'attemptId'>): string {
  return `${attemptId} of ${impUid}`
}

function versionOf({ impUid, version }: { readonly impUid: string; readonly version: number }): string {
  return `${impUid} ${version}`
}

function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
