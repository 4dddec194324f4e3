/** What an operator is told at the desk of money in suspense. */
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
