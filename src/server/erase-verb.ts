/** Takes a customer's data away from a payment, when the law or the customer wants it gone. */
import { findMerchant } from './merchant-verbs.ts'
import { paymentIdIn } from './refund-verbs.ts'
import { type Options, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const ERASE_VERBS = {
  erase: { takes: ['merchant!', 'payment!'], run: erase },
} as const satisfies Readonly<Record<string, Verb>>

const NEEDED = {
  payment: {
    ko: '아직 결제할 수 있는 번호입니다. 먼저 말소하거나 기한이 지나기를 기다려 주세요.',
    en: 'its number can still be paid: revoke it first, or wait until it has expired',
  },
  refund: {
    ko: '이 계좌로 나갈 환불이 남아 있습니다.',
    en: 'a refund still waits for its account: see refund-list --imp-uid',
  },
  receipt: {
    ko: '현금영수증이 발급되거나 취소되는 중입니다. 끝나기를 기다려 주세요.',
    en: 'its cash receipt is being issued or cancelled: wait until that is done',
  },
} as const

async function erase(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const id = paymentIdIn(options['payment'] ?? '', 'payment')
  const erased = await deps.money.erase(merchantId, id)
  if (erased.kind === 'unknown')
    throw new VerbError({
      ko: `--payment ${id}: 이 가맹점에 그런 결제가 없습니다.`,
      en: `--payment ${id}: this merchant has no such payment`,
    })
  if (erased.kind === 'needed') {
    const { ko, en } = NEEDED[erased.by]
    throw new VerbError({ ko: `--payment ${id}: ${ko}`, en: `--payment ${id}: ${en}` })
  }
  return { imp_uid: id, merchant: merchantId, records_erased: String(erased.records), keep: 'older backups have them' }
}
