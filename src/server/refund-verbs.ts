/**
 * The refunds desk, by command: giving money back, seeing whose money still waits, and saying what became of it. The
 * account stands in clear where one refund is shown, because somebody has to transfer to it; nowhere else.
 */
import type { MerchantId, PaymentId, RefundId } from '../core/brand.ts'
import type { RefundOfPayment } from '../core/changes.ts'
import { readMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import { PAYOUT_STATES, type Payout, type RefundRoute } from '../core/refund.ts'
import type { Rejection } from '../core/rejections.ts'
import type { RefundAccount } from '../gateway/personal-vault.ts'
import type { RefundTo } from '../gateway/refunds.ts'
import { readPaymentId } from '../merchant/payments.ts'
import { digitsWithin, readBank } from '../merchant/read-refund.ts'
import { readRefundId } from '../merchant/refunds.ts'
import { REFUND_PAGE_MAX } from '../wire/refund-answer.ts'
import {
  ACCOUNT_DIGITS_MAX,
  ACCOUNT_DIGITS_MIN,
  HOLDER_CHARACTERS_MAX,
  NOTE_CHARACTERS_MAX,
  REASON_CHARACTERS_MAX,
  TEL_DIGITS_MAX,
} from '../wire/refund-limits.ts'
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

const ACCOUNT_OPTIONS = ['holder', 'bank', 'account', 'tel'] as const

export const REFUND_VERBS = {
  'refund-add': {
    takes: ['merchant!', 'imp-uid!', 'amount', 'reason', ...ACCOUNT_OPTIONS],
    run: addRefund,
  },
  'refund-list': { takes: ['merchant', 'state', 'imp-uid', 'after'], run: listRefunds },
  'refund-show': { takes: ['merchant!', 'refund!'], run: showRefund },
  'refund-done': { takes: ['merchant!', 'refund!', 'note'], run: (options, deps) => settle('paid_out', options, deps) },
  'refund-failed': {
    takes: ['merchant!', 'refund!', 'note!'],
    run: (options, deps) => settle('failed', options, deps),
  },
  'refund-reroute': { takes: ['merchant!', 'refund!', ...ACCOUNT_OPTIONS], run: reroute },
} as const satisfies Readonly<Record<string, Verb>>

/** To the account that is named, else by a slip where the channel has them. */
async function addRefund(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const payment = await findPayment(options, merchantId, deps)
  const asked = {
    amount: amountIn(options, payment),
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: lineWithin(options, 'reason', REASON_CHARACTERS_MAX) ?? '운영사 환불',
    askedBy: 'operator',
    tellV1: true,
    to: routeIn(options),
    keyed: null,
  } as const
  const done = await deps.money.refunds.refund(merchantId, payment.id, asked)
  if (!done.ok) throw refused(done.rejection)
  return describeRefund(done)
}

/** Of one merchant or of all; those whose money waits, where nothing else is asked for. */
async function listRefunds(options: Options, deps: VerbDeps): Promise<Shown> {
  const state = oneOf(options, 'state', [...PAYOUT_STATES, 'all']) ?? 'pending'
  const impUid = options['imp-uid']
  const paymentId = impUid === undefined ? undefined : paymentIdIn(impUid)
  const after = options['after'] === undefined ? null : refundIn(options['after'])
  const one = options['merchant'] !== undefined || paymentId !== undefined || after !== null
  const merchants = one ? [findMerchant(options, deps)] : [...deps.directory.current().merchants.values()]
  const query = { ...(state === 'all' ? {} : { state }), ...(paymentId === undefined ? {} : { paymentId }) }
  const rows: Row[] = []
  for (const { id } of merchants) {
    const { refunds, next } = await deps.money.refunds.list(id, query, after, REFUND_PAGE_MAX)
    rows.push(...refunds.map(describeRefund))
    if (next !== null) rows.push({ more: `--merchant ${id} --after ${next}` })
  }
  return rows
}

async function showRefund(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const id = refundIn(options['refund'] ?? '')
  const found = await deps.money.refunds.find(merchantId, id)
  if (found === undefined)
    throw new VerbError({ ko: `${id}: 그런 환불이 없습니다.`, en: `${id}: no such refund` }, 'refund-list')
  const account = found.refund.route.kind === 'bank' ? await deps.money.refunds.account(merchantId, id) : undefined
  return { ...describeRefund(found), ...(account === undefined ? {} : describeAccount(account)) }
}

async function settle(result: 'paid_out' | 'failed', options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const note = lineWithin(options, 'note', NOTE_CHARACTERS_MAX) ?? null
  const done = await deps.money.refunds.settle(merchantId, refundIn(options['refund'] ?? ''), result, note)
  if (!done.ok) throw refused(done.rejection)
  return describeRefund(done)
}

async function reroute(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id: merchantId } = findMerchant(options, deps)
  const done = await deps.money.refunds.reroute(merchantId, refundIn(options['refund'] ?? ''), routeIn(options))
  if (!done.ok) throw refused(done.rejection)
  return describeRefund(done)
}

