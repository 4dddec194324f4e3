/**
 * Who sells: the merchant with its payment channels and its keys. Set by the operator, read by every command; nothing here
 * changes by a payment.
 */
import type { SchemeName } from '../numbers/scheme.ts'
import type { ChannelKey, MerchantId, Money, NetworkId } from './brand.ts'
import type { WebhookSecret } from './endpoint.ts'
import type { Currency } from './money.ts'

export type NoticeContentType = 'json' | 'form'
export type PayType = 'cash' | 'card'
export const PAY_TYPES: readonly PayType[] = ['cash', 'card']

export interface Merchant {
  readonly id: MerchantId
  /** Shown to clerks and customers. */
  readonly name: string
  /** The default Notification URL, used where a payment names none. */
  readonly noticeUrl: string | null
  readonly noticeContentType: NoticeContentType
  /** `paid`: a V1 URL hears of money and its undoing only; `all`: of every change. */
  readonly v1Notices: 'paid' | 'all'
  /** Why the operator takes no money for it; null: it does. */
  readonly suspended: string | null
  /** What signs the questions and what goes to V1 addresses; newest first. */
  readonly webhookSecrets: readonly WebhookSecret[]
}

/** What a second number for the same unpaid order means. */
export const REISSUE_RULES = ['allow', 'supersede', 'refuse'] as const
export type ReissueRule = (typeof REISSUE_RULES)[number]

/**
 * `asked`: a cash receipt is issued when the merchant asks for one. `auto`: and unasked, to the number for nobody, where the
 * law obliges to it. `always`: for all other cash too.
 */
export const RECEIPT_RULES = ['none', 'asked', 'auto', 'always'] as const
export type ReceiptRule = (typeof RECEIPT_RULES)[number]

/**
 * Until when a till may give back what was collected for it. `same_till`: the till that took it, within half an hour.
 * `until_cutoff`: any till of its shop, while the business day lasts. `never`: goods that cannot be taken back.
 */
export const TILL_CANCEL_RULES = ['same_till', 'until_cutoff', 'never'] as const
export type TillCancelRule = (typeof TILL_CANCEL_RULES)[number]

/** One contract with a PG (V1: `channel_key`, or `pg` = `{provider}.{mid}`). */
export interface Channel {
  readonly key: ChannelKey
  readonly merchantId: MerchantId
  readonly provider: string
  readonly mid: string
  readonly isDefault: boolean
  /** Hidden from `GET /payments/{imp_uid}` unless asked for. */
  readonly sandbox: boolean
  readonly network: NetworkId
  readonly scheme: SchemeName
  readonly currency: Currency
  readonly reissue: ReissueRule
  readonly payTypes: readonly PayType[]
  readonly deadlineDays: number
  readonly deadlineDaysMax: number
  readonly amountMax: Money | null
  readonly confirmTimeoutMs: number
  readonly receipts: ReceiptRule
  /** How long a refund slip can be paid out, as the deadline's days are counted; null: no slips are made. */
  readonly refundSlipDays: number | null
  readonly tillCancel: TillCancelRule
}

/** Who stands behind a channel's numbers where that is not the house itself: a PG, and how it is spoken to. */
export interface Connector {
  readonly merchantId: MerchantId
  readonly channelKey: ChannelKey
  /** Which of the connectors that are built in. */
  readonly kind: string
  /** Its settings as text, addresses and secrets, sealed. */
  readonly sealed: string
}

/** A merchant's REST credentials; the secret is kept only as an HMAC. */
export interface ApiKey {
  readonly impKey: string
  /** Small and unique; names the key inside an access token. */
  readonly no: number
  readonly merchantId: MerchantId
  readonly secretHash: string
}
