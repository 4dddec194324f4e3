/** Asks why, before somebody sees what is masked; who looked and why is written down. */
import { useState } from 'react'
import type { AdminError } from '../api.ts'
import { type InBoth, useWords } from '../language.tsx'
import { DeedDialog } from './deed-dialog.tsx'
import { Field } from './field.tsx'

interface ReasonWords {
  readonly reason: string
  readonly help: string
  readonly short: string
}

const WORDS: InBoth<ReasonWords> = {
  ko: {
    reason: '열람 사유',
    help: '누가 언제 왜 보았는지 작업 기록에 남습니다.',
    short: '두 글자 이상 적어 주세요.',
  },
  en: {
    reason: 'Why you look',
    help: 'Who looked, when and why is written down in the audit log.',
    short: 'Say it in two characters or more.',
  },
}

interface Props {
  readonly title: string
  readonly go: string
  readonly act: { readonly isBusy: boolean; readonly problem: AdminError | null }
  readonly onGive: (reason: string) => void
  readonly onClose: () => void
}

export function ReasonDialog({ title, go, act, onGive, onClose }: Props) {
  const words = useWords(WORDS)
  const [typed, setTyped] = useState('')
  const [isShort, setShort] = useState(false)
  const reason = typed.trim()
  const give = () => {
    setShort(reason.length < 2)
    if (reason.length >= 2) onGive(reason)
  }
  return (
    <DeedDialog title={title} go={go} act={act} onGo={give} onClose={onClose}>
      <Field
        label={words.reason}
        help={words.help}
        problem={isShort ? words.short : undefined}
        maxLength={200}
        autoFocus
        isRequired
        value={typed}
        onChange={setTyped}
      />
    </DeedDialog>
  )
}
