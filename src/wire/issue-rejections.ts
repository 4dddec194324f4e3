/** The rows of `rejections.ts` about a number that is not issued, or terms that are not taken, which only a merchant asks for. */
import type { RejectionRow } from './rejections.ts'

export const ISSUE_REJECTIONS = {
  amount_not_prepared: {
    merchant: {
      status: 200,
      code: 1,
      parameter: 'amount',
      text: {
        ko: '사전등록된 결제금액과 다릅니다({limit}). 등록한 금액으로 요청하거나 PUT /payments/prepare로 먼저 바꿔 주세요.',
        en: 'is not the prepared amount ({limit}). Ask for that amount, or change it first with PUT /payments/prepare.',
      },
    },
  },
  amount_above_limit: {
    merchant: {
      status: 400,
      code: -1,
      parameter: 'amount',
      text: {
        ko: '이 결제채널에서 받을 수 있는 금액은 최대 {limit}입니다.',
        en: 'this payment channel takes at most {limit}.',
      },
    },
  },
  deadline_past: {
    merchant: {
      status: 400,
      code: -1,
      parameter: 'expired_at',
      text: {
        ko: '결제기한이 이미 지났습니다. 앞으로의 시각을 초 단위 Unix Timestamp로 보내 주세요.',
        en: 'the deadline is in the past. Send a coming time as a Unix timestamp in seconds.',
      },
    },
  },
  deadline_too_far: {
    merchant: {
      status: 400,
      code: -1,
      parameter: 'expired_at',
      text: {
        ko: '결제기한이 너무 멉니다. 이 결제채널에서는 최대 {limit}까지입니다.',
        en: 'the deadline is too far away. This payment channel allows {limit} at the latest.',
      },
    },
  },
  order_paid: {
    merchant: {
      status: 200,
      code: 1,
      text: { ko: '이미 결제가 이루어진 거래건입니다.', en: 'This order has already been paid.' },
    },
  },
  order_live: {
    merchant: {
      status: 200,
      code: 1,
      text: {
        ko: '이 주문(merchant_uid)에는 아직 결제할 수 있는 수납번호가 있습니다. 그 번호를 쓰거나 말소(DELETE /cvs/{imp_uid})한 뒤 다시 발급해 주세요.',
        en: 'This order still has a number that can be paid. Use it, or revoke it first.',
      },
    },
  },
  order_in_progress: {
    merchant: {
      status: 200,
      code: 1,
      text: {
        ko: '편의점에서 결제가 진행 중입니다. 잠시 후 다시 시도해 주세요.',
        en: 'The order is being paid at a shop right now. Try again in a moment.',
      },
    },
  },
  own_number_taken: {
    merchant: {
      status: 200,
      code: 1,
      parameter: 'barcode',
      text: {
        ko: '이미 쓰이고 있거나 아직 다시 쓸 수 없는 번호입니다. 다른 번호를 등록하거나 barcode를 생략해 새 번호를 발급받으세요.',
        en: 'the number is in use or not yet free again. Register another one, or leave barcode out to be given one.',
      },
    },
  },
  pg_refused: {
    merchant: {
      status: 200,
      code: -1,
      text: {
        ko: 'PG사가 거절하여 수납번호를 발급하지 못했습니다{reason}.',
        en: 'The PG refused, so no number was issued{reason}.',
      },
    },
  },
  pg_unanswered: {
    merchant: {
      status: 503,
      code: -1,
      text: {
        ko: 'PG사의 응답을 받지 못해 수납번호를 발급하지 않았습니다. 잠시 후 다시 시도해 주세요.',
        en: 'The PG did not answer, so no number was issued. Try again in a moment.',
      },
    },
  },
} as const satisfies Readonly<Record<string, RejectionRow>>
