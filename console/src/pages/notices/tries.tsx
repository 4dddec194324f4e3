/** Each try of a notice, newest first: where to, what came back, and why that was no yes. */
import type { TryAnswer } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { WordsOf } from '../../parts/words-of.tsx'

interface TryWords {
  readonly none: string
  readonly nth: (number: number) => string
  readonly answer: string
}

const WORDS: InBoth<TryWords> = {
  ko: { none: '아직 보낸 적이 없습니다.', nth: (number) => `${number}번째`, answer: '응답 본문의 앞부분' },
  en: { none: 'It has not been tried yet.', nth: (number) => `Try ${number}`, answer: 'How the answer began' },
}

export function Tries({ tries }: { readonly tries: readonly TryAnswer[] }) {
  const words = useWords(WORDS)
  if (tries.length === 0) return <p className="muted">{words.none}</p>
  return (
    <ol className="rows" reversed>
      {tries.toReversed().map((each) => (
        <OneTry key={each.number} each={each} />
      ))}
    </ol>
  )
}

function OneTry({ each }: { readonly each: TryAnswer }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const isYes = each.status !== null && each.status >= 200 && each.status < 300
  return (
    <li>
      <div className="row">
        <strong>{words.nth(each.number)}</strong>
        <span className={`code ${isYes ? 'good' : 'problem'}`}>{each.status ?? each.cause}</span>
        <span className="number muted">{each.latency_ms} ms</span>
        <span className="time muted small">{timeText(each.at, language)}</span>
      </div>
      <p>
        <WordsOf words={each.words} />
      </p>
      <p className="code muted">{each.url}</p>
      {each.answer !== null && each.answer !== '' && (
        <details>
          <summary>{words.answer}</summary>
          <pre className="code sent">{each.answer}</pre>
        </details>
      )}
    </li>
  )
}
