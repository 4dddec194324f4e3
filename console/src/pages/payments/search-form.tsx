/** One box for what somebody has in hand, and what narrows it down. `/` leads into the box from elsewhere on the page. */
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { daysOf, type QuickRange } from '../../days.ts'
import { useWords } from '../../language.tsx'
import { useNow } from '../../now.ts'
import { Button } from '../../parts/button.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { PAYMENTS_WORDS, type Where } from './payments-words.ts'
import { CUSTOMER_FIELDS, type Search, STATUSES } from './search.ts'

const WHERES: readonly Where[] = ['text', ...CUSTOMER_FIELDS]
const RANGES: readonly QuickRange[] = ['today', 'week', 'lastWeek', 'month']
const CHARACTERS_MIN: Readonly<Record<Where, number>> = { text: 2, buyer_tel: 4, buyer_email: 3, buyer_name: 1 }
const CHARACTERS_MAX: Readonly<Record<Where, number>> = { text: 60, buyer_tel: 30, buyer_email: 64, buyer_name: 16 }

export function SearchForm({ search }: { readonly search: Search }) {
  return (
    <search className="panel search">
      <Box search={search} />
      <Narrowed search={search} />
    </search>
  )
}

function Box({ search: { address, customer, isFiltered, lookFor, clear } }: { readonly search: Search }) {
  const words = useWords(PAYMENTS_WORDS)
  const form = useRef<HTMLFormElement>(null)
  const [where, setWhere] = useState<Where>('text')
  const [typed, setTyped] = useState('')
  const [isTooShort, setTooShort] = useState(false)
  useSlash(form)
  // What was looked for, also where somebody went back to it.
  useEffect(() => {
    setWhere(customer?.field ?? 'text')
    setTyped(customer?.value ?? address.text ?? '')
  }, [customer, address.text])
  const look = (event: FormEvent) => {
    event.preventDefault()
    const value = typed.trim()
    if (value !== '' && value.length < CHARACTERS_MIN[where]) return setTooShort(true)
    setTooShort(false)
    if (where === 'text') lookFor(value, null)
    else lookFor(undefined, value === '' ? null : { field: where, value })
  }
  return (
    <form className="box" ref={form} onSubmit={look}>
      <Pick
        label={words.where}
        choices={WHERES.map((value) => ({ value, words: words.wheres[value] }))}
        value={where}
        onChange={setWhere}
      />
      <Field
        label={words.wheres[where]}
        type="search"
        autoComplete="off"
        maxLength={CHARACTERS_MAX[where]}
        aria-keyshortcuts="/"
        help={where === 'text' ? words.textHelp : where === 'buyer_tel' ? words.phoneHelp : words.customerHelp}
        problem={isTooShort ? words.tooShort[where] : undefined}
        value={typed}
        onChange={setTyped}
      />
      <Button kind="main" type="submit">
        {words.look}
      </Button>
      {isFiltered && (
        <Button kind="quiet" onPress={clear}>
          {words.clear}
        </Button>
      )}
    </form>
  )
}

/** Where somebody writes already, it is a slash. */
function useSlash(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const lead = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event
      if (key !== '/' || ctrlKey || metaKey || altKey) return
      if (target instanceof Element && target.closest('input, textarea, [role="dialog"], [role="listbox"]')) return
      event.preventDefault()
      form.current?.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
    }
    document.addEventListener('keydown', lead)
    return () => document.removeEventListener('keydown', lead)
  }, [form])
}

function Narrowed({ search: { address, change } }: { readonly search: Search }) {
  const words = useWords(PAYMENTS_WORDS)
  const now = useNow()
  const { from, to, status } = address
  const quick = (range: QuickRange | 'all') =>
    change(range === 'all' ? { from: undefined, to: undefined } : daysOf(range, now()))
  const isNow = (range: QuickRange) => {
    const days = daysOf(range, now())
    return days.from === from && days.to === to
  }
  const chosen = from === undefined && to === undefined ? 'all' : RANGES.find(isNow)
  const isWrongOrder = from !== undefined && to !== undefined && to < from
  return (
    <>
      <div className="narrowed">
        <Choices
          label={words.range}
          choices={(['all', ...RANGES] as const).map((value) => ({ value, words: words.ranges[value] }))}
          value={chosen}
          onChange={quick}
        />
        <Field label={words.from} type="date" value={from ?? ''} onChange={(day) => change({ from: day })} />
        <Field
          label={words.to}
          type="date"
          problem={isWrongOrder ? words.wrongOrder : undefined}
          value={to ?? ''}
          onChange={(day) => change({ to: day })}
        />
        <Pick
          label={words.status}
          choices={(['all', ...STATUSES] as const).map((value) => ({ value, words: words.statuses[value] }))}
          value={STATUSES.find((each) => each === status) ?? 'all'}
          onChange={(value) => change({ status: value === 'all' ? undefined : value })}
        />
      </div>
      <p className="muted small">{words.basis}</p>
    </>
  )
}
