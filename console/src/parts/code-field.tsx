import { type InBoth, useWords } from '../language.tsx'
import { Field } from './field.tsx'

const WORDS: InBoth<{ readonly code: string; readonly help: string }> = {
  ko: { code: '인증 코드', help: '인증 앱의 여섯 자리, 또는 복구 코드' },
  en: { code: 'Code', help: 'Six digits of your authenticator app, or a recovery code' },
}

interface Props {
  readonly value: string
  readonly onChange: (code: string) => void
  readonly problem?: string | undefined
  readonly autoFocus?: boolean
}

/** Of the second factor, where it is asked for. */
export function CodeField({ value, onChange, problem, autoFocus = true }: Props) {
  const words = useWords(WORDS)
  return (
    <Field
      label={words.code}
      help={words.help}
      autoComplete="one-time-code"
      autoFocus={autoFocus}
      isRequired
      value={value}
      onChange={onChange}
      problem={problem}
    />
  )
}
