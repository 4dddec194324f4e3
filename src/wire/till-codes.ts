/**
 * What a till is told where no rule of the trade speaks: the yes of each message, and the line's own codes. The codes
 * of the trade's rejections are rows of `rejections.ts`. Every text ends in what to do with the money, because the one
 * who reads it has a customer's cash in hand and nobody to ask.
 */
import type { TillRefusal, Words } from './rejections.ts'

export const OK_CODE = '0000'

/** The yes of a message with one meaning. */
export const OK_WORDS = {
  line_works: {
    ko: '회선이 정상입니다. 이 응답만으로 돈을 받거나 돌려주지 마세요.',
    en: 'The line works. Neither take nor give back money for this answer.',
  },
  payable: {
    ko: '수납할 수 있는 번호입니다. 화면의 금액만 받고 [수납]을 누르세요.',
    en: 'Payable. Take exactly the amount of money shown, then press collect.',
  },
  payable_out: {
    ko: '환불 바코드입니다. 돈을 받지 마세요. 화면의 금액만 꺼내고 [지급]을 누른 뒤 고객에게 내주세요.',
    en: 'A refund slip: take no money. Press pay out, then give exactly the amount of money shown.',
  },
  paid_out: {
    ko: '지급되었습니다. 화면의 금액을 내주고 영수증을 드리세요.',
    en: 'Paid out. Give the money and the receipt.',
  },
  collected: {
    ko: '수납되었습니다. 돈을 받고 영수증을 드리세요.',
    en: 'Collected. Take the money and give the receipt.',
  },
  report_taken: {
    ko: '수납내역 파일을 받았습니다. 이 응답만으로 돈을 주고받지 마세요.',
    en: 'The report file is taken. Move no money for this answer.',
  },
  day_opened: {
    ko: '업무를 개시했습니다. 이 응답만으로 돈을 받거나 내주지 마세요.',
    en: 'The day is open. Neither take nor give money for this answer.',
  },
  day_closed: {
    ko: '시재가 맞아 업무를 마감했습니다. 이 영업일자로는 더 돈을 받거나 내주지 마세요.',
    en: 'The drawer is right and the day is closed. Take and give no more money under this business date.',
  },
  completed: {
    ko: '수납이 확정되었습니다. 받은 돈은 그대로 두세요.',
    en: 'The collection is final. Leave the money in the drawer.',
  },
  cancelled: {
    ko: '당일취소되었습니다. 받은 돈을 돌려주고(카드는 승인 취소) 취소 영수증을 드리세요.',
    en: 'Cancelled. Give the money back (of a card, cancel the approval) and the receipt of it.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** A reverse is always taken; what it found decides about the cash. */
export const REVERSE_WORDS = {
  reversed: {
    ko: '망취소되었습니다. 받은 돈을 돌려주세요.',
    en: 'Reversed; nothing is collected. Give the money back.',
  },
  tombstoned: {
    ko: '원거래가 오지 않았고, 늦게 와도 처리되지 않습니다. 받은 돈은 돌려주고 내준 돈은 돌려받으세요.',
    en: 'The sale never arrived and nothing will come of it if it does. Give back money you took, take back money you gave.',
  },
  was_refused: {
    ko: '수납되지 않은 거래입니다. 받은 돈을 돌려주세요.',
    en: 'This sale was not collected. Give the money back.',
  },
  was_cancelled: {
    ko: '이미 당일취소된 거래입니다. 받은 돈은 한 번만 돌려주세요.',
    en: 'This sale is cancelled already. Give the money back once, not again.',
  },
  closed: {
    ko: '망취소할 수 있는 시간이 지나 수납이 그대로 유효합니다. 돈을 돌려주지 말고 본부에 문의하세요.',
    en: 'Too late to reverse; the collection stands. Do not give the money back; call head office.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** The same, of a payout. */
export const PAYOUT_REVERSE_WORDS = {
  reversed: {
    ko: '지급이 망취소되었습니다. 내준 돈을 돌려받으세요.',
    en: 'The payout is reversed. Take back the money you gave.',
  },
  was_refused: {
    ko: '지급되지 않은 거래입니다. 내준 돈을 돌려받으세요.',
    en: 'This was not paid out. Take back money you gave.',
  },
  closed: {
    ko: '망취소할 수 있는 시간이 지나 지급이 그대로 유효합니다. 본부에 문의하고 돈을 돌려받지 마세요.',
    en: 'Too late to reverse; the payout stands. Call head office; do not take the money back.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** `unknown` also means "not yet arrived", so the money goes back only behind a reverse. */
export const STATUS_WORDS = {
  authorising: {
    ko: '아직 처리 중입니다. 돈은 그대로 두고 잠시 뒤 다시 확인하세요.',
    en: 'Still being worked on. Leave the money as it is and ask again in a moment.',
  },
  collected: {
    ko: '수납된 거래입니다. 돈을 받고 영수증을 드리세요.',
    en: 'This sale is collected. Take the money and give the receipt.',
  },
  in_doubt: {
    ko: '수납되었으나 제때 확정되지 않은 거래입니다. 돈을 받았으면 확정을, 아니면 망취소를 보내세요.',
    en: 'Collected, but not completed in time. Where you have the money complete it, else reverse it.',
  },
  cancelled: {
    ko: '당일취소된 거래입니다. 받은 돈은 한 번만 돌려주세요.',
    en: 'This sale was cancelled. Give the money back once, not again.',
  },
  paid_out: {
    ko: '지급된 거래입니다. 돈을 한 번만 내주고 영수증을 드리세요.',
    en: 'This is paid out. Give the money, once, and the receipt.',
  },
  refused: {
    ko: '수납되지 않은 거래입니다. 받은 돈을 돌려주세요.',
    en: 'This sale is not collected. Give the money back.',
  },
  reversed: {
    ko: '망취소된 거래입니다. 받은 돈을 돌려주세요.',
    en: 'This sale was reversed. Give the money back.',
  },
  tombstoned: {
    ko: '오기 전에 망취소된 거래입니다. 받은 돈은 돌려주고 내준 돈은 돌려받으세요.',
    en: 'This was reversed before it arrived. Give back money you took, take back money you gave.',
  },
  unknown: {
    ko: '기록에 없는 거래입니다. 망취소를 보낸 뒤, 받은 돈은 돌려주고 내준 돈은 돌려받으세요.',
    en: 'There is no such sale. Send a reverse, then give back money you took or take back money you gave.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** Of a payout that moved nothing. */
export const PAYOUT_STATUS_WORDS = {
  refused: {
    ko: '지급되지 않은 거래입니다. 내준 돈을 돌려받으세요.',
    en: 'This was not paid out. Take back money you gave.',
  },
  reversed: {
    ko: '지급이 망취소된 거래입니다. 내준 돈을 돌려받으세요.',
    en: 'This payout was reversed. Take back the money you gave.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** The line's own codes. `{problem}` is filled by `malformed`. */
export const LINE_ROWS = {
  /** The request was not understood: HTTP 400, 404, 405, 408, 413, 415, 431. */
  malformed: {
    code: '1001',
    class: 'DECLINED',
    text: {
      ko: '전문이 잘못되어 처리하지 않았습니다({problem}). 돈을 받지도 돌려주지도 말고 POS 담당자에게 문의하세요.',
      en: 'The request is malformed and nothing was done ({problem}). Neither take money nor give any back; call whoever looks after the till.',
    },
  },
  /** Unknown terminal, wrong signature, wrong clock: told alike. */
  not_accepted: {
    code: '1002',
    class: 'DECLINED',
    text: {
      ko: '단말 인증에 실패했습니다. 본부에 문의하고 돈을 받지도 내주지도 마세요.',
      en: 'Terminal not accepted. Call head office; neither take nor give money.',
    },
  },
  /** This request wrote nothing: HTTP 503. */
  not_done: {
    code: '9001',
    class: 'RETRY_SAME_KEY',
    text: {
      ko: '처리되지 않았습니다. 돈은 그대로 두고 같은 거래로 다시 누르세요.',
      en: 'Not done. Leave the money as it is and press again for the same sale.',
    },
  },
  outcome_unknown: {
    code: '9002',
    class: 'UNKNOWN',
    text: {
      ko: '결과를 모릅니다. 돈을 돌려주지도 더 받지도 말고 [결과 확인]을 누르세요.',
      en: 'Result unknown. Neither give back nor take money; press "Ask again".',
    },
  },
} as const satisfies Readonly<Record<string, TillRefusal>>

/** What is wrong with a request: the field (or part of it) and what it must be. */
export interface Malformation {
  readonly field: string
  readonly rule: Words
}

/** The row of 1001 with the field in its texts. */
export function malformed({ field, rule }: Malformation): TillRefusal {
  const { text } = LINE_ROWS.malformed
  // Functions, because `$&` in a field's name must stay two characters.
  return {
    ...LINE_ROWS.malformed,
    text: {
      ko: text.ko.replace('{problem}', () => `${field}: ${rule.ko}`),
      en: text.en.replace('{problem}', () => `${field}: ${rule.en}`),
    },
  }
}
