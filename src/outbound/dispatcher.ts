/**
 * Sees to it that every notice that is due is tried. It is woken by what was committed, by the end of a try and by the
 * next due time, and looks at the queue only then. Nothing is leased that is not tried at once, and whoever already has
 * enough calls under way is passed over, so that a dead address holds up neither the queue nor anybody else. What a
 * killed process had leased comes back when its leases lapse.
 */
import type { Instant } from '../core/brand.ts'
import type { Delivery } from '../core/delivery.ts'
import type { BusinessClock, DeliveryQueue, PassOver } from '../storage/storage.ts'
import { type NoticeTryDeps, tryNotice } from './notice-try.ts'

export interface DispatcherDeps extends NoticeTryDeps {
  readonly queue: Pick<DeliveryQueue, 'lease' | 'settle' | 'nextDueAt'>
  readonly clock: Pick<BusinessClock, 'now' | 'wall'>
  readonly limits?: DispatchLimits
}

/** Calls under way at once; `perAddress` is the smallest. An address is a URL without its query. */
export interface DispatchLimits {
  readonly total: number
  readonly perMerchant: number
  readonly perAddress: number
}

export interface Dispatcher {
  /** From now on what is due is tried. */
  start(): void
  /** Something may be due: call it after each commit with deliveries and after each move of the clock. */
  wake(): void
  /**
   * Resolves when all that is due now was tried once and what came of it is recorded; works before `start` too. What
   * another process has on a lease is not waited for. Rejects with a fault of storage, and when the dispatcher stops.
   */
  drain(): Promise<void>
  /** Leases no more and resolves when the tries under way have ended: within `LEASE_MS`, at once if the client closes. */
  stop(): Promise<void>
}

export const DISPATCH_LIMITS: DispatchLimits = { total: 256, perMerchant: 32, perAddress: 8 }

/** Wall time; longer than a try can take. */
export const LEASE_MS = 30_000

/** For what nobody wakes us for: leases that lapsed, commits of other processes, and who was passed over. */
export const LOOK_AGAIN_MS = 1_000

/** What a look at the queue left: when the earliest delivery is due, and whether it is due but could not be leased. */
interface Left {
  readonly dueAt: Instant | null
  readonly held: boolean
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const flights = createFlights(deps, wake)
  const drains = createDrains()
  let phase: 'idle' | 'started' | 'stopped' = 'idle'
  let looking: Promise<void> | undefined
  let lookAgain = false
  let callOffTimer = (): void => {}

  function wake(): void {
    if (phase === 'stopped' || (phase === 'idle' && !drains.any())) return
    lookAgain = true
    looking ??= look()
  }

  async function look(): Promise<void> {
    callOffTimer()
    let left: Left = { dueAt: null, held: false }
    try {
      while (lookAgain && phase !== 'stopped') {
        lookAgain = false
        left = await flights.startDue(() => phase !== 'stopped')
      }
    } catch (fault) {
      deps.reportFault(fault)
      drains.reject(fault)
    }
    // Nothing may be awaited from here to the end, or a wake could fall between two looks.
    looking = undefined
    if (phase === 'stopped') return
    drains.resolve(flights.areDone)
    if (phase === 'started') callOffTimer = deps.after(pauseMs(left, deps.clock.now()), wake)
  }

  return {
    start() {
      if (phase === 'idle') phase = 'started'
      wake()
    },
    wake,
    drain() {
      if (phase === 'stopped') return Promise.reject(new Error(STOPPED))
      const drained = drains.add(deps.clock.now())
      wake()
      return drained
    },
    async stop() {
      phase = 'stopped'
      callOffTimer()
      drains.reject(new Error(STOPPED))
      await looking
      await flights.ended()
    },
  }
}

const STOPPED = 'the dispatcher was stopped'

function pauseMs({ dueAt, held }: Left, now: Instant): number {
  if (dueAt === null || held) return LOOK_AGAIN_MS
  return Math.min(Math.max(dueAt - now, 1), LOOK_AGAIN_MS)
}

function createFlights(deps: DispatcherDeps, onEnded: () => void) {
  const { queue, clock, limits = DISPATCH_LIMITS } = deps
  const underWay = new Map<Promise<void>, Delivery>()
  // Half of an address's room: whoever is not passed over has room for all that one lease may bring.
  const leasedAtOnceMax = Math.ceil(limits.perAddress / 2)

  async function startSome(room: number): Promise<number> {
    const leaseEnds = clock.wall() + LEASE_MS
    const passOver = crowded([...underWay.values()], limits, leasedAtOnceMax)
    const leased = await queue.lease(Math.min(leasedAtOnceMax, room), LEASE_MS, passOver)
    for (const one of leased) {
      const flight = tryNotice(deps, one, leaseEnds).then(() => {
        underWay.delete(flight)
        onEnded()
      })
      underWay.set(flight, one.delivery)
    }
    return leased.length
  }

  return {
    /** Starts everything that is due and has room. */
    async startDue(mayLease: () => boolean): Promise<Left> {
      for (;;) {
        const dueAt = await queue.nextDueAt()
        if (dueAt === null || dueAt > clock.now()) return { dueAt, held: false }
        const room = limits.total - underWay.size
        const started = room > 0 && mayLease() ? await startSome(room) : 0
        if (started === 0) return { dueAt, held: true }
      }
    },
    /** Nothing that was due at `until` is under way; after a look, nothing that could be started is left then either. */
    areDone(until: Instant): boolean {
      return [...underWay.values()].every((delivery) => dueOf(delivery) > until)
    },
    async ended(): Promise<void> {
      await Promise.all(underWay.keys())
    },
  }
}

function createDrains() {
  interface Drain {
    readonly until: Instant
    readonly resolve: () => void
    readonly reject: (fault: unknown) => void
  }
  let waiting: readonly Drain[] = []
  return {
    any: (): boolean => waiting.length > 0,
    add: (until: Instant): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting = [...waiting, { until, resolve, reject }]
      }),
    resolve(isDone: (until: Instant) => boolean): void {
      const done = waiting.filter(({ until }) => isDone(until))
      waiting = waiting.filter((drain) => !done.includes(drain))
      for (const drain of done) drain.resolve()
    },
    reject(fault: unknown): void {
      for (const drain of waiting) drain.reject(fault)
      waiting = []
    },
  }
}

function crowded(underWay: readonly Delivery[], limits: DispatchLimits, leasedAtOnceMax: number): PassOver {
  const merchants = underWay.map(({ merchantId }) => merchantId)
  const addresses = underWay.map(({ url }) => url.replace(/\?.*/s, ''))
  return {
    merchants: moreThan(limits.perMerchant - leasedAtOnceMax, merchants),
    addresses: moreThan(limits.perAddress - leasedAtOnceMax, addresses),
  }
}

/** The values that occur more than `times` times. */
function moreThan<Value>(times: number, values: readonly Value[]): readonly Value[] {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].flatMap(([value, count]) => (count > times ? [value] : []))
}

function dueOf(delivery: Delivery): Instant {
  if (delivery.state !== 'waiting') throw new Error(`broken invariant: ${delivery.id} was leased and had ended`)
  return delivery.nextTryAt
}
