import type { ReactNode } from 'react'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'
import { Copy } from './copy.tsx'
import { Dialog } from './dialog.tsx'

const WORDS: InBoth<{ readonly once: string; readonly done: string }> = {
  ko: { once: '이 값은 지금 한 번만 보입니다. 안전한 곳에 옮겨 둔 뒤 닫으세요.', done: '옮겨 두었습니다' },
  en: { once: 'This is shown only now. Keep it somewhere safe before you close this.', done: 'I have kept it' },
}

interface Props {
  readonly title: string
  /** A name and a value a row. */
  readonly values: readonly (readonly [string, string])[]
  readonly onClose: () => void
  /** What to do with it. */
  readonly children?: ReactNode
}

/** A secret that nobody can look at again. */
export function ShownOnce({ title, values, onClose, children }: Props) {
  const words = useWords(WORDS)
  return (
    <Dialog title={title} isOpen isBusy onClose={onClose}>
      <p>{words.once}</p>
      {children !== undefined && <p>{children}</p>}
      {values.map(([name, value]) => (
        <div key={name} className="field">
          <span className="label">{name}</span>
          <Copy text={value} />
        </div>
      ))}
      <div className="buttons">
        <Button kind="main" onPress={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  )
}
