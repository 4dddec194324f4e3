/** The chains of a network: what each has of its own in place of the network's, and whether its shops take money. */
import { useAsk } from '../../ask.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { dateText, holidaysIn, hoursText, limitsText } from './calendar-shown.ts'
import type { Asked } from './network-card.tsx'
import { NETWORK_WORDS } from './network-words.ts'
import { type ShownRow, shown } from './shown.ts'

interface Props {
  /** The network. */
  readonly row: ShownRow
  /** Of the chains that have their own. */
  readonly calendars: readonly ShownRow[]
  /** Not given where nothing may be changed. */
  readonly onAsk?: (asked: Asked) => void
}

export function ChainSheet({ row, calendars, onAsk }: Props) {
  const words = useWords(NETWORK_WORDS)
  const { data, error, refetch } = useAsk('shops', { query: { network: shown(row, 'network') } })
  const columns = useColumns(row, calendars)
  const actions: Column<string> = {
    name: words.actions,
    cell: (chain) => (
      <ChainButtons
        chain={chain}
        isStopped={shown(row, `suspended: ${chain}`) !== ''}
        hasOwnHours={calendars.some((calendar) => shown(calendar, 'chain') === chain)}
        onAsk={(asked) => onAsk?.(asked)}
      />
    ),
  }
  if (data === undefined) return error === null ? <Loading lines={2} /> : <Failure onRetry={() => void refetch()} />
  const chains = [...new Set(data.rows.map((shop) => shown(shop, 'chain')))].filter((chain) => chain !== '').sort()
  return (
    <>
      <h3>{words.chains}</h3>
      {chains.length === 0 ? (
        <p className="muted small">{words.noChains}</p>
      ) : (
        <Sheet
          caption={words.chains}
          columns={onAsk === undefined ? columns : [...columns, actions]}
          rows={chains}
          keyOf={(chain) => chain}
        />
      )}
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
  readonly onAsk: (asked: Asked) => void
}

function ChainButtons({ chain, isStopped, hasOwnHours, onAsk }: ButtonProps) {
  const words = useWords(NETWORK_WORDS)
  const asNetwork = {
    title: words.asNetworkTitle(chain),
    why: words.asNetworkWhy,
    go: words.asNetworkGo,
    said: words.hoursDone(chain),
    body: { hours: 'usual' },
  }
  const buttons: readonly (readonly [string, Asked])[] = [
    [words.setHours, { kind: 'hours', chain }],
    [words.addHoliday, { kind: 'holiday', chain }],
    ...(hasOwnHours ? ([[words.asNetworkGo, { kind: 'drop', chain, dropped: asNetwork }]] as const) : []),
    [words.setLimits, { kind: 'set', chain }],
    [isStopped ? words.resume : words.stop, { kind: 'stop', chain }],
  ]
  return (
    <div className="row">
      {buttons.map(([text, asked]) => (
        <Button key={text} kind="quiet" aria-label={`${text}: ${chain}`} onPress={() => onAsk(asked)}>
          {text}
        </Button>
      ))}
    </div>
  )
}
