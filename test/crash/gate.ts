/**
 * Where the gateway is, for everybody who calls it: at the process that lives, or at the next one. Shut before a kill,
 * so that nobody waits for the dead; broken off when the run fails, so that nobody waits for ever.
 */
import type { Life } from './gateway-process.ts'

export interface Gate {
  /** The process that serves now, or the next one. Rejects when the run was broken off. */
  life(): Promise<Life>
  opened(life: Life): void
  /** A till has its answer. */
  answered(): void
  /** Resolves when the process that lives has answered a till. */
  firstAnswer(): Promise<void>
  shut(): void
  breakOff(error: Error): void
}

export function createGate(): Gate {
  let next = Promise.withResolvers<Life>()
  let first = Promise.withResolvers<void>()
  let broken: Error | undefined
  // Nobody may be waiting when the run is broken off.
  next.promise.catch(() => {})
  return {
    life: () => next.promise,
    opened: (life) => next.resolve(life),
    answered: () => first.resolve(),
    firstAnswer: () => first.promise,
    shut() {
      if (broken !== undefined) return
      first = Promise.withResolvers()
      next = Promise.withResolvers<Life>()
      next.promise.catch(() => {})
    },
    breakOff(error) {
      broken = error
      first.resolve()
      next.reject(error)
      next = Promise.withResolvers<Life>()
      next.promise.catch(() => {})
      next.reject(error)
    },
  }
}
