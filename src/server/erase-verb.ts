/** Takes a customer's data away, when the law or the customer wants it gone: of a payment, or of a receipt of other cash. */
import type { MerchantId, OrderId } from '../core/brand.ts'
import type { Erased } from '../gateway/erase.ts'
import { isOrderId } from '../merchant/read-parameters.ts'
import { findMerchant } from './merchant-verbs.ts'
import { paymentIdIn } from './refund-verbs.ts'
import { type Options, type Row, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const ERASE_VERBS = {
  erase: { takes: ['merchant!', 'payment', 'external-receipt'], run: erase },
} as const satisfies Readonly<Record<string, Verb>>

const NEEDED = {
  payment: 'its number can still be paid: revoke it first, or wait until it has expired',
  refund: 'a refund still waits for its account, or its bank is being asked: see refund-list --imp-uid',
  receipt: 'its cash receipt is being issued or cancelled: wait until that is done',
} as const

async function erase(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const { payment, 'external-receipt': order } = options
  if ((payment === undefined) === (order === undefined))
    throw new VerbError('erase takes one of --payment imp_… and --external-receipt with its merchant_uid')
  return payment === undefined ? ofReceipt(order ?? '', merchantId, deps) : ofPayment(payment, merchantId, deps)
}

async function ofPayment(text: string, merchantId: MerchantId, { money }: VerbDeps): Promise<Row> {
  const id = paymentIdIn(text, 'payment')
  const erased = recordsOf(await money.erase.payment(merchantId, id), `--payment ${id}`, 'payment')
  return { imp_uid: id, merchant: merchantId, ...erased }
}

async function ofReceipt(text: string, merchantId: MerchantId, { money }: VerbDeps): Promise<Row> {
  const found: Erased = isOrderId(text)
    ? await money.erase.externalReceipt(merchantId, text as OrderId)
    : { kind: 'unknown' }
  const erased = recordsOf(found, `--external-receipt ${text}`, 'receipt of cash taken elsewhere')
  return { merchant_uid: text, merchant: merchantId, ...erased }
}

function recordsOf(erased: Erased, named: string, what: string): Row {
  if (erased.kind === 'unknown') throw new VerbError(`${named}: this merchant has no such ${what}`)
  if (erased.kind === 'needed') throw new VerbError(`${named}: ${NEEDED[erased.by]}`)
  return { records_erased: String(erased.records), keep: 'older backups have them' }
}
