/** No money is taken for a while, and the clerk is told why in the words that are typed here. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { useMerchant } from '../../shell.tsx'
import type { PaymentDialogProps } from './payment-dialog.ts'
import { useReason } from './reason-field.tsx'

interface SuspendWords {
  readonly title: string
  readonly text: string
  readonly shown: string
  readonly shownHelp: string
  readonly done: string
}

const WORDS: InBoth<SuspendWords> = {
  ko: {
    title: '수납 정지',
    text: '다시 시작할 때까지 편의점에서 이 번호로 돈을 받지 않습니다. 결제기한은 그대로 흐릅니다.',
    shown: '계산대에 보일 말(선택)',
    shownHelp: '점원과 고객이 읽습니다. 예: 재고를 확인하고 있습니다',
    done: '수납을 정지했습니다.',
  },
  en: {
    title: 'Suspend',
    text: 'No store takes money for this number until it is resumed. Its deadline goes on.',
    shown: 'Words at the till (optional)',
    shownHelp: 'Clerk and customer read them. For example: We are checking our stock',
    done: 'It is suspended.',
  },
}

const SHOWN_CHARACTERS_MAX = 100

export function SuspendDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('suspendPayment')
  const [shown, setShown] = useState('')
  const { why, field } = useReason()
  const go = async () => {
    if (why === undefined) return
    const said = shown.trim()
    const body = { ...(said === '' ? {} : { shown: said }), ...why }
    const done = await act.do({ path, body })
    if (done === undefined) look()
    else onDone(words.done)
  }
  const atField = fieldProblem(act.problem, 'shown', language)
  return (
    <DeedDialog
      title={words.title}
      go={words.title}
      act={{ isBusy: act.isBusy, problem: atField === undefined ? act.problem : null }}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p>{words.text}</p>
      <Field
        label={words.shown}
        help={words.shownHelp}
        problem={atField}
        maxLength={SHOWN_CHARACTERS_MAX}
        autoFocus
        value={shown}
        onChange={setShown}
      />
      {field}
    </DeedDialog>
  )
}
