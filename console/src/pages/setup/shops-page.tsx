/** Shops and their tills: found by network, chain and name, added one at a time or from a file, stopped and cut off. */
import { useState } from 'react'
import { useAddress } from '../../address.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Head } from '../../parts/head.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Said } from '../../parts/said.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useMay } from '../../session.tsx'
import { AddTill, type TillAt } from './add-till.tsx'
import { ImportPanel } from './import-panel.tsx'
import type { ShopFilter } from './shop-filter.ts'
import { ShopList } from './shop-list.tsx'
import { SHOP_WORDS } from './shop-words.ts'
import { shown } from './shown.ts'
import { TillList } from './till-list.tsx'

const VIEWS = ['shops', 'tills', 'import'] as const
type View = (typeof VIEWS)[number]

export function ShopsPage() {
  const words = useWords(SHOP_WORDS)
  const mayChange = useMay()('house.set')
  const [{ view: given, ...address }, change] = useAddress(['view', 'network', 'chain', 'find', 'page'])
  const [adding, setAdding] = useState<TillAt | null>(null)
  const [said, say] = useState('')
  const views = VIEWS.filter((each) => each !== 'import' || mayChange)
  const view = views.find((each) => each === given) ?? 'shops'
  const { network, chain, find = '' } = address
  const filter = { network, chain, find, page: Math.max(1, Number(address.page) || 1) }
  const onPage = (page: number) => change({ page: page === 1 ? undefined : String(page) })
  const kept: Readonly<Record<string, string>> = {
    ...(network === undefined ? {} : { network }),
    ...(chain === undefined ? {} : { chain }),
    ...(find === '' ? {} : { find }),
  }
  return (
    <>
      <Head title={words.title}>
        {mayChange && (
          <Button kind="main" onPress={() => setAdding({ network, outlet: '' })}>
            {words.addTill}
          </Button>
        )}
      </Head>
      <Tabs
        label={words.title}
        views={views.map((each) => ({ view: each, words: words[each] }))}
        shown={view}
        addressOf={(each: View) => (each === 'shops' ? kept : { view: each, ...kept })}
      />
      <Said>{said}</Said>
      {view !== 'import' && (
        <Filters filter={filter} onChange={(changed, how) => change({ ...changed, page: undefined }, how)} />
      )}
      {view === 'shops' && <ShopList filter={filter} onPage={onPage} onAdd={setAdding} onSay={say} />}
      {view === 'tills' && <TillList filter={filter} onPage={onPage} onSay={say} />}
      {view === 'import' && <ImportPanel onSay={say} />}
      {adding !== null && <AddTill at={adding} onSay={say} onClose={() => setAdding(null)} />}
    </>
  )
}

interface FilterProps {
  readonly filter: ShopFilter
  readonly onChange: (
    change: { readonly network?: string | undefined; readonly chain?: string | undefined; readonly find?: string },
    how?: { readonly replace: boolean },
  ) => void
}

const ALL = ' all'

function Filters({ filter: { network, chain, find }, onChange }: FilterProps) {
  const words = useWords(SHOP_WORDS)
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  const shops = useAsk('shops', { query: {} }).data?.rows ?? []
  const chains = [
    ...new Set(
      shops
        .filter((row) => network === undefined || shown(row, 'shop').startsWith(`${network}/`))
        .map((row) => shown(row, 'chain')),
    ),
  ].sort()
  const choices = (names: readonly string[], chosen: string | undefined) => [
    { value: ALL, words: words.all },
    ...[...new Set([...names, ...(chosen === undefined ? [] : [chosen])])].map((value) => ({ value, words: value })),
  ]
  const given = (value: string) => (value === ALL ? undefined : value)
  return (
    <div className="sieve">
      <Pick
        label={words.network}
        choices={choices(networks, network)}
        value={network ?? ALL}
        onChange={(value) => onChange({ network: given(value), chain: undefined })}
      />
      <Pick
        label={words.chain}
        choices={choices(chains, chain)}
        value={chain ?? ALL}
        onChange={(value) => onChange({ chain: given(value) })}
      />
      <Field
        label={words.find}
        placeholder={words.findHelp}
        type="search"
        value={find}
        onChange={(text) => onChange({ find: text }, { replace: true })}
      />
    </div>
  )
}
