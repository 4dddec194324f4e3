/** What an operator is told at the desks of money in suspense and of report files. */
import type { Words } from './rejections.ts'

/** Why something cannot be done there. */
export const DESK_REFUSALS = {
  not_found: { ko: '그런 가수금이 없습니다.', en: 'There is no such entry.' },
  settled: { ko: '이미 처리된 가수금입니다.', en: 'This was dealt with already.' },
  outgoing: {
    ko: '점포가 돌려달라는 돈이라 수납으로 처리할 수 없습니다.',
    en: 'This is money that a shop wants back; it cannot pay anything.',
  },
  no_payment: {
    ko: '이 번호로 발급된 결제가 없습니다. 점포와 확인해 돌려주세요.',
    en: 'No payment has this number. Find out with the shop and give the money back.',
  },
  already_paid: {
    ko: '이미 결제된 주문입니다. 이 돈은 돌려주세요.',
    en: 'The order is paid already. Give this money back.',
  },
  revoked: {
    ko: '말소된 번호입니다. 이 돈은 돌려주세요.',
    en: 'The number was revoked. Give this money back.',
  },
  expired: {
    ko: '기한 후 수납을 받아 주는 기간도 지났습니다. 이 돈은 돌려주세요.',
    en: 'The time for late money is over too. Give this money back.',
  },
  in_progress: {
    ko: '지금 편의점에서 결제 중인 번호입니다. 잠시 뒤 다시 하세요.',
    en: 'The number is being paid at a shop right now. Try again in a moment.',
  },
  suspended: {
    ko: '판매자가 지금은 받지 않는 번호입니다. 판매자가 재개하면 다시 하세요.',
    en: 'The seller takes no money for it now. Try again when the seller has resumed it.',
  },
  amount_differs: {
    ko: '결제 금액과 다릅니다. 이 돈은 돌려주세요.',
    en: 'It is not the amount of the payment. Give this money back.',
  },
  pay_type_not_allowed: {
    ko: '판매자가 받지 않는 결제수단입니다. 이 돈은 돌려주세요.',
    en: 'The seller does not take this way of paying. Give this money back.',
  },
} as const satisfies Readonly<Record<string, Words>>

export type DeskRefusalName = keyof typeof DESK_REFUSALS

/** Why money has no payment. */
export const CAUSE_WORDS = {
  number_unknown: { ko: '이 번호로 발급된 결제가 없습니다.', en: 'No payment has this number.' },
  revoked: { ko: '말소된 번호로 받은 돈입니다.', en: 'It was taken for a number that was revoked.' },
  expired: { ko: '기한이 지난 번호로 받은 돈입니다.', en: 'It was taken after the deadline.' },
  already_paid: { ko: '이미 결제된 주문을 한 번 더 받은 돈입니다.', en: 'The order was paid already.' },
  in_progress: { ko: '다른 계산대에서 결제 중이던 번호입니다.', en: 'The number was being paid elsewhere.' },
  suspended: { ko: '판매자가 받지 않고 있던 번호입니다.', en: 'The seller took no money for it.' },
  amount_differs: { ko: '결제 금액보다 많이 받은 돈입니다.', en: 'More was taken than the payment is about.' },
  pay_type_not_allowed: {
    ko: '판매자가 받지 않는 결제수단입니다.',
    en: 'The seller does not take this way of paying.',
  },
  refused: { ko: '계산대가 거절된 거래라고 알린 돈입니다.', en: 'Our till told us that this sale was refused.' },
  reversed: { ko: '계산대가 망취소했다고 알린 돈입니다.', en: 'Our till told us that it reversed this sale.' },
  duplicate: { ko: '같은 번호로 두 번 받은 돈입니다.', en: 'It was taken a second time for one number.' },
  undone_late: {
    ko: '확정된 뒤에 점포가 취소해 돌려달라는 돈입니다.',
    en: 'The shop undid what was final, and wants it back.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** What became of a row of a report file. */
export const RESULT_WORDS = {
  matched: { ko: '우리 기록과 같습니다.', en: 'Ours says the same.' },
  shifted: { ko: '우리 기록과 같고 영업일만 하루 다릅니다.', en: 'Ours says the same, on the day beside.' },
  theirs_only: { ko: '점포에만 있는 거래입니다.', en: 'No till has told us of it.' },
  amount_differs: { ko: '우리 기록과 금액이 다릅니다.', en: 'It is not the amount that ours has.' },
  duplicate: { ko: '같은 번호를 두 번 받았습니다.', en: 'The number was told as taken before.' },
} as const satisfies Readonly<Record<string, Words>>
