/**
 * Another amount or deadline for a number that waits, said of the payment as it was seen. Whatever somebody else changes
 * meanwhile is told, what was typed stays, and nothing is sent before it was looked at.
 */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { amountIn } from '../../amounts.ts'
import type { ConsolePayment } from '../../api.ts'
import { minuteOf, secondOf } from '../../days.ts'
import { moneyText, timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { useMerchant } from '../../shell.tsx'
import type { PaymentDialogProps } from './payment-dialog.ts'
import { useReason } from './reason-field.tsx'

interface AmendWords {
  readonly title: string
  readonly go: string
  readonly amount: string
  readonly amountHelp: string
  readonly badAmount: string
  readonly deadline: string
  readonly deadlineHelp: string
  readonly badDeadline: string
  readonly same: string
  readonly done: string
  readonly meanwhile: string
  readonly nowAmount: (before: string, now: string) => string
  readonly nowDeadline: (before: string, now: string) => string
  readonly nowElse: string
  readonly seen: string
}

const WORDS: InBoth<AmendWords> = {
  ko: {
    title: '금액·기한 변경',
    go: '변경',
    amount: '금액',
    amountHelp: '고객이 이미 받은 바코드는 그대로이고, 계산대에 새 금액이 나옵니다.',
    badAmount: '0보다 큰 금액을 숫자로 적어 주세요.',
    deadline: '결제기한(한국 시간)',
    deadlineHelp: '이 시각까지 낼 수 있습니다.',
    badDeadline: '날짜와 시각을 모두 골라 주세요.',
    same: '바꾼 것이 없습니다.',
    done: '변경했습니다.',
    meanwhile: '그 사이 다른 사람이 이 결제를 바꾸었습니다. 적어 둔 내용은 그대로 있습니다.',
    nowAmount: (before, now) => `금액: ${before} → ${now}`,
    nowDeadline: (before, now) => `결제기한: ${before} → ${now}`,
    nowElse: '금액과 기한은 그대로이고 다른 것이 바뀌었습니다. 진행 내역에서 볼 수 있습니다.',
    seen: '확인했습니다. 계속 변경합니다',
  },
  en: {
    title: 'Change amount or deadline',
    go: 'Change',
    amount: 'Amount',
    amountHelp: 'The barcode stays as the customer has it; the till shows the new amount.',
    badAmount: 'An amount above 0, in digits.',
    deadline: 'Deadline (Seoul time)',
    deadlineHelp: 'Until then it can be paid.',
    badDeadline: 'Choose day and time.',
    same: 'Nothing is changed yet.',
    done: 'It is changed.',
    meanwhile: 'Somebody else changed this payment meanwhile. What you typed is still here.',
    nowAmount: (before, now) => `Amount: ${before} → ${now}`,
    nowDeadline: (before, now) => `Deadline: ${before} → ${now}`,
    nowElse: 'Amount and deadline are as before; something else happened. See what happened.',
    seen: 'I have seen it: go on',
  },
}

export function AmendDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('amendPayment')
  const [seen, setSeen] = useState(payment)
  const { asked, fields, isWrong } = useTerms(seen)
  const { why, field: whyField } = useReason()
  const [isSame, setSame] = useState(false)
  const isOutdated = payment.version > seen.version
  const go = async () => {
    const isNothing = Object.keys(asked).length === 0
    setSame(isNothing)
    if (isNothing || isWrong || why === undefined) return
    const body = { ...asked, version: seen.version, ...why }
    const done = await act.do({ path, body })
    if (done === undefined) look()
    else onDone(words.done)
  }
  const isAtField = act.problem?.field === 'amount' || act.problem?.field === 'expired_at'
  return (
    <DeedDialog
      title={words.title}
      go={words.go}
      act={{ isBusy: act.isBusy, problem: isAtField || isOutdated ? null : act.problem }}
      isReady={!isOutdated}
      onGo={() => void go()}
      onClose={onClose}
    >
      {fields({
        amount: fieldProblem(act.problem, 'amount', language),
        deadline: fieldProblem(act.problem, 'expired_at', language),
      })}
      {whyField}
      {isSame && <p className="problem">{words.same}</p>}
      {isOutdated && (
        <Meanwhile
          before={seen}
          now={payment}
          onSeen={() => {
            setSeen(payment)
            act.forget()
          }}
        />
      )}
    </DeedDialog>
  )
}

interface Terms {
  readonly amount?: number
  readonly expired_at?: number
}

/** What is not touched stays as it is, whatever that is by then. */
function useTerms({ amount, currency, expired_at }: ConsolePayment) {
  const words = useWords(WORDS)
  const [typedAmount, setAmount] = useState<string | null>(null)
  const [typedDeadline, setDeadline] = useState<string | null>(null)
  const newAmount = typedAmount === null ? amount : amountIn(typedAmount, currency)
  const isUntouched = typedDeadline === null || typedDeadline === minuteOf(expired_at)
  const newDeadline = isUntouched ? expired_at : secondOf(typedDeadline)
  const asked: Terms = {
    ...(newAmount === undefined || newAmount === amount ? {} : { amount: newAmount }),
    ...(newDeadline === undefined || newDeadline === expired_at ? {} : { expired_at: newDeadline }),
  }
  const fields = (said: { readonly amount: string | undefined; readonly deadline: string | undefined }) => (
    <>
      <Field
        label={words.amount}
        help={words.amountHelp}
        problem={newAmount === undefined ? words.badAmount : said.amount}
        inputMode={currency === 'KRW' ? 'numeric' : 'decimal'}
        autoFocus
        value={typedAmount ?? String(amount)}
        onChange={setAmount}
      />
      <Field
        label={words.deadline}
        help={words.deadlineHelp}
        problem={newDeadline === undefined ? words.badDeadline : said.deadline}
        type="datetime-local"
        value={typedDeadline ?? minuteOf(expired_at)}
        onChange={setDeadline}
      />
    </>
  )
  return { asked, fields, isWrong: newAmount === undefined || newDeadline === undefined }
}

interface MeanwhileProps {
  readonly before: ConsolePayment
  readonly now: ConsolePayment
  readonly onSeen: () => void
}

function Meanwhile({ before, now, onSeen }: MeanwhileProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const money = ({ amount, currency }: ConsolePayment) => moneyText(amount, currency, language)
  const time = ({ expired_at }: ConsolePayment) => timeText(expired_at, language)
  const changes = [
    ...(before.amount === now.amount ? [] : [words.nowAmount(money(before), money(now))]),
    ...(before.expired_at === now.expired_at ? [] : [words.nowDeadline(time(before), time(now))]),
  ]
  return (
    <div className="stale" role="alert">
      <p>{words.meanwhile}</p>
      <ul>
        {(changes.length === 0 ? [words.nowElse] : changes).map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <Button onPress={onSeen}>{words.seen}</Button>
    </div>
  )
}
