/** Shops: how many tills each has, whether it takes money, and whether its tills are accepted at all. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import type { TillAt } from './add-till.tsx'
import { CutOffDialog } from './cut-off-dialog.tsx'
import { Paged } from './paged.tsx'
import { hasFilter, isFound, type ShopFilter } from './shop-filter.ts'
import { SHOP_WORDS } from './shop-words.ts'
import { type ShownRow, shown } from './shown.ts'
import { StopDialog } from './stop-dialog.tsx'

interface Props {
  readonly filter: ShopFilter
  readonly onPage: (page: number) => void
  readonly onAdd: (at: TillAt) => void
  readonly onSay: (text: string) => void
}

interface Place {
  readonly network: string
  readonly outlet: string
}

/** `hanbit/HB001` */
function placeOf(row: ShownRow): Place {
  const [network = '', outlet = ''] = shown(row, 'shop').split('/')
  return { network, outlet }
}

export function ShopList({ filter, onPage, onAdd, onSay }: Props) {
  const words = useWords(SHOP_WORDS)
  const mayChange = useMay()('house.set')
  const { network, chain, find, page } = filter
  const query = { ...(network === undefined ? {} : { network }), ...(chain === undefined ? {} : { chain }) }
  const found = useAsk('shops', { query })
  const [asked, ask] = useState<{ readonly kind: 'stop' | 'cut'; readonly row: ShownRow } | null>(null)
  const columns = useColumns()
  const actions: Column<ShownRow> = {
    name: words.actions,
    cell: (row) => (
      <ShopButtons
        row={row}
        onAdd={() => onAdd(placeOf(row))}
        onStop={() => ask({ kind: 'stop', row })}
        onCut={() => ask({ kind: 'cut', row })}
      />
    ),
  }
  return (
    <>
      <Asked of={found}>
        {({ rows }) => {
          const wanted = rows.filter((row) => isFound(find, shown(row, 'shop'), shown(row, 'outlet_name')))
          if (wanted.length === 0) return <Empty>{hasFilter(filter) ? words.notFound : words.none}</Empty>
          return (
            <Paged rows={wanted} page={page} onPage={onPage}>
              {(some) => (
                <Sheet
                  caption={words.shops}
                  columns={mayChange ? [...columns, actions] : columns}
                  rows={some}
                  keyOf={(row) => shown(row, 'shop')}
                />
              )}
            </Paged>
          )
        }}
      </Asked>
      {asked?.kind === 'stop' && (
        <StopDialog
          of={{ kind: 'shop', ...placeOf(asked.row) }}
          name={shown(asked.row, 'outlet_name')}
          shownNow={shown(asked.row, 'suspended')}
          onSay={onSay}
          onClose={() => ask(null)}
        />
      )}
      {asked?.kind === 'cut' && (
        <CutOffDialog
          of={placeOf(asked.row)}
          name={shown(asked.row, 'outlet_name')}
          isOff={shown(asked.row, 'state') === 'disabled'}
          onSay={onSay}
          onClose={() => ask(null)}
        />
      )}
    </>
  )
}

function useColumns(): readonly Column<ShownRow>[] {
  const words = useWords(SHOP_WORDS)
  return [
    {
      name: words.shop,
      cell: (row) => (
        <span>
          {shown(row, 'outlet_name')} <span className="code muted small">{shown(row, 'shop')}</span>
        </span>
      ),
    },
    { name: words.chain, cell: (row) => shown(row, 'chain') },
    {
      name: words.tills,
      cell: (row) => (
        <Link to="/house/shops" search={{ view: 'tills', find: `${shown(row, 'shop')}/` }}>
          {words.tillsOf(shown(row, 'tills'))}
        </Link>
      ),
    },
    {
      name: words.state,
      cell: (row) => {
        const why = shown(row, 'suspended')
        const isOff = shown(row, 'state') === 'disabled'
        return (
          <span className="row">
            {isOff && <Badge tone="danger">{words.disabled}</Badge>}
            {why !== '' && <Badge tone="danger">{words.stopped}</Badge>}
            {why !== '' && <span className="small">{why}</span>}
            {!isOff && why === '' && <Badge tone="good">{words.accepted}</Badge>}
          </span>
        )
      },
    },
  ]
}

interface ButtonProps {
  readonly row: ShownRow
  readonly onAdd: () => void
  readonly onStop: () => void
  readonly onCut: () => void
}

function ShopButtons({ row, onAdd, onStop, onCut }: ButtonProps) {
  const words = useWords(SHOP_WORDS)
  const name = shown(row, 'outlet_name')
  const buttons = [
    [words.addTill, onAdd],
    [shown(row, 'suspended') === '' ? words.stop : words.resume, onStop],
    [shown(row, 'state') === 'disabled' ? words.enable : words.disable, onCut],
  ] as const
  return (
    <div className="row">
      {buttons.map(([text, onPress]) => (
        <Button key={text} kind="quiet" aria-label={`${text}: ${name}`} onPress={onPress}>
          {text}
        </Button>
      ))}
    </div>
  )
}
