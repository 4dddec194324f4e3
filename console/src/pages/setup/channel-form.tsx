/** Another payment channel, or other terms for one there is. What is left as it was is not sent. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminInput } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Tick } from '../../parts/tick.tsx'
import { CHANNEL_WORDS, HOUSE } from './channel-words.ts'
import { ConnectorFields, isWholePg, type PgConnector } from './connector-fields.tsx'
import { type ShownRow, shown, wholeIn } from './shown.ts'

const KO = {
  add: '결제채널 추가',
  addGo: '추가',
  added: (pg: string) => `결제채널 ${pg}를 추가했습니다.`,
  change: '결제채널 조건 변경',
  changeWhy: '지금부터 발급하는 수납번호에 적용됩니다. 이미 발급한 번호는 그대로입니다.',
  changeGo: '변경',
  changed: (pg: string) => `결제채널 ${pg}의 조건을 바꿨습니다.`,
  whole: '숫자로 적어 주세요.',
}
const EN: typeof KO = {
  add: 'Add a channel',
  addGo: 'Add',
  added: (pg) => `Channel ${pg} is there.`,
  change: 'Change the terms of a channel',
  changeWhy: 'For numbers issued from now on. Those that are out stay as they are.',
  changeGo: 'Change',
  changed: (pg) => `Channel ${pg} has other terms now.`,
  whole: 'Write a whole number.',
}
const WORDS = { ko: KO, en: EN }

interface Terms {
  readonly reissue: string
  readonly deadlineDays: string
  readonly amountMax: string
  readonly receipts: string
  readonly slipDays: string
  readonly tillCancel: string
  readonly isDefault: boolean
  readonly confirmTimeout: string
}

const USUAL: Terms = {
  reissue: 'allow',
  deadlineDays: '7',
  amountMax: '',
  receipts: 'none',
  slipDays: '',
  tillCancel: 'same_till',
  isDefault: false,
  confirmTimeout: '',
}

function termsOf(channel: ShownRow): Terms {
  const slips = shown(channel, 'refund_slip_days')
  return {
    reissue: shown(channel, 'reissue'),
    deadlineDays: shown(channel, 'deadline_days'),
    amountMax: shown(channel, 'amount_max'),
    receipts: shown(channel, 'receipts'),
    slipDays: slips === 'none' ? '' : slips,
    tillCancel: shown(channel, 'till_cancel'),
    isDefault: shown(channel, 'default') === 'yes',
    confirmTimeout: shown(channel, 'confirm_timeout_ms'),
  }
}

type Sent = AdminInput<'setChannel'>['body']

/** Of two, what is new in the second. */
function changeOf(before: Terms, now: Terms): Sent {
  const whole = (name: 'deadlineDays' | 'amountMax' | 'confirmTimeout') =>
    before[name] === now[name] ? undefined : wholeIn(now[name])
  const [deadlineDays, amountMax, confirmTimeout] = [whole('deadlineDays'), whole('amountMax'), whole('confirmTimeout')]
  return {
    ...(before.reissue === now.reissue ? {} : { reissue: now.reissue }),
    ...(deadlineDays === undefined ? {} : { deadline_days: deadlineDays }),
    ...(amountMax === undefined ? {} : { amount_max: amountMax }),
    ...(before.receipts === now.receipts ? {} : { receipts: now.receipts }),
    ...(before.slipDays === now.slipDays ? {} : { refund_slip_days: now.slipDays === '' ? 'none' : now.slipDays }),
    ...(before.tillCancel === now.tillCancel ? {} : { till_cancel: now.tillCancel }),
    ...(before.isDefault === now.isDefault ? {} : { default: now.isDefault ? 'yes' : 'no' }),
    ...(confirmTimeout === undefined ? {} : { confirm_timeout_ms: confirmTimeout }),
  }
}

