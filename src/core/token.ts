/**
 * How long an access token lives: thirty minutes. A call while it is valid returns the same token; within its last
 * minute the end moves five minutes further, so that many servers with unequal clocks can share one key. Wall time.
 */
import type { WallTime } from './brand.ts'

export const TOKEN_LIFE_MS = 30 * 60_000
export const TOKEN_EXTENSION_MS = 5 * 60_000
export const TOKEN_EXTENDED_WITHIN_MS = 60_000

/** A key has one live token; its text is made from these two and the server's key. */
export interface TokenLife {
  readonly issuedAt: WallTime
  readonly expiresAt: WallTime
}

/** The token a key has after asking for one at `wall`. Returns `current` itself where nothing changes. */
export function grantToken(current: TokenLife | undefined, wall: WallTime): TokenLife {
  if (current === undefined || wall >= current.expiresAt) return freshToken(wall)
  const left = current.expiresAt - wall
  if (left > TOKEN_EXTENDED_WITHIN_MS) return current
  return { issuedAt: current.issuedAt, expiresAt: (current.expiresAt + TOKEN_EXTENSION_MS) as WallTime }
}

export function isLive(token: TokenLife, wall: WallTime): boolean {
  return wall < token.expiresAt
}

/** Whole seconds, as the wire shows them. */
function freshToken(wall: WallTime): TokenLife {
  const issuedAt = Math.floor(wall / 1000) * 1000
  return { issuedAt: issuedAt as WallTime, expiresAt: (issuedAt + TOKEN_LIFE_MS) as WallTime }
}
