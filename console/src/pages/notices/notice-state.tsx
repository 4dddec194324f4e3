/** How a notice fared, in a word; and what it tells of, in the merchant's language. */
import type { DeliveryAnswer } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'

export type NoticeState = DeliveryAnswer['state']

const TONES: Readonly<Record<NoticeState, Tone>> = { waiting: 'wait', delivered: 'good', undelivered: 'danger' }

const STATES: InBoth<Readonly<Record<NoticeState, string>>> = {
  ko: { waiting: '전송 중', delivered: '전달됨', undelivered: '미전달' },
  en: { waiting: 'On its way', delivered: 'Delivered', undelivered: 'Undelivered' },
}

export function useStateWords(): Readonly<Record<NoticeState, string>> {
  return useWords(STATES)
}

export function NoticeBadge({ state }: { readonly state: NoticeState }) {
  return <Badge tone={TONES[state]}>{useStateWords()[state]}</Badge>
}

const EVENTS: InBoth<Readonly<Record<DeliveryAnswer['event'], string>>> = {
  ko: {
    'payment.issued': '수납번호 발급',
    'payment.amended': '금액·기한 변경',
    'payment.suspended': '수납정지',
    'payment.resumed': '수납 재개',
    'payment.paid': '수납완료',
    'payment.refused': '수납 거절',
    'payment.in_doubt': '결과 미확인',
    'payment.reversed': '망취소',
    'payment.cancelled': '당일취소',
    'payment.revoked': '수납번호 말소',
    'payment.expired': '기한만료',
    'payment.refunded': '환불 접수',
    'refund.paid_out': '환불 지급',
    'refund.failed': '환불 지급 실패',
    'refund.rerouted': '환불 경로 변경',
    'refund.reversed': '환불 지급 되돌림',
    'receipt.issued': '현금영수증 발급',
    'receipt.failed': '현금영수증 실패',
    'receipt.cancelled': '현금영수증 취소',
  },
  en: {
    'payment.issued': 'Number issued',
    'payment.amended': 'Terms amended',
    'payment.suspended': 'Suspended',
    'payment.resumed': 'Resumed',
    'payment.paid': 'Collected',
    'payment.refused': 'Refused at the till',
    'payment.in_doubt': 'In doubt',
    'payment.reversed': 'Reversed by the till',
    'payment.cancelled': 'Cancelled the same day',
    'payment.revoked': 'Number revoked',
    'payment.expired': 'Expired',
    'payment.refunded': 'Refund accepted',
    'refund.paid_out': 'Refund paid out',
    'refund.failed': 'Refund not paid out',
    'refund.rerouted': 'Refund rerouted',
    'refund.reversed': 'Payout reversed',
    'receipt.issued': 'Cash receipt issued',
    'receipt.failed': 'Cash receipt failed',
    'receipt.cancelled': 'Cash receipt cancelled',
  },
}

export function useEventWords(): Readonly<Record<DeliveryAnswer['event'], string>> {
  return useWords(EVENTS)
}
