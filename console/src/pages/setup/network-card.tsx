/** One network: how it works, when it serves, and its chains with what they have of their own. */
import { type ReactNode, useState } from 'react'
import { useAsk } from '../../ask.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { DropDialog, type Dropped, HolidayDialog, HoursDialog, WorkDialog } from './calendar-forms.tsx'
import { dateText, type Holiday, holidaysIn, hoursText, limitsText, type Work, worksIn } from './calendar-shown.ts'
import { ChainSheet } from './chain-sheet.tsx'
import { NetworkDialog } from './network-forms.tsx'
import { NETWORK_WORDS } from './network-words.ts'
import { type ShownRow, shown } from './shown.ts'
import { StopDialog } from './stop-dialog.tsx'

/** What is asked over the card; of a chain, or of the network where that is null. */
export type Asked =
  | { readonly kind: 'set' | 'hours' | 'holiday' | 'work' | 'stop'; readonly chain: string | null }
  | { readonly kind: 'drop'; readonly chain: string | null; readonly dropped: Dropped }

interface Props {
  readonly row: ShownRow
  readonly onSay: (text: string) => void
}

export function NetworkCard({ row, onSay }: Props) {
  const words = useWords(NETWORK_WORDS)
  const mayChange = useMay()('house.set')
  const network = shown(row, 'network')
  const { data, error, refetch } = useAsk('calendar', { query: { network } })
  const [asked, ask] = useState<Asked | null>(null)
  const button = (kind: 'set' | 'hours', text: string) => (
    <Button aria-label={`${text}: ${network}`} onPress={() => ask({ kind, chain: null })}>
      {text}
    </Button>
  )
  return (
    <section className="panel" aria-label={network}>
      <div className="head">
        <div className="row">
          <h2>{network}</h2>
          <Badge tone="plain">{`${shown(row, 'prefix')}…`}</Badge>
        </div>
        {mayChange && (
          <div className="row">
            {button('set', words.set)}
            {button('hours', words.hours)}
          </div>
        )}
      </div>
      <NetworkFacts row={row} />
      {data === undefined && (error === null ? <Loading lines={3} /> : <Failure onRetry={() => void refetch()} />)}
      {data !== undefined && (
        <>
          <div className="columns">
            <Holidays row={data.rows[0]} {...(mayChange ? { onAsk: ask } : {})} />
            <Works row={data.rows[0]} {...(mayChange ? { onAsk: ask } : {})} />
          </div>
          <ChainSheet row={row} calendars={data.rows.slice(1)} {...(mayChange ? { onAsk: ask } : {})} />
        </>
      )}
      {asked !== null && (
        <AskedDialog asked={asked} row={row} calendars={data?.rows ?? []} onSay={onSay} onClose={() => ask(null)} />
      )}
    </section>
  )
}

function NetworkFacts({ row }: { readonly row: ShownRow }) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const choice = (of: Readonly<Record<string, string>>, name: string) => of[shown(row, name)] ?? shown(row, name)
  return (
    <div className="columns">
      <Facts
        rows={[
          [words.phases, choice(words.phasesOf, 'phases'), words.phasesMeans],
          [words.notifyOn, choice(words.notifyOnOf, 'notify_on'), words.notifyOnMeans],
        ]}
      />
      <Facts
        rows={[
          [words.limits, limitsText(shown(row, 'limits'), words, language)],
          [words.hours, hoursText(shown(row, 'hours'), words), words.hoursWhy],
          [words.cutOff, shown(row, 'cut_off'), words.cutOffMeans],
        ]}
      />
    </div>
  )
}

interface LinesProps {
  readonly row: ShownRow | undefined
  /** Not given where nothing may be changed. */
  readonly onAsk?: (asked: Asked) => void
}

function Holidays({ row, onAsk }: LinesProps) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const drop = ({ date }: Holiday) => {
    const text = dateText(date, language)
    const said = { title: words.dropHoliday(text), why: words.dropHolidayWhy, said: words.holidayDropped(text) }
    onAsk?.({ kind: 'drop', chain: null, dropped: { ...said, go: words.remove, body: { holiday: `${date}=usual` } } })
  }
  return (
    <Lines
      title={words.holidays}
      none={words.noHolidays}
      add={words.addHoliday}
      {...(onAsk === undefined ? {} : { onAdd: () => onAsk({ kind: 'holiday', chain: null }) })}
    >
      {holidaysIn(row).map((holiday) => (
        <li key={holiday.date}>
          <span>
            {dateText(holiday.date, language)} · {hoursText(holiday.hours, words)}
          </span>
          {onAsk !== undefined && (
            <Button
              kind="quiet"
              aria-label={`${words.remove}: ${dateText(holiday.date, language)}`}
              onPress={() => drop(holiday)}
            >
              {words.remove}
            </Button>
          )}
        </li>
      ))}
    </Lines>
  )
}

function Works({ row, onAsk }: LinesProps) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const textOf = ({ from, until, reason }: Work) =>
    `${words.fromTo(dateText(from, language), dateText(until, language))} · ${reason}`
  const drop = (work: Work) => {
    const said = { title: words.dropWork, why: textOf(work), said: words.workDropped }
    onAsk?.({
      kind: 'drop',
      chain: null,
      dropped: { ...said, go: words.remove, body: { maintenance_drop: work.from } },
    })
  }
  return (
    <Lines
      title={words.works}
      none={words.noWorks}
      add={words.addWork}
      {...(onAsk === undefined ? {} : { onAdd: () => onAsk({ kind: 'work', chain: null }) })}
    >
      {worksIn(row).map((work) => (
        <li key={work.from}>
          <span>{textOf(work)}</span>
          {onAsk !== undefined && (
            <Button kind="quiet" aria-label={`${words.remove}: ${textOf(work)}`} onPress={() => drop(work)}>
              {words.remove}
            </Button>
          )}
        </li>
      ))}
    </Lines>
  )
}

interface ListProps {
  readonly title: string
  readonly none: string
  readonly add: string
  readonly onAdd?: () => void
  readonly children: readonly ReactNode[]
}

function Lines({ title, none, add, onAdd, children }: ListProps) {
  return (
    <div>
      <div className="head">
        <h3>{title}</h3>
        {onAdd !== undefined && (
          <Button kind="quiet" onPress={onAdd}>
            {add}
          </Button>
        )}
      </div>
      {children.length === 0 ? <p className="muted small">{none}</p> : <ul className="lines">{children}</ul>}
    </div>
  )
}

interface AskedProps extends Props {
  readonly asked: Asked
  readonly calendars: readonly ShownRow[]
  readonly onClose: () => void
}

function AskedDialog({ asked, row, calendars, onSay, onClose }: AskedProps) {
  const network = shown(row, 'network')
  const { chain } = asked
  const scope = { network, chain }
  const own = calendars.find((calendar) => shown(calendar, 'chain') === chain)
  const of = { scope, onSay, onClose }
  if (asked.kind === 'set') return <NetworkDialog {...of} row={row} />
  if (asked.kind === 'hours')
    return <HoursDialog {...of} before={shown(own ?? row, 'hours')} cutOff={shown(row, 'cut_off')} />
  if (asked.kind === 'holiday') return <HolidayDialog {...of} />
  if (asked.kind === 'work') return <WorkDialog {...of} />
  if (asked.kind === 'drop') return <DropDialog {...of} dropped={asked.dropped} />
  return (
    <StopDialog
      of={{ kind: 'chain', network, chain: chain ?? '' }}
      name={chain ?? ''}
      shownNow={shown(row, `suspended: ${chain}`)}
      onSay={onSay}
      onClose={onClose}
    />
  )
}
