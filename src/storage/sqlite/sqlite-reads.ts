/**
 * The reads of the SQLite keeper, on a read-only connection of the main thread: point look-ups by index, short enough
 * not to hold up what else happens there. Each sees whatever was committed before it began.
 */
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import type { Instant, MerchantId, PaymentId, WallTime } from '../../core/brand.ts'
import { type ConfirmFigure, HOUR_MS } from '../../core/confirm-figures.ts'
import { readDeliveryId } from '../../core/delivery.ts'
import type { EventKey } from '../../core/event-id.ts'
import type { PaymentEvent } from '../../core/payment.ts'
import type { ExternalLooks, Reads } from '../reads.ts'
import { turnOf } from '../registrations.ts'
import { attemptOf } from '../rows/attempt-rows.ts'
import { text, whole } from '../rows/cells.ts'
import { confirmFigureOf } from '../rows/confirm-figure-rows.ts'
import { deliveryOf, listingOf, listingValues, tryOf } from '../rows/delivery-rows.ts'
import { tokenOf } from '../rows/directory-rows.ts'
import { healthOf } from '../rows/endpoint-rows.ts'
import { eventKeyOf, eventOf } from '../rows/event-rows.ts'
import { externalDueAtOf, externalOf } from '../rows/external-rows.ts'
import { usedKeyOf } from '../rows/issue-key-rows.ts'
import { doubtCells, paymentOf, refundOfPaymentOf } from '../rows/payment-rows.ts'
import { personalOf } from '../rows/personal-rows.ts'
import { preparedOf } from '../rows/prepared-rows.ts'
import { NEWEST_REFUND, refundListingOf, transferDueAtOf, transferKeyOf } from '../rows/refund-rows.ts'
import { registrationOf } from '../rows/registration-rows.ts'
import type { Row } from '../rows/row.ts'
import { sealedOf } from '../rows/sealed-rows.ts'
import { sightingOf } from '../rows/sighting-rows.ts'
import type { Directory } from '../storage.ts'
import { consoleReads } from './console-reads.ts'
import { createList, listAtOutlet } from './list-payments.ts'
import { one } from './load-rows.ts'
import { prepareForReading } from './pragmas.ts'
import { readDirectory } from './read-directory.ts'
import { reportReads } from './report-reads.ts'
import { prepareReads, type ReadStatements } from './statements.ts'
import { waitingQueues } from './waiting-queues.ts'

export interface OpenReads {
  readonly reads: Reads
  readonly directory: () => Directory
  readonly close: () => void
}

/** The file must be there, in its newest schema. */
export function openReads(path: string): OpenReads {
  const database = new DatabaseSync(path, { readOnly: true })
  prepareForReading(database)
  const statements = prepareReads(database)
  const idOf = (row: Row): PaymentId => text(row, 'id') as PaymentId
  const reads: Reads = {
    payment: (merchantId, id) => one(statements.payment, [merchantId, id], paymentOf),
    payments: (merchantId, ids) =>
      found(ids, (id) => one(statements.payment, [merchantId, id], paymentOf)).map(([, row]) => row),
    list: createList(database, statements),
    paymentsOfOrder: (merchantId, orderId, limit) =>
      statements.paymentsOfOrder.all(merchantId, orderId, limit).map(paymentOf),
    paymentByPayToken: (payToken) => one(statements.paymentByPayToken, [payToken], paymentOf),
    paymentByNumber: (network, number) => one(statements.paymentByNumber, [network, number], paymentOf),
    paymentBySlip: (network, number) => one(statements.paymentBySlip, [network, number], paymentOf),
    attempt: (key) => one(statements.attempt, [key], attemptOf),
    ...registrationReads(statements),
    personal: (merchantId, id) => one(statements.personal, [merchantId, id], personalOf),
    personals: (merchantId, ids) => new Map(found(ids, (id) => one(statements.personal, [merchantId, id], personalOf))),
    events: (merchantId, id) => statements.events.all(id, merchantId).map(eventOf),
    histories: (merchantId, ids) => histories(statements, merchantId, ids),
    feed: (merchantId, after, limit) => feed(statements, merchantId, after, limit),
    ofNumber: (merchantId, number, limit) => statements.paymentsOfNumber.all(number, merchantId, limit).map(paymentOf),
    ofAttempt: (merchantId, name, limit) => statements.paymentsOfAttempt.all(merchantId, name, limit).map(paymentOf),
    atOutlet: (asked, at) => listAtOutlet(statements, asked, at),
    ...endReads(statements),
    slipsOver: (at, limit) => statements.slipsOver.all(at, limit).map(idOf),
    ...refundReads(statements),
    toDoubt: (at, limit) => statements.toDoubt.all(at, limit).map(idOf),
    inDoubt: (merchantId, after, limit) =>
      statements.inDoubt.all(merchantId, ...doubtCells(after), limit).map(paymentOf),
    lapsed: (wall, limit) => statements.lapsed.all(wall, limit).map(idOf),
    receiptsDue: (at, limit) => statements.receiptsDue.all(at, limit).map(idOf),
    nextReceiptDueAt: () =>
      one(statements.nextReceiptDue, [], (row) => whole(row, 'receipt_due_at') as Instant) ?? null,
    receiptIdentifier: (merchantId, id) => one(statements.receiptIdentifier, [merchantId, id], sealedOf),
    ...externalReads(statements),
    authorising: () => statements.authorising.all().map(idOf),
    waitingQueues: (wall, after, limit) => waitingQueues(statements, wall, after, limit),
    delivery(merchantId, id) {
      const key = readDeliveryId(id)
      return key && one(statements.delivery, [merchantId, key.paymentId, key.version, id], deliveryOf)
    },
    listDeliveries: (merchantId, filter, after, limit) =>
      statements[listingOf(filter)].all(...listingValues(merchantId, filter, after, limit)).map(deliveryOf),
    deliveries: (merchantId, id) => statements.deliveries.all(merchantId, id).map(deliveryOf),
    tries: (merchantId, id) => statements.tries.all(merchantId, id).map(tryOf),
    health: (merchantId) => statements.health.all(merchantId).map(healthOf),
    token: (keyNo) => one(statements.token, [keyNo], tokenOf),
    prepared: (merchantId, orderId) => one(statements.prepared, [merchantId, orderId], preparedOf),
    tillSightings: () => statements.tillSightings.all().map(sightingOf),
    confirmFigures: (...asked) => confirmFigures(statements, ...asked),
    ...reportReads(statements),
    ...consoleReads(statements),
    probe() {
      statements.probe.get()
    },
  }
  return { reads, directory: () => readDirectory(statements), close: () => database.close() }
}

