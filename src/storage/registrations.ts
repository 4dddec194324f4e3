/** What PGs hold for payments, and whose turn it is to tell them something: see `core/registration.ts`. */
import type { ChannelKey, MerchantId, PaymentId, WallTime } from '../core/brand.ts'
import { ASKED_MS, nextTurn, type Registration, type TakenRegistration } from '../core/registration.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Reads } from './reads.ts'

export interface RegistrationKeeper {
  /** Writes that the PG is about to be asked. Whoever does so has the turn, for `ASKED_MS`. */
  open(registration: Registration): Promise<TakenRegistration>
  find(merchantId: MerchantId, id: PaymentId): Promise<TakenRegistration | undefined>
  /** Those of these channels of which something is due. */
  dueOf(channels: readonly ChannelKey[]): Promise<readonly ChannelKey[]>
  /**
   * Takes the turn for what is due, oldest first, at most `limit`. A payment that is revoked, amended or past its time is
   * due from that very commit on.
   */
  take(channel: ChannelKey, limit: number): Promise<readonly TakenRegistration[]>
  /** Due at once: whoever has the turn cannot do what is due. */
  hurry(taken: TakenRegistration): Promise<void>
  /** How it stands from now on, with nothing due; due at once where the payment changed or the turn was lost meanwhile. */
  settle(taken: TakenRegistration, after: Registration): Promise<void>
}

export type RegistrationAsk =
  | { readonly do: 'open'; readonly registration: Registration }
  | { readonly do: 'take'; readonly channel: ChannelKey; readonly limit: number }
  | { readonly do: 'hurry'; readonly taken: TakenRegistration }
  | { readonly do: 'settle'; readonly taken: TakenRegistration; readonly after: Registration }

/** As a keeper keeps it; null: nothing is due. */
export interface KeptRegistration extends TakenRegistration {
  readonly dueAt: WallTime | null
}

/** About to be asked for. */
export function opened(registration: Registration, wall: WallTime): KeptRegistration {
  return { ...registration, tries: 0, fence: 1, dueAt: (wall + ASKED_MS) as WallTime }
}

/** The turn is taken. */
export function taken(kept: KeptRegistration, wall: WallTime): KeptRegistration {
  const tries = kept.tries + 1
  return { ...kept, tries, fence: kept.fence + 1, dueAt: nextTurn(wall, tries) }
}

/** What is due is due by itself; when is the keeper's matter. */
export function turnOf({ dueAt: _dueAt, ...turn }: KeptRegistration): TakenRegistration {
  return turn
}

type Read = <Value>(ask: (reads: Reads) => Value | Promise<Value>) => Promise<Value>

export function registrationKeeper(
  chores: Pick<GroupCommit, 'chore'>,
  read: Read,
  wall: () => WallTime,
): RegistrationKeeper {
  const carryOut = async (ask: RegistrationAsk): Promise<readonly TakenRegistration[]> =>
    (await chores.chore({ kind: 'registrations', ask })) as readonly TakenRegistration[]
  return {
    async open(registration) {
      const [opened] = await carryOut({ do: 'open', registration })
      if (opened === undefined) throw new Error(`broken invariant: ${registration.paymentId} was not opened`)
      return opened
    },
    find: (merchantId, id) => read((rows) => rows.registration(merchantId, id)),
    dueOf: (channels) => read((rows) => rows.registrationsDue(wall(), channels)),
    take: (channel, limit) => carryOut({ do: 'take', channel, limit }),
    async hurry(taken) {
      await carryOut({ do: 'hurry', taken })
    },
    async settle(taken, after) {
      await carryOut({ do: 'settle', taken, after })
    },
  }
}
