/** What every keeper promises of the console's people, sessions, records and figures; part of `storage.ts`. */
import type { MerchantId, WallTime } from '../core/brand.ts'
import type { ActionBegun, AuditEntry, ConsoleAction, ConsoleSession, Person, PersonId } from '../core/console.ts'
import type { DayFigure } from '../core/day-figures.ts'
import type { EventKey } from '../core/event-id.ts'

/** What people do and count; nothing of it moves money. */
export interface BesideMoney {
  readonly console: ConsoleKeeper
  readonly dayFigures: DayFigures
}

export interface ConsoleKeeper {
  findPerson(id: PersonId): Promise<Person | undefined>
  findPersonByEmail(email: string): Promise<Person | undefined>
  /** Of one merchant, or, with null, those above merchants; in the order of their ids. */
  people(merchantId: MerchantId | null): Promise<readonly Person[]>
  /**
   * Writes the person as a successor of the version before: false where the row is not that version (any more), or the
   * e-mail is somebody else's; then nothing is written. Version 1 is a new one.
   */
  putPerson(person: Person): Promise<boolean>
  findSession(hash: string): Promise<ConsoleSession | undefined>
  /** Adds it or takes over its times; those that began before `endedBefore` are let go. */
  putSession(session: ConsoleSession, endedBefore: WallTime): Promise<void>
  endSession(hash: string): Promise<void>
  /** All of a person's but one. */
  endSessions(personId: PersonId, but: string | null): Promise<void>
  /** Durable when the promise resolves. An id is written once. */
  writeAudit(entry: AuditEntry): Promise<void>
  /** Newest first, at most `limit`, older than `after`. Null: of all merchants and above them. */
  audit(merchantId: MerchantId | null, after: string | null, limit: number): Promise<readonly AuditEntry[]>
  /** Says what the key is known by, and makes it known with its entry where it is fresh, in one transaction. */
  beginAction(action: ConsoleAction, entry: AuditEntry): Promise<ActionBegun>
  /** Keeps what it was answered, with its entry. */
  endAction(key: string, answer: string, entry: AuditEntry): Promise<void>
}

/** How far a merchant's feed is counted. */
export interface FiguresCounted {
  readonly figures: readonly DayFigure[]
  /** The last event that is in them; null: none. */
  readonly upTo: EventKey | null
}

export interface DayFigures {
  /** Those of days in [from, to], and those under no day, in the order of day, currency and kind. */
  find(merchantId: MerchantId, from: number, to: number): Promise<FiguresCounted>
  /**
   * Adds figures of the events behind `from` up to `to`. False where the merchant's feed is counted up to another event
   * than `from`: then somebody else has added them, and nothing is written. All are of this merchant, each once.
   */
  add(merchantId: MerchantId, counted: CountedEvents): Promise<boolean>
}

export interface CountedEvents {
  readonly from: EventKey | null
  readonly to: EventKey
  readonly figures: readonly DayFigure[]
}
