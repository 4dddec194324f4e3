/** Giving money back: V1's cancel, and below `/api/` what it does not know: whether the money has arrived. */
import { CancelBody } from '../cancel.ts'
import { PaymentAnswer } from '../payment-answer.ts'
import { RefundDetail, RefundPage, RefundsAsked } from '../refund-answer.ts'
import { CANCELLED_EXAMPLE, IMP_UID, REFUND_DETAIL_EXAMPLE, REFUND_EXAMPLE, REFUND_ID } from './examples.ts'
import type { Operation } from './operation.ts'

export const REFUND_OPERATIONS: readonly Operation[] = [
  {
    id: 'cancelPayment',
    group: 'payments',
    method: 'post',
    path: '/payments/cancel',
    title: { ko: '결제취소', en: 'Cancel' },
    told: {
      ko: '결제된 금액의 전부 또는 일부를 환불합니다. 환불계좌를 보내면 계좌로, 보내지 않으면 (결제채널이 정한 경우) 편의점에서 현금으로 받는 환불 바코드로 지급합니다. 지급 상태는 GET /api/refunds에 있습니다. 결제 전의 번호는 DELETE /cvs/{imp_uid}로 말소하세요.',
      en: 'Gives back all or a part of what was paid (환불): to the account that is named, else, where the channel has them, by a refund slip that a till pays out in cash. How far the money has come is told by `GET /api/refunds`. A number that is not paid is revoked with `DELETE /cvs/{imp_uid}`.',
    },
    body: {
      shapes: [CancelBody],
      example: {
        imp_uid: IMP_UID,
        checksum: 36_400,
        reason: '단순 변심',
        refund_holder: '홍길동',
        refund_bank: '004',
        refund_account: '123-45-678901',
      },
    },
    answer: { shape: PaymentAnswer, example: CANCELLED_EXAMPLE },
    keyed: 'optional',
    refusals: [200, 409],
  },
  {
    id: 'listRefunds',
    group: 'payments',
    method: 'get',
    path: '/api/refunds',
    query: RefundsAsked,
    asked: 'state=failed',
    title: { ko: '환불 목록', en: 'List refunds' },
    told: {
      ko: '환불과 그 지급 상태를 최근 것부터 답합니다. pending: 지급 전, paid_out: 지급됨, failed: 지급하지 못함.',
      en: 'Each refund (환불) and how far its money has come, newest first: `pending`, `paid_out` or `failed`.',
    },
    answer: { shape: RefundPage, example: { refunds: [REFUND_EXAMPLE], next: null } },
    refusals: [],
  },
  {
    id: 'getRefund',
    group: 'payments',
    method: 'get',
    path: '/api/refunds/{id}',
    segments: { id: REFUND_ID },
    title: { ko: '환불 조회', en: 'Look at a refund' },
    told: {
      ko: '환불 한 건입니다. 계좌는 가려서 보여 줍니다.',
      en: 'One refund, with its account masked.',
    },
    answer: { shape: RefundDetail, example: REFUND_DETAIL_EXAMPLE },
    refusals: [404],
  },
]
