/** 당일취소: the till that took the money gives it back the same day. A request: what bars it is said, and kept under its key. */
import type { TillIdentity } from '../core/attempt.ts'
import type { Cancel } from '../core/undo-commands.ts'
import { keyFor } from './collect.ts'
import { fingerprint } from './fingerprint.ts'
import type { CancelAsked, Gateway, GatewayDeps, TillStamp } from './gateway.ts'
import type { Stamps } from './stamps.ts'

type Deps = Pick<GatewayDeps, 'storage' | 'observe'> & {
  readonly stamps: Stamps
  readonly stamp: () => Promise<TillStamp>
}

export function createCancel({ storage, observe, stamps, stamp }: Deps): Gateway['cancel'] {
  return async (till, asked) => {
    const stamped = await stamp()
    const command: Cancel = {
      type: 'cancel',
      id: stamps.commandId(),
      request: requestOf(till, asked, stamped),
      refundId: stamps.refundId(),
    }
    const outcome = await storage.execute(command, asked.deadline)
    if (outcome.kind === 'rejected') {
      observe({ type: 'declined', at: 'cancel', till, rejection: outcome.rejection, payment: null })
      return { kind: 'transient', rejection: outcome.rejection, ...stamped }
    }
    const { answer, payment, again } = outcome
    if (answer.kind === 'cancelled' && payment !== null && !again)
      observe({ type: 'cancelled_at_till', payment, till, approvalNo: answer.approvalNo })
    if (answer.kind === 'not_cancelled' && !again)
      observe({ type: 'declined', at: 'cancel', till, rejection: answer.rejection, payment })
    return { kind: 'stored', answer }
  }
}

function requestOf(till: TillIdentity, asked: CancelAsked, { gatewayRef }: TillStamp): Cancel['request'] {
  const { original, amount, reason, clerk } = asked
  const collectedAt = { ...till, till: original.till ?? till.till }
  return {
    ...till,
    key: keyFor(till, asked),
    fingerprint: fingerprint(['cancel', original.businessDate, original.stan, original.till, amount, reason, clerk]),
    original: keyFor(collectedAt, original),
    clerk,
    amount,
    reason,
    gatewayRef,
  }
}
