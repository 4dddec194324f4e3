/** Money in suspense, a row each, with what may be done with it. */
import { Link } from '@tanstack/react-router'
import type { SuspenseAnswer } from '../../api.ts'
import { dateText, moneyText, numberInGroups, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { usePayTypeWords } from './desk-words.ts'
import type { LateCashDeed } from './late-cash-dialog.tsx'
import { LATE_CASH_WORDS, type SuspenseState } from './late-cash-words.ts'

const TONES: Readonly<Record<SuspenseState, Tone>> = {
  open: 'wait',
  held: 'wait',
  posted: 'good',
  refunded: 'plain',
  withdrawn: 'plain',
}

interface Props {
  readonly entries: readonly SuspenseAnswer[]
  readonly isStale: boolean
  readonly onAsk: (entry: SuspenseAnswer, deed: LateCashDeed) => void
}

export function LateCashSheet({ entries, isStale, onAsk }: Props) {
  const words = useWords(LATE_CASH_WORDS)
  const maySettle = useMay()('refunds.settle')
  const columns = useColumns()
  const actions: Column<SuspenseAnswer> = {
    name: words.actions,
    cell: (entry) => (
      <div className="row">
        {entry.actions.map((deed) => (
          <Button
            key={deed}
            kind="quiet"
            aria-label={`${words[deed]}: ${entry.number}`}
            onPress={() => onAsk(entry, deed)}
          >
            {words[deed]}
          </Button>
        ))}
      </div>
    ),
  }
  const hasActions = maySettle && entries.some((entry) => entry.actions.length > 0)
  return (
    <Sheet
      caption={words.title}
      isStale={isStale}
      columns={hasActions ? [...columns, actions] : columns}
      rows={entries}
      keyOf={({ id }) => id}
    />
  )
}

function useColumns(): readonly Column<SuspenseAnswer>[] {
  const words = useWords(LATE_CASH_WORDS)
  const payTypes = usePayTypeWords()
  const [language] = useLanguage()
  return [
    {
      name: words.amount,
      isRight: true,
      cell: ({ amount, currency, pay_type, direction }) => (
        <span>
          {moneyText(amount, currency, language)}
          <span className="muted small under">{payTypes[pay_type]}</span>
          {direction === 'out' && <span className="small under">{words.wantedBack}</span>}
        </span>
      ),
    },
    {
      name: words.state,
      cell: ({ state, note }) => (
        <span>
          <Badge tone={TONES[state]}>{words.stateOf[state]}</Badge>{' '}
          {note !== null && <span className="small">{note}</span>}
        </span>
      ),
    },
    { name: words.cause, cell: ({ cause_words }) => <WordsOf words={cause_words} /> },
    {
      name: words.shop,
      cell: ({ outlet_name, till, date }) => (
        <span>
          {outlet_name}
          <span className="muted small under">
            {till !== null && `${words.till(till)} · `}
            {words.businessDay(dateText(date, language))}
          </span>
        </span>
      ),
    },
    { name: words.number, cell: (entry) => <NumberOf entry={entry} /> },
    {
      name: words.toldBy,
      cell: ({ report, row, opened_at }) => (
        <span>
          <Link to="/house/reports" search={{ report }}>
            {words.row(row)}
          </Link>
          <span className="muted small under">{timeText(opened_at, language)}</span>
        </span>
      ),
    },
  ]
}

/** The payment it names, where it names one. */
function NumberOf({ entry: { number, merchant, imp_uid } }: { readonly entry: SuspenseAnswer }) {
  const text = numberInGroups(number)
  if (merchant === null || imp_uid === null) return <span className="number">{text}</span>
  return (
    <Link className="number" to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }}>
      {text}
    </Link>
  )
}
