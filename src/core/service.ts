/**
 * Whether a till is served now, before anything is looked at that it names: not while its shop or chain is suspended, nor
 * outside the hours of its network. What is undone or asked about is always served: these guards stand before money that
 * is to move, and before nothing else.
 */
import type { TillIdentity } from './attempt.ts'
import { type ClosedWhy, hoursText, serviceAt } from './calendar.ts'
import { networkIn, type Scene } from './changes.ts'
import { type Limits, limitsOf } from './network.ts'
import type { Payment } from './payment.ts'
import { type Rejection, rejection } from './rejections.ts'

/** Where a till stands. */
export type Place = Pick<TillIdentity, 'network' | 'chain' | 'outlet'>

export function serviceRefusal(place: Place, scene: Scene): Rejection | null {
  const { network, chain, outlet } = place
  const { calendar, suspendedChains } = networkIn(scene, network)
  const reason =
    scene.facts.outlets.get(`${network}/${outlet}`)?.suspended ??
    (Object.hasOwn(suspendedChains, chain) ? suspendedChains[chain] : undefined)
  if (reason !== undefined) return rejection('shop_suspended', { reason })
  const service = serviceAt(calendar, chain, scene.facts.at)
  return service.open ? null : closedRefusal(service.reason)
}

/** What the network, or the chain, takes less of than the payment's merchant. */
export function limitRefusal({ amount, currency }: Payment, { amountMax }: Limits): Rejection | null {
  return currency === 'KRW' && amountMax !== null && amount > amountMax ? rejection('above_network_limit') : null
}

/** Both the merchant and the till's network must take it. */
export function payTypesAt(payment: Payment, { payTypes }: Limits): Payment['payTypes'] {
  return payment.payTypes.filter((type) => payTypes.includes(type))
}

export function limitsAt({ network, chain }: Place, scene: Scene): Limits {
  return limitsOf(networkIn(scene, network), chain)
}

function closedRefusal(why: ClosedWhy): Rejection {
  switch (why.kind) {
    case 'maintenance':
      return rejection('maintenance', { reason: why.reason })
    case 'holiday':
      return rejection('holiday')
    case 'outside_hours':
      return rejection('outside_hours', { reason: hoursText(why.hours) })
  }
}
