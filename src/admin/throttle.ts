/**
 * How often somebody may try to sign in: few times for one name, some more from one address. A try counts before it is
 * looked at, so that many at once are no way around. Names nobody has are counted as those that somebody has.
 */
import { createHash } from 'node:crypto'
import type { WallTime } from '../core/brand.ts'

export interface Throttle {
  /** Seconds until the next try is taken; 0: this one is. */
  take(name: string, address: string): number
  /** It was them: their tries count no longer. */
  forgive(name: string, address: string): void
}

/** For one name from one address. */
export const TRIES_MAX = 8
/** For one name from everywhere: more, so that a stranger does not so easily keep its owner out. */
export const NAME_TRIES_MAX = 50
export const WINDOW_MS = 15 * 60_000
/** From one address, for whichever names: a proxy may be one address for many people. */
export const ADDRESS_TRIES_MAX = 60
export const ADDRESS_WINDOW_MS = 60_000
/** Beyond it the oldest are forgotten: memory has an end. */
const KNOWN_MAX = 20_000

export function createThrottle(wall: () => WallTime): Throttle {
  const pairs = createWindow(TRIES_MAX, WINDOW_MS)
  const names = createWindow(NAME_TRIES_MAX, WINDOW_MS)
  const addresses = createWindow(ADDRESS_TRIES_MAX, ADDRESS_WINDOW_MS)
  return {
    take(name, address) {
      const now = wall()
      // What the narrower refuses does not count for the wider.
      const waitMs =
        addresses.take(address, now) || pairs.take(keyOf(`${address} ${name}`), now) || names.take(keyOf(name), now)
      return Math.ceil(waitMs / 1000)
    },
    forgive(name, address) {
      pairs.forget(keyOf(`${address} ${name}`))
      names.forget(keyOf(name))
    },
  }
}

/** Of one length, whatever was sent as a name. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url')
}

/** So many tries from the first one on, until the window is over. */
function createWindow(triesMax: number, windowMs: number) {
  const known = new Map<string, { since: number; tries: number }>()
  return {
    take(key: string, now: number): number {
      const entry = known.get(key)
      if (entry === undefined || now - entry.since >= windowMs) {
        known.delete(key)
        known.set(key, { since: now, tries: 1 })
        const [oldest] = known.keys()
        if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest)
        return 0
      }
      if (entry.tries >= triesMax) return windowMs - (now - entry.since)
      entry.tries += 1
      return 0
    },
    forget: (key: string) => void known.delete(key),
  }
}
