import { Link } from '@tanstack/react-router'
import { type InBoth, useWords } from '../language.tsx'
import { Failure } from '../parts/states.tsx'

const WORDS: InBoth<{ readonly none: string; readonly start: string; readonly fault: string }> = {
  ko: { none: '이 주소에는 화면이 없습니다.', start: '처음으로', fault: '이 화면에 오류가 있습니다.' },
  en: { none: 'There is no page at this address.', start: 'To the start', fault: 'This page has a fault.' },
}

export function NoPage() {
  const words = useWords(WORDS)
  return (
    <main className="view">
      <h1>{words.none}</h1>
      <p>
        <Link to="/">{words.start}</Link>
      </p>
    </main>
  )
}

export function FaultPage() {
  const words = useWords(WORDS)
  return (
    <main className="view">
      <Failure onRetry={() => window.location.reload()}>{words.fault}</Failure>
    </main>
  )
}
