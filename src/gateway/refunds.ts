/**
 * Giving money back: what merchants and the operator ask for, and the desk where payouts are settled. Whose account the
 * money goes to is sealed before it enters a command and opened only for the operator who transfers it.
 */
import type { ChannelKey, MerchantId, Money, PaymentId, RefundId } from '../core/brand.ts'
import type { RefundOfPayment } from '../core/changes.ts'
import type { Payment } from '../core/payment.ts'
import type { PayoutState, Refund, RefundAsker } from '../core/refund.ts'
import type { RouteAsked, SettlePayout } from '../core/refund-commands.ts'
import { type Rejection, rejection } from '../core/rejections.ts'
import { refundAsOf } from '../core/resolve.ts'
import type { Directory } from '../storage/storage.ts'
import { fingerprint } from './fingerprint.ts'
import type { Answer, GatewayDeps, KeyedRequest, PaymentView } from './gateway.ts'
import type { RefundAccount } from './personal-vault.ts'
import type { Reads } from './reads.ts'
import type { Stamps } from './stamps.ts'

/** Where the money is to go. `slip`: paid out over the counter. */
export type RefundTo = { readonly kind: 'bank'; readonly account: RefundAccount } | { readonly kind: 'slip' }

export interface RefundAsked {
  /** Null: all that is left. */
  readonly amount: Money | null
  /** What the caller believes is left; null: it does not say. */
  readonly balance: Money | null
  readonly taxFree: Money | null
  readonly vatAmount: Money | null
  readonly reason: string
  readonly askedBy: RefundAsker
  /** Whether V1 addresses are told too. */
  readonly tellV1: boolean
  /** Null: an account was begun and not finished. A slip is made only where the channel has them. */
  readonly to: RefundTo | null
  /** Null: each such request gives back anew. */
  readonly keyed: KeyedRequest | null
}

export interface RefundPage {
  readonly refunds: readonly RefundOfPayment[]
  /** Null: there are no more. */
  readonly next: RefundId | null
}

export interface RefundQuery {
  readonly state?: PayoutState
  readonly paymentId?: PaymentId
}

export interface RefundView extends PaymentView {
  readonly refund: Refund
  /** It was accepted before, under the same key. */
  readonly again: boolean
}

export interface RefundVerbs {
  refund(merchantId: MerchantId, id: PaymentId, asked: RefundAsked): Promise<Answer<RefundView>>
  /** The operator says what became of the money. */
  settle(
    merchantId: MerchantId,
    id: RefundId,
    result: 'paid_out' | 'failed',
    note: string | null,
  ): Promise<Answer<RefundOfPayment>>
  /** Another account, or a new slip. */
  reroute(merchantId: MerchantId, id: RefundId, to: RefundTo): Promise<Answer<RefundOfPayment>>
  find(merchantId: MerchantId, id: RefundId): Promise<RefundOfPayment | undefined>
  /** Newest first; those that are older than `after`. */
  list(merchantId: MerchantId, query: RefundQuery, after: RefundId | null, limit: number): Promise<RefundPage>
  /** In clear; undefined where it goes to none, or where that was taken away. */
  account(merchantId: MerchantId, id: RefundId): Promise<RefundAccount | undefined>
}

const STAMPINGS_MAX = 5

type Deps = Pick<GatewayDeps, 'storage' | 'vault' | 'payer' | 'observe'> & {
  readonly stamps: Stamps
  readonly reads: Pick<Reads, 'view'>
}

export function createRefunds(deps: Deps): RefundVerbs {
  const { storage, vault } = deps
  return {
    refund: (merchantId, paymentId, asked) => refund(deps, merchantId, paymentId, asked),
    settle: (merchantId, id, result, note) => settle(deps, merchantId, id, { result, note }),
    reroute: (merchantId, id, to) => reroute(deps, merchantId, id, to),
    find: (merchantId, id) => find(deps, merchantId, id),
    async list(merchantId, { state, paymentId }, after, limit) {
      if (paymentId !== undefined) return pageOf(await ofPayment(deps, merchantId, paymentId, { state, after }), limit)
      const refunds = await storage.refunds.list(merchantId, state === undefined ? {} : { state }, after, limit + 1)
      return pageOf(refunds, limit)
    },
    async account(merchantId, id) {
      const sealed = await storage.refunds.findAccount(merchantId, id)
      return sealed && vault.openAccount(id, sealed)
    },
  }
}

async function refund(
  deps: Deps,
  merchantId: MerchantId,
  paymentId: PaymentId,
  { to, keyed, ...asked }: RefundAsked,
): ReturnType<RefundVerbs['refund']> {
  const { storage, stamps, observe, reads } = deps
  const payment = await storage.payments.find(merchantId, paymentId)
  if (payment === undefined) return no(rejection('payment_not_found'))
  const refundId = stamps.refundId()
  const outcome = await withFreeNumber(() =>
    storage.execute({
      type: 'refund',
      id: stamps.commandId(),
      merchantId,
      paymentId,
      refundId,
      ...asked,
      route: routeOf(deps, refundId, payment, to),
      idempotency: keyed && { key: keyed.key, fingerprint: fingerprintOf(deps, keyed, to) },
    }),
  )
  if (outcome.kind === 'rejected') return no(outcome.rejection)
  const { payment: after, again } = outcome
  if (!again) observe({ type: 'refunded', payment: after, refund: outcome.refund })
  return { ok: true, ...(await reads.view(after)), refund: outcome.refund, again }
}

