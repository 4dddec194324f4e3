/**
 * How long a page of a large merchant's payments takes on SQLite, first page and last, with the customer's fields opened:
 * the part of `GET /payments/status/...` that could grow with the number of payments. It runs on the thread that serves
 * everybody, so nobody else is answered meanwhile.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../src/core/brand.ts'
import type { Sorting } from '../src/core/sorting.ts'
import type { V1Status } from '../src/core/v1-status.ts'
import { createPersonalVault } from '../src/gateway/personal-vault.ts'
import { createReads, type Reads } from '../src/gateway/reads.ts'
import { percentile } from './figures.ts'
import type { Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { LARGEST, openStored, type Stock, storePayments } from './stored-payments.ts'
import { table } from './table.ts'
import { monotonicMs, usageNow } from './usage.ts'

const PERIOD_MS = 90 * 86_400_000
const LIMIT = 20
const SEARCHES: readonly (readonly [V1Status | null, Sorting])[] = [
  [null, '-started'],
  [null, 'started'],
  [null, '-paid'],
  [null, '-updated'],
  ['paid', '-started'],
  ['ready', '-started'],
  ['failed', 'updated'],
]

export async function measureLists({ listed }: Plan, { folder }: Place): Promise<string> {
  const own = mkdtempSync(join(folder, 'lists-'))
  const now = Date.now()
  const keys = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]), indexKey: randomBytes(32) }
  const vault = createPersonalVault({ keys, random: randomBytes })
  await storePayments(own, listed.stock, now, vault)
  const storage = await openStored(own)
  try {
    const reads = createReads({ storage, vault })
    const rows: string[][] = []
    for (const [status, sorting] of SEARCHES) {
      const { total } = await reads.list({ ...searched(now), status, sorting, skip: 0, take: 1 })
      const lastPage = Math.floor((total - 1) / LIMIT) * LIMIT
      for (const [page, skip] of [['first', 0] as const, ['last', lastPage] as const]) {
        const asked = { ...searched(now), status, sorting, skip, take: LIMIT }
        const before = usageNow().allMs
        const times = await timesOf(listed.pages, () => reads.list(asked))
        const cpu = (usageNow().allMs - before) / listed.pages
        const figures = [...[0.5, 0.99].map((share) => percentile(times, share)), cpu].map((ms) => ms.toFixed(2))
        rows.push([`${status ?? 'all'}, ${sorting}, ${page} page`, total.toLocaleString('en-US'), ...figures])
      }
    }
    return `${titleOf(listed.stock)}\n${table([`each ${listed.pages} times`, 'found', 'p50 ms', 'p99 ms', 'CPU ms'], rows)}`
  } finally {
    await storage.close()
    rmSync(own, { recursive: true })
  }
}

function searched(now: number): Omit<Parameters<Reads['list']>[0], 'status' | 'sorting' | 'skip' | 'take'> {
  return { merchantId: LARGEST, from: (now - PERIOD_MS) as Instant, to: now as Instant }
}

async function timesOf(count: number, ask: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i += 1) {
    const begin = monotonicMs()
    await ask()
    times.push(monotonicMs() - begin)
  }
  return times.toSorted((a, b) => a - b)
}

function titleOf({ payments, merchants, ofTheLargest }: Stock): string {
  const [all, large] = [payments, ofTheLargest].map((count) => count.toLocaleString('en-US'))
  return `GET /payments/status of one merchant with ${large} of ${all} payments, ${merchants} merchants; SQLite, 90 days, limit ${LIMIT}`
}
