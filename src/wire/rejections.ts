/**
 * Every "no" of the trade, and what it is on each wire: one row a rejection, so that a merchant and a clerk who ask
 * about the same payment are never told different stories. Keyed by the core's names; a test holds the two lists
 * together. A row has a column only for the wires it can reach.
 *
 * `{reason}` and `{limit}` in a sentence are filled in by the functions below. Every sentence for a till says what
 * happened and then what to do with the money. Texts that V1 is known to send stand here letter for letter.
 */

import { IDEMPOTENCY_KEY } from './idempotency.ts'
import { ISSUE_REJECTIONS } from './issue-rejections.ts'
import { RECEIPT_REJECTIONS } from './receipt-rejections.ts'
import { PAYOUT_TEXTS, REFUND_REJECTIONS } from './refund-rejections.ts'
import { REPORT_REJECTIONS } from './report-rejections.ts'
import { SERVICE_REJECTIONS } from './service-rejections.ts'
import { CANCEL_AT_TILL_TEXTS, COMPLETE_TEXTS, UNDO_REJECTIONS } from './undo-rejections.ts'

/** Korean first: it is the language of V1 and of the counter. */
export interface Words {
  readonly ko: string
  readonly en: string
}

/** `OK` never comes of a rejection; it is here because tills read one set of classes. */
export type TillClass = 'OK' | 'DECLINED' | 'RETRY_SAME_KEY' | 'UNKNOWN'

export interface MerchantRefusal {
  readonly status: 200 | 400 | 404 | 409 | 503
  /** 1: the trade refuses; -1: the request could not be served. */
  readonly code: 1 | -1
  /** The parameter or header at fault, where it is one. */
  readonly parameter?: 'amount' | 'barcode' | 'expired_at' | 'tax_free' | typeof IDEMPOTENCY_KEY
  readonly text: Words
}

export interface TillRefusal {
  readonly code: string
  readonly class: Exclude<TillClass, 'OK'>
  readonly text: Words
}

export interface RejectionRow {
  readonly merchant?: MerchantRefusal
  readonly till?: TillRefusal
}

/** In the core's order of precedence. */
export const REJECTION_NAMES = [
  'key_conflict',
  'still_running',
  'reversed_before',
  'too_late',
  'day_closed',
  'inquiries_locked',
  'inquiries_too_many',
  'shop_suspended',
  'maintenance',
  'holiday',
  'outside_hours',
  'number_wrong',
  'number_unknown',
  'number_is_slip',
  'number_is_payment',
  'payment_not_found',
  'refund_not_found',
  'paid_and_refunded',
  'revoked',
  'expired',
  'already_paid',
  'in_progress',
  'suspended',
  'file_name_taken',
  'file_count_differs',
  'file_sum_differs',
  'file_date_differs',
  'day_date_differs',
  'day_count_differs',
  'day_sum_differs',
  'original_not_found',
  'cancelled_before',
  'original_amount_differs',
  'refunded_before',
  'cancel_not_allowed',
  'cancel_at_other_till',
  'cancel_too_late',
  'not_final',
  'not_in_doubt',
  'merchant_suspended',
  'not_paid',
  'already_cancelled',
  'not_paid_in_time',
  'balance_differs',
  'refund_too_large',
  'tax_too_large',
  'route_missing',
  'refunds_too_many',
  'slip_replaced',
  'slip_paid_out',
  'slip_expired',
  'payout_done',
  'slip_live',
  'transfer_running',
  'payout_failed',
  'terms_changed',
  'amount_differs',
  'above_network_limit',
  'pay_type_not_allowed',
  'merchant_refused',
  'merchant_unanswered',
  'version_differs',
  'receipt_unknown',
  'receipt_of_payment',
  'receipt_not_paid',
  'receipt_not_cash',
  'receipt_in_progress',
  'receipt_standing',
  'receipt_never_issued',
  'receipt_tax_too_high',
  'amount_not_prepared',
  'amount_above_limit',
  'deadline_past',
  'deadline_too_far',
  'order_paid',
  'order_live',
  'order_in_progress',
  'own_number_taken',
  'number_taken',
  'payment_id_taken',
  'pg_refused',
  'pg_unanswered',
] as const

export type RejectionName = (typeof REJECTION_NAMES)[number]

