/**
 * The merchant's two ways to look at a payment. A payment of another merchant, a hidden one and one that never was are
 * the same answer, byte for byte.
 */
import type { MerchantId, OrderId, PaymentId } from '../core/brand.ts'
import type { V1Status } from '../core/v1-status.ts'
import type { Gateway, Sorting } from '../gateway/gateway.ts'
import { SORTING_UNKNOWN_TEXT, SORTINGS, STATUS_UNKNOWN_TEXT, V1_STATUSES } from '../wire/payment-answer.ts'
import { type Answer, paymentNotFound, refusal, success } from './envelope.ts'
import { presentPayment } from './present.ts'
import { isOrderId } from './read-parameters.ts'

export interface PaymentsDeps {
  readonly gateway: Pick<Gateway, 'find' | 'findByOrder'>
  readonly publicUrl: string
}

/** A query parameter as it came: repeated ones are a list. */
export type QueryValue = string | readonly string[] | undefined

/** Payments of a channel marked as a test channel are left out unless `include_sandbox` says otherwise. */
export async function findPayment(
  { gateway, publicUrl }: PaymentsDeps,
  merchantId: MerchantId,
  asked: { readonly impUid: string; readonly includeSandbox: QueryValue },
): Promise<Answer> {
  const id = readPaymentId(asked.impUid)
  const view = id === undefined ? undefined : await gateway.find(merchantId, id)
  if (view === undefined) return paymentNotFound()
  const hidden = view.payment.sandbox && asked.includeSandbox !== 'true' && asked.includeSandbox !== '1'
  return hidden ? paymentNotFound() : success(presentPayment(view, publicUrl))
}

export interface MerchantUid {
  readonly merchantUid: string
  /** The same segment of the address, not decoded. */
  readonly encoded: string
}

export async function findByOrder(
  { gateway, publicUrl }: PaymentsDeps,
  merchantId: MerchantId,
  asked: MerchantUid & { readonly status: string; readonly sorting: QueryValue },
): Promise<Answer> {
  const status = readStatus(asked.status)
  if (status === undefined) return refusal(400, STATUS_UNKNOWN_TEXT)
  const sorting = readSorting(asked.sorting)
  if (sorting === undefined) return refusal(400, SORTING_UNKNOWN_TEXT)
  for (const orderId of spellingsOf(asked)) {
    const view = await gateway.findByOrder(merchantId, orderId, status, sorting)
    if (view !== undefined) return success(presentPayment(view, publicUrl))
  }
  return paymentNotFound()
}

export function readPaymentId(text: string): PaymentId | undefined {
  return /^imp_\d{12}$/.test(text) ? (text as PaymentId) : undefined
}

/** Clients that have no status to name write `all`, `undefined` or nothing. */
const ANY_STATUS: ReadonlySet<string> = new Set(['', 'all', 'undefined'])

function readStatus(text: string): V1Status | null | undefined {
  return ANY_STATUS.has(text) ? null : V1_STATUSES.find((status) => status === text)
}

function readSorting(text: QueryValue): Sorting | undefined {
  if (text === undefined || text === '' || text === 'undefined') return '-started'
  return SORTINGS.find((sorting) => sorting === text)
}

/**
 * What an order number in a path may have been before its client encoded it: as every URL is read, or with `+` for a
 * space, as form encoding writes one. The second is read from the address itself, where `%2B` is still a plus.
 */
function spellingsOf({ merchantUid, encoded }: MerchantUid): readonly OrderId[] {
  const spellings = new Set([merchantUid, plusAsSpace(merchantUid, encoded)])
  return [...spellings].filter(isOrderId).map((text) => text as OrderId)
}

function plusAsSpace(decoded: string, encoded: string): string {
  try {
    return decodeURIComponent(encoded) === decoded ? decodeURIComponent(encoded.replaceAll('+', '%20')) : decoded
  } catch {
    return decoded
  }
}
