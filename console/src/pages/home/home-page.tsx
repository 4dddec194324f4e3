/** A merchant's first page: what needs a hand now, and how the days went. Whoever is new is led to their first number. */
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAddress } from '../../address.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Head } from '../../parts/head.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { DayChart } from './day-chart.tsx'
import { DayTable } from './day-table.tsx'
import { FirstDay } from './first-day.tsx'
import { type HomeAnswer, isQuiet, RANGES } from './home-figures.ts'
import { HOME_WORDS } from './home-words.ts'
import { NeedsHand } from './needs-hand.tsx'
import { Summary } from './summary.tsx'

const USUAL = '14'
const BEHIND_AGAIN_MS = 1_000

export function HomePage() {
  const words = useWords(HOME_WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const [{ days }, change] = useAddress(['days', 'currency'])
  const range = RANGES.find((each) => each === days) ?? USUAL
  const input = { path: { merchant }, query: { days: Number(range) } }
  const { data, error, refetch } = useAsk('home', input, { keepsBefore: true })
  useAgainWhile(data?.behind === true, refetch)
  return (
    <>
      <Head title={words.title}>
        {may('payments.issue') && (
          <Link className="button main" to="/m/$merchant/issue" params={{ merchant }}>
            {words.issue}
          </Link>
        )}
      </Head>
      {data === undefined ? (
        error === null ? (
          <Loading lines={8} />
        ) : (
          <Failure onRetry={() => void refetch()}>
            <WordsOf words={error.words} />
          </Failure>
        )
      ) : (
        <Days home={data} range={range} onRange={(chosen) => change({ days: chosen === USUAL ? undefined : chosen })} />
      )}
    </>
  )
}

/** Counting goes on behind the money: what is not in the figures yet is there in a moment. */
function useAgainWhile(isBehind: boolean, refetch: () => unknown): void {
  useEffect(() => {
    if (!isBehind) return
    const again = window.setInterval(refetch, BEHIND_AGAIN_MS)
    return () => window.clearInterval(again)
  }, [isBehind, refetch])
}

interface DaysProps {
  readonly home: HomeAnswer
  readonly range: (typeof RANGES)[number]
  readonly onRange: (range: (typeof RANGES)[number]) => void
}

function Days({ home, range, onRange }: DaysProps) {
  const words = useWords(HOME_WORDS)
  const [language] = useLanguage()
  const isNew = useIsNew(home)
  const [{ currency }, change] = useAddress(['days', 'currency'])
  const { currencies, behind, now } = home
  const shown = currencies.find((each) => each.currency === currency) ?? currencies[0]
  if (isNew === undefined) return <Loading lines={8} />
  if (isNew || shown === undefined) return <FirstDay />
  return (
    <>
      <NeedsHand home={home} />
      <div className="head">
        <div className="row">
          <Choices
            label={words.range}
            choices={RANGES.map((value) => ({ value, words: words.days(Number(value)) }))}
            value={range}
            onChange={onRange}
          />
          {currencies.length > 1 && (
            <Choices
              label={words.currency}
              choices={currencies.map((each) => ({ value: each.currency, words: each.currency }))}
              value={shown.currency}
              onChange={(chosen) => change({ currency: chosen })}
            />
          )}
        </div>
        <p className="muted small">{words.times(timeText(now, language))}</p>
      </div>
      <p className={behind ? 'notice' : 'unseen'} role="status">
        {behind ? words.behind : ''}
      </p>
      {isQuiet(shown) ? (
        <Empty>{words.quiet}</Empty>
      ) : (
        <>
          <Summary shown={shown} />
          <DayChart days={shown.days} currency={shown.currency} />
          <DayTable days={shown.days} currency={shown.currency} />
        </>
      )}
    </>
  )
}

/** Whether this merchant never had a number; undefined until that is known. */
function useIsNew({ currencies }: HomeAnswer): boolean | undefined {
  const merchant = useMerchant()
  const mayBe = currencies.every(isQuiet)
  const { data, error } = useAsk('searchPayments', { path: { merchant }, body: { limit: 1 } }, { isOff: !mayBe })
  if (!mayBe || error !== null) return false
  return data === undefined ? undefined : data.payments.length === 0
}
