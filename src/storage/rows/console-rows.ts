/** People of the console, their sessions, records and figures as rows, and back. */
import type { MerchantId, PaymentId, WallTime } from '../../core/brand.ts'
import {
  AUDIT_OUTCOMES,
  type AuditEntry,
  CONSOLE_ROLES,
  type ConsoleSession,
  PERSON_STATES,
  type Person,
  type PersonId,
} from '../../core/console.ts'
import { type DayFigure, FIGURE_KINDS } from '../../core/day-figures.ts'
import type { EventKey } from '../../core/event-id.ts'
import { CURRENCIES } from '../../core/money.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `addPerson`: id, merchant, e-mail, version, the rest. */
export function personValues({ id, merchantId, email, version, ...rest }: Person): readonly SqlValue[] {
  return [id, merchantId, email, version, JSON.stringify(rest)]
}

export function personOf(row: Row): Person {
  const body = cell.parsed(row, 'body')
  const link = body['link'] === null ? null : cell.inner(body, 'link')
  const factor = body['secondFactor'] === null ? null : cell.inner(body, 'secondFactor')
  return {
    id: cell.text(row, 'id') as PersonId,
    version: cell.whole(row, 'version'),
    email: cell.text(row, 'email'),
    name: cell.text(body, 'name'),
    role: cell.oneOf(body, 'role', CONSOLE_ROLES),
    merchantId: cell.textOrNull(row, 'merchant_id') as MerchantId | null,
    state: cell.oneOf(body, 'state', PERSON_STATES),
    password: cell.textOrNull(body, 'password'),
    secondFactor: factor && { sealed: cell.text(factor, 'sealed'), lastStep: cell.whole(factor, 'lastStep') },
    secondFactorBegun: cell.textOrNull(body, 'secondFactorBegun'),
    recoveryCodes: cell.texts(body, 'recoveryCodes'),
    link: link && { hash: cell.text(link, 'hash'), expiresAt: cell.whole(link, 'expiresAt') as WallTime },
    createdAt: cell.whole(body, 'createdAt') as WallTime,
  }
}

/** In the order of `putSession`. */
export function sessionValues(session: ConsoleSession): readonly SqlValue[] {
  const { hash, personId, beganAt, seenAt, provenAt } = session
  return [hash, personId, beganAt, seenAt, provenAt]
}

export function sessionOf(row: Row): ConsoleSession {
  return {
    hash: cell.text(row, 'hash'),
    personId: cell.text(row, 'person_id') as PersonId,
    beganAt: cell.whole(row, 'began_at') as WallTime,
    seenAt: cell.whole(row, 'seen_at') as WallTime,
    provenAt: cell.whole(row, 'proven_at') as WallTime,
  }
}

/** In the order of `insertAudit`. */
export function auditValues({ id, merchantId, at, ...rest }: AuditEntry): readonly SqlValue[] {
  return [id, merchantId, at, JSON.stringify(rest)]
}

export function auditOf(row: Row): AuditEntry {
  const body = cell.parsed(row, 'body')
  const person = body['person'] === null ? null : cell.inner(body, 'person')
  return {
    id: cell.text(row, 'id'),
    at: cell.whole(row, 'at') as WallTime,
    person: person && {
      id: cell.text(person, 'id') as PersonId,
      email: cell.text(person, 'email'),
      role: cell.oneOf(person, 'role', CONSOLE_ROLES),
    },
    merchantId: cell.textOrNull(row, 'merchant_id') as MerchantId | null,
    address: cell.text(body, 'address'),
    action: cell.text(body, 'action'),
    object: cell.textOrNull(body, 'object'),
    reason: cell.textOrNull(body, 'reason'),
    outcome: cell.oneOf(body, 'outcome', AUDIT_OUTCOMES),
    detail: cell.inner(body, 'detail'),
  }
}

/** In the order of `addDayFigure`. */
export function dayFigureValues(figure: DayFigure): readonly SqlValue[] {
  const { merchantId, day, currency, kind, count, amount } = figure
  return [merchantId, day, currency, kind, count, amount]
}

export function dayFigureOf(row: Row): DayFigure {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    day: cell.whole(row, 'day'),
    currency: cell.oneOf(row, 'currency', CURRENCIES),
    kind: cell.oneOf(row, 'kind', FIGURE_KINDS),
    count: cell.whole(row, 'count'),
    amount: cell.whole(row, 'amount'),
  }
}

/** Two are equal where both are null or both name one event. */
export function isSameEvent(a: EventKey | null, b: EventKey | null): boolean {
  return a?.paymentId === b?.paymentId && a?.version === b?.version
}

export function countedOf(row: Row): EventKey {
  return { paymentId: cell.text(row, 'payment_id') as PaymentId, version: cell.whole(row, 'version') }
}
