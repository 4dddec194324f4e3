/** The rows of `rejections.ts` about cash receipts (현금영수증), which only a merchant can ask for. */
import type { RejectionRow } from './rejections.ts'

export const RECEIPT_REJECTIONS = {
  receipt_unknown: {
    merchant: {
      status: 404,
      code: -1,
      text: {
        ko: '발급된 현금영수증이 없습니다.',
        en: 'There is no cash receipt.',
      },
    },
  },
  receipt_of_payment: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '이 주문은 편의점에서 수납되었습니다. 현금영수증은 POST /receipts/{imp_uid}로 발급하세요.',
        en: 'This order was collected at a convenience store: its receipt is issued with POST /receipts/{imp_uid}.',
      },
    },
  },
  receipt_not_paid: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '결제되지 않은 주문에는 현금영수증을 발급할 수 없습니다.',
        en: 'There is no cash receipt for what has not been paid.',
      },
    },
  },
  receipt_not_cash: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '현금으로 결제된 건이 아니라 현금영수증을 발급할 수 없습니다. 카드 결제는 카드 매출전표로 대신합니다.',
        en: 'This was not paid in cash, so there is no cash receipt: the card slip takes its place.',
      },
    },
  },
  receipt_in_progress: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '현금영수증을 발급하거나 취소하는 중입니다. 잠시 후 같은 주소를 GET으로 조회해 주세요.',
        en: 'The cash receipt is being issued or cancelled. Look it up in a moment with GET at the same address.',
      },
    },
  },
  receipt_standing: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '이미 현금영수증이 발급되었습니다.',
        en: 'A cash receipt has already been issued.',
      },
    },
  },
  receipt_never_issued: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '현금영수증이 발급된 적이 없는 결제건입니다.',
        en: 'No cash receipt was ever issued for this payment.',
      },
    },
  },
  receipt_tax_too_high: {
    merchant: {
      status: 400,
      code: -1,
      parameter: 'tax_free',
      text: {
        ko: '면세금액과 부가세의 합이 발급금액({limit})보다 큽니다.',
        en: 'together with vat_amount is more than the receipt is about ({limit}).',
      },
    },
  },
} as const satisfies Readonly<Record<string, RejectionRow>>
