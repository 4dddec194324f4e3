import type { ReactNode } from 'react'
import type { Act } from '../act.ts'
import type { AdminRouteName } from '../api.ts'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Refused } from './refused.tsx'

const WORDS: InBoth<{ readonly cancel: string }> = { ko: { cancel: '취소' }, en: { cancel: 'Cancel' } }

interface Props {
  readonly title: string
  /** What will be. */
  readonly children: ReactNode
  /** The button that does it, in words that say what it does. */
  readonly go: string
  readonly by: Pick<Act<AdminRouteName>, 'isBusy' | 'problem' | 'forget'>
  readonly onGo: () => void
  readonly onClose: () => void
}

/** Asks once more before what cannot be taken back, or is felt by somebody else. */
export function Confirm({ title, children, go, by, onGo, onClose }: Props) {
  const words = useWords(WORDS)
  const close = () => {
    by.forget()
    onClose()
  }
  return (
    <Dialog title={title} isOpen isBusy={by.isBusy} onClose={close}>
      <p>{children}</p>
      <Refused by={by.problem} />
      <div className="buttons">
        <Button onPress={close} isDisabled={by.isBusy}>
          {words.cancel}
        </Button>
        <Button kind="danger" onPress={onGo} isPending={by.isBusy}>
          {go}
        </Button>
      </div>
    </Dialog>
  )
}
