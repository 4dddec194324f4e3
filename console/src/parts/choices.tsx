import { Button } from 'react-aria-components'
import type { Choice } from './pick.tsx'

interface Props<Value extends string> {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  /** Undefined where it is none of them. */
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
}

/** One of a few that are all shown. */
export function Choices<Value extends string>({ label, choices, value, onChange }: Props<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent with a form
    <div className="several" role="group" aria-label={label}>
      {choices.map((choice) => (
        <Button
          key={choice.value}
          className="each"
          aria-pressed={choice.value === value}
          onPress={() => onChange(choice.value)}
        >
          {choice.words}
        </Button>
      ))}
    </div>
  )
}
