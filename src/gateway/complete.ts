/** 수납확정: the second phase of a collect, where its network has two. */
import { keyFor } from './collect.ts'
import { fingerprint } from './fingerprint.ts'
import type { Gateway, GatewayDeps, TillStamp } from './gateway.ts'
import type { Stamps } from './stamps.ts'

type Deps = Pick<GatewayDeps, 'storage' | 'observe'> & {
  readonly stamps: Stamps
  readonly stamp: () => Promise<TillStamp>
}

export function createComplete({ storage, observe, stamps, stamp }: Deps): Gateway['complete'] {
  return async (till, asked) => {
    const stamped = await stamp()
    const { original, amount, deadline } = asked
    const outcome = await storage.execute(
      {
        type: 'complete',
        id: stamps.commandId(),
        key: keyFor(till, asked),
        fingerprint: fingerprint(['complete', original.businessDate, original.stan, amount]),
        original: keyFor(till, original),
        amount,
        gatewayRef: stamped.gatewayRef,
      },
      deadline,
    )
    if (outcome.kind === 'rejected') {
      observe({ type: 'declined', at: 'complete', till, rejection: outcome.rejection, payment: null })
      return { kind: 'transient', rejection: outcome.rejection, ...stamped }
    }
    const { answer, payment, again } = outcome
    if (answer.kind === 'completed' && payment !== null && !again) observe({ type: 'completed', payment, till })
    if (answer.kind === 'not_completed' && !again)
      observe({ type: 'declined', at: 'complete', till, rejection: answer.rejection, payment })
    return { kind: 'stored', answer }
  }
}
