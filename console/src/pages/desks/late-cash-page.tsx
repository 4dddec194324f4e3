/** Money in suspense: a shop says that it took it, and no payment has it. Each waits for a person, who posts, returns or holds it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../address.ts'
import type { SuspenseAnswer } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Said } from '../../parts/said.tsx'
import { Empty } from '../../parts/states.tsx'
import { shown } from '../setup/shown.ts'
import { type LateCashDeed, LateCashDialog } from './late-cash-dialog.tsx'
import { LateCashSheet } from './late-cash-sheet.tsx'
import { LATE_CASH_WORDS, type SuspenseState } from './late-cash-words.ts'

const STATES: readonly SuspenseState[] = ['open', 'held', 'posted', 'refunded', 'withdrawn']
const ALL = 'all'
const ROWS = 30

export function LateCashPage() {
  const words = useWords(LATE_CASH_WORDS)
  const [{ entry }] = useAddress(['entry'])
  const [asked, ask] = useState<{ readonly entry: SuspenseAnswer; readonly deed: LateCashDeed } | null>(null)
  const [said, say] = useState('')
  const onAsk = (of: SuspenseAnswer, deed: LateCashDeed) => ask({ entry: of, deed })
  return (
    <>
      <Head title={words.title} />
      <p className="muted">{words.about}</p>
      <Said>{said}</Said>
      {entry === undefined ? <Entries onAsk={onAsk} /> : <OneEntry id={entry} onAsk={onAsk} />}
      {asked !== null && <LateCashDialog {...asked} onSay={say} onClose={() => ask(null)} />}
    </>
  )
}

interface EntriesProps {
  readonly onAsk: (entry: SuspenseAnswer, deed: LateCashDeed) => void
}

function Entries({ onAsk }: EntriesProps) {
  const words = useWords(LATE_CASH_WORDS)
  const [address, change] = useAddress(['state', 'network', 'after'])
  const { network, after } = address
  const state = [...STATES, ALL].find((each): each is SuspenseState | 'all' => each === address.state) ?? 'open'
  const found = useAsk('suspenses', { query: { state, network, after, limit: ROWS } }, { keepsBefore: true })
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  return (
    <>
      <div className="sieve">
        <Pick
          label={words.state}
          choices={[
            ...STATES.map((value) => ({ value, words: words.stateOf[value] })),
            { value: ALL, words: words.all },
          ]}
          value={state}
          onChange={(chosen) => change({ state: chosen === 'open' ? undefined : chosen, after: undefined })}
        />
        <Pick
          label={words.network}
          choices={[{ value: ALL, words: words.all }, ...networks.map((value) => ({ value, words: value }))]}
          value={network ?? ALL}
          onChange={(chosen) => change({ network: chosen === ALL ? undefined : chosen, after: undefined })}
        />
      </div>
      <Asked of={found}>
        {({ entries, next }) => (
          <>
            {entries.length === 0 ? (
              <Empty>{state === 'open' ? words.noneOpen : words.none}</Empty>
            ) : (
              <LateCashSheet entries={entries} isStale={found.isPlaceholderData} onAsk={onAsk} />
            )}
            <Pages after={after} next={next} onGo={(to) => change({ after: to })} />
          </>
        )}
      </Asked>
    </>
  )
}

/** That a row of a report led to. */
function OneEntry({ id, onAsk }: EntriesProps & { readonly id: string }) {
  const words = useWords(LATE_CASH_WORDS)
  const found = useAsk('suspense', { path: { id } })
  return (
    <>
      <p>
        <Link to="/house/late-cash" search={{}}>
          {words.toAll}
        </Link>
      </p>
      <Asked of={found}>{(entry) => <LateCashSheet entries={[entry]} isStale={false} onAsk={onAsk} />}</Asked>
    </>
  )
}