interface Props {
  readonly merchant: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function ChangeChannel({ merchant, channel, onSay, onClose }: Props & { readonly channel: ShownRow }) {
  const words = useWords(WORDS)
  const act = useAct('setChannel')
  const before = termsOf(channel)
  const of = useWords(CHANNEL_WORDS)
  const [terms, setTerms] = useState(before)
  const [config, setConfig] = useState('')
  const isHouse = shown(channel, 'connector') === HOUSE
  const change = { ...changeOf(before, terms), ...(config.trim() === '' ? {} : { connector_config: config }) }
  const set = async () => {
    const path = { merchant, channel: shown(channel, 'channel_key') }
    if ((await act.do({ path, body: change })) === undefined) return
    onSay(words.changed(shown(channel, 'pg')))
    onClose()
  }
  const isReady = Object.keys(change).length > 0 && isWhole(terms)
  return (
    <DeedDialog
      title={words.change}
      go={words.changeGo}
      act={act}
      isReady={isReady}
      onGo={() => void set()}
      onClose={onClose}
    >
      <p>
        <code className="code">{shown(channel, 'pg')}</code>
      </p>
      <p className="muted">{words.changeWhy}</p>
      <TermFields terms={terms} isNew={false} onChange={setTerms} />
      {!isHouse && (
        <Field
          label={of.connectorConfig}
          help={of.connectorConfigChange}
          lines={5}
          value={config}
          onChange={setConfig}
        />
      )}
    </DeedDialog>
  )
}

export function AddChannel({ merchant, onSay, onClose }: Props) {
  const words = useWords(WORDS)
  const of = useWords(CHANNEL_WORDS)
  const act = useAct('addChannel')
  const { data } = useAsk('networks', {})
  const networks = (data?.rows ?? []).map((row) => shown(row, 'network'))
  const [mid, setMid] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [currency, setCurrency] = useState('KRW')
  const [terms, setTerms] = useState(USUAL)
  const [connector, setConnector] = useState<PgConnector | null>(null)
  const network = chosen ?? networks[0] ?? ''
  const add = async () => {
    const via = connector === null ? {} : { connector: connector.kind.trim(), connector_config: connector.config }
    const body = { mid: mid.trim(), network, currency, ...changeOf(USUAL, terms), ...via }
    const row = (await act.do({ path: { merchant }, body }))?.rows[0]
    if (row === undefined) return
    onSay(words.added(shown(row, 'pg')))
    onClose()
  }
  return (
    <DeedDialog
      title={words.add}
      go={words.addGo}
      act={act}
      isReady={mid.trim() !== '' && network !== '' && isWhole(terms) && isWholePg(connector)}
      onGo={() => void add()}
      onClose={onClose}
    >
      <Field label={of.mid} help={of.midHelp} autoFocus isRequired value={mid} onChange={setMid} />
      <div className="pair">
        <Pick
          label={of.network}
          choices={networks.map((value) => ({ value, words: value }))}
          value={network}
          onChange={setChosen}
        />
        <Pick
          label={of.currency}
          choices={['KRW', 'USD', 'EUR'].map((value) => ({ value, words: value }))}
          value={currency}
          onChange={setCurrency}
        />
      </div>
      <p className="help">{of.networkHelp}</p>
      <ConnectorFields connector={connector} onChange={setConnector} />
      <TermFields terms={terms} isNew onChange={setTerms} />
    </DeedDialog>
  )
}

interface FieldsProps {
  readonly terms: Terms
  readonly isNew: boolean
  readonly onChange: (terms: Terms) => void
}

function TermFields({ terms, isNew, onChange }: FieldsProps) {
  const words = useWords(CHANNEL_WORDS)
  const wrong = useWords(WORDS).whole
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change })
  const problem = (text: string) => (text === '' || wholeIn(text) !== undefined ? undefined : wrong)
  return (
    <>
      <ChoiceField
        label={words.reissue}
        of={words.reissueOf}
        value={terms.reissue}
        onChange={(reissue) => set({ reissue })}
      />
      <div className="pair">
        <Field
          label={words.deadlineDays}
          help={words.deadlineDaysHelp}
          inputMode="numeric"
          isRequired
          problem={problem(terms.deadlineDays)}
          value={terms.deadlineDays}
          onChange={(deadlineDays) => set({ deadlineDays })}
        />
        <Field
          label={words.slipDays}
          help={words.slipDaysHelp}
          inputMode="numeric"
          problem={problem(terms.slipDays)}
          value={terms.slipDays}
          onChange={(slipDays) => set({ slipDays })}
        />
      </div>
      <Field
        label={words.amountMax}
        help={words.amountMaxHelp}
        inputMode="numeric"
        problem={problem(terms.amountMax)}
        value={terms.amountMax}
        onChange={(amountMax) => set({ amountMax })}
      />
      <ChoiceField
        label={words.receipts}
        of={words.receiptsOf}
        value={terms.receipts}
        onChange={(receipts) => set({ receipts })}
      />
      <ChoiceField
        label={words.tillCancel}
        of={words.tillCancelOf}
        value={terms.tillCancel}
        onChange={(tillCancel) => set({ tillCancel })}
      />
      {!isNew && (
        <Field
          label={words.confirmTimeout}
          help={words.confirmTimeoutHelp}
          inputMode="numeric"
          isRequired
          problem={problem(terms.confirmTimeout)}
          value={terms.confirmTimeout}
          onChange={(confirmTimeout) => set({ confirmTimeout })}
        />
      )}
      <div>
        <Tick isSelected={terms.isDefault} onChange={(isDefault) => set({ isDefault })}>
          {words.default}
        </Tick>
        <p className="help">{words.defaultHelp}</p>
      </div>
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly of: Readonly<Record<string, string>>
  readonly value: string
  readonly onChange: (value: string) => void
}

function ChoiceField({ label, of, value, onChange }: ChoiceProps) {
  const choices = Object.entries(of).map(([name, words]) => ({ value: name, words }))
  return <Pick label={label} choices={choices} value={value} onChange={onChange} />
}

/** What must be a number is one. */
function isWhole({ deadlineDays, amountMax, slipDays, confirmTimeout }: Terms): boolean {
  return (
    [amountMax, slipDays, confirmTimeout].every((text) => text === '' || wholeIn(text) !== undefined) &&
    wholeIn(deadlineDays) !== undefined
  )
}
