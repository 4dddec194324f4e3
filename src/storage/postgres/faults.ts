/**
 * What an error of the database means for those who wait. Nothing is committed before the commit is sent, so nearly every
 * error is a clear no; which of them are worth deciding again is what is told apart here.
 */
import pg from 'pg'
import type { StorageFaultKind } from '../storage.ts'

/**
 * `again`: somebody else was there at the same time. `taken`: a key that must be unique is in use; deciding again finds
 * out whose. `lost`: the connection is gone. `busy`: the database cannot take it now. `full`: its disk is. `item`: what
 * was asked is wrong, and will be wrong again.
 */
export type FaultMeaning = 'again' | 'taken' | 'lost' | 'busy' | 'full' | 'item'

export class DatabaseFault extends Error {
  readonly meaning: FaultMeaning
  constructor(meaning: FaultMeaning, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseFault'
    this.meaning = meaning
  }
}

/** What a driver threw, read. An error without a state of the database's own never came from there: the line is cut. */
export function databaseFault(error: unknown): DatabaseFault {
  if (error instanceof DatabaseFault) return error
  const state = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  return new DatabaseFault(state === undefined ? 'lost' : meaningOfState(state), message, { cause: error })
}

/** What those who wait are told; null: the item itself was wrong. */
export const FAULT_TOLD: Readonly<Record<FaultMeaning, StorageFaultKind | null>> = {
  again: 'overloaded',
  taken: null,
  lost: 'overloaded',
  busy: 'overloaded',
  full: 'full',
  item: null,
}

/** SQLSTATE, five characters, the first two its class. What a socket calls its own errors is another list. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

const MEANINGS: Readonly<Record<string, FaultMeaning>> = {
  // Serialization failure, deadlock.
  '40001': 'again',
  '40P01': 'again',
  '23505': 'taken',
  // A table or type that somebody else is making at this moment.
  '42P07': 'taken',
  '42710': 'taken',
  // Out of disk.
  '53100': 'full',
  // No lock within the time-out, cancelled by one, or a server that only reads: a primary that is none any more.
  '55P03': 'busy',
  '57014': 'busy',
  '25006': 'busy',
}

/** Broken connections, server going down or coming up, an idle transaction that was ended: the line is cut. */
const LOST = /^(08|57P|25P03|25P02)/
/** Out of connections, memory or the like. */
const BUSY = /^53/

function meaningOfState(state: string): FaultMeaning {
  const known = MEANINGS[state]
  if (known !== undefined) return known
  if (LOST.test(state)) return 'lost'
  return BUSY.test(state) ? 'busy' : 'item'
}
