import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'

/** A word of the trade where it is first met, and what it means to who presses the mark behind it. */
export function Help({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <span className="term">
      {term}
      <DialogTrigger>
        <Button className="ask" aria-label={`${term}?`}>
          ?
        </Button>
        <Popover className="hint">
          <Dialog aria-label={term}>{children}</Dialog>
        </Popover>
      </DialogTrigger>
    </span>
  )
}
