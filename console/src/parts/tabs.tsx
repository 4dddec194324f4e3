import { Link } from '@tanstack/react-router'

interface Props<View extends string> {
  readonly label: string
  readonly views: readonly { readonly view: View; readonly words: string }[]
  readonly shown: View
  /** What stands in the address of each. */
  readonly addressOf: (view: View) => Readonly<Record<string, string>>
}

/** Sides of one page, each with an address of its own. */
export function Tabs<View extends string>({ label, views, shown, addressOf }: Props<View>) {
  return (
    <nav className="tabs" aria-label={label}>
      {views.map(({ view, words }) => (
        <Link
          key={view}
          to="."
          search={addressOf(view)}
          aria-current={view === shown ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {words}
        </Link>
      ))}
    </nav>
  )
}
