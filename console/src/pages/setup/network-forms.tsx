/** Another network; how one works; and what it, or one of its chains, takes. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminInput } from '../../api.ts'
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

const PAY_TYPES = ['cash', 'card']

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
  const before = limitsIn(own === '' ? shown(row, 'limits') : own)
  const [limits, setLimits] = useState(before)
  const [phases, setPhases] = useState(shown(row, 'phases'))
  const [notifyOn, setNotifyOn] = useState(shown(row, 'notify_on'))
  // A network of one phase has no other moment.
  const told = phases === 'one' ? 'approve' : notifyOn
  const change = {
    ...(phases === shown(row, 'phases') ? {} : { phases }),
    ...(told === shown(row, 'notify_on') ? {} : { notify_on: told }),
    ...limitsChange(before, limits),
  }
  const set = async () => {
    const of = chain === null ? { network } : { network, chain }
    if ((await act.do({ body: { ...of, ...change } })) === undefined) return
    onSay(words.setDone(chain ?? network))
    onClose()
  }
  return (
    <DeedDialog
      title={chain === null ? words.setTitle(network) : words.limitsTitle(chain)}
      go={words.setGo}
      act={act}
      isReady={isWhole(limits) && Object.keys(change).length > 0}
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
      {limits !== undefined && <LimitFields limits={limits} onChange={setLimits} />}
    </DeedDialog>
  )
}

/** Of two, what is new in the second: what somebody else has changed meanwhile stays. */
function limitsChange(before: Limits | undefined, now: Limits | undefined): Partial<AdminInput<'setNetwork'>['body']> {
  if (before === undefined || now === undefined) return {}
  const [types, max] = [now.payTypes.join(','), now.amountMax === '' ? 'none' : String(wholeIn(now.amountMax))]
  return {
    ...(types === before.payTypes.join(',') ? {} : { pay_types: types }),
    ...(now.amountMax === before.amountMax ? {} : { amount_max: max }),
  }
}

function isWhole(limits: Limits | undefined): boolean {
  if (limits === undefined) return true
  const { payTypes, amountMax } = limits
  return payTypes.length > 0 && (amountMax === '' || (wholeIn(amountMax) ?? 0) > 0)
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
    onChange({ ...limits, payTypes: PAY_TYPES.filter((each) => (each === type ? isTaken : has(limits, each))) })
  return (
    <>
      <fieldset className="choices-of">
        <legend>{words.payTypes}</legend>
        {PAY_TYPES.map((type) => (
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
