/**
 * The reads of the PostgreSQL keeper, each a statement of its own on a line that is free: it sees whatever was committed
 * before it began, by whichever node. A line that turns out to be broken is replaced once; nobody asked in vain has
 * changed anything.
 */
import type { ChannelKey, Instant, PaymentId } from '../../core/brand.ts'
import { readDeliveryId } from '../../core/delivery.ts'
import type { ExternalLooks, Reads } from '../reads.ts'
import { turnOf } from '../registrations.ts'
import { attemptOf } from '../rows/attempt-rows.ts'
import { text, whole } from '../rows/cells.ts'
import { confirmFigureOf } from '../rows/confirm-figure-rows.ts'
import { deliveryOf, listingOf, listingValues, tryOf, waitingQueueOf } from '../rows/delivery-rows.ts'
import { tokenOf } from '../rows/directory-rows.ts'
import { healthOf } from '../rows/endpoint-rows.ts'
import { eventOf } from '../rows/event-rows.ts'
import { externalDueAtOf, externalOf } from '../rows/external-rows.ts'
import { usedKeyOf } from '../rows/issue-key-rows.ts'
import { doubtCells, paymentOf, refundOfPaymentOf } from '../rows/payment-rows.ts'
import { personalOf } from '../rows/personal-rows.ts'
import { preparedOf } from '../rows/prepared-rows.ts'
import { NEWEST_REFUND, refundListingOf, transferDueAtOf, transferKeyOf } from '../rows/refund-rows.ts'
import { registrationOf } from '../rows/registration-rows.ts'
import type { Row, SqlValue } from '../rows/row.ts'
import { sealedOf } from '../rows/sealed-rows.ts'
import { sightingOf } from '../rows/sighting-rows.ts'
import { StorageFault } from '../storage.ts'
import type { Lines } from './connections.ts'
import { consoleReads } from './console-reads.ts'
import { DatabaseFault, FAULT_TOLD } from './faults.ts'
import { readFeed, readFeedEnd } from './feed.ts'
import { listAtOutlet, listPayments } from './list-payments.ts'
import { idOf } from './load-rows.ts'
import { reportReads } from './report-reads.ts'
import { STATEMENTS, type StatementName } from './statements.ts'
import { arrayLiteral } from './tables.ts'