type RefundLooks = 'refund' | 'refunds' | 'transfersDue' | 'nextTransferDueAt' | 'account'

function refundReads(statements: ReadStatements): Pick<Reads, RefundLooks> {
  return {
    refund: (merchantId, id) => one(statements.refund, [merchantId, id], refundOfPaymentOf),
    refunds: (merchantId, filter, after, limit, at) =>
      statements[refundListingOf(filter)]
        .all(merchantId, after ?? NEWEST_REFUND, filter.state ?? null, at, limit)
        .map(refundOfPaymentOf),
    transfersDue: (at, limit) => statements.transfersDue.all(at, limit).map(transferKeyOf),
    nextTransferDueAt: () => one(statements.nextTransferDue, [], transferDueAtOf) ?? null,
    account: (merchantId, id) => one(statements.account, [merchantId, id], sealedOf),
  }
}

function externalReads(statements: ReadStatements): Pick<Reads, ExternalLooks> {
  return {
    external: (merchantId, orderId) => one(statements.external, [merchantId, orderId], externalOf),
    externalByToken: (token) => one(statements.externalByToken, [token], externalOf),
    externalsDue: (at, limit) => statements.externalsDue.all(at, limit).map(externalOf),
    nextExternalDueAt: () => one(statements.nextExternalDue, [], externalDueAtOf) ?? null,
    externalIdentifier: (merchantId, orderId) => one(statements.externalIdentifier, [merchantId, orderId], sealedOf),
  }
}

function endReads(statements: ReadStatements): Pick<Reads, 'expired' | 'nextEndsAt'> {
  return {
    expired: (at, limit) => statements.expired.all(at, limit).map((row) => text(row, 'id') as PaymentId),
    nextEndsAt: () => one(statements.nextEnding, [], (row) => whole(row, 'ends_at') as Instant) ?? null,
  }
}

function registrationReads(statements: ReadStatements): Pick<Reads, 'usedKey' | 'registration' | 'registrationsDue'> {
  return {
    usedKey: (merchantId, key) => one(statements.issueKey, [merchantId, key], usedKeyOf),
    registration: (merchantId, id) =>
      one(statements.registration, [merchantId, id], (row) => turnOf(registrationOf(row))),
    registrationsDue: (wall, channels) =>
      channels.filter((channel) => statements.firstDueRegistration.get(channel, wall) !== undefined),
  }
}

/** Each key that has a row, with it. */
function found<Key, Value>(
  keys: readonly Key[],
  find: (key: Key) => Value | undefined,
): readonly (readonly [Key, Value])[] {
  return keys.flatMap((key) => {
    const value = find(key)
    return value === undefined ? [] : [[key, value] as const]
  })
}

/** One who writes counts the events, and a batch is seen as a whole: their numbers are the order of the feed. */
function feed(
  statements: ReadStatements,
  merchantId: MerchantId,
  after: EventKey | null,
  limit: number,
): readonly EventKey[] | undefined {
  const seq =
    after === null ? 0 : one(statements.seqOf, [after.paymentId, after.version, merchantId], (row) => whole(row, 'seq'))
  return seq === undefined ? undefined : statements.feed.all(merchantId, seq, limit).map(eventKeyOf)
}

/** A page of the feed may need a thousand: between the pieces, a millisecond or two each, everybody else has a turn. */
const PIECE_PAYMENTS = 25

async function histories(
  statements: ReadStatements,
  merchantId: MerchantId,
  ids: readonly PaymentId[],
): Promise<ReadonlyMap<PaymentId, readonly PaymentEvent[]>> {
  const found = new Map<PaymentId, readonly PaymentEvent[]>()
  for (const [index, id] of ids.entries()) {
    if (index > 0 && index % PIECE_PAYMENTS === 0) await turn()
    const events = statements.events.all(id, merchantId).map(eventOf)
    if (events.length > 0) found.set(id, events)
  }
  return found
}

/** Ninety days of a busy merchant are fifty thousand rows: between the pieces everybody else has a turn. */
const PIECE_MS = 3 * 24 * HOUR_MS

async function confirmFigures(
  statements: ReadStatements,
  merchantId: MerchantId,
  from: WallTime,
  to: WallTime,
): Promise<readonly ConfirmFigure[]> {
  const figures: ConfirmFigure[] = []
  for (let begin: number = from; begin < to; begin += PIECE_MS) {
    if (begin > from) await turn()
    const rows = statements.confirmFigures.all(merchantId, begin, Math.min(begin + PIECE_MS, to))
    figures.push(...rows.map(confirmFigureOf))
  }
  return figures
}
