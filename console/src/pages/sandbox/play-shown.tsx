/** What a till played: how it ended, where the money is, what was said on the line, and what the merchant was told. */
import type { AdminRoutes, PlayAnswer } from '../../api.ts'
import { moneyText } from '../../figures.ts'
import { type Language, useLanguage, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { SANDBOX_WORDS } from './sandbox-words.ts'

type Cancelled = AdminRoutes['practiseCancel']['answer']
type Payment = PlayAnswer['payment']

const TONES: Readonly<Record<PlayAnswer['outcome'], Tone>> = {
  paid: 'good',
  refused: 'plain',
  not_payable: 'plain',
  reversed: 'wait',
  unknown: 'danger',
}

export function PlayShown({ play }: { readonly play: PlayAnswer }) {
  const words = useWords(SANDBOX_WORDS)
  const [language] = useLanguage()
  const { outcome, summary, payment, drawer, gateway, messages, notices } = play
  return (
    <div className="form">
      <p>
        <Badge tone={TONES[outcome]}>{words.outcomeOf[outcome]}</Badge> <WordsOf words={summary} />
      </p>
      <Facts
        rows={[
          [words.drawer, smallest(drawer, payment, language)],
          [words.gateway, gateway === null ? words.none : smallest(gateway, payment, language)],
        ]}
      />
      <Messages messages={messages} />
      <Notices notices={notices} />
    </div>
  )
}

export function CancelShown({
  cancel: { cancelled, payment, drawer, messages, notices },
}: {
  readonly cancel: Cancelled
}) {
  const words = useWords(SANDBOX_WORDS)
  const [language] = useLanguage()
  return (
    <div className="form">
      <p className={cancelled ? 'said' : 'warned'}>{cancelled ? words.cancelDone : words.cancelNot}</p>
      <Facts rows={[[words.drawer, smallest(drawer, payment, language)]]} />
      <Messages messages={messages} />
      <Notices notices={notices} />
    </div>
  )
}

/** A till counts in the smallest unit of a currency. */
function smallest(amount: number, { currency }: Payment, language: Language): string {
  return moneyText(currency === 'KRW' ? amount : amount / 100, currency, language)
}

function Messages({ messages }: Pick<PlayAnswer, 'messages'>) {
  const words = useWords(SANDBOX_WORDS)
  return (
    <>
      <h3>{words.messages}</h3>
      <Sheet
        caption={words.messages}
        columns={[
          {
            name: words.sent,
            cell: ({ message, till }) => (
              <span>
                <span className="code">{message}</span> <span className="muted small">{till}</span>
              </span>
            ),
          },
          {
            name: words.answered,
            cell: ({ code, text, problem, seen }) => (
              <span>
                <span className="code">{code}</span> {text === null ? problem : <WordsOf words={text} />}
                {!seen && <span className="small"> · {words.lost}</span>}
              </span>
            ),
          },
          { name: words.seconds, isRight: true, cell: ({ latency_ms }) => `${Math.round(latency_ms)} ms` },
        ]}
        rows={messages.map((message, no) => ({ ...message, no }))}
        keyOf={({ no }) => String(no)}
      />
    </>
  )
}

function Notices({ notices }: Pick<PlayAnswer, 'notices'>) {
  const words = useWords(SANDBOX_WORDS)
  if (notices.length === 0) return null
  return (
    <>
      <h3>{words.notices}</h3>
      <Sheet
        caption={words.notices}
        columns={[
          { name: words.event, cell: ({ event }) => <span className="code">{event}</span> },
          { name: words.to, cell: ({ url }) => <span className="small">{url}</span> },
          {
            name: words.result,
            cell: ({ result, detail }) => (
              <span>
                <Badge tone={result === 'delivered' ? 'good' : 'danger'}>{words[result]}</Badge>{' '}
                <span className="muted small">{detail}</span>
              </span>
            ),
          },
        ]}
        rows={notices}
        keyOf={({ id, try: no }) => `${id} ${no}`}
      />
    </>
  )
}
