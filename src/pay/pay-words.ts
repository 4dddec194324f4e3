/**
 * What the customer reads. A customer pays (결제); to collect (수납) is what the shop does, so that word is not here.
 * Every bad news says what happened and then what to do, with the money first: the reader stands at a counter.
 */

import type { ReceiptUse } from '../core/cash-receipt.ts'
import type { PayType } from '../core/merchant.ts'
import type { PaymentState, RevokeCause } from '../core/payment.ts'
import type { Language } from './page-language.ts'

export interface PayWords {
  readonly title: string
  readonly otherLanguage: string
  readonly seller: string
  readonly goods: string
  readonly amount: string
  readonly deadline: string
  readonly number: string
  readonly states: Readonly<Record<PaymentState, string>>
  /** The seller's reason follows where there is one. */
  readonly suspended: string
  readonly suspendedNext: string
  readonly beingPaidNext: string
  readonly expiredNext: string
  readonly cancelledBecause: Readonly<Record<RevokeCause, string>>
  /** The seller's reason follows where there is one. */
  readonly refused: string
  readonly unanswered: string
  readonly undone: string
  readonly takeMoneyBack: string
  readonly tryLater: string
  readonly howToPay: string
  /** The second step names what the seller takes. */
  readonly steps: (payTypes: readonly PayType[]) => readonly string[]
  readonly shops: string
  readonly scanFails: string
  readonly brightness: string
  readonly warning: string
  readonly privacy: string
  readonly copyNumber: string
  readonly copied: string
  readonly savePicture: string
  readonly lookAgain: string
  readonly offline: string
  readonly paidAt: string
  readonly paidIn: string
  readonly paidBy: string
  readonly payTypes: Readonly<Record<PayType, string>>
  readonly approvalNo: string
  readonly receiptLink: string
  readonly receiptTitle: string
  readonly print: string
  readonly notTaxReceipt: string
  readonly backToPage: string
  readonly till: string
  readonly cash: CashReceiptWords
  readonly notices: Readonly<Record<Notice, string>>
}

/** Of the cash receipt (현금영수증), which is not the slip of the shop. */
export interface CashReceiptWords {
  readonly title: string
  readonly link: string
  readonly underWay: string
  readonly taxFree: string
  readonly vat: string
  readonly use: string
  readonly uses: Readonly<Record<ReceiptUse, string>>
  /** Issued without anybody's number. */
  readonly nobody: string
  readonly number: string
  readonly issuedAt: string
  readonly cancelled: string
  readonly noLegalForce: string
}

/** Pages that say one thing only. */
export type Notice = 'notFound' | 'unavailable' | 'notPaid' | 'noCashReceipt' | 'noRefund' | 'wrongScale'

