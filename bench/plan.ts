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
  /** One message, over and over, of numbers that nobody asked for before. */
  readonly counter: { readonly perSecond: number; readonly warmUp: number; readonly messages: number }
  readonly notices: {
    readonly throughput: Drain
    readonly backlog: Drain
    readonly isolation: Isolation
  }
  /** Connections and seconds under the profiler. */
  readonly profiled: { readonly connections: number; readonly seconds: number }
}

/** Notices that wait and are delivered. */
export interface Drain {
  readonly rounds: number
  readonly merchants: number
  readonly endpointsOfEach: number
  /** Both for all endpoints together, and the same for each. */
  readonly warmUpNotices: number
  readonly notices: number
}

export interface Isolation {
  /** Of the merchant whose notices are timed; each hears of every order. */
  readonly endpoints: number
  readonly ordersPerSecond: number
  readonly warmUpOrders: number
  readonly orders: number
  /** So many notices wait for each bad neighbour. */
  readonly behind: number
}

export const FULL: Plan = {
  rounds: 5,
  connections: [64, 256],
  warmUpS: 6,
  measuredS: 4,
  requestsMax: 200_000,
  numbers: { issue: 0, query: 5000, token: 0, inquiry: 20_000 },
  listed: { stock: { payments: 1_000_000, merchants: 100, ofTheLargest: 100_000 }, pages: 300 },
  salesPerSecond: 300,
  warmUpSales: 900,
  sales: 3000,
  counter: { perSecond: 500, warmUp: 4000, messages: 5000 },
  notices: {
    throughput: { rounds: 3, merchants: 4, endpointsOfEach: 2, warmUpNotices: 8000, notices: 16_000 },
    backlog: { rounds: 1, merchants: 1, endpointsOfEach: 1, warmUpNotices: 0, notices: 100_000 },
    isolation: { endpoints: 4, ordersPerSecond: 75, warmUpOrders: 225, orders: 750, behind: 8000 },
  },
  profiled: { connections: 256, seconds: 5 },
}

export const QUICK: Plan = {
  rounds: 1,
  connections: [4],
  warmUpS: 0.05,
  measuredS: 0.1,
  requestsMax: 200,
  numbers: { issue: 0, query: 20, token: 0, inquiry: 100 },
  listed: { stock: { payments: 20_000, merchants: 100, ofTheLargest: 2000 }, pages: 10 },
  salesPerSecond: 50,
  warmUpSales: 2,
  sales: 10,
  counter: { perSecond: 50, warmUp: 2, messages: 10 },
  notices: {
    throughput: { rounds: 1, merchants: 4, endpointsOfEach: 2, warmUpNotices: 8, notices: 80 },
    backlog: { rounds: 1, merchants: 1, endpointsOfEach: 1, warmUpNotices: 0, notices: 1000 },
    isolation: { endpoints: 4, ordersPerSecond: 25, warmUpOrders: 2, orders: 5, behind: 40 },
  },
  profiled: { connections: 4, seconds: 0.2 },
}
