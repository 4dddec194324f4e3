/** For tests only: rows of a bulk issue that wait at their storage until the test lets them through. */
import type { Issue } from '../core/commands.ts'
import type { Storage } from '../storage/storage.ts'

/** Storage that lets the first rows through and holds every later one until it is opened. */
export function gate(passes: number) {
  const opened = Promise.withResolvers<void>()
  const held: Promise<unknown>[] = []
  const watches: { readonly count: number; readonly resolve: () => void }[] = []
  let issues = 0
  let isOpen = false
  const faulty = (storage: Storage): Storage => ({
    ...storage,
    execute(command, deadline) {
      const run = () => storage.execute(command, deadline)
      if (command.type !== 'issue') return run()
      issues += 1
      if (isOpen || rowOf(command) <= passes) return run()
      const later = opened.promise.then(run)
      held.push(later)
      for (const { count, resolve } of watches) if (held.length >= count) resolve()
      return later
    },
  })
  return {
    faulty,
    /** How many were begun. */
    issues: () => issues,
    /** Resolves when so many wait. */
    holds: (count: number) => new Promise<void>((resolve) => watches.push({ count, resolve })),
    /** Resolves when all that waited are done. */
    async open() {
      isOpen = true
      opened.resolve()
      await Promise.allSettled(held)
    },
  }
}

/** The row that an issue is for, by the name of its order. */
export function rowOf({ terms }: Issue): number {
  return Number(terms.orderId.split('-').at(-1))
}
