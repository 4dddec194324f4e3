/** Cash receipts of V1. */
import { ExternalReceiptAnswer, ExternalReceiptBody, ReceiptAnswer, ReceiptBody } from '../receipt.ts'
import { CANCELLED_RECEIPT_EXAMPLE, IMP_UID, RECEIPT_EXAMPLE } from './examples.ts'
import type { Operation } from './operation.ts'

const OF_ONE = { group: 'receipts', path: '/receipts/{imp_uid}', segments: { imp_uid: IMP_UID } } as const

const CASH_ORDER = 'cash-20261122-17'
const OF_CASH = {
  group: 'receipts',
  path: '/receipts/external/{merchant_uid}',
  segments: { merchant_uid: CASH_ORDER },
} as const

const { imp_uid: _impUid, ...OF_A_PAYMENT } = RECEIPT_EXAMPLE
const EXTERNAL_EXAMPLE: ExternalReceiptAnswer = {
  merchant_uid: CASH_ORDER,
  ...OF_A_PAYMENT,
  receipt_url: 'http://127.0.0.1:8080/p/cash-receipts/qIV9Yb8nX0Kx4y2T6mWc3A',
}

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
  {
    ...OF_CASH,
    id: 'issueExternalReceipt',
    method: 'post',
    title: { ko: '다른 곳에서 받은 현금의 현금영수증 발급', en: 'Issue a cash receipt for cash taken elsewhere' },
    told: {
      ko: 'Sunap을 거치지 않고 받은 현금에 대해 주문번호마다 하나씩 발급합니다. 이미 발급된 주문번호나 편의점에서 수납된 주문은 400, 발급 기관이 거절하면 500, 발급을 쓰지 않는 결제채널이면 501입니다. 이유 없는 500이면 다시 발급하지 말고 조회하세요.',
      en: 'One for each order number, over cash that did not come through here. Issued already, or collected here: 400; refused by the issuer: 500; a channel that issues none: 501. After a 500 without a reason look it up instead of asking again.',
    },
    body: {
      shapes: [ExternalReceiptBody],
      example: { name: '후드티', amount: 36_400, identifier: '010-0000-0000' },
    },
    answer: { shape: ExternalReceiptAnswer, example: EXTERNAL_EXAMPLE },
    refusals: [501],
  },
  {
    ...OF_CASH,
    id: 'getExternalReceipt',
    method: 'get',
    title: { ko: '다른 곳에서 받은 현금의 현금영수증 조회', en: 'Look up a cash receipt for cash taken elsewhere' },
    told: {
      ko: '이 주문번호로 발급된 현금영수증입니다. 없으면 404입니다.',
      en: 'The receipt of this order number; 404 where there is none.',
    },
    answer: { shape: ExternalReceiptAnswer, example: EXTERNAL_EXAMPLE },
    refusals: [404],
  },
  {
    ...OF_CASH,
    id: 'cancelExternalReceipt',
    method: 'delete',
    title: { ko: '다른 곳에서 받은 현금의 현금영수증 취소', en: 'Cancel a cash receipt for cash taken elsewhere' },
    told: {
      ko: '발급한 현금영수증을 취소합니다. 이미 취소되었으면 같은 답을 받고, 발급된 적이 없으면 404입니다.',
      en: 'Cancels it; cancelled already: the same answer again; never issued: 404.',
    },
    answer: {
      shape: ExternalReceiptAnswer,
      example: { ...EXTERNAL_EXAMPLE, cancelled_at: CANCELLED_RECEIPT_EXAMPLE.cancelled_at },
    },
    refusals: [404, 501],
  },
]
