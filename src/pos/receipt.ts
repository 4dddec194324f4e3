/**
 * The slip the customer takes home, line by line: whom was paid, what for, how much, where and when. In Korean, as
 * printed at the counter. Words of merchants are brought to one harmless line, since printers obey control characters.
 */
import type { PayoutReceipt, Receipt } from '../core/attempt.ts'
import type { Instant } from '../core/brand.ts'
import { MINOR_DIGITS } from '../core/money.ts'
import { maskNumber } from '../numbers/show-number.ts'
import { PRACTICE_MARK } from '../wire/practice-mark.ts'

export interface Slip {
  readonly receipt: Receipt
  readonly approvalNo: string
  readonly collectedAt: Instant
  /** Nothing is paid here: the slip says so first. */
  readonly practice: boolean
}

export function receiptLines({ receipt, approvalNo, collectedAt, practice }: Slip): readonly string[] {
  const { merchant, name, number, amount, currency, payType, outletName, till } = receipt
  return [
    ...(practice ? [PRACTICE_MARK.ko] : []),
    '편의점 수납 영수증',
    `점포: ${oneLine(outletName, 40)} (단말 ${till})`,
    `판매자: ${oneLine(merchant, 40)}`,
    ...(name === null ? [] : [`상품: ${oneLine(name, 40)}`]),
    `수납번호: ${maskNumber(number)}`,
    `금액: ${showAmount(amount, currency)}`,
    `결제수단: ${PAY_TYPE_WORDS[payType]}`,
    `승인번호: ${approvalNo}`,
    `수납일시: ${seoulTime(collectedAt)}`,
    '이 영수증은 현금영수증이 아닙니다. 현금영수증은 판매자에게 신청하세요.',
  ]
}

export interface CancelSlip {
  /** Of the collect. */
  readonly receipt: Receipt
  readonly approvalNo: string
  readonly cancelledAt: Instant
  readonly practice: boolean
}

/** What a customer keeps who was given back the same day what was paid. */
export function cancelLines({ receipt, approvalNo, cancelledAt, practice }: CancelSlip): readonly string[] {
  const { merchant, name, number, amount, currency, payType, outletName, till } = receipt
  return [
    ...(practice ? [PRACTICE_MARK.ko] : []),
    '편의점 수납 취소 영수증',
    `점포: ${oneLine(outletName, 40)} (수납한 단말 ${till})`,
    `판매자: ${oneLine(merchant, 40)}`,
    ...(name === null ? [] : [`상품: ${oneLine(name, 40)}`]),
    `수납번호: ${maskNumber(number)}`,
    `취소금액: ${showAmount(amount, currency)}`,
    `결제수단: ${PAY_TYPE_WORDS[payType]}`,
    `원승인번호: ${approvalNo}`,
    `취소일시: ${seoulTime(cancelledAt)}`,
    '이 영수증은 현금영수증이 아닙니다.',
  ]
}

export interface PayoutSlip {
  readonly receipt: PayoutReceipt
  readonly approvalNo: string
  readonly paidOutAt: Instant
  readonly practice: boolean
}

/** What a customer keeps who was given money back. */
export function payoutLines({ receipt, approvalNo, paidOutAt, practice }: PayoutSlip): readonly string[] {
  const { merchant, name, number, amount, currency, outletName, till } = receipt
  return [
    ...(practice ? [PRACTICE_MARK.ko] : []),
    '편의점 환불 지급 영수증',
    `점포: ${oneLine(outletName, 40)} (단말 ${till})`,
    `판매자: ${oneLine(merchant, 40)}`,
    ...(name === null ? [] : [`상품: ${oneLine(name, 40)}`]),
    `환불번호: ${maskNumber(number)}`,
    `지급액: ${showAmount(amount, currency)} (현금)`,
    `승인번호: ${approvalNo}`,
    `지급일시: ${seoulTime(paidOutAt)}`,
    '이 영수증은 현금영수증이 아닙니다.',
  ]
}

const PAY_TYPE_WORDS: Readonly<Record<Receipt['payType'], string>> = { cash: '현금', card: '카드' }

/** One line of at most `charactersMax` characters, without control, direction and line characters. */
export function oneLine(text: string, charactersMax: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const characters = [...line]
  return characters.length <= charactersMax ? line : `${characters.slice(0, charactersMax - 1).join('')}…`
}

/** `36,400원`, `1,234.50 USD` */
function showAmount(amount: number, currency: Receipt['currency']): string {
  const digits = MINOR_DIGITS[currency]
  const text = String(amount).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',')
  return currency === 'KRW' ? `${whole}원` : `${whole}.${text.slice(-digits)} ${currency}`
}

const SEOUL_OFFSET_MS = 9 * 3_600_000

/** `2026-11-22 14:03:07` */
function seoulTime(at: Instant): string {
  return new Date(at + SEOUL_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}
