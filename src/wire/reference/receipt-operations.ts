/** Cash receipts of V1. */
import { ReceiptAnswer, ReceiptBody } from '../receipt.ts'
import { CANCELLED_RECEIPT_EXAMPLE, IMP_UID, RECEIPT_EXAMPLE } from './examples.ts'
import type { Operation } from './operation.ts'

const OF_ONE = { group: 'receipts', path: '/receipts/{imp_uid}', segments: { imp_uid: IMP_UID } } as const

export const RECEIPT_OPERATIONS: readonly Operation[] = [
  {
    ...OF_ONE,
    id: 'issueReceipt',
    method: 'post',
    title: { ko: '현금영수증 발급', en: 'Issue a cash receipt' },
    told: {
      ko: '현금으로 결제된 금액 전부에 대해 발급합니다. 카드 결제, 결제 전, 이미 발급된 건은 400, 발급 기관이 거절하면 500, 발급을 쓰지 않는 결제채널이면 501입니다. 이유 없는 500이면 다시 발급하지 말고 조회하세요.',
      en: 'A receipt (현금영수증) over all that was paid in cash. Paid by card, not paid, or issued already: 400; refused by the issuer: 500; a channel that issues none: 501. After a 500 without a reason look it up instead of asking again.',
    },
    body: { shapes: [ReceiptBody], example: { identifier: '010-0000-0000' } },
    answer: { shape: ReceiptAnswer, example: RECEIPT_EXAMPLE },
    refusals: [404, 501],
  },
  {
    ...OF_ONE,
    id: 'getReceipt',
    method: 'get',
    title: { ko: '현금영수증 조회', en: 'Look up a cash receipt' },
    told: {
      ko: '발급된 현금영수증입니다. 취소되었으면 cancelled_at이 0이 아닙니다. 결제가 없거나 발급되지 않았으면 404입니다.',
      en: 'The receipt; `cancelled_at` is not 0 where it was cancelled. 404 where there is no such payment, or no receipt.',
    },
    answer: { shape: ReceiptAnswer, example: RECEIPT_EXAMPLE },
    refusals: [404],
  },
  {
    ...OF_ONE,
    id: 'cancelReceipt',
    method: 'delete',
    title: { ko: '현금영수증 취소', en: 'Cancel a cash receipt' },
    told: {
      ko: '발급한 현금영수증을 취소합니다. 이미 취소되었으면 같은 답을 받고, 발급된 적이 없으면 400입니다. 결제를 되돌리면 저절로 취소됩니다.',
      en: 'Cancels it; cancelled already: the same answer again; never issued: 400. Where the payment is undone its receipt goes by itself.',
    },
    answer: { shape: ReceiptAnswer, example: CANCELLED_RECEIPT_EXAMPLE },
    refusals: [404, 501],
  },
]
