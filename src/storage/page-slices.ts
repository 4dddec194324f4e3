/**
 * Where the rows of a page lie: every order of a list is made of walks down an index, newest first, so that a database
 * never sorts. An ascending page is the descending one seen from the other end; the order by payment is two walks, the
 * paid ones by their time and then all others by their issue.
 */
import type { V1Status } from '../core/v1-status.ts'
import type { ListAsked } from './storage.ts'

/** How many payments of each status there are on all pages. A status nobody asked for may stay at 0. */
export type Counts = Readonly<Record<V1Status, number>>

export interface Slice {
  readonly walk: 'issue' | 'update' | 'payment'
  /** What counts on the way; null: everything. */
  readonly among: V1Status | 'unpaid' | null
  readonly skip: number
  readonly take: number
  /** So many of the walk come behind: fewer to skip, where it is walked from its other end. */
  readonly left: number
}

export interface Page {
  readonly total: number
  /** One after the other, newest first. */
  readonly slices: readonly Slice[]
  /** What the slices held is to be turned round. */
  readonly isAscending: boolean
}

export function pageOf(
  { status, sorting, skip, take }: Omit<ListAsked, 'merchantId' | 'from' | 'to'>,
  counts: Counts,
): Page {
  const { ready, paid, cancelled, failed } = counts
  const total = status === null ? ready + paid + cancelled + failed : counts[status]
  const isAscending = !sorting.startsWith('-')
  const begin = Math.max(0, isAscending ? total - skip - take : skip)
  const end = Math.max(0, Math.min(total, isAscending ? total - skip : skip + take))
  const slices = walksOf(status, sorting, paid, total)
    .map(({ from, until, ...slice }) => ({
      ...slice,
      skip: Math.max(begin, from) - from,
      take: Math.min(end, until) - Math.max(begin, from),
      left: until - Math.min(end, until),
    }))
    .filter((slice) => slice.take > 0)
  return { total, slices, isAscending }
}

/** The walks that make the whole list, each with its places in it. */
function walksOf(status: V1Status | null, sorting: ListAsked['sorting'], paid: number, total: number) {
  if (sorting.endsWith('started')) return [{ walk: 'issue', among: status, from: 0, until: total } as const]
  if (sorting.endsWith('updated')) return [{ walk: 'update', among: status, from: 0, until: total } as const]
  if (status === 'paid') return [{ walk: 'payment', among: status, from: 0, until: total } as const]
  if (status !== null) return [{ walk: 'issue', among: status, from: 0, until: total } as const]
  return [
    { walk: 'payment', among: 'paid', from: 0, until: paid } as const,
    { walk: 'issue', among: 'unpaid', from: paid, until: total } as const,
  ]
}
