/**
 * The verbs of the house: what a merchant and a till can ask for. Each stamps ids, hands a command to storage and says
 * what came of it; the rules themselves are in the core. Refusals are values; storage's faults pass through.
 */
import type { AttemptState, TillAnswer, TillIdentity } from '../core/attempt.ts'
import type {
  CollectionNumber,
  Instant,
  MerchantId,
  Money,
  MonoTime,
  OrderId,
  PaymentId,
  WallTime,
} from '../core/brand.ts'
import type { EventKey } from '../core/event-id.ts'
import type { Channel, Merchant, PayType } from '../core/merchant.ts'
import type { Currency } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import type { Prepared } from '../core/prepared.ts'
import type { Refund } from '../core/refund.ts'
import type { Rejection } from '../core/rejections.ts'
import type { ReverseReason } from '../core/reverse-reason.ts'
import type { Sorting } from '../core/sorting.ts'
import type { V1Status } from '../core/v1-status.ts'
import type { Directory, ListAsked, Storage } from '../storage/storage.ts'
import { createAmend } from './amend.ts'
import { type Browse, createBrowse } from './browse.ts'
import { type BusinessDate, businessDates } from './business-date.ts'
import { createCancel } from './cancel.ts'
import type { ChannelLines } from './channel-port.ts'
import { createCollect } from './collect.ts'
import { createComplete } from './complete.ts'
import { type ConfirmReport, confirmReport } from './confirm-report.ts'
import { createFigures, type FigureVerbs } from './day-figures.ts'
import { createDoubts, type DoubtVerbs } from './doubts.ts'
import { createErasure, type Erasure } from './erase.ts'
import { createExternalReceipts, type ExternalVerbs } from './external-receipts.ts'
import { createFeed, type ReadFeed } from './feed.ts'
import { createInquire } from './inquire.ts'
import type { InquiryGuard } from './inquiry-guard.ts'
import { createIssue } from './issue.ts'
import { type Moment, momentsOf } from './moment.ts'
import { createPayOut } from './pay-out.ts'
import type { PersonalFields, PersonalVault } from './personal-vault.ts'
import type { AskMerchant, Mono, Observe, Payer, Random, ReceiptIssuer } from './ports.ts'
import { createReads } from './reads.ts'
import { createReceipts, type ReceiptVerbs } from './receipts.ts'
import { createRefunds, type RefundVerbs } from './refunds.ts'
import { createReports, type ReportVerbs } from './reports.ts'
import { createReverse } from './reverse.ts'
import { createRevoke } from './revoke.ts'
import type { SearchAsked } from './search.ts'
import { createStamps } from './stamps.ts'
import { createStatus } from './status.ts'
import { createSuspend } from './suspend.ts'
import { createSuspense, type SuspenseVerbs } from './suspense.ts'
import { createTillDays, type TillDayVerbs } from './till-days.ts'
import { createTransfers, type TransferVerbs } from './transfers.ts'

export interface GatewayDeps {
  readonly storage: Storage
  readonly vault: PersonalVault
  readonly random: Random
  readonly mono: Mono
  readonly askMerchant: AskMerchant
  /** Who stands behind which channel's numbers. */
  readonly channels: ChannelLines
  /** Null: this house issues no cash receipts, whatever a channel says. */
  readonly issuer: ReceiptIssuer | null
  readonly inquiryGuard: InquiryGuard
  /** Null: whoever is owed money by bank is transferred it by hand. */
  readonly payer: Payer | null
  readonly observe: Observe
}

/** A payment as its merchant sees it: the effective state at the time of reading, with the customer's fields. */
export interface PaymentView {
  readonly payment: Payment
  readonly personal: PersonalFields
}

export type Answer<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly rejection: Rejection }

export interface KeyedRequest {
  /** The merchant's own key for this request. */
  readonly key: string
  /** All the merchant said but the customer's fields, in an order of its own: a repeat must agree in it. */
  readonly asked: readonly (string | number | null)[]
}

export interface IssueRequest {
  readonly channel: Channel
  readonly orderId: OrderId
  readonly amount: Money
  /** The merchant's own number to register; null: one is issued. */
  readonly ownNumber: CollectionNumber | null
  /** Null: the channel's default deadline. */
  readonly expiresAt: Instant | null
  readonly name: string | null
  readonly confirmUrl: string | null
  readonly noticeUrls: readonly string[] | null
  readonly personal: PersonalFields
  /** Null: each such request issues a number of its own. */
  readonly keyed: KeyedRequest | null
}

export interface IssueView extends PaymentView {
  /** It was issued before, under the same key. */
  readonly again: boolean
}

export interface AmendRequest {
  /** Null: as it is. */
  readonly amount: Money | null
  /** Null: as it is. */
  readonly expiresAt: Instant | null
  /** The payment's version as the merchant knows it; null: whichever it is. */
  readonly version: number | null
}

