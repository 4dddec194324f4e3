/** One network: how it works, when it serves, and its chains with what they have of their own. */
import { type ReactNode, useState } from 'react'
import { useAsk } from '../../ask.ts'
import { dateText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useMay } from '../../session.tsx'
import { DropDialog, type Dropped, HolidayDialog, HoursDialog, WorkDialog } from './calendar-forms.tsx'
import { type Holiday, holidaysIn, hoursText, limitsText, type Work, worksIn } from './calendar-shown.ts'
import { ChainSheet } from './chain-sheet.tsx'
import { NetworkDialog } from './network-forms.tsx'
import { NETWORK_WORDS } from './network-words.ts'
import { type ShownRow, shown } from './shown.ts'
import { StopDialog } from './stop-dialog.tsx'

/** What somebody wants to change; of a chain, or of the network where that is null. */
export type Wanted =
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
  const calendar = useAsk('calendar', { query: { network } })
  const [wanted, want] = useState<Wanted | null>(null)
  const mayWant = mayChange ? { onWant: want } : {}
  const button = (kind: 'set' | 'hours', text: string) => (
    <Button aria-label={`${text}: ${network}`} onPress={() => want({ kind, chain: null })}>
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
      <Asked of={calendar} lines={3}>
        {({ rows: [own, ...ofChains] }) => (
          <>
            <div className="sides">
              <Holidays row={own} {...mayWant} />
              <Works row={own} {...mayWant} />
            </div>
            <ChainSheet row={row} calendars={ofChains} {...mayWant} />
          </>
        )}
      </Asked>
      {wanted !== null && (
        <WantedDialog
          wanted={wanted}
          row={row}
          calendars={calendar.data?.rows ?? []}
          onSay={onSay}
          onClose={() => want(null)}
        />
      )}
    </section>
  )
}

function NetworkFacts({ row }: { readonly row: ShownRow }) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const choice = (of: Readonly<Record<string, string>>, name: string) => of[shown(row, name)] ?? shown(row, name)
  return (
    <div className="sides">
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
  readonly onWant?: (wanted: Wanted) => void
}

function Holidays({ row, onWant }: LinesProps) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const drop = ({ date }: Holiday) => {
    const text = dateText(date, language)
    const said = { title: words.dropHoliday(text), why: words.dropHolidayWhy, said: words.holidayDropped(text) }
    onWant?.({ kind: 'drop', chain: null, dropped: { ...said, go: words.remove, body: { holiday: `${date}=usual` } } })
  }
  return (
    <Lines
      title={words.holidays}
      none={words.noHolidays}
      add={words.addHoliday}
      {...(onWant === undefined ? {} : { onAdd: () => onWant({ kind: 'holiday', chain: null }) })}
    >
      {holidaysIn(row).map((holiday) => (
        <li key={holiday.date}>
          <span>
            {dateText(holiday.date, language)} · {hoursText(holiday.hours, words)}
          </span>
          {onWant !== undefined && (
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

function Works({ row, onWant }: LinesProps) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const textOf = ({ from, until, reason }: Work) => {
    const [date, [untilDate, untilTime = '']] = [from.split(' ')[0], until.split(' ')]
    const end = date === untilDate ? untilTime : dateText(until, language)
    return `${words.fromTo(dateText(from, language), end)} · ${reason}`
  }
  const drop = (work: Work) => {
    const said = { title: words.dropWork, why: textOf(work), said: words.workDropped }
    onWant?.({
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
      {...(onWant === undefined ? {} : { onAdd: () => onWant({ kind: 'work', chain: null }) })}
    >
      {worksIn(row).map((work) => (
        <li key={work.from}>
          <span>{textOf(work)}</span>
          {onWant !== undefined && (
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

interface WantedProps extends Props {
  readonly wanted: Wanted
  readonly calendars: readonly ShownRow[]
  readonly onClose: () => void
}

function WantedDialog({ wanted, row, calendars, onSay, onClose }: WantedProps) {
  const network = shown(row, 'network')
  const { chain } = wanted
  const scope = { network, chain }
  const own = calendars.find((calendar) => shown(calendar, 'chain') === chain)
  const of = { scope, onSay, onClose }
  if (wanted.kind === 'set') return <NetworkDialog {...of} row={row} />
  if (wanted.kind === 'hours')
    return <HoursDialog {...of} before={shown(own ?? row, 'hours')} cutOff={shown(row, 'cut_off')} />
  if (wanted.kind === 'holiday') return <HolidayDialog {...of} />
  if (wanted.kind === 'work') return <WorkDialog {...of} />
  if (wanted.kind === 'drop') return <DropDialog {...of} dropped={wanted.dropped} />
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
