/**
 * What became of a collect or a payout? Reads only, after ending a claim whose time is over and doubting what was not
 * completed in time, so that nobody waits for a sweep.
 */
import type { Attempt, AttemptIn, TillIdentity, TillKey } from '../core/attempt.ts'
import type { CollectionNumber } from '../core/brand.ts'
import { refundOnSlip } from '../core/refund.ts'
import { keyFor } from './collect.ts'
import type { Gateway, GatewayDeps, StatusAnswer, TillStamp } from './gateway.ts'
import type { Stamps } from './stamps.ts'

export function createStatus({
  storage,
  stamps,
  stamp,
}: GatewayDeps & { readonly stamps: Stamps; readonly stamp: () => Promise<TillStamp> }): Gateway['status'] {
  return async (till, of) => {
    const stamped = await stamp()
    const key = 'original' in of ? keyFor(till, of.original) : await latestKey(till, of.number)
    const attempt = key === undefined ? undefined : await settledAttempt(key)
    return { ...stamped, ...describe(attempt) }
  }

  async function settledAttempt(key: TillKey): Promise<Attempt | undefined> {
    const attempt = await storage.payments.findAttempt(key)
    const id = stamps.commandId()
    if (attempt?.state === 'authorising' && storage.clock.wall() >= attempt.until)
      await storage.execute({ type: 'lapse', id, paymentId: attempt.paymentId, orphaned: false })
    else if (attempt?.state === 'collected' && isOverdue(attempt))
      await storage.execute({ type: 'expire', id, paymentId: attempt.paymentId })
    else return attempt
    return storage.payments.findAttempt(key)
  }

  function isOverdue({ completeBy }: AttemptIn<'collected'>): boolean {
    return completeBy !== null && storage.clock.now() >= completeBy
  }

  /** Only of the till's own network. */
  async function latestKey({ network }: TillIdentity, number: CollectionNumber): Promise<TillKey | undefined> {
    const payment = await storage.payments.findByNumber(network, number)
    if (payment !== undefined) return payment.lastAttempt?.request.key
    const ofSlip = await storage.payments.findBySlip(network, number)
    const payout = ofSlip && refundOnSlip(ofSlip, number)?.payout
    return payout?.state === 'paid_out' && payout.where.kind === 'till' ? payout.where.request.key : undefined
  }
}

function describe(attempt: Attempt | undefined): Pick<StatusAnswer, 'original' | 'answer'> {
  if (attempt === undefined) return { original: 'unknown', answer: null }
  return { original: attempt.state, answer: attempt.state === 'authorising' ? null : attempt.answer }
}
