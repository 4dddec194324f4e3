/**
 * Where the money is, to the won: collected once, given back once, in drawers, in the gateway and in what merchants
 * believe. Of a refund and a till's undoing of the same sale exactly one happens, and who comes second is told.
 */
import { isDeepStrictEqual } from 'node:util'
import { isCollected, type Refund, refundOf } from '../../src/core/refund.ts'
import { UNDO_REJECTIONS } from '../../src/wire/undo-rejections.ts'
import type { Book, Evidence, PayoutTry, ReturnWay, StoredPayment } from './evidence.ts'
import {
  amountsOf,
  believedByMerchants,
  foundClosed,
  givenBackBy,
  isAccepted,
  isReversed,
  isTaken,
  repeated,
  sum,
} from './evidence-reading.ts'

export const MONEY_CHECKS = {
  'nothing is collected twice': collectedTwice,
  'drawers and gateway agree to the won': unevenDrawers,
  'merchants and gateway agree to the won': unevenRevenue,
  'an acknowledged refund is there, once': lostReturns,
  'nothing is refunded but under a key': refundedUnasked,
  'a refund is refused only where nothing is left to give': refusedReturns,
  'what was refunded is not undone, and nothing else': undoneOrRefunded,
  'an acknowledged payout is paid out, by one drawer': lostPayouts,
  'an undone payout is not paid out': lostPayoutReverses,
  'a transfer ends as its bank says': strayTransfers,
} satisfies Readonly<Record<string, (evidence: Evidence) => readonly string[]>>

function collectedTwice({ tries, rows }: Evidence): readonly string[] {
  const kept = tries.filter((each) => each.kept)
  const paid = rows.filter(({ payment }) => isCollected(payment)).map(({ payment }) => payment)
  return [
    ...repeated(kept.map(({ sale }) => sale.number)).map((number) => `two drawers hold money for the number ${number}`),
    ...repeated(kept.map(({ sale }) => sale.orderId)).map((order) => `two drawers hold money for the order ${order}`),
    ...repeated(paid.map(({ merchantId, orderId }) => `${merchantId} ${orderId}`)).map(
      (order) => `${order} is paid twice`,
    ),
  ]
}

/** Cash, payment by payment, and in total over each side's own sum. */
function unevenDrawers({ tries, payouts, drawers, books }: Evidence): readonly string[] {
  const inDrawers = new Map<string, number>()
  const add = (impUid: string, won: number): void => void inDrawers.set(impUid, (inDrawers.get(impUid) ?? 0) + won)
  for (const { sale, collect, kept } of tries) if (kept) add(sale.impUid, collect.fields.amount)
  for (const { slip, given } of payouts) if (given) add(slip.impUid, -slip.amountWon)
  return compared(['tills', 'gateway'], books, sum(drawers), [
    ({ impUid }) => inDrawers.get(impUid) ?? 0,
    (book) => collectedOf(book) - sum(book.refunds.filter(isFromDrawer).map(({ amount }) => amount)),
  ])
}

/** What was sold and not refunded, whether or not the customer has the money already. */
function unevenRevenue({ books, notices, returns }: Evidence): readonly string[] {
  const believed = believedByMerchants(notices)
  const givenBack = givenBackBy(returns)
  const ofMerchant = ({ impUid, amountWon }: Book) => (believed(impUid) ? amountWon - givenBack(impUid) : 0)
  return compared(['merchant', 'gateway'], books, sum(books.map(ofMerchant)), [
    ofMerchant,
    (book) => collectedOf(book) - sum(book.refunds.map(({ amount }) => amount)),
  ])
}

type WonIn = (book: Book) => number

function compared(
  names: readonly string[],
  books: Evidence['books'],
  total: number,
  [first, second]: readonly [WonIn, WonIn],
): readonly string[] {
  const sides = `[${names.join(', ')}]`
  const apart = books
    .filter((book) => first(book) !== second(book))
    .map((book) => `${book.impUid}: ${sides} ${first(book)}, ${second(book)} won`)
  const sums = [total, sum(books.map(second))]
  return sums[0] === sums[1] ? apart : [...apart, `in total ${sides} ${sums.join(', ')} won`]
}

function collectedOf({ isCollected, amountWon }: Book): number {
  return isCollected ? amountWon : 0
}

function isFromDrawer({ payout }: Book['refunds'][number]): boolean {
  return payout.state === 'paid_out' && payout.by === 'till'
}

/** As it was asked for, under its key, however often that was sent. */
function lostReturns({ returns, books }: Evidence): readonly string[] {
  const amounts = amountsOf(returns)
  return returns.filter(isAccepted).flatMap(({ key, sale, way, answers, repeats }) => {
    const refunds = books.find(({ impUid }) => impUid === sale.impUid)?.refunds ?? []
    const there = refunds.filter(({ reason }) => reason === key).map(({ amount, route }) => [amount, route])
    const asked = [[amounts.get(key), way === 'slip' ? 'slip' : 'bank']]
    return [
      ...(isDeepStrictEqual(there, asked)
        ? []
        : [`${key} was accepted as ${JSON.stringify(asked)} and is ${JSON.stringify(there)}`]),
      ...(repeats.every((answer) => answer === 'yes') ? [] : [`${key} was accepted and is refused; ${answers}`]),
    ]
  })
}

