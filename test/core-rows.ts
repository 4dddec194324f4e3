/** Of everything a story has stored, the rows that a command asks for and no others: what it asks for must be enough. */
import type { Command } from '../src/core/commands.ts'
import { type Keys, needs, type Rows, references } from '../src/core/facts.ts'
import { dayOfKey } from '../src/core/till-day.ts'

/** The rows a keeper would load: those the command names, and those they lead to. */
export function rowsAskedFor(command: Command, stored: Rows): Rows {
  let rows = pick(stored, needs(command))
  for (;;) {
    const more = merged(rows, pick(stored, references(rows)))
    if (count(more) === count(rows)) return rows
    rows = more
  }
}

function pick(stored: Rows, keys: Keys): Rows {
  return {
    merchants: only(stored.merchants, keys.merchants),
    endpoints: only(stored.endpoints, keys.merchants),
    orders: only(stored.orders, keys.orders),
    payments: only(stored.payments, keys.payments),
    numbers: only(stored.numbers, keys.numbers),
    issueKeys: only(stored.issueKeys, keys.issueKeys),
    slips: only(stored.slips, keys.numbers),
    attempts: new Map([
      ...only(stored.attempts, keys.attempts),
      ...[...stored.attempts].filter(([key]) => keys.daysAttempts.includes(dayOfKey(key))),
    ]),
    tillRequests: new Map([
      ...only(stored.tillRequests, keys.tillRequests),
      ...[...stored.tillRequests].filter(([key]) => keys.daysAttempts.includes(dayOfKey(key))),
    ]),
    reportRows: only(stored.reportRows, keys.reportRows),
    toldOf: only(stored.toldOf, keys.toldOf),
    suspense: only(stored.suspense, keys.suspense),
    tillDays: only(stored.tillDays, keys.tillDays),
    externals: only(stored.externals, keys.externals),
  }
}

function merged(rows: Rows, more: Rows): Rows {
  return {
    merchants: new Map([...rows.merchants, ...more.merchants]),
    endpoints: new Map([...rows.endpoints, ...more.endpoints]),
    orders: new Map([...rows.orders, ...more.orders]),
    payments: new Map([...rows.payments, ...more.payments]),
    numbers: new Map([...rows.numbers, ...more.numbers]),
    issueKeys: new Map([...rows.issueKeys, ...more.issueKeys]),
    slips: new Map([...rows.slips, ...more.slips]),
    attempts: new Map([...rows.attempts, ...more.attempts]),
    tillRequests: new Map([...rows.tillRequests, ...more.tillRequests]),
    reportRows: new Map([...rows.reportRows, ...more.reportRows]),
    toldOf: new Map([...rows.toldOf, ...more.toldOf]),
    suspense: new Map([...rows.suspense, ...more.suspense]),
    tillDays: new Map([...rows.tillDays, ...more.tillDays]),
    externals: new Map([...rows.externals, ...more.externals]),
  }
}

function count(rows: Rows): number {
  return Object.values(rows).reduce((sum, { size }) => sum + size, 0)
}

function only<Key, Row>(stored: ReadonlyMap<Key, Row>, keys: readonly Key[]): ReadonlyMap<Key, Row> {
  return new Map(
    keys.flatMap((key) => {
      const row = stored.get(key)
      return row === undefined ? [] : [[key, row] as const]
    }),
  )
}

export function addAll<Key, Row>(into: Map<Key, Row>, from: ReadonlyMap<Key, Row>): void {
  for (const [key, row] of from) into.set(key, row)
}
