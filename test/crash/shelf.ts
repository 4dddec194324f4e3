/** Numbers between the merchants who issue them and the tills where they are shown. Bounded, first in, first out. */
import type { Sale } from './evidence.ts'

export interface Shelf {
  /** Waits for room. */
  put(sale: Sale): Promise<void>
  /** Undefined when the shop has closed, whatever is left. */
  take(): Promise<Sale | undefined>
  readonly closed: boolean
  close(): void
}

export function createShelf(room: number): Shelf {
  const sales: Sale[] = []
  let closed = false
  const takers: (() => void)[] = []
  const givers: (() => void)[] = []
  const wait = (queue: (() => void)[]): Promise<void> => new Promise((resolve) => queue.push(resolve))
  return {
    async put(sale) {
      while (!closed && sales.length >= room) await wait(givers)
      sales.push(sale)
      takers.shift()?.()
    },
    async take() {
      while (!closed && sales.length === 0) await wait(takers)
      const sale = closed ? undefined : sales.shift()
      givers.shift()?.()
      return sale
    },
    get closed() {
      return closed
    },
    close() {
      closed = true
      for (const wake of [...takers.splice(0), ...givers.splice(0)]) wake()
    },
  }
}
