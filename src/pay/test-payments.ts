/**
 * For tests only: payments as the core makes them, from the events that lead to each state.
 */
import type { CollectRequest, TillKey } from '../core/attempt.ts'
import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
  ReceiptId,
  WallTime,
} from '../core/brand.ts'
import type { Merchant } from '../core/merchant.ts'
import { type EventData, evolve, type Payment, type Terms } from '../core/payment.ts'
import type { RejectionName } from '../core/rejections.ts'
import type { Standing } from '../core/standing.ts'

export const SELLER: Merchant = {
  id: 'mer_test' as MerchantId,
  name: '예제상점',
  noticeUrl: null,
  noticeContentType: 'json',
  v1Notices: 'paid',
  suspended: null,
  webhookSecrets: [],
}

/** 22 November 2026, 14:03 in Seoul. */
export const NOW = instant('2026-11-22T14:03:00+09:00')

export function instant(text: string): Instant {
  return Date.parse(text) as Instant
}

export interface TermsWords {
  readonly number?: string
  readonly name?: string | null
  readonly amount?: number
  readonly currency?: Terms['currency']
  readonly payTypes?: Terms['payTypes']
  readonly expiresAt?: Instant
}

/** A hoodie for 36,400 won, until the 28th of November at night. */
export function terms(words: TermsWords = {}): Terms {
  const number = words.number ?? '81004821309557431267'
  return {
    id: 'imp_000000000001' as PaymentId,
    merchantId: SELLER.id,
    orderId: 'order-1' as OrderId,
    channelKey: 'channel-key-1' as ChannelKey,
    provider: 'galaxia',
    mid: 'sunap0001',
    sandbox: false,
    network: 'house' as NetworkId,
    number: number as CollectionNumber,
    scheme: number.startsWith('8100') ? 'kr-generic-20' : 'registered',
    name: words.name === undefined ? '후드티' : words.name,
    amount: (words.amount ?? 36_400) as Money,
    currency: words.currency ?? 'KRW',
    payTypes: words.payTypes ?? ['cash', 'card'],
    tillCancel: 'same_till',
    issuedAt: NOW,
    expiresAt: words.expiresAt ?? instant('2026-11-28T23:59:59+09:00'),
    confirmUrl: null,
    confirmTimeoutMs: 5000,
    noticeUrls: null,
    payToken: 'abcdefghijklmnopqrstuv',
  }
}

/** What became of an issued number, event by event. */
export function paymentAfter(happened: readonly EventData[], words: TermsWords = {}): Payment {
  const issued = terms(words)
  const events: readonly EventData[] = [{ type: 'issued', terms: issued }, ...happened]
  const payment = events.reduce<Payment | undefined>((before, data, index) => {
    const event = { merchantId: issued.merchantId, paymentId: issued.id, version: index + 1, at: NOW, data }
    return evolve(before, { ...event, command: `cmd_${index}` as CommandId })
  }, undefined)
  if (payment === undefined) throw new Error('no event, no payment')
  return payment
}

export function claimed(payType: CollectRequest['payType'] = 'cash'): EventData {
  const request: CollectRequest = {
    network: 'house' as NetworkId,
    chain: '한빛편의점',
    outlet: 'HB001',
    outletName: '한빛편의점 1호점',
    till: '1',
    attemptId: 'att_1' as AttemptId,
    key: 'house/HB001/1/20261122/1' as TillKey,
    fingerprint: '',
    clerk: '김점원',
    number: '81004821309557431267' as CollectionNumber,
    amount: 36_400 as Money,
    currency: 'KRW',
    payType,
    gatewayRef: '000000000001',
  }
  return { type: 'claimed', request, until: NOW as number as WallTime }
}

export const COLLECTED: EventData = { type: 'collected', approvalNo: '00000123' }
export const REVERSED: EventData = { type: 'reversed', reason: 'timeout' }

/** A cash receipt of the hoodie, step by step. */
export const RECEIPT_ASKED: EventData = {
  type: 'receipt_asked',
  terms: {
    id: 'rcp_1' as ReceiptId,
    use: 'person',
    identifier: 'phone',
    sealedUnder: 'rcp_1' as ReceiptId,
    amount: 36_400 as Money,
    taxFree: 0 as Money,
    vat: 3309 as Money,
  },
  tries: 1,
  dueAt: NOW,
}
export const RECEIPT_ISSUED: EventData = { type: 'receipt_issued', number: 'TEST-012345678', tid: 'tid-1', dueAt: null }
export const RECEIPT_CANCELLED: readonly EventData[] = [
  { type: 'receipt_cancel_asked', cause: 'asked', tries: 1, dueAt: NOW },
  { type: 'receipt_cancelled' },
]

export function refused(name: RejectionName, reason?: string): EventData {
  const rejection = reason === undefined ? { name } : { name, reason }
  return { type: 'refused', rejection, merchantSaidYes: false }
}

/** One of each, as a customer may find it. */
export const IN_STATE: Readonly<Record<Standing, readonly EventData[]>> = {
  ready: [],
  suspended: [{ type: 'suspended', reason: '재고 확인 중' }],
  authorising: [claimed()],
  paid: [claimed(), COLLECTED],
  cancelled: [{ type: 'revoked', cause: 'revoked_by_merchant' }],
  failed: [{ type: 'expired', endedAt: instant('2026-11-28T23:59:59+09:00') }],
}