/** The merchant's sentence of a rejection, or undefined where the rejection cannot reach a merchant. */
export function merchantRefusal(
  name: RejectionName,
  fill: { readonly limit?: Words; readonly reason?: string } = {},
): MerchantRefusal | undefined {
  const row = REJECTION_ROWS[name].merchant
  if (row === undefined) return undefined
  const { limit } = fill
  const text = withReasonIn(row.text, fill)
  if (limit === undefined) return { ...row, text }
  return { ...row, text: { ko: text.ko.replace('{limit}', limit.ko), en: text.en.replace('{limit}', limit.en) } }
}

/** The till's code, class and sentences of a rejection, or undefined where the rejection cannot reach a till. */
export function tillRefusal(name: RejectionName, fill: { readonly reason?: string } = {}): TillRefusal | undefined {
  const row = REJECTION_ROWS[name].till
  if (row === undefined) return undefined
  return { ...row, text: withReasonIn(row.text, fill) }
}

/** The messages about which some rejections are said in other words, with the same code and class. */
export type OtherWords = 'payout' | 'cancel' | 'complete'

const OTHER_WORDS: Readonly<Record<OtherWords, Readonly<Partial<Record<RejectionName, Words>>>>> = {
  payout: PAYOUT_TEXTS,
  cancel: CANCEL_AT_TILL_TEXTS,
  complete: COMPLETE_TEXTS,
}

/** As they stand, with the place of the reason; undefined where the message has none of its own. */
export function wordsAbout(message: OtherWords, name: RejectionName): Words | undefined {
  return OTHER_WORDS[message][name]
}

export function refusalAbout(
  message: OtherWords,
  name: RejectionName,
  fill: { readonly reason?: string } = {},
): TillRefusal | undefined {
  const row = REJECTION_ROWS[name].till
  return row && { ...row, text: withReasonIn(wordsAbout(message, name) ?? row.text, fill) }
}

function withReasonIn({ ko, en }: Words, { reason }: { readonly reason?: string }): Words {
  return { ko: withReason(ko, '', reason), en: withReason(en, ' ', reason) }
}

/** `…했습니다{reason}.` becomes `…했습니다(품절).`, or `…했습니다.` where nobody gave a reason. */
function withReason(text: string, space: '' | ' ', reason: string | undefined): string {
  // A function, because `$&` in a merchant's words must stay two characters.
  return text.replace('{reason}', () => (reason === undefined ? '' : `${space}(${reason})`))
}

