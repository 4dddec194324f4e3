/** Why somebody changes a payment, where they want to say it. */
import { useState } from 'react'
import { type InBoth, useWords } from '../../language.tsx'
import { Field } from '../../parts/field.tsx'

interface ReasonWords {
  readonly reason: string
  readonly help: string
  readonly short: string
}

const WORDS: InBoth<ReasonWords> = {
  ko: {
    reason: '사유(선택)',
    help: '작업 기록에 남습니다. 고객에게는 보이지 않습니다.',
    short: '두 글자 이상 적거나 비워 두세요.',
  },
  en: {
    reason: 'Reason (optional)',
    help: 'Kept in the audit log; the customer does not see it.',
    short: 'Two characters or more, or none.',
  },
}

const REASON_CHARACTERS_MAX = 200

/** `why`: as a request has it; undefined where it is too short to be kept. */
export function useReason() {
  const words = useWords(WORDS)
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  const isShort = reason.length === 1
  const field = (
    <Field
      label={words.reason}
      help={words.help}
      problem={isShort ? words.short : undefined}
      maxLength={REASON_CHARACTERS_MAX}
      value={typed}
      onChange={setTyped}
    />
  )
  const why = reason === '' ? {} : { reason }
  return { why: isShort ? undefined : why, field }
}
