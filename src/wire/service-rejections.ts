/**
 * The rows of `rejections.ts` about what the operator has closed, suspended or limited. A till says them before a sale
 * begins, or to a clerk who has the money in hand already: each text is right for both.
 */
import type { RejectionRow, Words } from './rejections.ts'

export const SERVICE_REJECTIONS = {
  inquiries_locked: closed(
    '없는 번호를 거듭 조회해 이 계산대의 조회를 잠시 막았습니다. 본부에 문의하고 돈을 받지 마세요.',
    'Too many unknown numbers: inquiries from this till are held up for a while. Call head office. Take no money.',
  ),
  inquiries_too_many: closed(
    '조회가 너무 잦습니다. 1분 뒤에 다시 조회하고, 아직 돈을 받지 마세요.',
    'Too many inquiries. Ask again in a minute. Take no money yet.',
  ),
  shop_suspended: closed(
    '이 점포에서는 지금 수납할 수 없습니다{reason}. 본부에 문의하고 돈을 받지 마세요. 받은 돈은 돌려주세요.',
    'Nothing can be collected at this shop now{reason}. Call head office. Take no money; give back what you took.',
  ),
  maintenance: closed(
    '점검 중이라 지금은 수납할 수 없습니다{reason}. 나중에 다시 하고 돈을 받지 마세요. 받은 돈은 돌려주세요.',
    'Closed for maintenance{reason}. Try later. Take no money; give back what you took.',
  ),
  holiday: closed(
    '오늘은 수납하지 않는 날입니다. 돈을 받지 마세요. 받은 돈은 돌려주세요.',
    'Nothing is collected today. Take no money; give back what you took.',
  ),
  outside_hours: closed(
    '지금은 수납 시간이 아닙니다{reason}. 돈을 받지 마세요. 받은 돈은 돌려주세요.',
    'Outside the hours of collection{reason}. Take no money; give back what you took.',
  ),
  merchant_suspended: {
    merchant: {
      status: 200,
      code: 1,
      text: {
        ko: '운영사가 이 가맹점의 수납을 중지하여 새 수납번호를 발급할 수 없습니다{reason}. 운영사에 문의해 주세요.',
        en: 'The operator has suspended this merchant{reason}. No number is issued; ask the operator.',
      },
    },
    ...closed(
      '이 판매자의 결제는 지금 받을 수 없습니다{reason}. 돈을 받지 마세요. 받은 돈은 돌려주세요.',
      'Payments to this seller cannot be taken now{reason}. Take no money; give back what you took.',
    ),
  },
  above_network_limit: {
    till: {
      code: '2203',
      class: 'DECLINED',
      text: {
        ko: '이 편의점에서 받을 수 있는 금액을 넘습니다. 돈을 받지 마세요. 받은 돈은 돌려주세요.',
        en: 'More than can be taken at this shop. Take no money; give back what you took.',
      },
    },
  },
} as const satisfies Readonly<Record<string, RejectionRow>>

/** While money is to go out. */
export const SERVICE_PAYOUT_TEXTS = {
  shop_suspended: {
    ko: '이 점포에서는 지금 지급할 수 없습니다{reason}. 본부에 문의하세요. 돈을 내주지 마세요.',
    en: 'Nothing can be paid out at this shop now{reason}. Call head office. Give no money.',
  },
  maintenance: {
    ko: '점검 중이라 지금은 지급할 수 없습니다{reason}. 나중에 다시 하세요. 돈을 내주지 마세요.',
    en: 'Closed for maintenance{reason}. Try later. Give no money.',
  },
  holiday: {
    ko: '오늘은 지급하지 않는 날입니다. 돈을 내주지 마세요.',
    en: 'Nothing is paid out today. Give no money.',
  },
  outside_hours: {
    ko: '지금은 지급 시간이 아닙니다{reason}. 돈을 내주지 마세요.',
    en: 'Outside the hours of payouts{reason}. Give no money.',
  },
} as const satisfies Readonly<Record<string, Words>>

function closed(ko: string, en: string): Required<Pick<RejectionRow, 'till'>> {
  return { till: { code: '4001', class: 'DECLINED', text: { ko, en } } }
}
