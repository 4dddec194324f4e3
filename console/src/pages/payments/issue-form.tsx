import { Link } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminRoutes } from '../../api.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useMerchant } from '../../shell.tsx'
import { bodyOf, type Draft, type DraftField, EMPTY_DRAFT, type Problems, problemsOf } from './issue-draft.ts'
import { ISSUE_WORDS } from './issue-words.ts'

type Channel = AdminRoutes['channels']['answer']['rows'][number]

interface Props {
  /** One at least. */
  readonly channels: readonly Channel[]
  readonly onIssued: (impUid: string) => void
}

/** What is wrong stands at its field, whoever found it; what was typed stays. */
export function IssueForm({ channels, onIssued }: Props) {
  const words = useWords(ISSUE_WORDS)
  const [language] = useLanguage()
  const merchant = useMerchant()
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY_DRAFT, channel_key: usual(channels) }))
  const [problems, setProblems] = useState<Problems>({})
  const act = useAct('issuePayment')
  const channel = channels.find(({ channel_key }) => channel_key === draft.channel_key)
  const currency = channel?.['currency'] ?? 'KRW'
  const set = (field: DraftField) => (value: string) => {
    setDraft({ ...draft, [field]: value })
    setProblems({ ...problems, [field]: undefined })
    if (act.problem?.field === field) act.forget()
  }
  const issue = async (event: FormEvent) => {
    event.preventDefault()
    const found = problemsOf(draft, currency, words)
    setProblems(found)
    if (Object.keys(found).length > 0) return toFirstProblem(form.current)
    const payment = await act.do({ path: { merchant }, body: bodyOf(draft, currency) })
    if (payment !== undefined) onIssued(payment.imp_uid)
  }
  const at = (field: DraftField) => ({
    label: words.fields[field],
    value: draft[field],
    onChange: set(field),
    problem: problems[field] ?? fieldProblem(act.problem, field, language),
  })
  const isAtField = act.problem !== null && act.problem.field !== null && act.problem.field in draft
  return (
    <form className="panel form narrow-form" ref={form} onSubmit={issue} noValidate>
      <p className="muted">{words.lead}</p>
      <Field {...at('merchant_uid')} help={words.orderHelp} isRequired autoFocus autoComplete="off" />
      <div className="pair">
        <Field {...at('amount')} help={words.amountHelp(currency)} isRequired inputMode="decimal" autoComplete="off" />
        <Field {...at('expired_at')} type="date" help={words.deadlineHelp(channel?.['deadline_days'] ?? '-')} />
      </div>
      <Field {...at('name')} help={words.nameHelp} autoComplete="off" />
      {channels.length > 1 && (
        <Pick
          label={words.fields.channel_key}
          choices={channels.map(({ channel_key = '', pg = '', currency: of = '' }) => {
            return { value: channel_key, words: `${pg} · ${of}` }
          })}
          value={draft.channel_key}
          onChange={set('channel_key')}
        />
      )}
      <details>
        <summary>{words.customer}</summary>
        <div className="form">
          <p className="muted small">{words.customerHelp}</p>
          <Field {...at('buyer_name')} autoComplete="off" />
          <Field {...at('buyer_tel')} type="tel" autoComplete="off" />
          <Field {...at('buyer_email')} type="email" autoComplete="off" />
        </div>
      </details>
      <details>
        <summary>{words.own}</summary>
        <div className="form">
          <Field {...at('barcode')} help={words.ownHelp} autoComplete="off" />
        </div>
      </details>
      {!isAtField && <Refused by={act.problem} />}
      {act.problem?.code === 'refused' && !isAtField && (
        <Link to="/m/$merchant/payments" params={{ merchant }} search={{ text: draft.merchant_uid.trim() }}>
          {words.sameOrder}
        </Link>
      )}
      <div className="buttons">
        <Button kind="main" type="submit" isPending={act.isBusy}>
          {words.go}
        </Button>
      </div>
    </form>
  )
}

function usual(channels: readonly Channel[]): string {
  const chosen = channels.find((each) => each['default'] === 'yes') ?? channels[0]
  return chosen?.['channel_key'] ?? ''
}

/** Once it is marked, and where it lies folded, unfolded. */
function toFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const first = form?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')
    first?.closest('details')?.setAttribute('open', '')
    first?.focus()
  })
}
