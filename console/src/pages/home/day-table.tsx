import { beginOf } from '../../days.ts'
import { dayText, moneyText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { type HomeDay, hasAny, KINDS } from './home-figures.ts'
import { HOME_WORDS } from './home-words.ts'

interface Props {
  readonly days: readonly HomeDay[]
  readonly currency: string
}

/** Each figure of each day: what the chart shows, and what it has no room for. */
export function DayTable({ days, currency }: Props) {
  const words = useWords(HOME_WORDS)
  const [language] = useLanguage()
  const columns: readonly Column<HomeDay>[] = [
    { name: words.day, cell: ({ day }) => dayText(beginOf(day) ?? 0, language) },
    ...KINDS.map((kind): Column<HomeDay> => {
      return {
        name: words.kinds[kind],
        isRight: true,
        cell: ({ [kind]: { count, amount } }) =>
          count === 0 ? null : (
            <span className="stack">
              <span>{words.count(count)}</span>
              <span className="muted small">{moneyText(amount, currency, language)}</span>
            </span>
          ),
      }
    }),
  ]
  return (
    <section className="section">
      <h2>{words.table}</h2>
      <p className="muted small">{words.tableNote}</p>
      <Sheet caption={words.table} columns={columns} rows={days.filter(hasAny).toReversed()} keyOf={({ day }) => day} />
    </section>
  )
}
