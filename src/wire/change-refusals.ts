/**
 * Why a payment that waits cannot be changed, as its merchant is told on our own routes. 409: it is there, and as it
 * stands now it cannot be done. What is not in the table is said as V1's routes say it.
 */
import type { RejectionName, Words } from './rejections.ts'

export interface ChangeRefusal {
  readonly status: 409
  readonly code: 1
  readonly text: Words
}

/** The row with its blanks filled in; undefined where V1's sentence serves. */
export function changeRefusal(name: RejectionName, fill: Filling): ChangeRefusal | undefined {
  const row = CHANGE_REFUSALS[name]
  if (row === undefined) return undefined
  return { ...row, text: { ko: filled(row.text.ko, fill, 'ko'), en: filled(row.text.en, fill, 'en') } }
}

interface Filling {
  readonly limit: Words | undefined
  /** The version that was sent, and the payment's. */
  readonly asked: number
  readonly version: number
}

function filled(text: string, { limit, asked, version }: Filling, language: keyof Words): string {
  return text
    .replace('{limit}', limit?.[language] ?? '')
    .replace('{asked}', String(asked))
    .replace('{version}', String(version))
}

export const CHANGE_REFUSALS: Readonly<Partial<Record<RejectionName, ChangeRefusal>>> = {
  revoked: no(
    '이미 말소되었거나 취소된 수납번호라 바꿀 수 없습니다. 새 수납번호를 발급해 주세요.',
    'This number was revoked or cancelled and cannot be changed. Issue a new one.',
  ),
  expired: no(
    '결제기한이 지난 수납번호라 바꿀 수 없습니다. 새 수납번호를 발급해 주세요.',
    'The deadline of this number has passed, so it cannot be changed. Issue a new one.',
  ),
  already_paid: no('이미 결제되어 바꿀 수 없습니다.', 'It has already been paid and cannot be changed.'),
  paid_and_refunded: no(
    '이미 결제되고 전액 환불되어 바꿀 수 없습니다.',
    'It was paid and all of it was given back, so it cannot be changed.',
  ),
  in_progress: no(
    '편의점에서 결제가 진행 중이라 바꿀 수 없습니다. 잠시 후 다시 시도해 주세요.',
    'It is being paid at a shop right now and cannot be changed. Try again in a moment.',
  ),
  order_in_progress: no(
    '같은 주문의 다른 수납번호가 편의점에서 결제되고 있어 금액을 바꿀 수 없습니다. 잠시 후 다시 시도해 주세요.',
    'Another number of this order is being paid at a shop right now, so the amount cannot be changed. Try again in a moment.',
  ),
  version_differs: no(
    'version이 {asked}인데 지금은 {version}입니다. 그 사이 바뀐 내용을 조회한 뒤 다시 요청해 주세요.',
    'You sent version {asked}, and the payment is at version {version} now. Look at what has changed and ask again.',
  ),
  amount_not_prepared: no(
    'amount: 사전등록된 결제금액과 다릅니다({limit}). PUT /payments/prepare로 먼저 바꿔 주세요.',
    'amount is not the prepared one ({limit}). Change that first with PUT /payments/prepare.',
  ),
}

function no(ko: string, en: string): ChangeRefusal {
  return { status: 409, code: 1, text: { ko, en } }
}
