/** A network as a row and back; its calendar and its limits are JSON, because they are read as a whole and only then. */
import type { Instant, Money, NetworkId } from '../../core/brand.ts'
import type { Calendar, Hours, OpeningHours } from '../../core/calendar.ts'
import { PAY_TYPES } from '../../core/merchant.ts'
import { type Limits, type Network, NOTIFY_ON, PHASES } from '../../core/network.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

export function networkValues(network: Network): readonly SqlValue[] {
  const { id, prefix, phases, notifyOn, calendar, limits, suspendedChains } = network
  const json = [calendar, limits, suspendedChains].map((value) => JSON.stringify(value))
  return [id, prefix, phases, notifyOn, ...json]
}

export function networkOf(row: Row): Network {
  const limits = cell.parsed(row, 'limits')
  const chains = cell.inner(limits, 'chains')
  const suspended = cell.parsed(row, 'suspended_chains')
  return {
    id: cell.text(row, 'id') as NetworkId,
    prefix: cell.text(row, 'prefix'),
    phases: cell.oneOf(row, 'phases', PHASES),
    notifyOn: cell.oneOf(row, 'notify_on', NOTIFY_ON),
    calendar: calendarOf(cell.parsed(row, 'calendar')),
    limits: { ...limitsIn(limits), chains: byName(chains, (name) => limitsIn(cell.inner(chains, name))) },
    suspendedChains: byName(suspended, (name) => cell.text(suspended, name)),
  }
}

function limitsIn(written: Row): Limits {
  return {
    payTypes: cell.texts(written, 'payTypes').map((type) => cell.oneOf({ type }, 'type', PAY_TYPES)),
    amountMax: cell.wholeOrNull(written, 'amountMax') as Money | null,
  }
}

function byName<Value>(written: Row, read: (name: string) => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.keys(written).map((name) => [name, read(name)]))
}

function calendarOf(written: Row): Calendar {
  const chains = cell.inner(written, 'chains')
  return {
    ...openingOf(written),
    cutOff: cell.whole(written, 'cutOff'),
    maintenance: cell.rows(written, 'maintenance').map((window) => ({
      from: cell.whole(window, 'from') as Instant,
      until: cell.whole(window, 'until') as Instant,
      reason: cell.text(window, 'reason'),
    })),
    chains: byName(chains, (name) => openingOf(cell.inner(chains, name))),
  }
}

function openingOf(written: Row): OpeningHours {
  return {
    hours: hoursOf(cell.inner(written, 'hours')),
    holidays: cell.rows(written, 'holidays').map((holiday) => ({
      date: cell.text(holiday, 'date'),
      hours: holiday['hours'] === null ? null : hoursOf(cell.inner(holiday, 'hours')),
    })),
  }
}

function hoursOf(written: Row): Hours {
  return { from: cell.whole(written, 'from'), to: cell.whole(written, 'to') }
}
