/**
 * The rows of `rejections.ts` about what a till undoes or makes final after it collected. What stands here is said of a
 * cancel; where a completion, or a cancel, needs other words than the table has, they stand below: nobody may give money
 * back twice, or not at all, for a text.
 */
import type { RejectionName, RejectionRow, Words } from './rejections.ts'

function atTill(code: string, ko: string, en: string): RejectionRow {
  return { till: { code, class: 'DECLINED', text: { ko, en } } }
}

function toMerchant(ko: string, en: string): RejectionRow {
  return { merchant: { status: 200, code: 1, text: { ko, en } } }
}

export const UNDO_REJECTIONS = {
  original_not_found: atTill(
    '3001',
    '수납된 기록이 없는 거래입니다. 영수증을 다시 확인하고 돈을 돌려주지 마세요.',
    'Nothing was collected under this number. Check the receipt and give no money back.',
  ),
  cancelled_before: atTill(
    '3002',
    '이미 당일취소된 거래입니다. 받은 돈은 한 번만 돌려주세요.',
    'This sale is cancelled already. Give the money back once, not again.',
  ),
  original_amount_differs: atTill(
    '3004',
    '수납한 금액과 다릅니다. 영수증을 다시 확인하고 돈을 돌려주지 마세요.',
    'This is not the amount that was collected. Check the receipt and give no money back.',
  ),
  refunded_before: atTill(
    '3003',
    '판매자가 이미 환불하고 있는 거래입니다. 여기서 돈을 돌려주지 말고 판매자에게 안내하세요.',
    'The seller is refunding this already. Give no money back here; send the customer to the seller.',
  ),
  cancel_not_allowed: atTill(
    '3003',
    '계산대에서 취소할 수 없는 상품입니다. 여기서 돈을 돌려주지 말고 판매자에게 안내하세요.',
    'These goods cannot be cancelled at a till. Give no money back here; send the customer to the seller.',
  ),
  cancel_at_other_till: atTill(
    '3003',
    '수납한 계산대에서만 취소할 수 있습니다. 여기서 돈을 돌려주지 말고 그 계산대나 판매자에게 안내하세요.',
    'Only the till that collected can cancel. Give no money back here; send the customer to that till or to the seller.',
  ),
  cancel_too_late: atTill(
    '3003',
    '취소할 수 있는 시간이 지났습니다. 여기서 돈을 돌려주지 말고 판매자에게 안내하세요.',
    'Too late to cancel. Give no money back here; send the customer to the seller.',
  ),
  not_final: toMerchant(
    '편의점에서 아직 확정되지 않은 수납이라 환불할 수 없습니다. 확정된 뒤 다시 시도해 주세요.',
    'The shop has not made this collection final yet, so it cannot be refunded. Try again when it has.',
  ),
  not_in_doubt: toMerchant(
    '결과 미확인 상태가 아닌 결제입니다. 목록(doubt-list)을 다시 확인해 주세요.',
    'This payment is not in doubt. See doubt-list.',
  ),
} as const satisfies Readonly<Record<string, RejectionRow>>

export const CANCEL_AT_TILL_TEXTS: Readonly<Partial<Record<RejectionName, Words>>> = {
  key_conflict: {
    ko: '이 전문관리번호는 다른 거래에 이미 쓰였습니다. 새 거래로 다시 취소하고, 그때까지 돈을 돌려주지 마세요.',
    en: 'This trace number was used for something else. Cancel anew and give no money back until then.',
  },
  reversed_before: {
    ko: '이미 망취소된 거래라 취소할 것이 없습니다. 받은 돈은 한 번만 돌려주세요.',
    en: 'This sale was reversed; there is nothing to cancel. Give the money back once, not again.',
  },
}

export const COMPLETE_TEXTS: Readonly<Partial<Record<RejectionName, Words>>> = {
  key_conflict: {
    ko: '이 전문관리번호는 다른 거래에 이미 쓰였습니다. 돈은 그대로 두고 새 거래로 다시 확정하세요.',
    en: 'This trace number was used for something else. Leave the money as it is and complete anew.',
  },
  original_not_found: {
    ko: '수납된 기록이 없어 확정할 것이 없습니다. 망취소를 보낸 뒤 받은 돈을 돌려주세요.',
    en: 'Nothing was collected under this number. Send a reverse, then give the money back.',
  },
  original_amount_differs: {
    ko: '수납한 금액과 달라 확정되지 않았습니다. 금액을 다시 확인하고 돈은 그대로 두세요.',
    en: 'Not the amount that was collected, so it is not final. Check it and leave the money as it is.',
  },
}
