/**
 * The access token: got when it is first needed, by one request however many calls wait for it, and kept for the time the
 * gateway says is left. That time is measured from `now` of the same answer by a clock that only runs forward, so a
 * machine whose date is wrong by hours renews at the right moment.
 */
import type { Token } from './wire.gen.ts'

/** Renewed so long before its end: a request may be on its way a while. The gateway makes it last longer from a minute on. */
const MARGIN_MS = 30_000

export interface Tokens {
  get(): Promise<string>
  /** It was refused. Where another call has renewed it since, that one stays. */
  drop(token: string): void
}

export function createTokens(fetchToken: () => Promise<Token>, monotonicMs: () => number): Tokens {
  let held: { readonly token: Promise<string>; text: string | undefined; endsMs: number } | undefined
  const renew = (): Promise<string> => {
    const askedMs = monotonicMs()
    const mine = {
      text: undefined as string | undefined,
      endsMs: Number.POSITIVE_INFINITY,
      token: fetchToken().then(
        ({ access_token, now, expired_at }) => {
          mine.text = access_token
          mine.endsMs = askedMs + (expired_at - now) * 1000 - MARGIN_MS
          return access_token
        },
        (error: unknown) => {
          if (held === mine) held = undefined
          throw error
        },
      ),
    }
    held = mine
    return mine.token
  }
  return {
    get: () => (held !== undefined && monotonicMs() < held.endsMs ? held.token : renew()),
    drop(token) {
      if (held?.text === token) held = undefined
    },
  }
}
