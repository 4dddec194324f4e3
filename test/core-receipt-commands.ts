/** Of the commands of `core-commands.ts` those about cash receipts, and what an issuer may say of one. */
import type { CommandId, Instant, MerchantId, Money, ReceiptId } from '../src/core/brand.ts'
import type { AskReceipt, IssuerWord, SettleReceipt } from '../src/core/commands.ts'
import { paymentId, type RevokeWords } from './core-commands.ts'

export interface AskReceiptWords extends RevokeWords {
  readonly taxFree: number
  readonly vat: number | null
}

export interface IssuerWords {
  readonly no: number
  readonly says: 'yes' | 'no'
  /** Another one than the payment's latest. */
  readonly receipt: ReceiptId
  /** Another one than is open. */
  readonly step: SettleReceipt['step']
  /** Null: final at once. */
  readonly finalInMs: number | null
  readonly unasked: boolean
}

export function receiptIdOf(id: CommandId): ReceiptId {
  return id.replace('cmd_', 'rcp_') as ReceiptId
}

export function askReceiptOf(words: Partial<AskReceiptWords>, id: CommandId): AskReceipt {
  const { no = 1, merchant = 'mer_kim', taxFree = 0, vat = null } = words
  return {
    type: 'ask_receipt',
    id,
    merchantId: merchant as MerchantId,
    paymentId: paymentId(no),
    receiptId: receiptIdOf(id),
    use: 'person',
    identifier: { kind: 'phone', sealed: { keyId: 'k1', sealed: 'c2VhbGVk' } },
    taxFree: taxFree as Money,
    vat: vat as Money | null,
  }
}

export const YES: Readonly<Record<SettleReceipt['step'], (finalAt: Instant | null) => IssuerWord>> = {
  issuing: (finalAt) => ({ kind: 'issued', number: '123456789', tid: 'tid-1', finalAt }),
  issued: () => ({ kind: 'final' }),
  cancelling: () => ({ kind: 'cancelled' }),
}
