/** How much is measured. The quick plan proves that the bench works and measures nothing worth reading. */
import type { RequestName } from './messages.ts'
import type { Stock } from './stored-payments.ts'

export interface Plan {
  readonly rounds: number
  readonly connections: readonly number[]
  /** The engine goes on compiling for as long as this. */
  readonly warmUpS: number
  readonly measuredS: number
  /** A window ends here too. */
  readonly requestsMax: number
  /** Issued before such requests are measured. An inquiry that is measured uses one up. */
  readonly numbers: Readonly<Record<RequestName, number>>
  readonly listed: { readonly stock: Stock; readonly pages: number }
  readonly salesPerSecond: number
  readonly warmUpSales: number
  readonly sales: number
  /** Connections and seconds under the profiler. */
  readonly profiled: { readonly connections: number; readonly seconds: number }
}

export const FULL: Plan = {
  rounds: 5,
  connections: [64, 256],
  warmUpS: 6,
  measuredS: 4,
  requestsMax: 200_000,
  numbers: { issue: 0, query: 5000, inquiry: 20_000 },
  listed: { stock: { payments: 1_000_000, merchants: 100, ofTheLargest: 100_000 }, pages: 300 },
  salesPerSecond: 300,
  warmUpSales: 900,
  sales: 3000,
  profiled: { connections: 256, seconds: 5 },
}

export const QUICK: Plan = {
  rounds: 1,
  connections: [4],
  warmUpS: 0.05,
  measuredS: 0.1,
  requestsMax: 200,
  numbers: { issue: 0, query: 20, inquiry: 100 },
  listed: { stock: { payments: 20_000, merchants: 100, ofTheLargest: 2000 }, pages: 10 },
  salesPerSecond: 50,
  warmUpSales: 2,
  sales: 10,
  profiled: { connections: 4, seconds: 0.2 },
}
