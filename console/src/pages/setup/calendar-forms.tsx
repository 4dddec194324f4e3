/** Hours, holidays and maintenance of a network, and the own hours and holidays of a chain. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminInput } from '../../api.ts'
import { dateText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Tick } from '../../parts/tick.tsx'
import { hoursText } from './calendar-shown.ts'
import { NETWORK_WORDS } from './network-words.ts'

export interface Scope {
  readonly network: string
  /** Null: of the whole network. */
  readonly chain: string | null
}

interface Props {
  readonly scope: Scope
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

const named = ({ network, chain }: Scope) => (chain === null ? { network } : { network, chain })
const nameOf = ({ network, chain }: Scope) => chain ?? network

const ALL_DAY = '00:00-24:00'

export function HoursDialog({
  scope,
  before,
  cutOff,
  onSay,
  onClose,
}: Props & { readonly before: string; readonly cutOff: string }) {
  const words = useWords(NETWORK_WORDS)
  const act = useAct('setCalendar')
  const [hours, setHours] = useState(before)
  const [cut, setCut] = useState(cutOff)
  const isNetwork = scope.chain === null
  const change = {
    ...(hours === before ? {} : { hours }),
    ...(isNetwork && cut !== cutOff ? { cut_off: cut } : {}),
  }
  const set = async () => {
    if ((await act.do({ body: { ...named(scope), ...change } })) === undefined) return
    onSay(words.hoursDone(nameOf(scope)))
    onClose()
  }
  return (
    <DeedDialog
      title={words.hoursTitle(nameOf(scope))}
      go={words.setGo}
      act={act}
      isReady={isHours(hours) && cut !== '' && Object.keys(change).length > 0}
      onGo={() => void set()}
      onClose={onClose}
    >
      <p className="muted">{isNetwork ? words.hoursWhy : words.ofChain}</p>
      <HoursFields hours={hours} onChange={setHours} />
      {isNetwork && (
        <Field label={words.cutOff} help={words.cutOffHelp} type="time" isRequired value={cut} onChange={setCut} />
      )}
    </DeedDialog>
  )
}

/** Two times of a day, or all of it. Said in words below, for hours across midnight are easily meant otherwise. */
function HoursFields({ hours, onChange }: { readonly hours: string; readonly onChange: (hours: string) => void }) {
  const words = useWords(NETWORK_WORDS)
  const isAllDay = hours === ALL_DAY
  const [from = '', to = ''] = hours.split('-')
  return (
    <>
      <Tick isSelected={isAllDay} onChange={(all) => onChange(all ? ALL_DAY : '07:00-22:00')}>
        {words.allDay}
      </Tick>
      {!isAllDay && (
        <div className="pair">
          <Field
            label={words.from}
            type="time"
            isRequired
            value={from}
            onChange={(time) => onChange(`${time}-${to}`)}
          />
          <Field
            label={words.to}
            help={words.toHelp}
            type="time"
            isRequired
            value={to}
            onChange={(time) => onChange(`${from}-${time}`)}
          />
        </div>
      )}
      {!isAllDay && isHours(hours) && <p className="small">{hoursText(hours, words)}</p>}
    </>
  )
}

function isHours(hours: string): boolean {
  const [from, to] = hours.split('-')
  return /^\d\d:\d\d-\d\d:\d\d$/.test(hours) && from !== to
}

export function HolidayDialog({ scope, onSay, onClose }: Props) {
  const words = useWords(NETWORK_WORDS)
  const [language] = useLanguage()
  const act = useAct('setCalendar')
  const [date, setDate] = useState('')
  const [isClosed, setClosed] = useState(true)
  const [hours, setHours] = useState('10:00-18:00')
  const day = date.replaceAll('-', '')
  const add = async () => {
    const holiday = `${day}=${isClosed ? 'closed' : hours}`
    if ((await act.do({ body: { ...named(scope), holiday } })) === undefined) return
    onSay(words.holidayDone(dateText(day, language)))
    onClose()
  }
  return (
    <DeedDialog
      title={words.holidayTitle(nameOf(scope))}
      go={words.holidayGo}
      act={act}
      isReady={/^\d{8}$/.test(day) && (isClosed || isHours(hours))}
      onGo={() => void add()}
      onClose={onClose}
    >
      <Field label={words.date} type="date" autoFocus isRequired value={date} onChange={setDate} />
      <Tick isSelected={isClosed} onChange={setClosed}>
        {words.isClosed}
      </Tick>
      {!isClosed && (
        <>
          <p className="small">{words.otherHours}</p>
          <HoursFields hours={hours} onChange={setHours} />
        </>
      )}
    </DeedDialog>
  )
}

/** `2026-12-01T03:00` as a calendar has it. */
const momentOf = (typed: string) => typed.replaceAll('-', '').replace('T', ' ')

export function WorkDialog({ scope, onSay, onClose }: Props) {
  const words = useWords(NETWORK_WORDS)
  const act = useAct('setCalendar')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const add = async () => {
    const body = {
      network: scope.network,
      maintenance_from: momentOf(from),
      maintenance_until: momentOf(until),
      maintenance_reason: reason.trim(),
    }
    if ((await act.do({ body })) === undefined) return
    onSay(words.workDone)
    onClose()
  }
  return (
    <DeedDialog
      title={words.workTitle(scope.network)}
      go={words.holidayGo}
      act={act}
      isReady={from !== '' && until !== '' && reason.trim() !== ''}
      onGo={() => void add()}
      onClose={onClose}
    >
      <p className="muted">{words.workWhy}</p>
      <div className="pair">
        <Field label={words.from} type="datetime-local" autoFocus isRequired value={from} onChange={setFrom} />
        <Field label={words.to} type="datetime-local" isRequired value={until} onChange={setUntil} />
      </div>
      <Field
        label={words.workReason}
        help={words.workReasonHelp}
        isRequired
        maxLength={100}
        value={reason}
        onChange={setReason}
      />
    </DeedDialog>
  )
}

/** Something of a calendar that is taken away, in words that say what that means. */
export interface Dropped {
  readonly title: string
  readonly why: string
  readonly go: string
  readonly said: string
  readonly body: Omit<AdminInput<'setCalendar'>['body'], 'network' | 'chain'>
}

export function DropDialog({ scope, dropped, onSay, onClose }: Props & { readonly dropped: Dropped }) {
  const act = useAct('setCalendar')
  const { title, why, go, said, body } = dropped
  const drop = async () => {
    if ((await act.do({ body: { ...named(scope), ...body } })) === undefined) return
    onSay(said)
    onClose()
  }
  return (
    <DeedDialog title={title} go={go} kind="danger" act={act} onGo={() => void drop()} onClose={onClose}>
      <p>{why}</p>
    </DeedDialog>
  )
}