export type { Sorting } from '../core/sorting.ts'

/** A page of payments, and how many there are on all pages. */
export interface ListView {
  readonly total: number
  readonly views: readonly PaymentView[]
}

export interface SearchView {
  readonly views: readonly PaymentView[]
  /** Where the next page begins; null: this was the last one. */
  readonly next: PaymentId | null
}

export type OrderAsked = Pick<ListAsked, 'merchantId' | 'status' | 'sorting' | 'skip' | 'take'> & {
  readonly orderId: OrderId
}

/** Every till answer carries these, so they are part of what is stored under its key. */
export interface TillStamp {
  readonly gatewayRef: string
  readonly answeredAt: WallTime
}

export interface TillRequestBase {
  readonly businessDate: string
  readonly stan: string
  /** When the till must have its answer. */
  readonly deadline: MonoTime
}

export interface InquireRequest extends TillRequestBase {
  readonly number: CollectionNumber
}

export interface Inquiry extends TillStamp {
  readonly payment: Payment
  readonly merchant: Merchant
  /** Those that merchant and network both take. */
  readonly payTypes: readonly PayType[]
  /** 홍*동; null where the merchant gave no name. */
  readonly buyerMasked: string | null
  readonly holdUntil: Instant
  /** Opaque; names the payment and its terms. */
  readonly inquiryToken: string
}

/** Money goes out for this number. */
export interface SlipInquiry extends TillStamp {
  readonly payment: Payment
  readonly refund: Refund
  readonly merchant: Merchant
}

export type PayoutAsked = Omit<CollectAsked, 'payType' | 'inquiryToken'>

export interface CollectAsked extends TillRequestBase {
  readonly number: CollectionNumber
  readonly amount: Money
  readonly currency: Currency
  readonly payType: PayType
  readonly inquiryToken: string | null
  readonly clerk: string | null
}

export interface OriginalKey {
  readonly businessDate: string
  readonly stan: string
}

/** `till`: of the same shop; null: the one that asks. */
export interface CancelAsked extends TillRequestBase {
  readonly original: OriginalKey & { readonly till: string | null }
  readonly amount: Money
  readonly reason: string
  readonly clerk: string | null
}

export interface CompleteAsked extends TillRequestBase {
  readonly original: OriginalKey
  readonly amount: Money
}

export interface ReverseAsked extends TillRequestBase {
  readonly original: OriginalKey
  readonly reason: ReverseReason
}

/** `transient`: nothing is stored under the key (9401, 9402, 9001). */
export type TillOutcome =
  | { readonly kind: 'stored'; readonly answer: TillAnswer }
  | ({ readonly kind: 'transient'; readonly rejection: Rejection } & TillStamp)

export interface StatusAnswer extends TillStamp {
  readonly original: AttemptState | 'unknown'
  /** What the key is answered; null while nothing is decided. */
  readonly answer: TillAnswer | null
}

