/** The business date of a network, by its own calendar. */
import type { NetworkId } from '../core/brand.ts'
import { businessDateOf } from '../core/calendar.ts'
import type { Storage } from '../storage/storage.ts'

export type BusinessDate = (network: NetworkId) => string

export function businessDates({ directory, clock }: Pick<Storage, 'directory' | 'clock'>): BusinessDate {
  return (id) => {
    const network = directory.current().networks.get(id)
    if (network === undefined) throw new Error(`broken directory: there is no network ${id}`)
    return businessDateOf(network.calendar, clock.now())
  }
}