export function postgresReads(lines: Lines): Reads {
  const rows = (name: StatementName, values: readonly SqlValue[]): Promise<readonly Row[]> =>
    askTwice(() => lines.use((line) => line.ask(STATEMENTS[name], values)))

  const all: AskAll = async (name, values, read) => (await rows(name, values)).map(read)
  const one: AskOne = async (name, values, read) => (await all(name, values, read))[0]

  return {
    payment: (merchantId, id) => one('payment', [merchantId, id], paymentOf),
    async payments(merchantId, ids) {
      const rows = await all('paymentsByIds', [merchantId, arrayLiteral(ids)], paymentOf)
      const byId = new Map(rows.map((payment) => [payment.id, payment]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    list: (asked, at) => askTwice(() => listPayments(lines, asked, at)),
    paymentsOfOrder: (merchantId, orderId, limit) => all('paymentsOfOrder', [merchantId, orderId, limit], paymentOf),
    paymentByPayToken: (payToken) => one('paymentByPayToken', [payToken], paymentOf),
    paymentByNumber: (network, number) => one('paymentByNumber', [network, number], paymentOf),
    paymentBySlip: (network, number) => one('paymentBySlip', [network, number], paymentOf),
    attempt: (key) => one('attempt', [key], attemptOf),
    ...registrationReads(all, one),
    personal: (merchantId, id) => one('personal', [merchantId, id], personalOf),
    async personals(merchantId, ids) {
      const named = (row: Row) => [text(row, 'payment_id') as PaymentId, personalOf(row)] as const
      return new Map(await all('personals', [merchantId, arrayLiteral(ids)], named))
    },
    events: (merchantId, id) => all('events', [id, merchantId], eventOf),
    async histories(merchantId, ids) {
      const found = await all('histories', [merchantId, arrayLiteral(ids)], eventOf)
      return Map.groupBy(found, ({ paymentId }) => paymentId)
    },
    feed: (merchantId, after, limit) => askTwice(() => readFeed(lines, merchantId, after, limit)),
    feedEnd: (merchantId) => askTwice(() => readFeedEnd(lines, merchantId)),
    ofNumber: (merchantId, number, limit) => all('paymentsOfNumber', [merchantId, number, limit], paymentOf),
    ofAttempt: (merchantId, name, limit) => all('paymentsOfAttempt', [merchantId, name, limit], paymentOf),
    atOutlet: (asked, at) => askTwice(() => listAtOutlet(lines, asked, at)),
    expired: (at, limit) => all('expired', [at, limit], idOf),
    slipsOver: (at, limit) => all('slipsOver', [at, limit], idOf),
    ...refundReads(all, one),
    lapsed: (wall, limit) => all('lapsed', [wall, limit], idOf),
    nextEndsAt: async () => (await one('nextEnding', [], (row) => whole(row, 'ends_at') as Instant)) ?? null,
    ...chaseReads(all, one),
    ...externalReads(all, one),
    authorising: () => all('authorising', [], idOf),
    ...noticeReads(all, one),
    ...reportReads(all, one),
    token: (keyNo) => one('token', [keyNo], tokenOf),
    prepared: (merchantId, orderId) => one('prepared', [merchantId, orderId], preparedOf),
    tillSightings: () => all('tillSightings', [], sightingOf),
    confirmFigures: (merchantId, from, to) => all('confirmFigures', [merchantId, from, to], confirmFigureOf),
    ...consoleReads(all, one),
    probe: async () => void (await rows('directoryVersion', [])),
  }
}

function refundReads(
  all: AskAll,
  one: AskOne,
): Pick<Reads, 'refund' | 'refunds' | 'transfersDue' | 'nextTransferDueAt' | 'account'> {
  return {
    refund: (merchantId, id) => one('refund', [merchantId, id], refundOfPaymentOf),
    refunds: (merchantId, filter, after, limit, at) =>
      all(
        refundListingOf(filter),
        [merchantId, after ?? NEWEST_REFUND, filter.state ?? null, at, limit],
        refundOfPaymentOf,
      ),
    transfersDue: (at, limit) => all('transfersDue', [at, limit], transferKeyOf),
    nextTransferDueAt: async () => (await one('nextTransferDue', [], transferDueAtOf)) ?? null,
    account: (merchantId, id) => one('account', [merchantId, id], sealedOf),
  }
}

/** Whose completion or receipt somebody has to look after. */
function chaseReads(
  all: AskAll,
  one: AskOne,
): Pick<Reads, 'toDoubt' | 'inDoubt' | 'receiptsDue' | 'nextReceiptDueAt' | 'receiptIdentifier'> {
  return {
    toDoubt: (at, limit) => all('toDoubt', [at, limit], idOf),
    inDoubt: (merchantId, after, limit) => all('inDoubt', [merchantId, ...doubtCells(after), limit], paymentOf),
    receiptsDue: (at, limit) => all('receiptsDue', [at, limit], idOf),
    nextReceiptDueAt: async () =>
      (await one('nextReceiptDue', [], (row) => whole(row, 'receipt_due_at') as Instant)) ?? null,
    receiptIdentifier: (merchantId, id) => one('receiptIdentifier', [merchantId, id], sealedOf),
  }
}

export type AskAll = <Value>(
  name: StatementName,
  values: readonly SqlValue[],
  read: (row: Row) => Value,
) => Promise<readonly Value[]>
export type AskOne = <Value>(
  name: StatementName,
  values: readonly SqlValue[],
  read: (row: Row) => Value,
) => Promise<Value | undefined>

function noticeReads(
  all: AskAll,
  one: AskOne,
): Pick<Reads, 'waitingQueues' | 'delivery' | 'listDeliveries' | 'deliveries' | 'tries' | 'health'> {
  return {
    waitingQueues: (wall, after, limit) => all('waitingQueues', [wall, after ?? '', limit], waitingQueueOf),
    async delivery(merchantId, id) {
      const key = readDeliveryId(id)
      return key && one('delivery', [merchantId, key.paymentId, key.version, id], deliveryOf)
    },
    listDeliveries: (merchantId, filter, after, limit) =>
      all(listingOf(filter), listingValues(merchantId, filter, after, limit), deliveryOf),
    deliveries: async (merchantId, id) =>
      (await all('deliveries', [merchantId, id], deliveryOf)).toSorted(
        (a, b) => a.version - b.version || (a.id < b.id ? -1 : 1),
      ),
    tries: (merchantId, id) => all('tries', [merchantId, id], tryOf),
    health: async (merchantId) =>
      (await all('health', [merchantId], healthOf)).toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
  }
}

function registrationReads(all: AskAll, one: AskOne): Pick<Reads, 'usedKey' | 'registration' | 'registrationsDue'> {
  return {
    usedKey: (merchantId, key) => one('usedKey', [merchantId, key], usedKeyOf),
    registration: (merchantId, id) => one('registration', [merchantId, id], (row) => turnOf(registrationOf(row))),
    registrationsDue: (wall, channels) =>
      all('channelsDue', [wall, arrayLiteral(channels)], (row) => text(row, 'channel_key') as ChannelKey),
  }
}

function externalReads(all: AskAll, one: AskOne): Pick<Reads, ExternalLooks> {
  return {
    external: (merchantId, orderId) => one('external', [merchantId, orderId], externalOf),
    externalByToken: (token) => one('externalByToken', [token], externalOf),
    externalsDue: (at, limit) => all('externalsDue', [at, limit], externalOf),
    nextExternalDueAt: async () => (await one('nextExternalDue', [], externalDueAtOf)) ?? null,
    externalIdentifier: (merchantId, orderId) => one('externalIdentifier', [merchantId, orderId], sealedOf),
  }
}

async function askTwice<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.meaning !== 'lost') throw told(error)
  }
  return ask().catch((error: unknown) => {
    throw told(error)
  })
}

function told(error: unknown): unknown {
  if (!(error instanceof DatabaseFault)) return error
  const kind = FAULT_TOLD[error.meaning]
  return kind === null ? error : new StorageFault(kind, error.message, { cause: error })
}
