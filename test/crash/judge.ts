/**
 * Holds everybody's words against each other. Each check is a promise to merchants and shops that no crash may break,
 * and says of each breach who would have noticed it. Checks read evidence and nothing else, so that a test can plant a
 * breach and see it found.
 */
import { isDeepStrictEqual } from 'node:util'
import type { EventType } from '../../src/core/payment.ts'
import { V1_STATUS } from '../../src/core/v1-status.ts'
import type { Evidence, PayoutTry, Sent, Try } from './evidence.ts'
import {
  asked,
  attemptsIn,
  cancelKeyIn,
  givenBackBy,
  history,
  isAcknowledged,
  isCancelled,
  isReversed,
  isTaken,
  keyLike,
  repeated,
  statusOf,
  versionOf,
} from './evidence-reading.ts'
import { MONEY_CHECKS } from './judge-money.ts'

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
  ...MONEY_CHECKS,
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

function lostCollects({ tries, books, attempts, returns }: Evidence): readonly string[] {
  const status = statusOf(books)
  const givenBack = givenBackBy(returns)
  return tries.filter(isAcknowledged).flatMap((one) => {
    const { key, sale, status: told } = one
    if (isReversed(one) || isCancelled(one)) return []
    const facts = [status(sale.impUid), attempts.get(key)?.state, told]
    const left = givenBack(sale.impUid) < sale.amountWon ? 'paid' : 'cancelled'
    return isDeepStrictEqual(facts, [left, 'collected', 'collected'])
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
  'refunded',
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

function openAttempts({ tries, payouts, rows, attempts, held }: Evidence): readonly string[] {
  return [
    ...held.map((impUid) => `${impUid} is held by a till`),
    ...rows
      .filter(({ payment }) => payment.state === 'authorising')
      .map(({ payment }) => `${payment.id} is being paid`),
    ...[...tries, ...payouts].flatMap(({ key, status }) => {
      const state = attempts.get(key)?.state
      return state === undefined || state === 'authorising' || status === null || status === 'authorising'
        ? [`${key} is ${state}, told as ${status}`]
        : []
    }),
  ]
}

function changedAnswers({ tries, payouts }: Evidence): readonly string[] {
  return [
    ...tries.flatMap((one) => changedUnder(one, one.collect, [...one.reverses, ...one.cancels])),
    ...payouts.flatMap((one) => changedUnder(one, one.payout, one.reverses)),
  ]
}

/** What was undone is answered as what it has become; everything else as it was the first time. */
function changedUnder(one: Try | PayoutTry, first: Said, undoing: readonly Said[]): readonly string[] {
  const { key } = one
  const mayChange = isReversed(one) || ('cancels' in one && isCancelled(one))
  const kept = [...first.repeats, ...(mayChange ? [] : first.answers)]
  return [
    ...(new Set(kept).size > 1 ? [`${key}: ${[...new Set(kept)].join(' | ')}`] : []),
    ...(mayChange && kept.some((answer) => answer.includes('"code":"0000"'))
      ? [`${key}, undone, is answered as done`]
      : []),
    ...undoing
      .filter(({ answers, repeats }) => new Set([...answers, ...repeats]).size > 1)
      .map(({ fields }) => `${key}, undone under ${fields.stan}, has answers that differ`),
  ]
}

type Said = Sent<{ readonly stan: string }>

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
