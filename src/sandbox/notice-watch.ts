/**
 * Follows one payment while it is played: what its merchant was asked, and each notice until its first try is over.
 * The wait has an end, because a receiver may hang; whoever reads the answer is told when it was not waited for longer.
 */
import type { NoticeFacts, SandboxPorts, Seen } from './ports.ts'

export type Asked = Extract<Seen, { type: 'asked' }>
export type Told = Extract<Seen, { type: 'told' }>

export interface NoticeWatch {
  readonly asked: readonly Asked[]
  readonly told: readonly Told[]
  /** Notices whose first try is not over. */
  untried(): readonly NoticeFacts[]
  /** Resolves when no notice is untried or none can be tried now, after `ms`, or when `closing` is aborted. */
  allTried(ms: number, closing: AbortSignal): Promise<void>
  stop(): void
}

export function watchNotices(
  { watch, tryNotices }: Pick<SandboxPorts, 'watch' | 'tryNotices'>,
  impUid: string,
): NoticeWatch {
  const asked: Asked[] = []
  const told: Told[] = []
  const untried = new Map<string, NoticeFacts>()
  let onTold: (() => void) | undefined
  const stop = watch(impUid, (seen) => {
    switch (seen.type) {
      case 'asked':
        keep(asked, seen)
        return
      case 'queued':
        untried.set(seen.notice.id, seen.notice)
        return
      case 'told':
        keep(told, seen)
        untried.delete(seen.notice.id)
        onTold?.()
    }
  })
  return {
    asked,
    told,
    untried: () => [...untried.values()],
    allTried(ms, closing) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const end = (): void => resolve()
      const timer = setTimeout(end, ms)
      closing.addEventListener('abort', end)
      onTold = () => {
        if (untried.size === 0 || closing.aborted) resolve()
      }
      onTold()
      // One whose receiver is paused is not tried; a fault is no reason to wait no longer.
      tryNotices().then(end, () => {})
      return promise.finally(() => {
        clearTimeout(timer)
        closing.removeEventListener('abort', end)
      })
    },
    stop,
  }
}

/** A play causes a handful; more is somebody else at work on the same payment. */
const KEPT_MAX = 200

function keep<Item>(items: Item[], item: Item): void {
  if (items.length < KEPT_MAX) items.push(item)
}
