/** The chains of a network: what each has of its own in place of the network's, and whether its shops take money. */
import { useAsk } from '../../ask.ts'
import { dateText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { holidaysIn, hoursText, limitsText } from './calendar-shown.ts'
import type { Wanted } from './network-card.tsx'
import { NETWORK_WORDS } from './network-words.ts'
import { type ShownRow, shown } from './shown.ts'

interface Props {
  /** The network. */
  readonly row: ShownRow
  /** Of the chains that have their own. */
  readonly calendars: readonly ShownRow[]
  /** Not given where nothing may be changed. */
  readonly onWant?: (wanted: Wanted) => void
}

export function ChainSheet({ row, calendars, onWant }: Props) {
  const words = useWords(NETWORK_WORDS)
  const shops = useAsk('shops', { query: { network: shown(row, 'network') } })
  const columns = useColumns(row, calendars)
  const actions: Column<string> = {
    name: words.actions,
    cell: (chain) => (
      <ChainButtons
        chain={chain}
        isStopped={shown(row, `suspended: ${chain}`) !== ''}
        hasOwnHours={calendars.some((calendar) => shown(calendar, 'chain') === chain)}
        onWant={(wanted) => onWant?.(wanted)}
      />
    ),
  }
  return (
    <>
      <h3>{words.chains}</h3>
      <Asked of={shops} lines={2}>
        {({ rows }) => {
          const chains = [...new Set(rows.map((shop) => shown(shop, 'chain')))].filter((chain) => chain !== '').sort()
          if (chains.length === 0) return <p className="muted small">{words.noChains}</p>
          return (
            <Sheet
              caption={words.chains}
              columns={onWant === undefined ? columns : [...columns, actions]}
              rows={chains}
              keyOf={(chain) => chain}
            />
          )
        }}
      </Asked>
    </>
  )
}

function useColumns(row: ShownRow, calendars: readonly ShownRow[]): readonly Column<string>[] {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const asNetwork = <span className="muted">{words.asNetwork}</span>
  return [
    { name: words.chain, cell: (chain) => chain },
    {
      name: words.hours,
      cell: (chain) => {
        const own = calendars.find((calendar) => shown(calendar, 'chain') === chain)
        if (own === undefined) return asNetwork
        const holidays = holidaysIn(own).map(
          ({ date, hours }) => `${dateText(date, language)} ${hoursText(hours, words)}`,
        )
        return (
          <span>
            {hoursText(shown(own, 'hours'), words)}
            {holidays.length > 0 && <span className="muted small"> · {holidays.join(', ')}</span>}
          </span>
        )
      },
    },
    {
      name: words.limits,
      cell: (chain) => {
        const own = shown(row, `limits of ${chain}`)
        return own === '' ? asNetwork : limitsText(own, words, language)
      },
    },
    {
      name: words.state,
      cell: (chain) => {
        const why = shown(row, `suspended: ${chain}`)
        if (why === '') return <Badge tone="good">{words.open}</Badge>
        return (
          <span className="row">
            <Badge tone="danger">{words.stopped}</Badge>
            <span className="small">{why}</span>
          </span>
        )
      },
    },
  ]
}

interface ButtonProps {
  readonly chain: string
  readonly isStopped: boolean
  readonly hasOwnHours: boolean
  readonly onWant: (wanted: Wanted) => void
}

function ChainButtons({ chain, isStopped, hasOwnHours, onWant }: ButtonProps) {
  const words = useWords(NETWORK_WORDS)
  const asNetwork = {
    title: words.asNetworkTitle(chain),
    why: words.asNetworkWhy,
    go: words.asNetworkGo,
    said: words.hoursDone(chain),
    body: { hours: 'usual' },
  }
  const buttons: readonly (readonly [string, Wanted])[] = [
    [words.setHours, { kind: 'hours', chain }],
    [words.addHoliday, { kind: 'holiday', chain }],
    ...(hasOwnHours ? ([[words.asNetworkGo, { kind: 'drop', chain, dropped: asNetwork }]] as const) : []),
    [words.setLimits, { kind: 'set', chain }],
    [isStopped ? words.resume : words.stop, { kind: 'stop', chain }],
  ]
  return (
    <div className="row">
      {buttons.map(([text, wanted]) => (
        <Button key={text} kind="quiet" aria-label={`${text}: ${chain}`} onPress={() => onWant(wanted)}>
          {text}
        </Button>
      ))}
    </div>
  )
}
