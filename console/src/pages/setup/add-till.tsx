/** A till, and its shop where that is new. Its secret is shown once. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { SHOP_WORDS } from './shop-words.ts'
import { type ShownRow, shown } from './shown.ts'

/** Where it is to stand, as far as that is known. */
export interface TillAt {
  readonly network: string | undefined
  readonly outlet: string
}

interface Props {
  readonly at: TillAt
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function AddTill({ at, onSay, onClose }: Props) {
  const words = useWords(SHOP_WORDS)
  const act = useAct('addTill')
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  const shops = useAsk('shops', { query: {} }).data?.rows ?? []
  const [chosen, setChosen] = useState(at.network)
  const [outlet, setOutlet] = useState(at.outlet)
  const [till, setTill] = useState('')
  const [name, setName] = useState('')
  const [chain, setChain] = useState('')
  const [made, setMade] = useState<ShownRow | null>(null)
  const network = chosen ?? networks[0] ?? ''
  const known = shops.find((row) => shown(row, 'shop') === `${network}/${outlet.trim()}`)
  const add = async () => {
    const shop = known === undefined ? { outlet_name: name.trim(), chain: chain.trim() } : {}
    const row = (await act.do({ body: { network, outlet: outlet.trim(), till: till.trim(), ...shop } }))?.rows[0]
    if (row === undefined) return
    setMade(row)
    onSay(words.tillAdded(shown(row, 'terminal')))
  }
  if (made !== null) return <TillSecret title={words.madeTitle} row={made} onClose={onClose} />
  const isNamed = known !== undefined || (name.trim() !== '' && chain.trim() !== '')
  return (
    <DeedDialog
      title={words.addTill}
      go={words.addTillGo}
      act={act}
      isReady={network !== '' && outlet.trim() !== '' && till.trim() !== '' && isNamed}
      onGo={() => void add()}
      onClose={onClose}
    >
      <Pick
        label={words.network}
        choices={networks.map((value) => ({ value, words: value }))}
        value={network}
        onChange={setChosen}
      />
      <Field
        label={words.outlet}
        help={words.outletHelp}
        autoFocus={at.outlet === ''}
        isRequired
        maxLength={7}
        value={outlet}
        onChange={setOutlet}
      />
      {known === undefined ? (
        outlet.trim() !== '' && (
          <>
            <Field label={words.outletName} isRequired maxLength={40} value={name} onChange={setName} />
            <Field
              label={words.chain}
              help={words.chainHelp}
              isRequired
              maxLength={40}
              value={chain}
              onChange={setChain}
            />
          </>
        )
      ) : (
        <p className="muted">{words.knownShop(shown(known, 'outlet_name'), shown(known, 'chain'))}</p>
      )}
      <Field
        label={words.tillNo}
        help={words.tillNoHelp}
        autoFocus={at.outlet !== ''}
        isRequired
        maxLength={6}
        value={till}
        onChange={setTill}
      />
    </DeedDialog>
  )
}

interface SecretProps {
  readonly title: string
  readonly row: ShownRow
  readonly onClose: () => void
}

export function TillSecret({ title, row, onClose }: SecretProps) {
  const words = useWords(SHOP_WORDS)
  const values = [
    [words.till, shown(row, 'terminal')],
    [words.secret, shown(row, 'secret')],
  ] as const
  return <ShownOnce title={title} values={values} onClose={onClose} />
}
