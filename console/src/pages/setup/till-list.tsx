/** Tills: when each was heard last, whether it is accepted, and by which secret. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { CutOffDialog } from './cut-off-dialog.tsx'
import { Paged } from './paged.tsx'
import { RenewSecret } from './renew-secret.tsx'
import { hasFilter, isFound, type ShopFilter } from './shop-filter.ts'
import { SHOP_WORDS } from './shop-words.ts'
import { momentIn, type ShownRow, shown } from './shown.ts'

interface Props {
  readonly filter: ShopFilter
  readonly onPage: (page: number) => void
  readonly onSay: (text: string) => void
}

type Kind = 'renew' | 'end' | 'cut'

export function TillList({ filter, onPage, onSay }: Props) {
  const words = useWords(SHOP_WORDS)
  const mayChange = useMay()('house.set')
  const { network, chain, find, page } = filter
  const found = useAsk('tills', { query: network === undefined ? {} : { network } })
  const shops = useAsk('shops', { query: {} }).data?.rows ?? []
  const cutOff = new Set(shops.filter((row) => shown(row, 'state') === 'disabled').map((row) => shown(row, 'shop')))
  const isShopOff = (row: ShownRow) => cutOff.has(shown(row, 'terminal').split('/').slice(0, 2).join('/'))
  const [asked, ask] = useState<{ readonly kind: Kind; readonly row: ShownRow } | null>(null)
  const columns = useColumns(isShopOff)
  const actions: Column<ShownRow> = {
    name: words.actions,
    cell: (row) => <TillButtons row={row} isShopOff={isShopOff(row)} onAsk={(kind) => ask({ kind, row })} />,
  }
  return (
    <>
      <p className="muted small">{words.seoul}</p>
      <Asked of={found}>
        {({ rows }) => {
          const wanted = rows.filter(
            (row) =>
              (chain === undefined || shown(row, 'chain') === chain) &&
              isFound(find, shown(row, 'terminal'), shown(row, 'outlet_name')),
          )
          if (wanted.length === 0) return <Empty>{hasFilter(filter) ? words.notFound : words.noTills}</Empty>
          return (
            <Paged rows={wanted} page={page} onPage={onPage}>
              {(some) => (
                <Sheet
                  caption={words.tills}
                  columns={mayChange ? [...columns, actions] : columns}
                  rows={some}
                  keyOf={(row) => shown(row, 'terminal')}
                />
              )}
            </Paged>
          )
        }}
      </Asked>
      {asked !== null && <TillDialog kind={asked.kind} row={asked.row} onSay={onSay} onClose={() => ask(null)} />}
    </>
  )
}

function useColumns(isShopOff: (row: ShownRow) => boolean): readonly Column<ShownRow>[] {
  const words = useWords(SHOP_WORDS)
  const [language] = useLanguage()
  return [
    { name: words.till, cell: (row) => <span className="code">{shown(row, 'terminal')}</span> },
    { name: words.shop, cell: (row) => shown(row, 'outlet_name') },
    { name: words.chain, cell: (row) => shown(row, 'chain') },
    {
      name: words.state,
      cell: (row) => {
        const former = momentIn(row, 'former_secret_until')
        return (
          <span className="row">
            {shown(row, 'state') === 'disabled' ? (
              <Badge tone="danger">{isShopOff(row) ? words.shopDisabled : words.disabled}</Badge>
            ) : (
              <Badge tone="good">{words.accepted}</Badge>
            )}
            {former !== null && <span className="small">{words.formerUntil(timeText(former, language))}</span>}
          </span>
        )
      },
    },
    {
      name: words.lastSeen,
      cell: (row) => {
        const seen = momentIn(row, 'last_seen')
        return seen === null ? <span className="muted">{words.neverSeen}</span> : timeText(seen, language)
      },
    },
  ]
}

interface ButtonProps {
  readonly row: ShownRow
  readonly isShopOff: boolean
  readonly onAsk: (kind: Kind) => void
}

function TillButtons({ row, isShopOff, onAsk }: ButtonProps) {
  const words = useWords(SHOP_WORDS)
  const terminal = shown(row, 'terminal')
  const isOff = shown(row, 'state') === 'disabled'
  const buttons: readonly (readonly [string, Kind])[] = [
    [words.renew, 'renew'],
    ...(shown(row, 'former_secret_until') === '' ? [] : ([[words.endOverlap, 'end']] as const)),
    ...(isShopOff ? [] : ([[isOff ? words.enable : words.disable, 'cut']] as const)),
  ]
  return (
    <div className="row">
      {buttons.map(([text, kind]) => (
        <Button key={kind} kind="quiet" aria-label={`${text}: ${terminal}`} onPress={() => onAsk(kind)}>
          {text}
        </Button>
      ))}
    </div>
  )
}

interface DialogProps {
  readonly row: ShownRow
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function TillDialog({ kind, row, onSay, onClose }: DialogProps & { readonly kind: Kind }) {
  const terminal = shown(row, 'terminal')
  const [network = '', outlet = '', till = ''] = terminal.split('/')
  const of = { place: { network, outlet, till }, terminal, onSay, onClose }
  if (kind === 'renew') return <RenewSecret {...of} />
  if (kind === 'end') return <EndOverlap {...of} />
  return (
    <CutOffDialog
      of={of.place}
      name={terminal}
      isOff={shown(row, 'state') === 'disabled'}
      onSay={onSay}
      onClose={onClose}
    />
  )
}

interface EndProps {
  readonly place: { readonly network: string; readonly outlet: string; readonly till: string }
  readonly terminal: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function EndOverlap({ place, terminal, onSay, onClose }: EndProps) {
  const words = useWords(SHOP_WORDS)
  const act = useAct('endTillOverlap')
  const end = async () => {
    if ((await act.do({ body: place })) === undefined) return
    onSay(words.overlapEnded(terminal))
    onClose()
  }
  return (
    <DeedDialog
      title={words.endOverlapTitle(terminal)}
      go={words.endOverlap}
      kind="danger"
      act={act}
      onGo={() => void end()}
      onClose={onClose}
    >
      <p>{words.endOverlapWhy}</p>
    </DeedDialog>
  )
}
