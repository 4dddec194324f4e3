import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AdminError } from '../api.ts'
import { type InBoth, useLanguage, useWords } from '../language.tsx'
import { Button } from './button.tsx'
import { Failure, Loading } from './states.tsx'

const WORDS: InBoth<{ readonly stale: string; readonly again: string }> = {
  ko: { stale: '지금 새로 불러오지 못해, 조금 전에 본 내용입니다.', again: '다시 시도' },
  en: { stale: 'This could not be loaded again just now; it is what was there a while ago.', again: 'Try again' },
}

interface Props<Answer> {
  readonly of: UseQueryResult<Answer, AdminError>
  readonly lines?: number
  readonly children: (answer: Answer) => ReactNode
}

/** What was asked for once it is there; before that, that it comes; and where it cannot be had, why. */
export function Asked<Answer>({ of: { data, error, refetch }, lines = 5, children }: Props<Answer>) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  if (data !== undefined) {
    return (
      <>
        {error !== null && (
          <p className="stale row" role="status">
            {words.stale} <Button onPress={() => void refetch()}>{words.again}</Button>
          </p>
        )}
        {children(data)}
      </>
    )
  }
  if (error === null) return <Loading lines={lines} />
  // What is not there, or not for them, is not there the next time either.
  const mayCome = error.status === null || error.status >= 500
  return <Failure {...(mayCome ? { onRetry: () => void refetch() } : {})}>{error.words[language]}</Failure>
}