function refundedUnasked({ returns, rows }: Evidence): readonly string[] {
  const asked = new Set(returns.map(({ key }) => key))
  return rows.flatMap(({ payment }) =>
    payment.refunds
      .filter(({ route, reason }) => route.kind !== 'till' && !asked.has(reason))
      .map(({ id, reason }) => `${id} of ${payment.id} was asked for by nobody: ${reason}`),
  )
}

/** The till took the money back at some time, or others had taken what was left. */
function refusedReturns({ returns, rows }: Evidence): readonly string[] {
  const givenBack = givenBackBy(returns)
  return returns
    .filter((one) => !isAccepted(one))
    .flatMap(({ key, sale, amountWon }) => {
      const row = rows.find(({ payment }) => payment.id === sale.impUid)
      const undone = row?.events.some(({ data }) => data.type === 'reversed' || data.type === 'cancelled') ?? false
      const left = sale.amountWon - givenBack(sale.impUid)
      return undone || (amountWon ?? 1) > left ? [] : [`${key} was refused, and ${left} won were left`]
    })
}

const REFUNDED_BEFORE = UNDO_REJECTIONS.refunded_before.till?.text.ko ?? ''

/** A till that came too late to undo a sale was told so because its seller had refunded it. */
function undoneOrRefunded({ tries, rows }: Evidence): readonly string[] {
  return tries.flatMap(({ key, sale, reverses, cancels, kept }) => {
    const late = [
      ...reverses.filter(({ answers }) => answers.some(foundClosed)),
      ...cancels.filter(({ answers }) => answers.some((answer) => answer.includes(REFUNDED_BEFORE))),
    ]
    const refunds = rows.find(({ payment }) => payment.id === sale.impUid)?.payment.refunds ?? []
    const bySeller = refunds.some(({ route }) => route.kind !== 'till')
    return late.length === 0 || (bySeller && kept)
      ? []
      : [`${key} could not be undone, and [refunded, kept] is ${bySeller}, ${kept}`]
  })
}

function lostPayouts({ payouts, rows, attempts }: Evidence): readonly string[] {
  const given = payouts.filter((each) => each.given)
  return [
    ...repeated(given.map(({ slip }) => slip.refundId)).map((id) => `two drawers gave money for ${id}`),
    ...payouts
      .filter((one) => isTaken(one.payout) && !isReversed(one))
      .flatMap((one) => {
        const facts = [attempts.get(one.key)?.state, one.status, one.given, payoutKeyOf(one, rows)]
        return isDeepStrictEqual(facts, ['paid_out', 'paid_out', true, one.key])
          ? []
          : [`${one.key} was answered 0000 on a slip; [attempt, status, given, by] are ${facts.join(', ')}`]
      }),
  ]
}

function lostPayoutReverses({ payouts, rows, attempts }: Evidence): readonly string[] {
  return payouts.filter(isReversed).flatMap((one) => {
    const { key, given, status } = one
    const state = attempts.get(key)?.state
    const undone = state === 'reversed' || state === 'tombstoned' || state === 'refused'
    return undone && status === state && !given && payoutKeyOf(one, rows) !== key
      ? []
      : [`${key} was reversed and is ${state}, told as ${status}`]
  })
}

/** Under which key of a till the slip was paid out. */
function payoutKeyOf({ slip }: PayoutTry, rows: readonly StoredPayment[]): string | undefined {
  const payment = rows.find((row) => row.payment.id === slip.impUid)?.payment
  const payout = payment && refundOf(payment, slip.refundId as Refund['id'])?.payout
  return payout?.state === 'paid_out' && payout.where.kind === 'till' ? payout.where.request.key : undefined
}

const ENDS: Readonly<Record<Exclude<ReturnWay, 'slip'>, readonly string[]>> = {
  paid: ['paid_out', 'bank'],
  refused: ['failed', 'refused'],
  holder_differs: ['failed', 'holder_differs'],
}

/** Every order has its end, and it is that of its account; what a bank paid after it was called failed stands beside. */
function strayTransfers({ returns, rows }: Evidence): readonly string[] {
  const asked = new Map(returns.map((one) => [one.key, one]))
  return rows.flatMap(({ payment, events }) =>
    payment.refunds.flatMap((refund) => {
      const { id, reason, route, payout, transfer, calledFailed, paidAfterAll } = refund
      const one = asked.get(reason)
      if (route.kind !== 'bank' || one === undefined || one.way === 'slip') return []
      const end =
        payout.state === 'paid_out' ? payout.where.kind : payout.state === 'failed' ? payout.cause : 'nothing yet'
      const known = ENDS[one.calledFailed ? 'refused' : one.way]
      const wasTold = events.some(({ data }) => data.type === 'transfer_asked' && data.refundId === id)
      const facts = [payout.state, end, paidAfterAll !== null, transfer, calledFailed]
      return isDeepStrictEqual(facts, [...known, one.calledFailed && wasTold, null, null])
        ? []
        : [
            `${id} went to an account that is ${one.way}${one.calledFailed ? ', called failed' : ''}: ${JSON.stringify(facts)}`,
          ]
    }),
  )
}
