/** Carries the gateway's and the dispatcher's happenings to whoever watches: the log, the sandbox. */
import type { Happening } from '../gateway/happening.ts'

export interface Happenings {
  readonly observe: (happening: Happening) => void
  /** Returns the way to stop watching. */
  readonly watch: (watcher: (happening: Happening) => void) => () => void
}

export function createHappenings(): Happenings {
  const watchers = new Set<(happening: Happening) => void>()
  return {
    observe(happening) {
      for (const watcher of watchers) watcher(happening)
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}
