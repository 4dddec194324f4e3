import type { ReactNode } from 'react'
import { Help } from './help.tsx'

/** A name, a value, and what the name means where it is a term that is first met here. */
export type Fact = readonly [name: string, value: ReactNode, meaning?: string]

/** What is known of one thing, a row each; what is not known has no row. */
export function Facts({ rows }: { readonly rows: readonly Fact[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== null && value !== '' && value !== undefined && value !== false)
        .map(([name, value, meaning]) => (
          <div key={name}>
            <dt>{meaning === undefined ? name : <Help term={name}>{meaning}</Help>}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
