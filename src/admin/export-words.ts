/** What stands in the first row of an export, and a payment's state in words. */
import type { ConsolePayment, EXPORT_COLUMNS } from '../wire/admin/payments.ts'
import type { Words } from '../wire/rejections.ts'

export const COLUMN_WORDS: Readonly<Record<(typeof EXPORT_COLUMNS)[number], Words>> = {
  imp_uid: { ko: '결제 고유번호', en: 'imp_uid' },
  merchant_uid: { ko: '주문번호', en: 'merchant_uid' },
  barcode: { ko: '수납번호', en: 'number' },
  name: { ko: '상품명', en: 'goods' },
  amount: { ko: '금액', en: 'amount' },
  currency: { ko: '통화', en: 'currency' },
  state: { ko: '상태', en: 'state' },
  started_at: { ko: '발급일시', en: 'issued' },
  expired_at: { ko: '결제기한', en: 'deadline' },
  paid_at: { ko: '수납일시', en: 'collected' },
  cancelled_at: { ko: '취소일시', en: 'cancelled' },
  failed_at: { ko: '만료일시', en: 'expired' },
  cancel_amount: { ko: '환불금액', en: 'refunded' },
  net_amount: { ko: '수납잔액', en: 'net collected' },
  pg: { ko: '결제채널', en: 'channel' },
  outlet: { ko: '점포코드', en: 'shop' },
  outlet_name: { ko: '점포명', en: 'shop name' },
  till: { ko: 'POS', en: 'till' },
  pay_type: { ko: '결제구분', en: 'pay type' },
  approval_no: { ko: '승인번호', en: 'approval' },
  buyer_name: { ko: '고객명(마스킹)', en: 'customer (masked)' },
  buyer_tel: { ko: '연락처(마스킹)', en: 'phone (masked)' },
}

export const STATE_WORDS: Readonly<Record<ConsolePayment['state'], Words>> = {
  waiting: { ko: '수납대기', en: 'waiting' },
  suspended: { ko: '수납정지', en: 'suspended' },
  being_paid: { ko: '수납 처리 중', en: 'being paid' },
  collected: { ko: '수납완료', en: 'collected' },
  cancelled: { ko: '말소', en: 'revoked' },
  refunded: { ko: '전액환불', en: 'refunded' },
  expired: { ko: '기한만료', en: 'expired' },
}

export const TOTAL_WORD: Words = { ko: '합계', en: 'total' }
