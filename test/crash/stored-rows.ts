/** What stands in the file when no process has it: read through the keeper itself, after the file was found sound. */
import { DatabaseSync } from 'node:sqlite'
import type { Attempt, TillKey } from '../../src/core/attempt.ts'
import type { MerchantId, OrderId } from '../../src/core/brand.ts'
import { databasePath } from '../../src/storage/sqlite/database-file.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts'
import type { StoredPayment } from './evidence.ts'

export interface StoredRows {
  readonly rows: readonly StoredPayment[]
  readonly attempts: ReadonlyMap<string, Attempt | undefined>
  readonly held: readonly string[]
}

/** Payments of one order; a run makes a handful at most. */
const OF_ORDER_MAX = 100

/** `orders`: of each merchant, whether or not a number was given for them. Throws where the file is damaged. */
export async function readRows(
  folder: string,
  orders: ReadonlyMap<string, readonly string[]>,
  keys: readonly string[],
): Promise<StoredRows> {
  const storage = await openSqliteStorage({
    folder,
    onFatal(error) {
      throw error
    },
  })
  try {
    const rows: StoredPayment[] = []
    for (const [merchant, orderIds] of orders) {
      const merchantId = merchant as MerchantId
      for (const orderId of orderIds) {
        for (const payment of await storage.payments.ofOrder(merchantId, orderId as OrderId, OF_ORDER_MAX)) {
          const events = await storage.payments.events(merchantId, payment.id)
          rows.push({ payment, events, deliveries: await storage.deliveries.ofPayment(merchantId, payment.id) })
        }
      }
    }
    const attempts = new Map<string, Attempt | undefined>()
    for (const key of keys) attempts.set(key, await storage.payments.findAttempt(key as TillKey))
    return { rows, attempts, held: await storage.payments.authorising() }
  } finally {
    await storage.close()
    checkFile(folder)
  }
}

function checkFile(folder: string): void {
  const database = new DatabaseSync(databasePath(folder), { readOnly: true })
  try {
    const found = database.prepare('pragma integrity_check').all()
    if (found.length !== 1 || found[0]?.['integrity_check'] !== 'ok')
      throw new Error(`the file is damaged: ${JSON.stringify(found)}`)
  } finally {
    database.close()
  }
}
