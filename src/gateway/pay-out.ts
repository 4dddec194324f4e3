/** The clerk gives the money of a refund slip: one transaction, because nobody outside is asked. */
import type { TillIdentity } from '../core/attempt.ts'
import type { PayOut } from '../core/refund-commands.ts'
import { keyFor } from './collect.ts'
import { fingerprint } from './fingerprint.ts'
import type { Gateway, GatewayDeps, PayoutAsked, TillStamp } from './gateway.ts'
import { isWellFormed } from './inquire.ts'
import type { Stamps } from './stamps.ts'

type Deps = GatewayDeps & { readonly stamps: Stamps; readonly stamp: () => Promise<TillStamp> }

export function createPayOut(deps: Deps): Gateway['payOut'] {
  const { storage, observe } = deps
  return async (till, asked) => {
    const stamped = await deps.stamp()
    const command = await stampPayOut(deps, till, asked, stamped)
    const outcome = await storage.execute(command, asked.deadline)
    if (outcome.kind === 'rejected') {
      observe({ type: 'declined', at: 'payout', till, rejection: outcome.rejection, payment: null })
      return { kind: 'transient', rejection: outcome.rejection, ...stamped }
    }
    const { answer, payment, again } = outcome
    if (answer.kind === 'paid_out' && payment !== null && !again) {
      const { approvalNo, receipt } = answer
      observe({ type: 'paid_out_at_till', payment, till, approvalNo, amount: receipt.amount })
    }
    if (answer.kind === 'not_paid_out' && !again)
      observe({ type: 'declined', at: 'payout', till, rejection: answer.rejection, payment })
    return { kind: 'stored', answer }
  }
}

async function stampPayOut(
  { storage, stamps }: Deps,
  till: TillIdentity,
  asked: PayoutAsked,
  { gatewayRef }: TillStamp,
): Promise<PayOut> {
  const { number, amount, currency, clerk } = asked
  return {
    type: 'pay_out',
    id: stamps.commandId(),
    request: {
      ...till,
      direction: 'out',
      attemptId: stamps.attemptId(),
      key: keyFor(till, asked),
      fingerprint: fingerprint(['out', number, amount, currency, clerk]),
      clerk,
      number,
      amount,
      currency,
      gatewayRef,
    },
    wellFormed: isWellFormed(storage.directory.current(), till.network, number),
    approvalNo: await stamps.approvalNo(),
  }
}
