/**
 * The desk of collects in doubt, by command: whose tills never said that the money is there, and the operator's word when
 * somebody has looked into the drawer or the chain's report.
 */
import type { Payment } from '../core/payment.ts'
import { readPaymentId } from '../merchant/payments.ts'
import { NOTE_CHARACTERS_MAX } from '../wire/refund-limits.ts'
import { timeText } from './endpoint-verbs.ts'
import { amountText } from './event-log.ts'
import { findMerchant } from './merchant-verbs.ts'
import {
  lineWithin,
  type Options,
  oneOf,
  type Row,
  rejectionWords,
  type Shown,
  type Verb,
  type VerbDeps,
  VerbError,
} from './verb-options.ts'

export const DOUBT_VERBS = {
  'doubt-list': { takes: ['merchant'], run: listDoubts },
  'doubt-resolve': { takes: ['merchant!', 'imp-uid!', 'as!', 'note!'], run: resolveDoubt },
} as const satisfies Readonly<Record<string, Verb>>

const DOUBTS_SHOWN_MAX = 100

/** Of one merchant or of all; those that have been in doubt longest first. */
async function listDoubts(options: Options, deps: VerbDeps): Promise<Shown> {
  const merchantId = options['merchant'] === undefined ? null : findMerchant(options, deps).id
  const { payments, next } = await deps.money.doubts.list(merchantId, null, DOUBTS_SHOWN_MAX)
  const rows = payments.map(describeDoubt)
  return next === null ? rows : [...rows, { more: 'resolve these first' }]
}

async function resolveDoubt(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const given = options['imp-uid'] ?? ''
  const id = readPaymentId(given)
  if (id === undefined)
    throw new VerbError({
      ko: `--imp-uid ${given}: imp_와 숫자 열두 자리여야 합니다.`,
      en: `--imp-uid ${given}: it is imp_ and twelve digits`,
    })
  const found = oneOf(options, 'as', ['collected', 'not-collected']) === 'collected' ? 'collected' : 'not_collected'
  const note = lineWithin(options, 'note', NOTE_CHARACTERS_MAX) ?? ''
  const done = await deps.money.doubts.resolve(merchantId, id, { found, by: 'operator', note })
  if (!done.ok) throw new VerbError(rejectionWords(done.rejection.name))
  return { imp_uid: id, merchant_uid: done.payment.orderId, state: done.payment.state }
}

function describeDoubt(payment: Payment): Row {
  const request = payment.lastAttempt?.request
  const since = payment.state === 'paid' ? payment.provisional?.completeBy : undefined
  return {
    imp_uid: payment.id,
    merchant: payment.merchantId,
    merchant_uid: payment.orderId,
    amount: amountText(payment.amount, payment.currency, 'en'),
    pay_type: request?.payType ?? '-',
    outlet: request?.outletName ?? '-',
    till: request?.till ?? '-',
    approval_no: payment.lastAttempt?.approvalNo ?? '-',
    collected: payment.state === 'paid' ? timeText(payment.paidAt) : '-',
    in_doubt_since: since === undefined ? '-' : timeText(since),
  }
}
