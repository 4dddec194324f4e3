/**
 * The till's first message: which way does money go for this number, how much, to whom? The first yes to a payment in time
 * starts its grace.
 */

import type { TillIdentity } from '../core/attempt.ts'
import type { NetworkId } from '../core/brand.ts'
import { holdUntil } from '../core/deadline.ts'
import type { Rejection } from '../core/rejections.ts'
import { checkNumber } from '../numbers/schemes.ts'
import type { Directory } from '../storage/storage.ts'
import type { Gateway, GatewayDeps, TillStamp } from './gateway.ts'
import type { InquiryGuard } from './inquiry-guard.ts'
import { writeInquiryToken } from './inquiry-token.ts'
import { maskName } from './personal-vault.ts'
import type { Observe } from './ports.ts'
import type { Stamps } from './stamps.ts'

export function createInquire({
  storage,
  vault,
  observe,
  stamps,
  stamp,
  inquiryGuard,
}: GatewayDeps & { readonly stamps: Stamps; readonly stamp: () => Promise<TillStamp> }): Gateway['inquire'] {
  return async (till, { number, deadline }) => {
    const stamped = await stamp()
    const refused = (rejection: Rejection) => {
      observe({ type: 'declined', at: 'inquiry', till, rejection, payment: null })
      return { ok: false as const, rejection, ...stamped }
    }
    const heldUp = inquiryGuard.refusal(till)
    if (heldUp !== null) return refused(heldUp)
    const wellFormed = isWellFormed(storage.directory.current(), till.network, number)
    const outcome = await storage.execute(
      { type: 'inquire', id: stamps.commandId(), till, number, wellFormed },
      deadline,
    )
    if (outcome.kind === 'rejected') {
      countUnknown(inquiryGuard, observe, till, outcome.rejection)
      return refused(outcome.rejection)
    }
    const { payment, merchant } = outcome
    if (outcome.kind === 'payable_out') {
      const { refund } = outcome
      observe({ type: 'slip_shown', payment, refund, merchant: merchant.name, till })
      return { ok: true, inquiry: { payment, refund, merchant, ...stamped } }
    }
    const sealed = await storage.payments.findPersonal(payment.merchantId, payment.id)
    observe({ type: 'inquired', payment, merchant: merchant.name, till })
    const buyerMasked = maskName(vault.open(payment.id, sealed).buyerName)
    const inquiry = {
      payment,
      merchant,
      payTypes: outcome.payTypes,
      buyerMasked,
      holdUntil: holdUntil(payment.expiresAt),
      inquiryToken: writeInquiryToken(payment),
      ...stamped,
    }
    return { ok: true, inquiry }
  }
}

/** A number of another network is as unknown as one that nobody was issued: it is looked for in the same way, and not found. */
export function countUnknown(
  guard: InquiryGuard,
  observe: Observe,
  till: TillIdentity,
  { name }: Pick<Rejection, 'name'>,
): void {
  if (name === 'number_unknown' && guard.countUnknown(till)) observe({ type: 'inquiries_locked', till })
}

/** False for a number that was mistyped: one of ours by its prefix, with a wrong check digit. */
export function isWellFormed({ networks }: Directory, network: NetworkId, number: string): boolean {
  const known = networks.get(network)
  return known === undefined || checkNumber(number, known.prefix) === 'ok'
}
