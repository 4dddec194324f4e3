/**
 * The rows of `rejections.ts` about money on its way back, and, for what a till hears while money is to go out, the
 * words that stand in the place of those about money coming in: nobody may move it the wrong way for a text.
 */
import { CANCEL_TEXTS } from './cancel.ts'
import type { MerchantRefusal, RejectionName, RejectionRow, TillRefusal, Words } from './rejections.ts'
import { SERVICE_PAYOUT_TEXTS } from './service-rejections.ts'

function refused(text: Words): { readonly merchant: MerchantRefusal } {
  return { merchant: { status: 200, code: 1, text } }
}

function atTill(code: string, ko: string, en: string): { readonly till: TillRefusal } {
  return { till: { code, class: 'DECLINED', text: { ko, en } } }
}

export const REFUND_REJECTIONS = {
  number_is_slip: atTill(
    '2401',
    '환불 바코드라 수납되지 않았습니다. 다시 조회해 화면대로 하세요. 받은 돈을 돌려주세요.',
    'This is a refund slip; nothing is collected. Give back money you took, ask for the number again and do as the screen says.',
  ),
  number_is_payment: atTill(
    '2402',
    '결제할 번호라 지급되지 않았습니다. 다시 조회해 화면대로 하세요. 내준 돈은 돌려받으세요.',
    'This number is to be paid, not paid out. Take back money you gave, ask for the number again and do as the screen says.',
  ),
  refund_not_found: {
    merchant: { status: 404, code: -1, text: { ko: '존재하지 않는 환불입니다.', en: 'There is no such refund.' } },
  },
  paid_and_refunded: {
    merchant: {
      status: 400,
      code: -1,
      text: {
        ko: '이미 결제되고 전액 환불된 수납번호라 말소할 것이 없습니다.',
        en: 'This number was paid and all of it given back. There is nothing to revoke.',
      },
    },
  },
  not_paid: refused(CANCEL_TEXTS.ready),
  already_cancelled: refused(CANCEL_TEXTS.cancelled),
  not_paid_in_time: refused(CANCEL_TEXTS.failed),
  balance_differs: refused(CANCEL_TEXTS.checksum),
  refund_too_large: refused(CANCEL_TEXTS.tooMuch),
  tax_too_large: refused(CANCEL_TEXTS.tax),
  route_missing: refused(CANCEL_TEXTS.account),
  refunds_too_many: refused(CANCEL_TEXTS.tooMany),
  slip_replaced: atTill(
    '2403',
    '다른 방법으로 바뀌어 쓸 수 없는 환불 바코드입니다. 고객에게 새 바코드를 보여 달라고 하세요. 돈을 내주지 마세요.',
    'This refund slip was replaced. Ask the customer for the new one. Give no money.',
  ),
  slip_paid_out: atTill(
    '2404',
    '이미 지급된 환불 바코드입니다. 돈을 내주지 마세요.',
    'This refund slip is paid out already. Give no money.',
  ),
  slip_expired: atTill(
    '2405',
    '지급 기한이 지난 환불 바코드입니다. 판매자에게 문의하라고 안내하고 돈을 내주지 마세요.',
    'The deadline of this refund slip has passed. Send the customer to the seller. Give no money.',
  ),
  payout_done: refused({ ko: '이미 지급된 환불입니다.', en: 'This refund is paid out already.' }),
  slip_live: refused({
    ko: '아직 계산대에서 받을 수 있는 환불 바코드입니다. 기한이 지나기를 기다리거나 다른 방법으로 바꾼 뒤 처리하세요.',
    en: 'This refund is a slip that a till can still pay out. Wait until it has expired, or reroute it first.',
  }),
  transfer_running: refused({
    ko: '은행이 아직 이체 결과를 답하지 않은 환불입니다. 답을 기다리세요. 이체되지 않은 것이 확실하면 refund-failed로 알린 뒤 바코드로 바꾸거나 직접 지급하세요. 다른 계좌는 은행이 답한 뒤에만 됩니다.',
    en: 'The bank has not said yet what became of this refund: wait for its word. Where you know that it did not pay, say refund-failed, then choose a slip or pay by hand. Another account has to wait for the bank.',
  }),
  payout_failed: refused({
    ko: '이미 지급 실패로 처리된 환불입니다.',
    en: 'The payout of this refund has failed already.',
  }),
} as const satisfies Readonly<Record<string, RejectionRow>>

/** What a clerk reads of these while money is to go out. */
export const PAYOUT_TEXTS: Readonly<Partial<Record<RejectionName, Words>>> = {
  ...SERVICE_PAYOUT_TEXTS,
  key_conflict: {
    ko: '이 전문관리번호는 내용이 다른 거래에 이미 쓰였습니다. 새 거래로 다시 하세요. 돈을 내주지 말고, 내줬으면 돌려받으세요.',
    en: 'This trace number was used for a sale with other content. Start anew. Give no money, and take back what you gave.',
  },
  reversed_before: {
    ko: '망취소된 거래라 지급되지 않았습니다. 내준 돈을 돌려받으세요.',
    en: 'This payout was reversed and did not happen. Take back money you gave.',
  },
  number_wrong: {
    ko: '번호가 맞지 않습니다. 다시 스캔하거나 다시 입력하세요. 아직 돈을 내주지 마세요.',
    en: 'Number is not right. Scan or type it again. Give no money yet.',
  },
  number_unknown: {
    ko: '없는 번호입니다. 돈을 내주지 마세요.',
    en: 'No such number. Give no money.',
  },
  amount_differs: {
    ko: '금액이 다릅니다. 화면의 금액만 내주세요.',
    en: 'Amount differs. Give exactly the amount shown.',
  },
}
