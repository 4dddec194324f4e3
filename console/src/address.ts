/** What a page keeps in its address: filters, the tab, the place in a list. Texts only; what is empty is left out. */
import { useNavigate, useSearch } from '@tanstack/react-router'

export type Address<Name extends string> = Readonly<Partial<Record<Name, string>>>

/** Adds to what stands there; undefined or an empty text takes away. By default going back leads to what stood there before. */
export type AddressChange<Name extends string> = (
  change: Readonly<Partial<Record<Name, string | undefined>>>,
  how?: { readonly replace?: boolean },
) => void

export function useAddress<Name extends string>(names: readonly Name[]): readonly [Address<Name>, AddressChange<Name>] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const given = names.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
  })
  const address = Object.fromEntries(given) as Address<Name>
  const change: AddressChange<Name> = (changed, { replace = false } = {}) => {
    const next = Object.entries({ ...address, ...changed }).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ to: '.', search: Object.fromEntries(next), replace })
  }
  return [address, change]
}
