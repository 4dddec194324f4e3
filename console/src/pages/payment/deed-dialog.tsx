/** The frame of every dialog that changes a payment: its form, why it was refused, and the two ways out. */
import type { FormEvent, ReactNode } from 'react'
import type { AdminError, ConsolePayment } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Refused } from '../../parts/refused.tsx'

export interface PaymentDialogProps {
  /** As it stands now, also while one types. */
  readonly payment: ConsolePayment
  /** At how it stands now. */
  readonly look: () => void
  readonly onDone: (said: string) => void
  readonly onClose: () => void
}

const WORDS: InBoth<{ readonly back: string }> = { ko: { back: '그만두기' }, en: { back: 'Leave it' } }

interface Props {
  readonly title: string
  readonly go: string
  readonly isDanger?: boolean
  /** What was asked for cannot be sent as it stands. */
  readonly isHeld?: boolean
  readonly isBusy: boolean
  /** What is said at a field is not said again. */
  readonly problem: AdminError | null
  readonly onGo: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export function DeedDialog(props: Props) {
  const { title, go, isDanger = false, isHeld = false, isBusy, problem, onGo, onClose, children } = props
  const words = useWords(WORDS)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isHeld) onGo()
  }
  return (
    <Dialog title={title} isOpen isBusy={isBusy} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {children}
        <Refused by={problem} />
        <div className="buttons">
          <Button onPress={onClose} isDisabled={isBusy}>
            {words.back}
          </Button>
          <Button kind={isDanger ? 'danger' : 'main'} type="submit" isPending={isBusy} isDisabled={isHeld}>
            {go}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
