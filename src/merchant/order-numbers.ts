/**
 * An order number that stands in an address. It may hold anything, and clients disagree about how a space is written
 * there, so it is looked for in every spelling it can have had.
 */
import type { OrderId } from '../core/brand.ts'
import { isOrderId } from './read-parameters.ts'

export interface MerchantUid {
  readonly merchantUid: string
  /** The same segment of the address, not decoded. */
  readonly encoded: string
}

/**
 * What an order number in a path may have been before its client encoded it: as every URL is read, or with `+` for a
 * space, as form encoding writes one. The second is read from the address itself, where `%2B` is still a plus.
 */
function spellingsOf({ merchantUid, encoded }: MerchantUid): readonly OrderId[] {
  const spellings = new Set([merchantUid, plusAsSpace(merchantUid, encoded)])
  return [...spellings].filter(isOrderId).map((text) => text as OrderId)
}

/** What the first spelling that has an answer is answered. */
export async function firstSpelled<Found>(
  asked: MerchantUid,
  find: (orderId: OrderId) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (const orderId of spellingsOf(asked)) {
    const found = await find(orderId)
    if (found !== undefined) return found
  }
  return undefined
}

function plusAsSpace(decoded: string, encoded: string): string {
  try {
    return decodeURIComponent(encoded) === decoded ? decodeURIComponent(encoded.replaceAll('+', '%20')) : decoded
  } catch {
    return decoded
  }
}
