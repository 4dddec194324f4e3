/** What the console reads: people, sessions, records, figures, and a walk through payments. */
import type { Instant, MerchantId, PaymentId } from '../../core/brand.ts'
import { insideJson, isAbout, smallLetters } from '../browse.ts'
import type { Reads } from '../reads.ts'
import { text, whole } from '../rows/cells.ts'
import { auditOf, countedOf, dayFigureOf, personOf, sessionOf } from '../rows/console-rows.ts'
import { paymentOf } from '../rows/payment-rows.ts'
import type { Row } from '../rows/row.ts'
import type { BrowseAsked, Browsed } from '../storage.ts'
import type { AskAll, AskOne } from './postgres-reads.ts'

type ConsoleReads = Pick<
  Reads,
  'person' | 'personByEmail' | 'people' | 'session' | 'audit' | 'dayFigures' | 'ofBuyer' | 'browse'
>

export function consoleReads(all: AskAll, one: AskOne): ConsoleReads {
  return {
    person: (id) => one('person', [id], personOf),
    personByEmail: (email) => one('personByEmail', [email], personOf),
    people: (merchantId) =>
      merchantId === null ? all('operators', [], personOf) : all('peopleOfMerchant', [merchantId], personOf),
    session: (hash) => one('session', [hash], sessionOf),
    audit: (merchantId, after, limit) =>
      merchantId === null
        ? all('auditOfAll', [after ?? BEHIND_ALL, limit], auditOf)
        : all('auditOfMerchant', [merchantId, after ?? BEHIND_ALL, limit], auditOf),
    async dayFigures(merchantId, from, to) {
      // The place first: figures that are added between the two are then counted twice by nobody, only shown early.
      const upTo = (await one('counted', [merchantId], countedOf)) ?? null
      return { figures: await all('dayFigures', [merchantId, Math.max(1, from), to], dayFigureOf), upTo }
    },
    async ofBuyer({ merchantId, field, hash, after, limit }) {
      const before = await placeOf(one, merchantId, after)
      return before && all(`${field}OfBuyer`, [merchantId, hash, ...before, limit], paymentOf)
    },
    browse: (asked, at) => browse(all, one, asked, at),
  }
}

/** Every id of an entry begins with `aud_`. */
const BEHIND_ALL = 'b'
const NEVER = Number.MAX_SAFE_INTEGER

async function browse(all: AskAll, one: AskOne, asked: BrowseAsked, at: Instant): Promise<Browsed | undefined> {
  const { merchantId, text: part, status, from, to, after, limit, look } = asked
  const before = await placeOf(one, merchantId, after)
  if (before === undefined) return undefined
  const parts = part === null ? [null, null] : [smallLetters(part), smallLetters(insideJson(part))]
  const walk = [merchantId, from, to, at, ...before, look, status, ...parts, limit]
  const found = await all('browsed', walk, paymentOf)
  const payments = found.filter((payment) => isAbout(payment, part))
  const last = found.length < limit ? undefined : found.at(-1)
  if (last !== undefined) return { payments, lookedTo: { id: last.id, issuedAt: last.issuedAt } }
  const end = await one('endOfPiece', [merchantId, from, to, ...before, look - 1], pointOf)
  return { payments, lookedTo: end ?? null }
}

function pointOf(row: Row): NonNullable<Browsed['lookedTo']> {
  return { id: text(row, 'id') as PaymentId, issuedAt: whole(row, 'issued_at') as Instant }
}

/** Undefined where the merchant has not that payment. */
async function placeOf(
  one: AskOne,
  merchantId: MerchantId,
  after: PaymentId | null,
): Promise<readonly number[] | undefined> {
  return after === null ? [NEVER, NEVER] : one('issueOf', [merchantId, after], issueOf)
}

function issueOf(row: Row): readonly number[] {
  return [whole(row, 'issued_at'), whole(row, 'issued_seq')]
}
