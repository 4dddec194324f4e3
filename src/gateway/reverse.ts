/** 망취소: the till saw no good answer and undoes its collect or its payout. Always acknowledged, in any order, any number of times. */

import type { TillAnswer, TillIdentity } from '../core/attempt.ts'
import type { Payment } from '../core/payment.ts'
import { keyFor } from './collect.ts'
import { fingerprint } from './fingerprint.ts'
import type { Gateway, GatewayDeps, TillStamp } from './gateway.ts'
import type { Observe } from './ports.ts'
import type { Stamps } from './stamps.ts'

export function createReverse({
  storage,
  observe,
  stamps,
  stamp,
}: GatewayDeps & { readonly stamps: Stamps; readonly stamp: () => Promise<TillStamp> }): Gateway['reverse'] {
  return async (till, asked) => {
    const stamped = await stamp()
    const { original, reason, deadline } = asked
    const outcome = await storage.execute(
      {
        type: 'reverse',
        id: stamps.commandId(),
        key: keyFor(till, asked),
        fingerprint: fingerprint([original.businessDate, original.stan, reason]),
        original: keyFor(till, original),
        reason,
        gatewayRef: stamped.gatewayRef,
      },
      deadline,
    )
    if (outcome.kind === 'rejected') return { kind: 'transient', rejection: outcome.rejection, ...stamped }
    const { answer, payment, again } = outcome
    if (!again) tell(observe, till, answer, payment)
    return { kind: 'stored', answer }
  }
}

function tell(observe: Observe, till: TillIdentity, answer: TillAnswer, payment: Payment | null): void {
  if (answer.kind === 'reversed') observe({ type: 'reversed', till, original: answer.original, payment })
  if (answer.kind === 'payout_reversed') observe({ type: 'payout_reversed', till, original: answer.original, payment })
}
