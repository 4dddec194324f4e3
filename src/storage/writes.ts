/**
 * What passes between a keeper's front and its writer: everything that waits is written in one transaction, commands
 * first, then the chores (leases, settings, counters), so that each disk flush carries as much as there is to carry.
 */
import type { DeliveryId, EndpointId, Instant, MerchantId, WallTime } from '../core/brand.ts'
import type { Outcome } from '../core/commands.ts'
import type { ConfirmFigure } from '../core/confirm-figures.ts'
import type { ActionBegun, AuditEntry, ConsoleAction, ConsoleSession, Person, PersonId } from '../core/console.ts'
import type { EndpointHealth } from '../core/endpoint-health.ts'
import type { Prepared } from '../core/prepared.ts'
import type { TakenRegistration } from '../core/registration.ts'
import type { TokenLife } from '../core/token.ts'
import type { Waiting } from './batch.ts'
import type { RegistrationAsk } from './registrations.ts'
import type { ReportChore, ReportChoreResults } from './report-keeper.ts'
import type {
  Committed,
  CountedEvents,
  Counter,
  DirectoryEntry,
  LeasedDelivery,
  PersonalNamed,
  QueueRoom,
  Settled,
  StorageFaultKind,
  Tried,
} from './storage.ts'
import type { TillSighting } from './till-sightings.ts'

export type Chore =
  | { readonly kind: 'lease'; readonly rooms: readonly QueueRoom[]; readonly leaseMs: number }
  | { readonly kind: 'settle'; readonly leased: LeasedDelivery; readonly tried: Tried; readonly chance: number }
  | { readonly kind: 'replay'; readonly merchantId: MerchantId; readonly ids: readonly DeliveryId[] }
  | { readonly kind: 'prune'; readonly before: Instant; readonly limit: number }
  | {
      readonly kind: 'pause'
      readonly merchantId: MerchantId
      readonly endpoint: EndpointId
      readonly paused: boolean
    }
  | { readonly kind: 'grant'; readonly keyNo: number }
  /** `again`: takes the place of an earlier one; else is the first. */
  | { readonly kind: 'prepare'; readonly prepared: Prepared; readonly again: boolean }
  | { readonly kind: 'take'; readonly counter: Counter; readonly size: number }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'put'; readonly entries: readonly DirectoryEntry[] }
  | { readonly kind: 'note_tills'; readonly sightings: readonly TillSighting[] }
  | { readonly kind: 'add_confirm_figures'; readonly figures: readonly ConfirmFigure[] }
  | { readonly kind: 'erase'; readonly named: PersonalNamed }
  | ReportChore
  | { readonly kind: 'registrations'; readonly ask: RegistrationAsk }
  | { readonly kind: 'forget' }
  | { readonly kind: 'check' }
  | ConsoleChore

/** What is kept of the console, beside the money. */
export type ConsoleChore =
  | { readonly kind: 'put_person'; readonly person: Person }
  | { readonly kind: 'put_session'; readonly session: ConsoleSession; readonly endedBefore: WallTime }
  | { readonly kind: 'end_session'; readonly hash: string }
  | { readonly kind: 'end_sessions'; readonly personId: PersonId; readonly but: string | null }
  | { readonly kind: 'write_audit'; readonly entry: AuditEntry }
  | { readonly kind: 'begin_action'; readonly action: ConsoleAction; readonly entry: AuditEntry }
  | { readonly kind: 'end_action'; readonly key: string; readonly answer: string; readonly entry: AuditEntry }
  | { readonly kind: 'add_day_figures'; readonly merchantId: MerchantId; readonly counted: CountedEvents }

export type ChoreKind = Chore['kind']

export interface ChoreResults extends ReportChoreResults {
  readonly lease: readonly LeasedDelivery[]
  readonly settle: Settled | undefined
  readonly replay: readonly DeliveryId[]
  readonly prune: number
  readonly pause: EndpointHealth
  readonly grant: TokenLife
  /** Written. */
  readonly prepare: boolean
  readonly take: number
  readonly advance: Instant
  readonly put: undefined
  readonly note_tills: undefined
  readonly add_confirm_figures: undefined
  readonly erase: number
  /** Those that were opened or taken. */
  readonly registrations: readonly TakenRegistration[]
  readonly forget: undefined
  readonly check: undefined
  /** Written. */
  readonly put_person: boolean
  readonly put_session: undefined
  readonly end_session: undefined
  readonly end_sessions: undefined
  readonly write_audit: undefined
  readonly begin_action: ActionBegun
  readonly end_action: undefined
  /** Written. */
  readonly add_day_figures: boolean
}

export type ChoreResult = ChoreResults[ChoreKind]

export interface WriteBatch {
  /** Business time as the front last showed it to anybody: the batch is not stamped earlier, whatever the clock does. */
  readonly notBefore?: Instant
  readonly commands: readonly Waiting[]
  readonly chores: readonly Chore[]
}

/** `fault`: what a `StorageFault` says; without it the item itself was wrong. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: StorageFaultKind | null; readonly message: string }

/** Business time as the writer last stamped it, told with every answer. */
export interface TimeTold {
  readonly last: Instant
  readonly offsetMs: number
}

/** One answer for each command and chore, in order. */
export interface BatchAnswer {
  readonly commands: readonly Answer<Outcome>[]
  readonly chores: readonly Answer<ChoreResult>[]
  /** Null where no payment and no delivery changed. */
  readonly committed: Committed | null
  readonly time: TimeTold
}

/** The one who writes. A rejected `commit` means that nobody knows what was written: the writer is gone. */
export interface Writer {
  /** Called again only after the last call was answered. */
  readonly commit: (batch: WriteBatch) => Promise<BatchAnswer>
  /** Called at most once, also while nothing is being written. */
  readonly onStopped: (listener: (error: Error) => void) => void
}
