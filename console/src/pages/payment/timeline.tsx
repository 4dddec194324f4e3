/** What happened to a payment, oldest first, in the gateway's words, with what a notice tells of each. */
import type { PaymentDetail } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { WordsOf } from '../../parts/words-of.tsx'

const WORDS: InBoth<{ readonly title: string; readonly sent: string }> = {
  ko: { title: '진행 내역', sent: '자세한 내용' },
  en: { title: 'What happened', sent: 'Details' },
}

type Entry = PaymentDetail['timeline'][number]

export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  const words = useWords(WORDS)
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">{words.title}</h2>
      <ol className="story">
        {entries.map((entry) => (
          <Moment key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  )
}

function Moment({ entry: { type, timestamp, data, words: said } }: { readonly entry: Entry }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <li>
      <p>
        <WordsOf words={said} />
      </p>
      <time className="time muted small" dateTime={timestamp}>
        {timeText(Date.parse(timestamp) / 1000, language)}
      </time>
      <details>
        <summary>
          {words.sent} <code className="code">{type}</code>
        </summary>
        <pre className="code sent">{JSON.stringify(data, null, 2)}</pre>
      </details>
    </li>
  )
}
