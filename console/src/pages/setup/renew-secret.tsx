/** A new secret for a till, and for how long the former one is taken beside it. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Pick } from '../../parts/pick.tsx'
import { TillSecret } from './add-till.tsx'
import { SHOP_WORDS } from './shop-words.ts'
import type { ShownRow } from './shown.ts'

const USUAL_HOURS = '48'

interface Props {
  readonly place: { readonly network: string; readonly outlet: string; readonly till: string }
  readonly terminal: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function RenewSecret({ place, terminal, onSay, onClose }: Props) {
  const words = useWords(SHOP_WORDS)
  const act = useAct('renewTillSecret')
  const [hours, setHours] = useState(USUAL_HOURS)
  const [made, setMade] = useState<ShownRow | null>(null)
  const isAtOnce = hours === '0'
  const renew = async () => {
    const overlap = isAtOnce ? {} : { overlap_hours: Number(hours) }
    const row = (await act.do({ body: { ...place, ...overlap } }))?.rows[0]
    if (row === undefined) return
    setMade(row)
    onSay(words.renewed(terminal))
  }
  if (made !== null) return <TillSecret title={words.renewedTitle} row={made} onClose={onClose} />
  return (
    <DeedDialog
      title={words.renewTitle(terminal)}
      go={words.renewGo}
      kind={isAtOnce ? 'danger' : 'main'}
      act={act}
      onGo={() => void renew()}
      onClose={onClose}
    >
      <p>{words.renewWhy}</p>
      <Pick
        label={words.overlap}
        choices={Object.entries(words.overlapOf).map(([value, text]) => ({ value, words: text }))}
        value={hours}
        onChange={setHours}
      />
      {isAtOnce && <p className="warned">{words.atOnce}</p>}
    </DeedDialog>
  )
}
