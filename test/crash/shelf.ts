/**
 * What customers carry from one to another: numbers and slips from merchants to tills, what they bought back to its
 * merchant. Bounded, first in, first out.
 */
import type { Sale, Slip } from './evidence.ts'

/** What is shown at a till: money comes in, or goes out. */
export type Shown = { readonly kind: 'sale'; readonly sale: Sale } | { readonly kind: 'slip'; readonly slip: Slip }

export interface Shelf<Thing> {
  /** Waits for room. */
  put(thing: Thing): Promise<void>
  /** Undefined when the shop has closed, whatever is left. */
  take(): Promise<Thing | undefined>
  readonly closed: boolean
  close(): void
}

export function createShelf<Thing>(room: number): Shelf<Thing> {
  const things: Thing[] = []
  let closed = false
  const takers: (() => void)[] = []
  const givers: (() => void)[] = []
  const wait = (queue: (() => void)[]): Promise<void> => new Promise((resolve) => queue.push(resolve))
  return {
    async put(thing) {
      while (!closed && things.length >= room) await wait(givers)
      things.push(thing)
      takers.shift()?.()
    },
    async take() {
      while (!closed && things.length === 0) await wait(takers)
      const thing = closed ? undefined : things.shift()
      givers.shift()?.()
      return thing
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
