import { Button as AriaButton, type ButtonProps } from 'react-aria-components'

interface Props extends Omit<ButtonProps, 'className' | 'style'> {
  /** `main`: what one came for; there is one of a view. `danger`: cannot be taken back. `quiet`: beside others. */
  readonly kind?: 'main' | 'plain' | 'danger' | 'quiet'
}

/** While `isPending` it does nothing, however often it is pressed, and says that it works. */
export function Button({ kind = 'plain', ...props }: Props) {
  return <AriaButton {...props} className={`button ${kind}`} />
}
