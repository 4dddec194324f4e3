/** For tests only: a payment, a till and a notice as they could be, for those who only show them. */
import type { TillIdentity } from '../core/attempt.ts'
import type {
  ChannelKey,
  CollectionNumber,
  DeliveryId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
  ReceiptId,
  RefundId,
} from '../core/brand.ts'
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { Delivery } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT } from '../core/endpoint.ts'
import type { PaymentIn } from '../core/payment.ts'
import type { Refund, RefundRoute } from '../core/refund.ts'

export function samplePayment(changes: Partial<PaymentIn<'ready'>> = {}): PaymentIn<'ready'> {
  return {
    id: 'imp_073914820566' as PaymentId,
    merchantId: 'mer_a' as MerchantId,
    orderId: 'order-1' as OrderId,
    channelKey: 'channel-key-00000000-0000-4000-8000-000000000001' as ChannelKey,
    provider: 'galaxia',
    mid: 'sunap0001',
    sandbox: false,
    network: 'house' as NetworkId,
    number: '81004821309557431267' as CollectionNumber,
    scheme: 'kr-generic-20',
    name: 'hoodie',
    amount: 36_400 as Money,
    currency: 'KRW',
    payTypes: ['cash'],
    tillCancel: 'same_till',
    issuedAt: 0 as Instant,
    expiresAt: 1 as Instant,
    confirmUrl: 'https://shop.example/confirm?key=hidden',
    confirmTimeoutMs: 5000,
    noticeUrls: null,
    payToken: 'token-of-the-page',
    version: 1,
    suspended: null,
    fence: 0,
    inquiredAt: null,
    updatedAt: 0 as Instant,
    lastAttempt: null,
    receipt: null,
    refunds: [],
    state: 'ready',
    ...changes,
  }
}

export const SAMPLE_RECEIPT: CashReceipt = {
  id: 'rcp_1' as ReceiptId,
  use: 'person',
  identifier: 'phone',
  sealedUnder: 'rcp_1' as ReceiptId,
  amount: 36_400 as Money,
  taxFree: 0 as Money,
  vat: 3309 as Money,
  state: 'issued',
  number: 'TEST-012345678',
  tid: 'TEST-plain-1',
  issuedAt: 0 as Instant,
  dueAt: null,
  cancelFailed: null,
}

export const SAMPLE_TILL: TillIdentity = {
  network: 'house' as NetworkId,
  chain: '한빛편의점',
  outlet: 'HB001',
  outletName: '한빛편의점 1호점',
  till: '1',
}

export function sampleDelivery(
  progress: Pick<Delivery, 'state' | 'tries'> & { readonly nextTryAt?: number },
): Delivery {
  const notice = {
    id: 'dlv_1' as DeliveryId,
    merchantId: 'mer_a' as MerchantId,
    paymentId: 'imp_073914820566' as PaymentId,
    orderId: 'order-1' as OrderId,
    event: 'collected',
    version: 3,
    status: 'paid',
    endpoint: DEFAULT_ENDPOINT,
    url: 'https://shop.example/notice?key=hidden',
    format: 'v1_json',
    createdAt: 0 as Instant,
  } as const
  const { state, tries, nextTryAt = 0 } = progress
  return state === 'waiting'
    ? { ...notice, state, tries, roundFrom: 0, nextTryAt: nextTryAt as Instant }
    : { ...notice, state, tries, roundFrom: 0, endedAt: 0 as Instant }
}

export function sampleRefund(route: RefundRoute): Refund {
  return {
    id: 'rfd_1' as RefundId,
    amount: 400 as Money,
    taxFree: null,
    vatAmount: null,
    reason: '비밀 사유',
    askedBy: 'merchant',
    acceptedAt: 0 as Instant,
    route,
    payout: { state: 'pending' },
    transfer: null,
    calledFailed: null,
    paidAfterAll: null,
  }
}
