import type { FormEvent, ReactNode } from 'react'
import type { AdminError } from '../api.ts'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Refused } from './refused.tsx'

const WORDS: InBoth<{ readonly back: string }> = { ko: { back: '돌아가기' }, en: { back: 'Back' } }

interface Props {
  readonly title: string
  /** What the button says that does it. */
  readonly go: string
  readonly kind?: 'main' | 'danger'
  readonly act: { readonly isBusy: boolean; readonly problem: AdminError | null }
  /** What must be filled in is. */
  readonly isReady?: boolean
  readonly onGo: () => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** What is asked before something is done: why, with what, and where it was refused, for which reason. */
export function DeedDialog({ title, go, kind = 'main', act, isReady = true, onGo, onClose, children }: Props) {
  const words = useWords(WORDS)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady && !act.isBusy) onGo()
  }
  return (
    <Dialog title={title} isOpen isBusy={act.isBusy} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {children}
        <Refused by={act.problem} />
        <div className="buttons">
          <Button onPress={onClose} isDisabled={act.isBusy}>
            {words.back}
          </Button>
          <Button kind={kind} type="submit" isPending={act.isBusy} isDisabled={!isReady}>
            {go}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