export const PAY_WORDS: Readonly<Record<Language, PayWords>> = {
  ko: {
    title: '편의점에서 결제하기',
    otherLanguage: 'English',
    seller: '판매자',
    goods: '상품',
    amount: '금액',
    deadline: '결제기한',
    number: '바코드 번호',
    states: {
      ready: '편의점 계산대에서 이 화면을 보여 주세요',
      authorising: '편의점에서 결제 중입니다',
      paid: '결제되었습니다',
      cancelled: '취소된 바코드입니다',
      failed: '결제 기한이 지났습니다. 판매자에게 새 바코드를 받으세요',
    },
    suspended: '판매자가 결제를 잠시 멈췄습니다',
    suspendedNext: '지금은 돈을 내지 마세요. 다시 결제할 수 있게 되면 이 화면에 바코드가 나옵니다',
    beingPaidNext: '계산대에서 잠시 기다려 주세요',
    expiredNext: '이미 돈을 냈다면 편의점 영수증을 가지고 판매자에게 문의하세요',
    cancelledBecause: {
      revoked_by_merchant: '판매자가 취소했습니다. 이 바코드로 돈을 내지 말고 판매자에게 문의하세요',
      superseded: '같은 주문에 새 바코드가 나왔습니다. 판매자가 마지막으로 보낸 화면에서 결제하세요',
      amount_changed: '주문 금액이 바뀌었습니다. 이 바코드로 돈을 내지 말고 같은 주문의 다른 바코드로 결제하세요',
      order_collected: '같은 주문이 다른 바코드로 이미 결제되었습니다. 또 내지 마세요',
    },
    refused: '판매자가 지금은 결제를 받을 수 없다고 알려 왔습니다',
    unanswered: '판매자의 확인을 받지 못해 결제되지 않았습니다',
    undone: '편의점에서 결제를 되돌렸습니다. 결제되지 않은 상태입니다',
    takeMoneyBack: '돈을 냈다면 그 자리에서 돌려받으세요',
    tryLater: '잠시 뒤 다시 결제할 수 있습니다',
    howToPay: '결제 방법',
    steps: (payTypes) => [
      '편의점 계산대에서 이 화면을 보여 주세요',
      `금액을 확인하고 ${HOW.ko[howPaid(payTypes)]} 내세요`,
      '영수증을 꼭 받으세요',
    ],
    shops: '결제할 수 있는 편의점',
    scanFails: '스캔이 안 되면 번호를 직접 입력해 달라고 하세요',
    brightness: '화면을 밝게 하면 더 잘 읽힙니다',
    warning:
      '전화나 메신저로 이 바코드를 결제하라고 시킨 사람이 있다면 사기일 수 있습니다. 결제하지 말고 112에 신고하세요',
    privacy: '이 화면은 다른 사람에게 보내도 됩니다. 주문자 정보는 보이지 않습니다',
    copyNumber: '번호 복사',
    copied: '복사했습니다',
    savePicture: '이미지 저장',
    lookAgain: '결제 상태 다시 보기',
    offline: '지금은 연결이 안 되어 결제 상태를 알 수 없습니다. 바코드는 그대로 쓸 수 있습니다',
    paidAt: '결제한 곳',
    paidIn: '결제 일시',
    paidBy: '결제수단',
    payTypes: { cash: '현금', card: '카드' },
    approvalNo: '승인번호',
    receiptLink: '영수증 보기',
    receiptTitle: '편의점 결제 영수증',
    print: '인쇄',
    notTaxReceipt: '이 영수증은 현금영수증이 아닙니다. 현금영수증은 판매자에게 신청하세요',
    backToPage: '결제 화면으로',
    till: '계산대',
    cash: {
      title: '현금영수증',
      link: '현금영수증 보기',
      underWay: '현금영수증을 발급하고 있습니다',
      taxFree: '면세금액',
      vat: '부가세',
      use: '용도',
      uses: { person: '소득공제용', company: '지출증빙용' },
      nobody: '자진발급. 내 것으로 등록하려면 홈택스에서 이 승인번호를 입력하세요',
      number: '승인번호',
      issuedAt: '발급 일시',
      cancelled: '취소된 현금영수증입니다',
      noLegalForce: '연습용 현금영수증입니다. 법적 효력이 없고 국세청에 신고되지 않습니다',
    },
    notices: {
      notFound: '없는 주소입니다. 판매자에게 받은 주소를 다시 확인하세요',
      unavailable: '지금은 이 화면을 보여 드릴 수 없습니다. 잠시 뒤 다시 열어 보세요',
      notPaid: '아직 결제되지 않아 영수증이 없습니다',
      noCashReceipt: '발급된 현금영수증이 없습니다. 판매자에게 신청하세요',
      noRefund: '없는 환불입니다. 판매자에게 받은 주소를 다시 확인하세요',
      wrongScale: '이미지 크기(scale)는 1부터 10까지의 정수입니다',
    },
  },
  en: {
    title: 'Pay at a convenience store',
    otherLanguage: '한국어',
    seller: 'Seller',
    goods: 'Goods',
    amount: 'Amount',
    deadline: 'Deadline',
    number: 'Barcode number',
    states: {
      ready: 'Show this at the counter',
      authorising: 'Being paid at the shop',
      paid: 'Paid',
      cancelled: 'This barcode was cancelled',
      failed: 'The deadline has passed; ask the seller for a new barcode',
    },
    suspended: 'The seller has stopped this payment for now',
    suspendedNext: 'Do not pay now. The barcode comes back to this page when it can be paid again',
    beingPaidNext: 'Wait at the counter for a moment',
    expiredNext: 'If you already gave money, keep the shop’s receipt and ask the seller',
    cancelledBecause: {
      revoked_by_merchant: 'The seller cancelled it. Do not pay with this barcode; ask the seller',
      superseded: 'The same order has a newer barcode. Pay with the page the seller sent last',
      amount_changed:
        'The amount of the order changed. Do not pay with this barcode; pay with the other one of this order',
      order_collected: 'The same order was paid with another barcode. Do not pay again',
    },
    refused: 'The seller cannot take this payment now',
    unanswered: 'The seller did not answer, so nothing was paid',
    undone: 'The shop undid the payment; it is not paid',
    takeMoneyBack: 'If you gave money, take it back at the counter',
    tryLater: 'You can try again in a moment',
    howToPay: 'How to pay',
    steps: (payTypes) => [
      'Show this at the counter',
      `Check the amount, pay ${HOW.en[howPaid(payTypes)]}`,
      'Keep the receipt',
    ],
    shops: 'Where you can pay',
    scanFails: 'If it does not scan, ask the clerk to type the number',
    brightness: 'A bright screen is easier to scan',
    warning: 'If someone told you by phone or chat to pay this, it may be a scam. Do not pay; call 112',
    privacy: 'You may pass this page on; it does not show who ordered',
    copyNumber: 'Copy number',
    copied: 'Copied',
    savePicture: 'Save picture',
    lookAgain: 'Look again whether it is paid',
    offline: 'No connection, so this page may be behind. The barcode still works',
    paidAt: 'Paid at',
    paidIn: 'Time',
    paidBy: 'Paid by',
    payTypes: { cash: 'cash', card: 'card' },
    approvalNo: 'Approval number',
    receiptLink: 'Show the receipt',
    receiptTitle: 'Convenience-store payment receipt',
    print: 'Print',
    notTaxReceipt: 'Not a tax receipt; ask the seller for one',
    backToPage: 'Back to the payment page',
    till: 'counter',
    cash: {
      title: 'Cash receipt',
      link: 'Show the cash receipt',
      underWay: 'The cash receipt is being issued',
      taxFree: 'Without tax',
      vat: 'Tax in it',
      use: 'Purpose',
      uses: { person: 'for your income tax', company: 'proof of an expense' },
      nobody: 'issued by the seller to nobody; enter its number at Hometax to make it yours',
      number: 'Approval number',
      issuedAt: 'Issued',
      cancelled: 'This cash receipt was cancelled',
      noLegalForce: 'For practice: it has no legal force and is not reported to the tax office',
    },
    notices: {
      notFound: 'There is no such page. Check the address the seller gave you',
      unavailable: 'This page cannot be shown right now. Open it again in a moment',
      notPaid: 'It is not paid yet, so there is no receipt',
      noCashReceipt: 'There is no cash receipt. Ask the seller for one',
      noRefund: 'There is no such refund. Check the address the seller gave you',
      wrongScale: 'The size of a picture (scale) is a whole number from 1 to 10',
    },
  },
}

function howPaid(payTypes: readonly PayType[]): PayType | 'either' {
  const [only, ...others] = payTypes
  return only === undefined || others.length > 0 ? 'either' : only
}

const HOW: Readonly<Record<Language, Readonly<Record<PayType | 'either', string>>>> = {
  ko: { either: '현금이나 카드로', cash: '현금으로', card: '카드로' },
  en: { either: 'cash or card', cash: 'in cash', card: 'by card' },
}
