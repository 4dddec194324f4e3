/** Takes a customer's data away, when the law or the customer wants it gone: of a payment, or of a receipt of other cash. */
import type { MerchantId, OrderId } from '../core/brand.ts'
import type { Erased } from '../gateway/erase.ts'
import { isOrderId } from '../merchant/read-parameters.ts'
import type { Words } from '../wire/rejections.ts'
import { findMerchant } from './merchant-verbs.ts'
import { paymentIdIn } from './refund-verbs.ts'
import { type Options, type Row, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const ERASE_VERBS = {
  erase: { takes: ['merchant!', 'payment', 'external-receipt'], run: erase },
} as const satisfies Readonly<Record<string, Verb>>

const NEEDED = {
  payment: {
    ko: '아직 결제할 수 있는 번호입니다. 먼저 말소하거나 기한이 지나기를 기다려 주세요.',
    en: 'its number can still be paid: revoke it first, or wait until it has expired',
  },
  refund: {
    ko: '이 계좌로 나갈 환불이 남아 있거나 은행에 확인하는 중입니다. refund-list --imp-uid로 확인해 주세요.',
    en: 'a refund still waits for its account, or its bank is being asked: see refund-list --imp-uid',
  },
  receipt: {
    ko: '현금영수증이 발급되거나 취소되는 중입니다. 끝나기를 기다려 주세요.',
    en: 'its cash receipt is being issued or cancelled: wait until that is done',
  },
} as const

async function erase(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const { payment, 'external-receipt': order } = options
  if ((payment === undefined) === (order === undefined))
    throw new VerbError({
      ko: 'erase에는 --payment imp_…나 --external-receipt(merchant_uid) 가운데 하나를 줍니다.',
      en: 'erase takes one of --payment imp_… and --external-receipt with its merchant_uid',
    })
  return payment === undefined ? ofReceipt(order ?? '', merchantId, deps) : ofPayment(payment, merchantId, deps)
}

async function ofPayment(text: string, merchantId: MerchantId, { money }: VerbDeps): Promise<Row> {
  const id = paymentIdIn(text, 'payment')
  const erased = recordsOf(await money.erase.payment(merchantId, id), `--payment ${id}`, PAYMENT)
  return { imp_uid: id, merchant: merchantId, ...erased }
}

async function ofReceipt(text: string, merchantId: MerchantId, { money }: VerbDeps): Promise<Row> {
  const found: Erased = isOrderId(text)
    ? await money.erase.externalReceipt(merchantId, text as OrderId)
    : { kind: 'unknown' }
  const erased = recordsOf(found, `--external-receipt ${text}`, RECEIPT)
  return { merchant_uid: text, merchant: merchantId, ...erased }
}

const PAYMENT: Words = { ko: '그런 결제가', en: 'payment' }
const RECEIPT: Words = { ko: '다른 곳에서 받은 현금의 그런 영수증이', en: 'receipt of cash taken elsewhere' }

function recordsOf(erased: Erased, named: string, what: Words): Row {
  if (erased.kind === 'unknown')
    throw new VerbError({
      ko: `${named}: 이 가맹점에 ${what.ko} 없습니다.`,
      en: `${named}: this merchant has no such ${what.en}`,
    })
  if (erased.kind === 'needed') {
    const { ko, en } = NEEDED[erased.by]
    throw new VerbError({ ko: `${named}: ${ko}`, en: `${named}: ${en}` })
  }
  return { records_erased: String(erased.records), keep: 'older backups have them' }
}
