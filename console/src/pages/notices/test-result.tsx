import type { AdminRoutes } from '../../api.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { adviceOn } from './advice.ts'

interface ResultWords {
  readonly arrived: string
  readonly not: string
  readonly answer: string
  readonly sample: string
}

const WORDS: InBoth<ResultWords> = {
  ko: {
    arrived: '도착했습니다.',
    not: '받지 못했습니다.',
    answer: '서버의 답',
    sample: '견본을 보냈을 뿐, 남는 기록이나 바뀐 상태는 없습니다.',
  },
  en: {
    arrived: 'It arrived.',
    not: 'It was not received.',
    answer: 'What the server answered',
    sample: 'That was a sample: nothing is kept of it and nothing has changed.',
  },
}

/** What came of a test call, in words, and what to do where it was no yes. */
export function TestResult({ of }: { readonly of: AdminRoutes['testEndpoint']['answer'] }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const advice = of.delivered ? undefined : adviceOn(of)
  return (
    <div className={of.delivered ? 'result' : 'result bad'} role="status">
      <p>
        <strong>{of.delivered ? words.arrived : words.not}</strong> <WordsOf words={of.words} />
      </p>
      {advice !== undefined && <p>{advice[language]}</p>}
      {of.answer !== null && of.answer !== '' && (
        <p>
          {words.answer}: <code className="code">{of.answer}</code>
        </p>
      )}
      <p className="small">{words.sample}</p>
    </div>
  )
}
