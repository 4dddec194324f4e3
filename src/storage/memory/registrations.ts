/** What PGs hold for payments, in the memory keeper. */
import type { ChannelKey, MerchantId, PaymentId, WallTime } from '../../core/brand.ts'
import type { PaymentEvent } from '../../core/payment.ts'
import { type TakenRegistration, toldToPg } from '../../core/registration.ts'
import type { Reads } from '../reads.ts'
import { type KeptRegistration, opened, type RegistrationAsk, taken, turnOf } from '../registrations.ts'
import type { Tables } from './tables.ts'

export function runRegistrationChore(
  { registrations }: Tables,
  ask: RegistrationAsk,
  wall: WallTime,
): readonly TakenRegistration[] {
  const keep = (kept: KeptRegistration): TakenRegistration => {
    registrations.set(keyOf(kept), kept)
    return turnOf(kept)
  }
  switch (ask.do) {
    case 'open': {
      const { registration } = ask
      if (registrations.has(keyOf(registration)))
        throw new Error(`broken invariant: ${registration.paymentId} was opened before`)
      return [keep(opened(registration, wall))]
    }
    case 'take':
      return dueOf(registrations.values(), ask.channel, wall)
        .slice(0, ask.limit)
        .map((kept) => keep(taken(kept, wall)))
    case 'hurry': {
      const kept = registrations.get(keyOf(ask.taken))
      if (kept !== undefined) keep({ ...kept, dueAt: AT_ONCE })
      return []
    }
    case 'settle': {
      const kept = registrations.get(keyOf(ask.taken))
      if (kept === undefined) return []
      const isOurs = kept.fence === ask.taken.fence
      keep(isOurs ? { ...kept, ...ask.after, fence: kept.fence, tries: 0, dueAt: null } : { ...kept, dueAt: AT_ONCE })
      return []
    }
  }
}

const AT_ONCE = 0 as WallTime

/** In the commit of the events. */
export function markRegistrations({ registrations }: Tables, events: readonly PaymentEvent[]): void {
  for (const told of toldToPg(events)) {
    const kept = registrations.get(keyOf(told))
    if (kept === undefined || kept.state === 'ended') continue
    registrations.set(keyOf(told), { ...kept, fence: kept.fence + 1, dueAt: kept.dueAt ?? AT_ONCE })
  }
}

export function registrationReads({ registrations }: Tables): Pick<Reads, 'registration' | 'registrationsDue'> {
  return {
    registration(merchantId, paymentId) {
      const kept = registrations.get(keyOf({ merchantId, paymentId }))
      return kept && turnOf(kept)
    },
    registrationsDue: (wall, channels) =>
      channels.filter((channel) => dueOf(registrations.values(), channel, wall).length > 0),
  }
}

function dueOf(
  registrations: Iterable<KeptRegistration>,
  channel: ChannelKey,
  wall: WallTime,
): readonly KeptRegistration[] {
  return [...registrations]
    .filter(({ channelKey, dueAt }) => channelKey === channel && dueAt !== null && dueAt <= wall)
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
}

function keyOf({ merchantId, paymentId }: { readonly merchantId: MerchantId; readonly paymentId: PaymentId }): string {
  return `${merchantId}/${paymentId}`
}