export const REJECTION_ROWS: Readonly<Record<RejectionName, RejectionRow>> = {
  key_conflict: {
    merchant: {
      status: 409,
      code: -1,
      parameter: IDEMPOTENCY_KEY,
      text: {
        ko: '이 멱등키는 내용이 다른 요청에 이미 쓰였습니다. 같은 요청을 다시 보낼 때만 같은 키를 쓰고, 다른 요청에는 새 키를 쓰세요.',
        en: 'this key was used for another request. Send the same key only with the same request again, and another request with a new key.',
      },
    },
    till: {
      code: '9401',
      class: 'DECLINED',
      text: {
        ko: '이 전문관리번호는 내용이 다른 거래에 이미 쓰였습니다. 돈을 받지 말고, 받았으면 돌려주고 새 거래로 다시 하세요.',
        en: 'This trace number was used for a sale with other content. Take no money, give back what you took and start a new sale.',
      },
    },
  },
  still_running: {
    till: {
      code: '9402',
      class: 'RETRY_SAME_KEY',
      text: {
        ko: '앞의 요청이 아직 처리 중입니다. 돈은 그대로 두고 잠시 뒤 같은 거래로 다시 누르세요.',
        en: 'The same sale is still being worked on. Leave the money as it is and press again in a moment.',
      },
    },
  },
  reversed_before: {
    till: {
      code: '3005',
      class: 'DECLINED',
      text: {
        ko: '망취소된 거래라 수납되지 않았습니다. 받은 돈을 돌려주세요.',
        en: 'This sale was reversed and is not collected. Give the money back.',
      },
    },
  },
  too_late: {
    till: {
      code: '9001',
      class: 'RETRY_SAME_KEY',
      text: {
        ko: '처리되지 않았습니다. 돈은 그대로 두고 같은 거래로 다시 누르세요.',
        en: 'Not done. Leave the money as it is and press again for the same sale.',
      },
    },
  },
  number_wrong: {
    till: {
      code: '1101',
      class: 'DECLINED',
      text: {
        ko: '번호가 맞지 않습니다. 다시 스캔하거나 다시 입력하세요. 아직 돈을 받지 마세요.',
        en: 'Number is not right. Scan or type it again. Take no money yet.',
      },
    },
  },
  number_unknown: {
    till: {
      code: '2001',
      class: 'DECLINED',
      text: { ko: '없는 번호입니다. 돈을 받지 마세요.', en: 'No such number. Take no money.' },
    },
  },
  payment_not_found: {
    merchant: {
      status: 404,
      code: -1,
      text: { ko: '존재하지 않는 결제정보입니다.', en: 'There is no such payment.' },
    },
  },
  revoked: {
    till: {
      code: '2104',
      class: 'DECLINED',
      text: { ko: '말소된 번호입니다. 돈을 받지 마세요.', en: 'Revoked. Take no money.' },
    },
  },
  expired: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '결제기한이 지난 수납번호입니다. 이미 결제할 수 없으므로 말소하지 않아도 됩니다.',
        en: 'The deadline of this number has passed. It can no longer be paid and need not be revoked.',
      },
    },
    till: {
      code: '2102',
      class: 'DECLINED',
      text: { ko: '결제 기한이 지났습니다. 돈을 받지 마세요.', en: 'Past the deadline. Take no money.' },
    },
  },
  already_paid: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '이미 결제된 수납번호라 말소할 수 없습니다. 돈을 돌려주려면 말소가 아니라 환불로 처리해 주세요.',
        en: 'This number is already paid and cannot be revoked. To give the money back, refund the customer.',
      },
    },
    till: {
      code: '2103',
      class: 'DECLINED',
      text: { ko: '이미 결제된 번호입니다. 돈을 받지 마세요.', en: 'Already paid. Take no money.' },
    },
  },
  in_progress: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '편의점에서 결제가 진행 중입니다. 잠시 후 다시 시도해 주세요.',
        en: 'The payment is being made at a shop right now. Try again in a moment.',
      },
    },
    till: {
      code: '2105',
      class: 'DECLINED',
      text: {
        ko: '다른 계산대에서 처리 중입니다. 돈을 받지 말고 잠시 뒤 다시 조회하세요.',
        en: 'Being paid at another till. Take no money; ask again shortly.',
      },
    },
  },
  suspended: {
    till: {
      code: '4001',
      class: 'DECLINED',
      text: {
        ko: '지금은 수납할 수 없습니다{reason}. 돈을 받지 마세요.',
        en: 'Cannot be collected now{reason}. Take no money.',
      },
    },
  },
  terms_changed: {
    till: {
      code: '2201',
      class: 'DECLINED',
      text: {
        ko: '조회한 뒤에 금액이나 기한이 바뀌었습니다. 다시 조회해서 화면의 금액만 받으세요.',
        en: 'Amount or deadline changed since it was shown. Ask again and take exactly the amount shown.',
      },
    },
  },
  amount_differs: {
    till: {
      code: '2201',
      class: 'DECLINED',
      text: {
        ko: '금액이 다릅니다. 화면의 금액만 받으세요.',
        en: 'Amount differs. Take exactly the amount shown.',
      },
    },
  },
  pay_type_not_allowed: {
    till: {
      code: '2202',
      class: 'DECLINED',
      text: {
        ko: '이 결제수단은 안 됩니다. 받은 것이 있으면 돌려주고 다른 수단을 물어보세요.',
        en: 'This way of paying is not allowed. Give back what you took and ask for another way.',
      },
    },
  },
  merchant_refused: {
    till: {
      code: '2301',
      class: 'DECLINED',
      text: {
        ko: '판매자가 결제를 거절했습니다{reason}. 받은 돈을 돌려주세요.',
        en: 'The seller refused{reason}. Give the money back.',
      },
    },
  },
  merchant_unanswered: {
    till: {
      code: '2302',
      class: 'DECLINED',
      text: {
        ko: '판매자 확인이 안 됩니다. 받은 돈을 돌려주고 잠시 뒤 다시 하세요.',
        en: 'The seller did not answer. Give the money back; try later.',
      },
    },
  },
  // On our own routes alone: `change-refusals.ts`.
  version_differs: {},
  ...RECEIPT_REJECTIONS,
  ...ISSUE_REJECTIONS,
  ...REFUND_REJECTIONS,
  ...REPORT_REJECTIONS,
  ...SERVICE_REJECTIONS,
  ...UNDO_REJECTIONS,
  // These two never leave the gateway: it makes a new stamp and asks again.
  number_taken: {},
  payment_id_taken: {},
}
