/**
 * What passes between a keeper's front and its writer: everything that waits is written in one transaction, commands
 * first, then the chores (leases, settings, counters), so that each disk flush carries as much as there is to carry.
 */
import type { Instant } from '../core/brand.ts'
import type { Outcome } from '../core/commands.ts'
import type { ConfirmFigure } from '../core/confirm-figures.ts'
import type { Delivery } from '../core/delivery.ts'
import type { TokenLife } from '../core/token.ts'
import type { Waiting } from './batch.ts'
import type {
  Committed,
  Counter,
  DeliveryTry,
  DirectoryEntry,
  LeasedDelivery,
  PassOver,
  StorageFaultKind,
} from './storage.ts'

export type Chore =
  | { readonly kind: 'lease'; readonly limit: number; readonly leaseMs: number; readonly passOver: PassOver }
  | {
      readonly kind: 'settle'
      readonly leased: LeasedDelivery
      readonly tried: Omit<DeliveryTry, 'delivery' | 'number'>
      readonly chance: number
    }
  | { readonly kind: 'grant'; readonly keyNo: number }
  | { readonly kind: 'take'; readonly counter: Counter; readonly size: number }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'put'; readonly entries: readonly DirectoryEntry[] }
  | { readonly kind: 'add_confirm_figures'; readonly figures: readonly ConfirmFigure[] }
  | { readonly kind: 'forget' }
  | { readonly kind: 'check' }

export type ChoreKind = Chore['kind']

export interface ChoreResults {
  readonly lease: readonly LeasedDelivery[]
  readonly settle: Delivery | undefined
  readonly grant: TokenLife
  readonly take: number
  readonly advance: Instant
  readonly put: undefined
  readonly add_confirm_figures: undefined
  readonly forget: undefined
  readonly check: undefined
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
