/**
 * A deed is written down twice: before it happens, and again with how it ended. A reader wants one row: of what was asked and
 * how it ended the second stays; what has no ending stays as it is, for nobody knows what came of it.
 */
import type { AdminRoutes } from '../../api.ts'

export type AuditPage = AdminRoutes['audit']['answer']
export type Entry = AuditPage['entries'][number]

/** Newest first, as they come. */
export function foldedEntries(entries: readonly Entry[]): readonly Entry[] {
  const endings = new Map<string, number>()
  return entries.filter((entry) => {
    const deed = deedOf(entry)
    const waiting = endings.get(deed) ?? 0
    if (entry.outcome !== 'asked') endings.set(deed, waiting + 1)
    else if (waiting > 0) endings.set(deed, waiting - 1)
    return entry.outcome !== 'asked' || waiting === 0
  })
}

function deedOf({ person, merchant, action, object, reason, detail }: Entry): string {
  return JSON.stringify([person, merchant, action, object, reason, detail])
}
