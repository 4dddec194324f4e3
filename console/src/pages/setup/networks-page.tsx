/** Networks: how tills speak over each, what it takes, when it serves; and chains that are closed or have hours of their own. */
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { NetworkCard } from './network-card.tsx'
import { AddNetwork } from './network-forms.tsx'
import { NETWORK_WORDS } from './network-words.ts'
import { shown } from './shown.ts'

export function NetworksPage() {
  const words = useWords(NETWORK_WORDS)
  const mayChange = useMay()('house.set')
  const networks = useAsk('networks', {})
  const [isAdding, setAdding] = useState(false)
  const [said, say] = useState('')
  return (
    <>
      <Head title={words.title}>
        {mayChange && (
          <Button kind="main" onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </Head>
      <p className="muted">{words.about}</p>
      <Said>{said}</Said>
      <Asked of={networks}>
        {({ rows }) => (
          <>
            {rows.length === 0 && <Empty>{words.none}</Empty>}
            {rows.map((row) => (
              <NetworkCard key={shown(row, 'network')} row={row} onSay={say} />
            ))}
          </>
        )}
      </Asked>
      {isAdding && <AddNetwork onSay={say} onClose={() => setAdding(false)} />}
    </>
  )
}
