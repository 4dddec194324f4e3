import type { ReactNode } from 'react'

/** What was done, told to who sees and to who hears it. It is always there, for what comes later into it is read out. */
export function Said({ children }: { readonly children: ReactNode }) {
  return (
    <p className="said" role="status">
      {children}
    </p>
  )
}
