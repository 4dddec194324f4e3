/** Another network; how one works; and what it, or one of its chains, takes. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Tick } from '../../parts/tick.tsx'
import type { Scope } from './calendar-forms.tsx'
import { type Limits, limitsIn, payTypeWords } from './calendar-shown.ts'
import { NETWORK_WORDS } from './network-words.ts'
import { type ShownRow, shown, wholeIn } from './shown.ts'

interface Props {
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function AddNetwork({ onSay, onClose }: Props) {
  const words = useWords(NETWORK_WORDS)
  const act = useAct('addNetwork')
  const [network, setNetwork] = useState('')
  const [prefix, setPrefix] = useState('')
  const add = async () => {
    if ((await act.do({ body: { network: network.trim(), prefix } })) === undefined) return
    onSay(words.added(network.trim()))
    onClose()
  }
  return (
    <DeedDialog
      title={words.add}
      go={words.addGo}
      act={act}
      isReady={network.trim() !== '' && /^\d{4}$/.test(prefix)}
      onGo={() => void add()}
      onClose={onClose}
    >
      <Field
        label={words.id}
        help={words.idHelp}
        autoFocus
        isRequired
        maxLength={20}
        value={network}
        onChange={setNetwork}
      />
      <Field
        label={words.prefix}
        help={words.prefixHelp}
        inputMode="numeric"
        isRequired
        maxLength={4}
        value={prefix}
        onChange={setPrefix}
      />
    </DeedDialog>
  )
}

const ANY: Limits = { payTypes: ['cash', 'card'], amountMax: '' }

/** Of a chain only what it takes is its own. */
export function NetworkDialog({
  scope,
  row,
  onSay,
  onClose,
}: Props & { readonly scope: Scope; readonly row: ShownRow }) {
  const words = useWords(NETWORK_WORDS)
  const act = useAct('setNetwork')
  const { network, chain } = scope
  const own = chain === null ? '' : shown(row, `limits of ${chain}`)
  const [limits, setLimits] = useState(limitsIn(own === '' ? shown(row, 'limits') : own) ?? ANY)
  const [phases, setPhases] = useState(shown(row, 'phases'))
  const [notifyOn, setNotifyOn] = useState(shown(row, 'notify_on'))
  const set = async () => {
    const taken = {
      pay_types: limits.payTypes.join(','),
      amount_max: limits.amountMax === '' ? 'none' : String(wholeIn(limits.amountMax)),
    }
    const body =
      chain === null
        ? { network, phases, notify_on: phases === 'one' ? 'approve' : notifyOn, ...taken }
        : { network, chain, ...taken }
    if ((await act.do({ body })) === undefined) return
    onSay(words.setDone(chain ?? network))
    onClose()
  }
  return (
    <DeedDialog
      title={chain === null ? words.setTitle(network) : words.limitsTitle(chain)}
      go={words.setGo}
      act={act}
      isReady={limits.payTypes.length > 0 && (limits.amountMax === '' || (wholeIn(limits.amountMax) ?? 0) > 0)}
      onGo={() => void set()}
      onClose={onClose}
    >
      {chain === null ? (
        <>
          <PhaseFields phases={phases} notifyOn={notifyOn} onPhases={setPhases} onNotifyOn={setNotifyOn} />
          <p className="warned">{words.setWarn}</p>
        </>
      ) : (
        <p className="muted">{words.limitsWhy}</p>
      )}
      <LimitFields limits={limits} onChange={setLimits} />
    </DeedDialog>
  )
}

interface PhaseProps {
  readonly phases: string
  readonly notifyOn: string
  readonly onPhases: (phases: string) => void
  readonly onNotifyOn: (notifyOn: string) => void
}

function PhaseFields({ phases, notifyOn, onPhases, onNotifyOn }: PhaseProps) {
  const words = useWords(NETWORK_WORDS)
  const choices = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([value, text]) => ({ value, words: text }))
  return (
    <>
      <Pick label={words.phases} choices={choices(words.phasesOf)} value={phases} onChange={onPhases} />
      {phases === 'two' && (
        <Pick label={words.notifyOn} choices={choices(words.notifyOnOf)} value={notifyOn} onChange={onNotifyOn} />
      )}
    </>
  )
}

function LimitFields({ limits, onChange }: { readonly limits: Limits; readonly onChange: (limits: Limits) => void }) {
  const words = useWords(NETWORK_WORDS)
  const take = (type: string, isTaken: boolean) =>
    onChange({ ...limits, payTypes: ANY.payTypes.filter((each) => (each === type ? isTaken : has(limits, each))) })
  return (
    <>
      <fieldset className="choices-of">
        <legend>{words.payTypes}</legend>
        {ANY.payTypes.map((type) => (
          <Tick key={type} isSelected={has(limits, type)} onChange={(isTaken) => take(type, isTaken)}>
            {payTypeWords(type, words)}
          </Tick>
        ))}
      </fieldset>
      <Field
        label={words.amountMax}
        help={words.amountMaxHelp}
        inputMode="numeric"
        value={limits.amountMax}
        onChange={(amountMax) => onChange({ ...limits, amountMax })}
      />
    </>
  )
}

function has({ payTypes }: Limits, type: string): boolean {
  return payTypes.includes(type)
}
