/** Whether a number goes on: revoked for good, or resumed after it was suspended. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { moneyText, numberInGroups } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { useMerchant } from '../../shell.tsx'
import type { PaymentDialogProps } from './payment-dialog.ts'

interface StandingWords {
  readonly revoke: string
  readonly revokeText: (number: string, money: string) => string
  readonly revoked: string
  readonly resume: string
  readonly resumeText: string
  readonly resumed: string
  readonly reason: string
  readonly reasonHelp: string
  readonly short: string
}

const WORDS: InBoth<StandingWords> = {
  ko: {
    revoke: '수납번호 말소',
    revokeText: (number, money) =>
      `${number} (${money})을 말소하면 고객은 이 번호로 더는 낼 수 없고, 되돌릴 수 없습니다.`,
    revoked: '수납번호를 말소했습니다.',
    resume: '수납 다시 시작',
    resumeText: '고객이 이 번호로 다시 낼 수 있게 됩니다.',
    resumed: '다시 수납할 수 있습니다.',
    reason: '사유(선택)',
    reasonHelp: '작업 기록에 남습니다. 고객에게는 보이지 않습니다.',
    short: '두 글자 이상 적거나 비워 두세요.',
  },
  en: {
    revoke: 'Revoke the number',
    revokeText: (number, money) =>
      `Once ${number} (${money}) is revoked, the customer cannot pay it any more. This cannot be undone.`,
    revoked: 'The number is revoked.',
    resume: 'Resume',
    resumeText: 'The customer can pay this number again.',
    resumed: 'It can be paid again.',
    reason: 'Reason (optional)',
    reasonHelp: 'Kept in the audit log; the customer does not see it.',
    short: 'Two characters or more, or none.',
  },
}

export function RevokeDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('revokePayment')
  const { reason, field } = useReason()
  const go = async () => {
    if (reason === undefined) return
    const done = await act.do({ path, body: { ...(reason === '' ? {} : { reason }) } })
    if (done === undefined) look()
    else onDone(words.revoked)
  }
  const money = moneyText(payment.amount, payment.currency, language)
  return (
    <DeedDialog title={words.revoke} go={words.revoke} kind="danger" act={act} onGo={() => void go()} onClose={onClose}>
      <p>{words.revokeText(numberInGroups(payment.barcode), money)}</p>
      {field}
    </DeedDialog>
  )
}

export function ResumeDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('resumePayment')
  const { reason, field } = useReason()
  const go = async () => {
    if (reason === undefined) return
    const done = await act.do({ path, body: { ...(reason === '' ? {} : { reason }) } })
    if (done === undefined) look()
    else onDone(words.resumed)
  }
  return (
    <DeedDialog title={words.resume} go={words.resume} act={act} onGo={() => void go()} onClose={onClose}>
      <p>{words.resumeText}</p>
      {field}
    </DeedDialog>
  )
}

/** An empty one is none; undefined: it is too short to be kept. */
export function useReason() {
  const words = useWords(WORDS)
  const [typed, setTyped] = useState('')
  const given = typed.trim()
  const isShort = given.length === 1
  const field = (
    <Field
      label={words.reason}
      help={words.reasonHelp}
      problem={isShort ? words.short : undefined}
      maxLength={200}
      value={typed}
      onChange={setTyped}
    />
  )
  return { reason: isShort ? undefined : given, field }
}