function fingerprintOf({ vault }: Deps, { asked }: KeyedRequest, to: RefundTo | null): string {
  return fingerprint(['refund', ...asked, to?.kind ?? null, to?.kind === 'bank' ? vault.hashAccount(to.account) : null])
}

async function settle(
  deps: Deps,
  merchantId: MerchantId,
  refundId: RefundId,
  said: Pick<SettlePayout, 'result' | 'note'>,
): ReturnType<RefundVerbs['settle']> {
  const { storage, stamps, observe } = deps
  const found = await find(deps, merchantId, refundId)
  if (found === undefined) return no(rejection('refund_not_found'))
  const paymentId = found.payment.id
  const id = stamps.commandId()
  const outcome = await storage.execute({ type: 'settle_payout', id, merchantId, paymentId, refundId, ...said })
  if (outcome.kind === 'rejected') return no(outcome.rejection)
  observe({ type: 'payout_settled', payment: outcome.payment, refund: outcome.refund })
  return { ok: true, payment: outcome.payment, refund: outcome.refund }
}

async function reroute(
  deps: Deps,
  merchantId: MerchantId,
  refundId: RefundId,
  to: RefundTo,
): ReturnType<RefundVerbs['reroute']> {
  const { storage, stamps, observe } = deps
  const found = await find(deps, merchantId, refundId)
  if (found === undefined) return no(rejection('refund_not_found'))
  const { payment } = found
  const outcome = await withFreeNumber(async () => {
    const route = routeOf(deps, refundId, payment, to)
    if (route === null) return { kind: 'rejected', rejection: rejection('route_missing') } as const
    const id = stamps.commandId()
    return storage.execute({ type: 'reroute_refund', id, merchantId, paymentId: payment.id, refundId, route })
  })
  if (outcome.kind === 'rejected') return no(outcome.rejection)
  observe({ type: 'rerouted', payment: outcome.payment, refund: outcome.refund })
  return { ok: true, payment: outcome.payment, refund: outcome.refund }
}

/** A slip's number is made anew at each call. */
function routeOf(
  { storage, vault, stamps, payer }: Deps,
  refundId: RefundId,
  payment: Payment,
  to: RefundTo | null,
): RouteAsked | null {
  if (to === null) return null
  if (to.kind === 'bank')
    return {
      kind: 'bank',
      bank: to.account.bank,
      account: vault.sealAccount(refundId, to.account),
      transferId: payer === null ? null : stamps.transferId(),
    }
  const directory = storage.directory.current()
  const days = slipDays(directory, payment.channelKey)
  const prefix = directory.networks.get(payment.network)?.prefix
  if (days === null || prefix === undefined) return null
  return { kind: 'slip', network: payment.network, number: stamps.number(prefix), days }
}

/** Numbers are not to be guessed, so one that is taken is a rare chance: then another is made. */
async function withFreeNumber<Outcome extends { readonly kind: string }>(
  ask: () => Promise<Outcome | Rejected>,
): Promise<Outcome | Rejected> {
  for (let stamping = 1; ; stamping += 1) {
    const outcome = await ask()
    if (!isRejected(outcome) || outcome.rejection.name !== 'number_taken') return outcome
    if (stamping === STAMPINGS_MAX) throw new Error(`number_taken ${STAMPINGS_MAX} times in a row`)
  }
}

async function find({ storage }: Deps, merchantId: MerchantId, id: RefundId): Promise<RefundOfPayment | undefined> {
  const found = await storage.refunds.find(merchantId, id)
  return found && refundAsOf(found, storage.clock.now())
}

interface Wanted {
  readonly state: PayoutState | undefined
  readonly after: RefundId | null
}

async function ofPayment(
  { storage }: Deps,
  merchantId: MerchantId,
  id: PaymentId,
  { state, after }: Wanted,
): Promise<readonly RefundOfPayment[]> {
  const payment = await storage.payments.find(merchantId, id)
  const at = storage.clock.now()
  return (payment?.refunds ?? [])
    .flatMap((refund) => (payment === undefined ? [] : refundAsOf({ payment, refund }, at)))
    .filter(({ refund }) => state === undefined || refund.payout.state === state)
    .filter(({ refund }) => after === null || refund.id < after)
    .toSorted((a, b) => (a.refund.id < b.refund.id ? 1 : -1))
}

/** One more than the page holds tells whether another follows. */
function pageOf(found: readonly RefundOfPayment[], limit: number): RefundPage {
  const refunds = found.slice(0, limit)
  return { refunds, next: found.length > limit ? (refunds.at(-1)?.refund.id ?? null) : null }
}

function slipDays({ channels }: Directory, key: ChannelKey): number | null {
  return channels.find((channel) => channel.key === key)?.refundSlipDays ?? null
}

type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

function isRejected(outcome: { readonly kind: string }): outcome is Rejected {
  return outcome.kind === 'rejected'
}

function no(refusal: Rejection): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection: refusal }
}
