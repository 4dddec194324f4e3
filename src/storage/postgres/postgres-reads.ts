/**
 * The reads of the PostgreSQL keeper, each a statement of its own on a line that is free: it sees whatever was committed
 * before it began, by whichever node. A line that turns out to be broken is replaced once; nobody asked in vain has
 * changed anything.
 */
import type { Instant } from '../../core/brand.ts'
import { readDeliveryId } from '../../core/delivery.ts'
import type { Reads } from '../reads.ts'
import { attemptOf } from '../rows/attempt-rows.ts'
import { whole } from '../rows/cells.ts'
import { confirmFigureOf } from '../rows/confirm-figure-rows.ts'
import { deliveryOf, listingOf, listingValues, tryOf, waitingQueueOf } from '../rows/delivery-rows.ts'
import { tokenOf } from '../rows/directory-rows.ts'
import { healthOf } from '../rows/endpoint-rows.ts'
import { eventOf } from '../rows/event-rows.ts'
import { paymentOf } from '../rows/payment-rows.ts'
import { personalOf } from '../rows/personal-rows.ts'
import type { Row, SqlValue } from '../rows/row.ts'
import { StorageFault } from '../storage.ts'
import type { Lines } from './connections.ts'
import { DatabaseFault, FAULT_TOLD } from './faults.ts'
import { idOf } from './load-rows.ts'
import { STATEMENTS, type StatementName } from './statements.ts'

export function postgresReads(lines: Lines): Reads {
  const rows = (name: StatementName, values: readonly SqlValue[]): Promise<readonly Row[]> =>
    askTwice(() => lines.use((line) => line.ask(STATEMENTS[name], values)))

  async function all<Value>(
    name: StatementName,
    values: readonly SqlValue[],
    read: (row: Row) => Value,
  ): Promise<readonly Value[]> {
    return (await rows(name, values)).map(read)
  }

  async function one<Value>(
    name: StatementName,
    values: readonly SqlValue[],
    read: (row: Row) => Value,
  ): Promise<Value | undefined> {
    const [row] = await rows(name, values)
    return row === undefined ? undefined : read(row)
  }

  return {
    payment: (merchantId, id) => one('payment', [merchantId, id], paymentOf),
    paymentsOfOrder: (merchantId, orderId, limit) => all('paymentsOfOrder', [merchantId, orderId, limit], paymentOf),
    paymentByPayToken: (payToken) => one('paymentByPayToken', [payToken], paymentOf),
    paymentByNumber: (network, number) => one('paymentByNumber', [network, number], paymentOf),
    attempt: (key) => one('attempt', [key], attemptOf),
    personal: (merchantId, id) => one('personal', [merchantId, id], personalOf),
    events: (merchantId, id) => all('events', [id, merchantId], eventOf),
    expired: (at, limit) => all('expired', [at, limit], idOf),
    lapsed: (wall, limit) => all('lapsed', [wall, limit], idOf),
    nextEndsAt: async () => (await one('nextEnding', [], (row) => whole(row, 'ends_at') as Instant)) ?? null,
    authorising: () => all('authorising', [], idOf),
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
    token: (keyNo) => one('token', [keyNo], tokenOf),
    confirmFigures: (merchantId, from, to) => all('confirmFigures', [merchantId, from, to], confirmFigureOf),
    async probe() {
      await rows('directoryVersion', [])
    },
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
