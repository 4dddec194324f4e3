import type { ReactNode } from 'react'
import { Checkbox, type CheckboxProps } from 'react-aria-components'

interface Props extends Omit<CheckboxProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
}

export function Tick({ children, ...props }: Props) {
  return (
    <Checkbox {...props} className="tick">
      <span className="box" aria-hidden="true" />
      <span>{children}</span>
    </Checkbox>
  )
}
