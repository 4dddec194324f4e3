/** What the customer reads about money on its way back. A slip is cash: nobody is told to pass it on. */
import type { PayoutFailure, RefundRoute } from '../core/refund.ts'
import type { Language } from './page-language.ts'

export interface RefundWords {
  readonly allBack: string
  readonly partBack: string
  /** At the till; where and when follow. */
  readonly cancelled: string
  readonly pageTitle: string
  readonly receiptTitle: string
  readonly amount: string
  readonly reason: string
  readonly acceptedIn: string
  readonly route: string
  readonly by: Readonly<Record<RefundRoute['kind'], string>>
  readonly state: string
  readonly waitsForBank: string
  readonly waitsOnSlip: string
  readonly transferred: string
  readonly paidOutAt: (outlet: string) => string
  readonly cancelledAt: (outlet: string) => string
  readonly handedOver: string
  readonly paidOutIn: string
  readonly approvalNo: string
  readonly failed: Readonly<Record<PayoutFailure, string>>
  readonly slipNumber: string
  readonly deadline: string
  readonly howTo: string
  readonly steps: readonly string[]
  readonly scanFails: string
  readonly likeCash: string
  readonly notTaxReceipt: string
  readonly receiptLink: string
}

export const REFUND_WORDS: Readonly<Record<Language, RefundWords>> = {
  ko: {
    allBack: '결제한 돈을 모두 환불하는 건입니다',
    partBack: '결제한 돈의 일부를 환불하는 건입니다',
    cancelled: '결제가 취소되어 돈을 돌려받은 건입니다',
    pageTitle: '편의점에서 환불받기',
    receiptTitle: '환불 영수증',
    amount: '환불 금액',
    reason: '환불 사유',
    acceptedIn: '환불 접수 일시',
    route: '환불 방법',
    by: { bank: '계좌로 이체', slip: '편의점에서 현금으로', till: '결제한 편의점에서 당일취소' },
    state: '환불 상태',
    waitsForBank: '계좌로 보낼 준비를 하고 있습니다',
    waitsOnSlip: '편의점에서 받을 수 있습니다',
    transferred: '계좌로 보냈습니다',
    paidOutAt: (outlet) => `${outlet}에서 현금으로 지급했습니다`,
    cancelledAt: (outlet) => `${outlet}에서 취소하고 돌려주었습니다`,
    handedOver: '지급했습니다',
    paidOutIn: '지급 일시',
    approvalNo: '승인번호',
    failed: {
      refused: '계좌로 보내지 못했습니다. 판매자에게 문의하세요',
      holder_differs: '예금주가 달라 계좌로 보내지 못했습니다. 판매자에게 문의하세요',
      expired: '받을 수 있는 기한이 지났습니다. 판매자에게 문의하세요',
    },
    slipNumber: '환불 바코드 번호',
    deadline: '받을 수 있는 기한',
    howTo: '환불받는 방법',
    steps: [
      '편의점 계산대에서 이 환불 바코드를 보여 주세요',
      '금액을 확인하고 현금을 받으세요',
      '지급 영수증을 꼭 받으세요',
    ],
    scanFails: '스캔이 안 되면 번호를 직접 입력해 달라고 하세요',
    likeCash: '환불 바코드는 현금과 같습니다. 이 화면을 다른 사람에게 보내거나 번호를 알려 주지 마세요',
    notTaxReceipt: '이 영수증은 현금영수증이 아닙니다. 현금영수증은 판매자에게 문의하세요',
    receiptLink: '환불 영수증 보기',
  },
  en: {
    allBack: 'All of it is being given back',
    partBack: 'A part of it is being given back',
    cancelled: 'Cancelled; the money was given back',
    pageTitle: 'Get a refund at a convenience store',
    receiptTitle: 'Refund receipt',
    amount: 'Refund',
    reason: 'Reason',
    acceptedIn: 'Accepted',
    route: 'Way',
    by: { bank: 'to a bank account', slip: 'in cash at a shop', till: 'cancelled the same day, at the shop' },
    state: 'State',
    waitsForBank: 'Being sent to the account',
    waitsOnSlip: 'Can be collected at a shop',
    transferred: 'Sent to the account',
    paidOutAt: (outlet) => `Paid out in cash at ${outlet}`,
    cancelledAt: (outlet) => `Cancelled and given back at ${outlet}`,
    handedOver: 'Paid out',
    paidOutIn: 'Time',
    approvalNo: 'Approval number',
    failed: {
      refused: 'It could not be sent to the account; ask the seller',
      holder_differs: 'The account is in another name, so it could not be sent there; ask the seller',
      expired: 'The time to collect it has passed; ask the seller',
    },
    slipNumber: 'Refund barcode number',
    deadline: 'Deadline',
    howTo: 'How to get the money',
    steps: ['Show this refund barcode at the counter', 'Check the amount and take the cash', 'Keep the receipt'],
    scanFails: 'If it does not scan, ask the clerk to type the number',
    likeCash: 'A refund barcode is as good as cash. Do not pass this page on and tell nobody the number',
    notTaxReceipt: 'Not a tax receipt; ask the seller about that',
    receiptLink: 'Show the refund receipt',
  },
}
