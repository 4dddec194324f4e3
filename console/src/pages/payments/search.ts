/**
 * What is looked for. All of it stands in the address but whom one looks for: an address is kept, sent and logged, and a
 * customer's phone number is nobody's business. That is remembered in this tab for as long as one is signed in.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Address, type AddressChange, useAddress } from '../../address.ts'
import type { AdminInput } from '../../api.ts'
import { beginOf, endOf } from '../../days.ts'
import { useMerchant } from '../../shell.tsx'

export const STATUSES = ['ready', 'paid', 'cancelled', 'failed'] as const
export type Status = (typeof STATUSES)[number]

export const CUSTOMER_FIELDS = ['buyer_tel', 'buyer_email', 'buyer_name'] as const
export type CustomerField = (typeof CUSTOMER_FIELDS)[number]
export interface Customer {
  readonly field: CustomerField
  readonly value: string
}

const NAMES = ['text', 'status', 'from', 'to', 'after'] as const
type Name = (typeof NAMES)[number]
export type Filter = Omit<AdminInput<'searchPayments'>['body'], 'after' | 'limit'>

export interface Search {
  readonly address: Address<Name>
  readonly customer: Customer | null
  /** As the API takes it. */
  readonly filter: Filter
  readonly isFiltered: boolean
  /** From the first page on. */
  change(change: Readonly<Partial<Record<Name, string | undefined>>>): void
  lookFor(text: string | undefined, customer: Customer | null): void
  clear(): void
}

export function useSearch(): Search {
  const [address, changeAddress] = useAddress(NAMES)
  const [customer, setCustomer] = useCustomer()
  const filter = filterOf(address, customer)
  const change: Search['change'] = (changed) => changeAddress({ after: undefined, ...changed })
  return {
    address,
    customer,
    filter,
    isFiltered: Object.keys(filter).length > 0,
    change,
    lookFor(text, whom) {
      setCustomer(whom)
      change({ text })
    },
    clear() {
      setCustomer(null)
      clearAll(changeAddress)
    },
  }
}

function clearAll(change: AddressChange<Name>): void {
  change(Object.fromEntries(NAMES.map((name) => [name, undefined])))
}

/** What an address holds that is no filter is none. */
function filterOf({ text, status, from, to }: Address<Name>, customer: Customer | null): Filter {
  const known = STATUSES.find((each) => each === status)
  const [begin, end] = [beginOf(from), endOf(to)]
  return {
    ...(text === undefined ? {} : { text }),
    ...(known === undefined ? {} : { status: known }),
    ...(begin === undefined ? {} : { from: begin }),
    ...(end === undefined ? {} : { to: end }),
    ...(customer === null ? {} : { [customer.field]: customer.value }),
  }
}

/** Kept beside what was asked for, so that it goes with it when somebody else signs in. */
function useCustomer(): readonly [Customer | null, (customer: Customer | null) => void] {
  const client = useQueryClient()
  const queryKey = ['customer', useMerchant()]
  const { data = null } = useQuery<Customer | null>({ queryKey, queryFn: () => null, enabled: false })
  return [data, (customer) => client.setQueryData(queryKey, customer)]
}
