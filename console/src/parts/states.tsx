/** What stands where something is to be: it comes, there is none, or it could not be got. */
import type { ReactNode } from 'react'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'

interface StateWords {
  readonly loading: string
  readonly failed: string
  readonly again: string
}

const WORDS: InBoth<StateWords> = {
  ko: { loading: '불러오는 중', failed: '불러오지 못했습니다', again: '다시 시도' },
  en: { loading: 'Loading', failed: 'Could not be loaded', again: 'Try again' },
}

/** As many lines as are to come, so that nothing jumps. */
export function Loading({ lines = 5 }: { readonly lines?: number }) {
  const words = useWords(WORDS)
  return (
    <div className="loading" role="status" aria-label={words.loading}>
      {[...'.'.repeat(lines)].map((_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={line} className="bone" />
      ))}
    </div>
  )
}

/** Says why there is nothing, and what would make it otherwise. */
export function Empty({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  )
}

export function Failure({ children, onRetry }: { readonly children?: ReactNode; readonly onRetry?: () => void }) {
  const words = useWords(WORDS)
  return (
    <div className="failure" role="alert">
      <p>
        <strong>{words.failed}</strong> {children}
      </p>
      {onRetry && <Button onPress={onRetry}>{words.again}</Button>}
    </div>
  )
}
