/** Takes a customer's data away from a payment, when the law or the customer wants it gone. */
import { findMerchant } from './merchant-verbs.ts'
import { paymentIdIn } from './refund-verbs.ts'
import { type Options, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const ERASE_VERBS = {
  erase: { takes: ['merchant!', 'payment!'], run: erase },
} as const satisfies Readonly<Record<string, Verb>>

const NEEDED = {
  payment: 'its number can still be paid: revoke it first, or wait until it has expired',
  refund: 'a refund still waits for its account: see refund-list --imp-uid',
  receipt: 'its cash receipt is being issued or cancelled: wait until that is done',
} as const

async function erase(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const id = paymentIdIn(options['payment'] ?? '', 'payment')
  const erased = await deps.money.erase(merchantId, id)
  if (erased.kind === 'unknown') throw new VerbError(`--payment ${id}: this merchant has no such payment`)
  if (erased.kind === 'needed') throw new VerbError(`--payment ${id}: ${NEEDED[erased.by]}`)
  return { imp_uid: id, merchant: merchantId, records_erased: String(erased.records), keep: 'older backups have them' }
}
