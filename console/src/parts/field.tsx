import type { ReactNode } from 'react'
import { FieldError, Input, Label, Text, TextArea, TextField, type TextFieldProps } from 'react-aria-components'

interface Props extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** Where the term is first met. */
  readonly help?: ReactNode
  /** What is wrong with it, in words that say what to do. */
  readonly problem?: string | undefined
  readonly placeholder?: string
  readonly lines?: number
}

/** One line to fill in, or several. What was typed stays whatever goes wrong. */
export function Field({ label, help, problem, placeholder, lines, ...props }: Props) {
  const hint = placeholder === undefined ? {} : { placeholder }
  return (
    <TextField {...props} className="field" isInvalid={problem !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      {lines === undefined ? <Input {...hint} /> : <TextArea rows={lines} {...hint} />}
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  )
}