export interface Gateway {
  issue(merchantId: MerchantId, request: IssueRequest): Promise<Answer<IssueView>>
  revoke(merchantId: MerchantId, id: PaymentId): Promise<Answer<PaymentView>>
  amend(merchantId: MerchantId, id: PaymentId, request: AmendRequest): Promise<Answer<PaymentView>>
  /** `reason`: for clerk and customer, at most 100 characters. */
  suspend(merchantId: MerchantId, id: PaymentId, reason: string | null): Promise<Answer<PaymentView>>
  resume(merchantId: MerchantId, id: PaymentId): Promise<Answer<PaymentView>>
  /** Undefined for an unknown id and for another merchant's alike. */
  find(merchantId: MerchantId, id: PaymentId): Promise<PaymentView | undefined>
  /** The first of the order's payments by `sorting`; with a status, the newest that has it. */
  findByOrder(
    merchantId: MerchantId,
    orderId: OrderId,
    status: V1Status | null,
    sorting: Sorting,
  ): Promise<PaymentView | undefined>
  /** Those the merchant has, each once: by id, then the payment issued last of each order. In the order asked. */
  findAll(
    merchantId: MerchantId,
    ids: readonly PaymentId[],
    orderIds: readonly OrderId[],
  ): Promise<readonly PaymentView[]>
  list(asked: ListAsked): Promise<ListView>
  /** Of the newest `PAYMENTS_OF_ORDER_MAX` payments of an order; undefined where the merchant has no such order. */
  listOrder(asked: OrderAsked): Promise<ListView | undefined>
  /** Newest issue first. Undefined where `after` is none of those that are looked at. */
  search(asked: SearchAsked): Promise<SearchView | undefined>
  readonly browse: Browse
  readonly feed: ReadFeed
  /** The last event that has a place in the merchant's feed; undefined where there is none. */
  feedEnd(merchantId: MerchantId): Promise<EventKey | undefined>
  /** Everything that happened to a payment, oldest first. Undefined for an unknown id and for another merchant's alike. */
  history(merchantId: MerchantId, id: PaymentId): Promise<readonly Moment[] | undefined>
  readonly figures: FigureVerbs
  readonly receipts: ReceiptVerbs
  readonly externalReceipts: ExternalVerbs
  readonly prepared: PreparedAmounts
  findByPayToken(payToken: string): Promise<{ readonly payment: Payment; readonly merchant: Merchant } | undefined>
  /** How the questions to this merchant went; the last ten seconds may not be in it. */
  confirmReport(
    merchantId: MerchantId,
    range: { readonly from: WallTime; readonly to: WallTime },
  ): Promise<ConfirmReport>
  inquire(
    till: TillIdentity,
    request: InquireRequest,
  ): Promise<
    | { readonly ok: true; readonly inquiry: Inquiry | SlipInquiry }
    | ({ readonly ok: false; readonly rejection: Rejection } & TillStamp)
  >
  /** Throws `OutcomeUnknown` where the claim is durable and its end is not. */
  collect(till: TillIdentity, request: CollectAsked): Promise<TillOutcome>
  /** The second phase of a collect, where its network has two. */
  complete(till: TillIdentity, request: CompleteAsked): Promise<TillOutcome>
  /** Gives back what a till of the shop took, the same day. */
  cancel(till: TillIdentity, request: CancelAsked): Promise<TillOutcome>
  /** Gives a refund slip's money over the counter. */
  payOut(till: TillIdentity, request: PayoutAsked): Promise<TillOutcome>
  reverse(till: TillIdentity, request: ReverseAsked): Promise<TillOutcome>
  readonly refunds: RefundVerbs
  readonly doubts: DoubtVerbs
  readonly transfers: TransferVerbs
  readonly erase: Erasure
  /** By original key, or by number (its latest attempt; of a slip, its payout). */
  status(
    till: TillIdentity,
    of: { readonly original: OriginalKey } | { readonly number: CollectionNumber },
  ): Promise<StatusAnswer>
  readonly reports: ReportVerbs
  readonly suspense: SuspenseVerbs
  readonly days: TillDayVerbs
  /** A stamp for answers that come from outside the verbs (echo, malformed requests). */
  stamp(): Promise<TillStamp>
  directory(): Directory
  /** `YYYYMMDD`, by the calendar of the network. */
  readonly businessDate: BusinessDate
  now(): Instant
  wall(): WallTime
}

export interface PreparedAmounts {
  find(merchantId: MerchantId, orderId: OrderId): Promise<Prepared | undefined>
  /** False where the order has one already, which stays. */
  add(prepared: Prepared): Promise<boolean>
  /** False where the order has none, and gets none. */
  change(prepared: Prepared): Promise<boolean>
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { storage } = deps
  const stamps = createStamps({ storage, random: deps.random })
  const stamp = async (): Promise<TillStamp> => ({
    gatewayRef: await stamps.gatewayRef(),
    answeredAt: storage.clock.wall(),
  })
  const reads = createReads(deps)
  const businessDate = businessDates(storage)
  return {
    issue: createIssue({ ...deps, stamps }),
    revoke: createRevoke({ ...deps, stamps, reads }),
    amend: createAmend({ ...deps, stamps, reads }),
    ...createSuspend({ ...deps, stamps, reads }),
    ...reads,
    browse: createBrowse({ ...deps, reads }),
    feed: createFeed(storage),
    feedEnd: (merchantId) => storage.payments.feedEnd(merchantId),
    async history(merchantId, id) {
      const events = await storage.payments.events(merchantId, id)
      return events.length === 0 ? undefined : momentsOf(events)
    },
    figures: createFigures(deps),
    receipts: createReceipts({ ...deps, stamps, reads }),
    externalReceipts: createExternalReceipts({ ...deps, stamps }),
    prepared: storage.prepared,
    confirmReport: (merchantId, range) => confirmReport(storage, merchantId, range),
    inquire: createInquire({ ...deps, stamps, stamp }),
    collect: createCollect({ ...deps, stamps, stamp }),
    complete: createComplete({ ...deps, stamps, stamp }),
    cancel: createCancel({ ...deps, stamps, stamp }),
    doubts: createDoubts({ ...deps, stamps }),
    payOut: createPayOut({ ...deps, stamps, stamp }),
    refunds: createRefunds({ ...deps, stamps, reads }),
    transfers: createTransfers({ ...deps, stamps }),
    erase: createErasure(deps),
    reverse: createReverse({ ...deps, stamps, stamp }),
    status: createStatus({ ...deps, stamps, stamp }),
    reports: createReports({ ...deps, stamps, businessDate }),
    suspense: createSuspense({ ...deps, stamps }),
    days: createTillDays({ ...deps, stamps, stamp, businessDate }),
    stamp,
    directory: () => storage.directory.current(),
    businessDate,
    now: () => storage.clock.now(),
    wall: () => storage.clock.wall(),
  }
}
