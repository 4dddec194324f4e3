/** What the console reads: people, sessions, records, figures, and a walk through payments. */
import type { Instant, MerchantId, PaymentId } from '../../core/brand.ts'
import type { Payment } from '../../core/payment.ts'
import { insideJson, isAbout, smallLetters } from '../browse.ts'
import type { Reads } from '../reads.ts'
import { text, whole } from '../rows/cells.ts'
import { auditOf, countedOf, dayFigureOf, personOf, sessionOf } from '../rows/console-rows.ts'
import { eventKeyOf } from '../rows/event-rows.ts'
import { paymentOf } from '../rows/payment-rows.ts'
import type { Row } from '../rows/row.ts'
import type { BrowseAsked, Browsed } from '../storage.ts'
import { one } from './load-rows.ts'
import type { ReadStatements } from './statements.ts'

type ConsoleReads = Pick<
  Reads,
  'person' | 'personByEmail' | 'people' | 'session' | 'audit' | 'dayFigures' | 'feedEnd' | 'ofBuyer' | 'browse'
>

export function consoleReads(statements: ReadStatements): ConsoleReads {
  return {
    person: (id) => one(statements.person, [id], personOf),
    personByEmail: (email) => one(statements.personByEmail, [email], personOf),
    people: (merchantId) =>
      (merchantId === null ? statements.operators.all() : statements.peopleOfMerchant.all(merchantId)).map(personOf),
    session: (hash) => one(statements.session, [hash], sessionOf),
    audit: (merchantId, after, limit) =>
      (merchantId === null
        ? statements.auditOfAll.all(after ?? BEHIND_ALL, limit)
        : statements.auditOfMerchant.all(merchantId, after ?? BEHIND_ALL, limit)
      ).map(auditOf),
    dayFigures: (merchantId, from, to) => ({
      figures: [
        ...statements.dayFigures.all(merchantId, 0, 0),
        ...statements.dayFigures.all(merchantId, Math.max(1, from), to),
      ].map(dayFigureOf),
      upTo: one(statements.counted, [merchantId], countedOf) ?? null,
    }),
    feedEnd: (merchantId) => one(statements.feedEnd, [merchantId], eventKeyOf),
    ofBuyer({ merchantId, field, hash, after, limit }) {
      const before = placeOf(statements, merchantId, after)
      return before && statements[`${field}OfBuyer`].all(merchantId, hash, ...before, limit).map(paymentOf)
    },
    browse: (asked, at) => browse(statements, asked, at),
  }
}

/** Every id of an entry begins with `aud_`. */
const BEHIND_ALL = 'b'
const NEVER = Number.MAX_SAFE_INTEGER

function browse(statements: ReadStatements, asked: BrowseAsked, at: Instant): Browsed | undefined {
  const { merchantId, text: part, status, from, to, after, limit, look } = asked
  const before = placeOf(statements, merchantId, after)
  if (before === undefined) return undefined
  const rows = statements.placesBrowsed.all(merchantId, from, to, at, ...before, look)
  const payments: Payment[] = []
  for (const row of rows) {
    if (status !== null && row['status'] !== status) continue
    const payment = lookFor(statements, whole(row, 'place'), part)
    if (payment !== undefined) payments.push(payment)
    if (payments.length === limit) return { payments, lookedTo: pointAt(statements, row) }
  }
  const last = rows.length < look ? undefined : rows.at(-1)
  return { payments, lookedTo: last === undefined ? null : pointAt(statements, last) }
}

/** A row that cannot be meant is not taken apart. */
function lookFor(statements: ReadStatements, place: number, part: string | null): Payment | undefined {
  if (part === null) return one(statements.paymentAt, [place], paymentOf)
  const found = one(statements.matchingAt, [place, smallLetters(part), smallLetters(insideJson(part))], paymentOf)
  return found !== undefined && isAbout(found, part) ? found : undefined
}

function pointAt(statements: ReadStatements, walked: Row): Browsed['lookedTo'] {
  const point = one(statements.idAt, [whole(walked, 'place')], (row) => ({
    id: text(row, 'id') as PaymentId,
    issuedAt: whole(row, 'issued_at') as Instant,
  }))
  if (point === undefined) throw new Error('broken invariant: an index leads to no payment')
  return point
}

/** Undefined where the merchant has not that payment. */
function placeOf(
  statements: ReadStatements,
  merchantId: MerchantId,
  after: PaymentId | null,
): readonly number[] | undefined {
  return after === null ? [NEVER, NEVER] : one(statements.issueOf, [merchantId, after], issueOf)
}

function issueOf(row: Row): readonly number[] {
  return [whole(row, 'issued_at'), whole(row, 'issued_seq')]
}
