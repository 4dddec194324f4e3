/** The commands about a collect that was done, in the world of `contract-commands.ts`. */
import type { CommandId, MerchantId, Money } from '../core/brand.ts'
import type { Cancel, Complete, ResolveDoubt } from '../core/undo-commands.ts'
import { ALPHA, commandId, paymentId, request, till } from './contract-commands.ts'
import { refundId } from './contract-refund-commands.ts'

interface UndoParts {
  readonly key: number
  readonly original: number
  readonly amount?: number
  readonly id?: CommandId
}

/** Till key `key` gives back what key `original` took, as a refund that bears the key's number. */
export function cancel({ key, original, amount = 1000, id }: UndoParts): Cancel {
  const { chain, network, outlet, outletName, gatewayRef, till: at } = request({ key: original, number: 1 })
  return {
    type: 'cancel',
    id: id ?? commandId(),
    request: {
      ...{ chain, network, outlet, outletName, till: at, gatewayRef },
      key: till(key),
      fingerprint: `cancel ${original} ${amount}`,
      original: till(original),
      clerk: null,
      amount: amount as Money,
      reason: '고객 "변심" \\ 😀',
    },
    refundId: refundId(1000 + key),
  }
}

export function complete({ key, original, amount = 1000, id }: UndoParts): Complete {
  return {
    type: 'complete',
    id: id ?? commandId(),
    key: till(key),
    fingerprint: `complete ${original} ${amount}`,
    original: till(original),
    amount: amount as Money,
    gatewayRef: String(key).padStart(12, '0'),
  }
}

export function resolveDoubt(parts: {
  readonly no: number
  readonly found: ResolveDoubt['found']
  readonly merchantId?: MerchantId
  readonly id?: CommandId
}): ResolveDoubt {
  const { no, found, merchantId = ALPHA, id = commandId() } = parts
  return { type: 'resolve_doubt', id, merchantId, paymentId: paymentId(no), found, by: 'operator', note: '시재 "확인"' }
}
