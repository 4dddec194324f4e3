/** Whether a number goes on: revoked for good, or resumed after it was suspended. */
import { useAct } from '../../act.ts'
import { moneyText, numberInGroups } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { useMerchant } from '../../shell.tsx'
import type { PaymentDialogProps } from './payment-dialog.ts'
import { useReason } from './reason-field.tsx'

interface StandingWords {
  readonly revoke: string
  readonly revokeText: (number: string, money: string) => string
  readonly revoked: string
  readonly resume: string
  readonly resumeText: string
  readonly resumed: string
}

const WORDS: InBoth<StandingWords> = {
  ko: {
    revoke: '수납번호 말소',
    revokeText: (number, money) =>
      `${number} · ${money}. 말소하면 고객은 이 번호로 더는 낼 수 없고, 되돌릴 수 없습니다.`,
    revoked: '수납번호를 말소했습니다.',
    resume: '수납 다시 시작',
    resumeText: '고객이 이 번호로 다시 낼 수 있게 됩니다.',
    resumed: '다시 수납할 수 있습니다.',
  },
  en: {
    revoke: 'Revoke the number',
    revokeText: (number, money) =>
      `Once ${number} (${money}) is revoked, the customer cannot pay it any more. This cannot be undone.`,
    revoked: 'The number is revoked.',
    resume: 'Resume',
    resumeText: 'The customer can pay this number again.',
    resumed: 'It can be paid again.',
  },
}

export function RevokeDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('revokePayment')
  const { why, field } = useReason()
  const go = async () => {
    if (why === undefined) return
    const done = await act.do({ path, body: why })
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
  const { why, field } = useReason()
  const go = async () => {
    if (why === undefined) return
    const done = await act.do({ path, body: why })
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
