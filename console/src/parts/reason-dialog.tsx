/** Asks why, before somebody sees what is masked; who looked and why is written down. */
import { type FormEvent, useState } from 'react'
import type { AdminError } from '../api.ts'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { Refused } from './refused.tsx'

interface ReasonWords {
  readonly reason: string
  readonly help: string
  readonly short: string
  readonly cancel: string
}

const WORDS: InBoth<ReasonWords> = {
  ko: {
    reason: '열람 사유',
    help: '누가 언제 왜 보았는지 작업 기록에 남습니다.',
    short: '두 글자 이상 적어 주세요.',
    cancel: '취소',
  },
  en: {
    reason: 'Why you look',
    help: 'Who looked, when and why is written down in the audit log.',
    short: 'Say it in two characters or more.',
    cancel: 'Cancel',
  },
}

interface Props {
  readonly title: string
  readonly go: string
  readonly isBusy: boolean
  readonly problem: AdminError | null
  readonly onGive: (reason: string) => void
  readonly onClose: () => void
}

export function ReasonDialog({ title, go, isBusy, problem, onGive, onClose }: Props) {
  const words = useWords(WORDS)
  const [reason, setReason] = useState('')
  const [isShort, setShort] = useState(false)
  const give = (event: FormEvent) => {
    event.preventDefault()
    setShort(reason.trim().length < 2)
    if (reason.trim().length >= 2) onGive(reason.trim())
  }
  return (
    <Dialog title={title} isOpen isBusy={isBusy} onClose={onClose}>
      <form className="form" onSubmit={give}>
        <Field
          label={words.reason}
          help={words.help}
          problem={isShort ? words.short : undefined}
          maxLength={200}
          autoFocus
          isRequired
          value={reason}
          onChange={setReason}
        />
        <Refused by={problem} />
        <div className="buttons">
          <Button onPress={onClose} isDisabled={isBusy}>
            {words.cancel}
          </Button>
          <Button kind="main" type="submit" isPending={isBusy}>
            {go}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
