/**
 * On a network of two phases a collect is an approval (가수납): its till has yet to say that the money is in the drawer.
 * Where that does not come in time the collect is in doubt, and stays so until somebody knows: it is never guessed.
 *
 *   collected --> provisional ---- completed ----> final
 *                      |  '------ reversed, cancelled ----> ready, cancelled
 *                      | time                               ^
 *                      v                                    |
 *                  in doubt ---- completed late -> final    |
 *                      '-------- reversed, cancelled -------'
 */
import type { Instant } from './brand.ts'

export interface Provisional {
  /** From then on it is in doubt. */
  readonly completeBy: Instant
  readonly inDoubt: boolean
  /** The merchant was told of the approval; else it hears of the money with the completion. */
  readonly told: boolean
}

/** How long a till has for its completion, business time. */
export const COMPLETION_MS = 30 * 60_000

/** Whose word it is that the money of a doubtful collect is there, or is not. */
export const DOUBT_RESOLVERS = ['operator', 'report'] as const
export type DoubtResolver = (typeof DOUBT_RESOLVERS)[number]

export type ProvisionalEvent =
  /** Since its completion was due, whenever the sweep came by. */
  | { readonly type: 'doubted' }
  | { readonly type: 'completed'; readonly by: 'till' | DoubtResolver; readonly note: string | null }

/** Whether it has come into doubt by `at`, and nobody has written that down yet. */
export function isDoubtDue(provisional: Provisional | null, at: Instant): boolean {
  return provisional !== null && !provisional.inDoubt && at >= provisional.completeBy
}
