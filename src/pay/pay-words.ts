/**
 * What the customer reads. A customer pays (결제); to collect (수납) is what the shop does, so that word is not here.
 */
import type { PaymentState } from '../core/payment.ts'

export type Language = 'ko' | 'en'

export interface PayWords {
  readonly title: string
  readonly amount: string
  readonly seller: string
  readonly goods: string
  readonly deadline: string
  readonly states: Readonly<Record<PaymentState, string>>
  readonly steps: readonly string[]
  readonly scanFails: string
  readonly warning: string
  readonly privacy: string
  readonly notFound: string
}

export const PAY_WORDS: Readonly<Record<Language, PayWords>> = {
  ko: {
    title: '편의점에서 결제하기',
    amount: '금액',
    seller: '판매자',
    goods: '상품',
    deadline: '결제기한',
    states: {
      ready: '편의점 계산대에서 이 화면을 보여 주세요',
      authorising: '편의점에서 결제 중입니다',
      paid: '결제되었습니다',
      cancelled: '취소된 바코드입니다',
      failed: '결제 기한이 지났습니다. 판매자에게 새 바코드를 받으세요',
    },
    steps: [
      '편의점 계산대에서 이 화면을 보여 주세요',
      '금액을 확인하고 현금이나 카드로 내세요',
      '영수증을 꼭 받으세요',
    ],
    scanFails: '스캔이 안 되면 번호를 직접 입력해 달라고 하세요',
    warning:
      '전화나 메신저로 이 바코드를 결제하라고 시킨 사람이 있다면 사기일 수 있습니다. 결제하지 말고 112에 신고하세요',
    privacy: '이 화면은 다른 사람에게 보내도 됩니다. 주문자 정보는 보이지 않습니다',
    notFound: '없는 주소입니다. 판매자에게 받은 주소를 다시 확인하세요',
  },
  en: {
    title: 'Pay at a convenience store',
    amount: 'Amount',
    seller: 'Seller',
    goods: 'Goods',
    deadline: 'Deadline',
    states: {
      ready: 'Show this at the counter',
      authorising: 'Being paid at the shop',
      paid: 'Paid',
      cancelled: 'This barcode was cancelled',
      failed: 'The deadline has passed; ask the seller for a new barcode',
    },
    steps: ['Show this at the counter', 'Check the amount, pay cash or card', 'Keep the receipt'],
    scanFails: 'If it does not scan, ask the clerk to type the number',
    warning: 'If someone told you by phone or chat to pay this, it may be a scam. Do not pay; call 112',
    privacy: 'You may pass this page on; it does not show who ordered',
    notFound: 'There is no such page. Check the address the seller gave you',
  },
}

/** Korean unless the browser prefers another language: the shops are in Korea. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? ''
  return first === '' || first === '*' || first.startsWith('ko') ? 'ko' : 'en'
}