async function findPayment(options: Options, merchantId: MerchantId, deps: VerbDeps): Promise<Payment> {
  const id = paymentIdIn(options['imp-uid'] ?? '')
  const view = await deps.money.find(merchantId, id)
  if (view === undefined)
    throw new VerbError({
      ko: `--imp-uid ${id}: 이 가맹점에 그런 결제가 없습니다.`,
      en: `--imp-uid ${id}: this merchant has no such payment`,
    })
  return view.payment
}

export function paymentIdIn(text: string, option = 'imp-uid'): PaymentId {
  const id = readPaymentId(text)
  if (id === undefined)
    throw new VerbError({
      ko: `--${option} ${text}: imp_와 숫자 열두 자리여야 합니다.`,
      en: `--${option} ${text}: it is imp_ and twelve digits`,
    })
  return id
}

function refundIn(text: string): RefundId {
  const id = readRefundId(text)
  if (id === undefined)
    throw new VerbError({
      ko: `${text}: 환불 번호는 ${LOOKS}와 같습니다.`,
      en: `${text}: a refund looks like ${LOOKS}`,
    })
  return id
}

const LOOKS = 'rfd_019aa9f2-6f1b-7c11-9d53-6c1a0b7e4f20'

/** In the currency's major unit; none: all that is left. */
function amountIn({ amount }: Options, { currency }: Payment) {
  if (amount === undefined) return null
  const reading = readMajorAmount(amount, currency)
  if (!reading.ok)
    throw new VerbError({
      ko: `--amount ${amount}: 1000처럼 ${currency} 금액이어야 합니다.`,
      en: `--amount ${amount}: it is an amount of ${currency}, such as 1000`,
    })
  return reading.amount
}

function routeIn(options: Options): RefundTo {
  if (ACCOUNT_OPTIONS.every((name) => options[name] === undefined)) return { kind: 'slip' }
  const missing = (['holder', 'bank', 'account'] as const).find((name) => options[name] === undefined)
  if (missing !== undefined)
    throw new VerbError({
      ko: `--${missing}: 계좌는 --holder, --bank, --account를 모두 적어야 합니다.`,
      en: `--${missing} is missing: an account is --holder, --bank and --account`,
    })
  const holder = lineWithin(options, 'holder', HOLDER_CHARACTERS_MAX) ?? ''
  const bank = read(options, 'bank', readBank)
  const number = read(options, 'account', digitsWithin(ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX))
  const tel = options['tel'] === undefined ? null : read(options, 'tel', digitsWithin(1, TEL_DIGITS_MAX))
  return { kind: 'bank', account: { holder, bank, number, tel } }
}

function read(options: Options, name: string, reading: ReturnType<typeof digitsWithin>): string {
  const taken = reading(options[name] ?? '')
  if (!taken.ok) throw new VerbError({ ko: `--${name}: ${taken.text.ko}`, en: `--${name} ${taken.text.en}` })
  return taken.value
}

function refused({ name }: Rejection): VerbError {
  return new VerbError(rejectionWords(name))
}

function describeRefund({ payment, refund }: RefundOfPayment): Row {
  const { id, amount, reason, acceptedAt, route, payout, paidAfterAll } = refund
  return {
    refund: id,
    merchant: payment.merchantId,
    imp_uid: payment.id,
    merchant_uid: payment.orderId,
    amount: amountText(amount, payment.currency, 'en'),
    reason,
    accepted: timeText(acceptedAt),
    route: routeText(route),
    payout: payoutText(payout),
    ...(paidAfterAll === null
      ? {}
      : { bank_says: `paid after all ${timeText(paidAfterAll.at)}: ${paidAfterAll.reference}` }),
  }
}

function routeText(route: RefundRoute): string {
  switch (route.kind) {
    case 'bank':
      return `bank ${route.bank}`
    case 'slip':
      return `slip ${route.number}, until ${timeText(route.expiresAt)}`
    case 'till':
      return 'cancelled at the till'
  }
}

function payoutText(payout: Payout): string {
  switch (payout.state) {
    case 'pending':
      return 'pending'
    case 'failed':
      return `failed (${payout.cause}) ${timeText(payout.at)}${payout.note === null ? '' : `: ${payout.note}`}`
    case 'paid_out': {
      const at = timeText(payout.at)
      if (payout.where.kind === 'by_hand')
        return `paid out by hand ${at}${payout.where.note === null ? '' : `: ${payout.where.note}`}`
      if (payout.where.kind === 'bank') return `paid out by the bank ${at}: ${payout.where.reference}`
      const { request, approvalNo } = payout.where
      return `${payout.where.kind === 'cancel' ? 'given back' : 'paid out'} at ${request.outletName}, till ${request.till}, approval ${approvalNo} ${at}`
    }
  }
}

function describeAccount({ holder, bank, number, tel }: RefundAccount): Row {
  return { holder, bank, account: number, ...(tel === null ? {} : { tel }) }
}
