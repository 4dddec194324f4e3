/**
 * Written by `npm run generate` out of the shapes on the wire; what is changed here by hand is lost.
 */

export interface AddEndpointBody {
  /** The address that is called. */
  readonly url: string
  /** A note of your own. */
  readonly description?: string | undefined
  /** Form of the notices; `modern` where it is left out. */
  readonly format?: 'v1_json' | 'v1_form' | 'modern' | undefined
  /** What it hears; null: everything. */
  readonly events?:
    | readonly (
        | 'payment.issued'
        | 'payment.amended'
        | 'payment.suspended'
        | 'payment.resumed'
        | 'payment.paid'
        | 'payment.refused'
        | 'payment.in_doubt'
        | 'payment.reversed'
        | 'payment.cancelled'
        | 'payment.revoked'
        | 'payment.expired'
        | 'payment.refunded'
        | 'refund.paid_out'
        | 'refund.failed'
        | 'refund.rerouted'
        | 'refund.reversed'
        | 'receipt.issued'
        | 'receipt.failed'
        | 'receipt.cancelled'
      )[]
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
    | ''
    | null
    | undefined
}

export interface AmendBody {
  /**
   * Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left,
   * in a change as it is.
   */
  readonly amount?: number | string | undefined
  /** Deadline (결제기한), Unix seconds; left out, the channel’s usual one, in a change as it is. */
  readonly expired_at?: number | string | undefined
  /** `cvs.version` as you know it; where it is another one by now, nothing changes and the answer is 409. */
  readonly version?: number | undefined
}

export interface Balance {
  readonly amount: number
  readonly cash_receipt: {
    readonly tax_free: number
    readonly supply: number
    readonly vat: number
    readonly service: number
  }
  readonly primary: {
    readonly tax_free: number
    readonly supply: number
    readonly vat: number
    readonly service: number
  }
  readonly secondary: {
    readonly tax_free: number
    readonly supply: number
    readonly vat: number
    readonly service: number
  }
  readonly discount: {
    readonly tax_free: number
    readonly supply: number
    readonly vat: number
    readonly service: number
  }
  readonly histories: readonly never[]
}

export interface BulkIssueBody {
  /** The rows, each with the parameters of `POST /cvs`; a row with a name we do not know is refused. */
  readonly rows: readonly IssueBody[]
}

export type BulkLine =
  | {
      readonly row: number
      readonly of: number
      readonly code: 0
      readonly message: null
      readonly response: Payment
    }
  | {
      readonly row: number
      readonly of: number
      readonly code: 1 | -1
      readonly message: string
      readonly response: null
    }
  | {
      readonly done: true
      readonly rows: number
      readonly issued: number
      readonly refused: number
    }

export interface CancelBody {
  /** Id of the payment; wins over `merchant_uid`. */
  readonly imp_uid?: string | null | undefined
  /** Your order number (주문번호). */
  readonly merchant_uid?: string | null | undefined
  /**
   * Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left,
   * in a change as it is.
   */
  readonly amount?: number | string | null | undefined
  /** What you believe is left to cancel. */
  readonly checksum?: number | string | null | undefined
  /** The part without tax: of a receipt, where left out is 0, or of what is cancelled. */
  readonly tax_free?: number | string | null | undefined
  /** The tax (VAT): in a receipt, where left out is an eleventh of what is taxed, or in what is cancelled. */
  readonly vat_amount?: number | string | null | undefined
  /** Why; the customer reads it, and of a suspended payment the clerk too. */
  readonly reason?: string | null | undefined
  /** Refund account: holder. */
  readonly refund_holder?: string | null | undefined
  /** Refund account: code of the bank. */
  readonly refund_bank?: string | null | undefined
  /** Refund account: number. */
  readonly refund_account?: string | null | undefined
  /** Telephone of who gets the refund. */
  readonly refund_tel?: string | null | undefined
  /** True: V1 notices are sent too. */
  readonly enable_webhook?: boolean | null | undefined
}

export interface ChangeDefaultBody {
  /** The address that is called. */
  readonly url?: string | null | undefined
  /** Form of the notices; `modern` where it is left out. */
  readonly format?: 'v1_json' | 'v1_form' | undefined
  /** `paid`: from the payment on; `all`: everything. */
  readonly v1_notices?: 'paid' | 'all' | undefined
}

export interface ChangeEndpointBody {
  /** The address that is called. */
  readonly url?: string | undefined
  /** A note of your own. */
  readonly description?: string | undefined
  /** Form of the notices; `modern` where it is left out. */
  readonly format?: 'v1_json' | 'v1_form' | 'modern' | undefined
  /** What it hears; null: everything. */
  readonly events?:
    | readonly (
        | 'payment.issued'
        | 'payment.amended'
        | 'payment.suspended'
        | 'payment.resumed'
        | 'payment.paid'
        | 'payment.refused'
        | 'payment.in_doubt'
        | 'payment.reversed'
        | 'payment.cancelled'
        | 'payment.revoked'
        | 'payment.expired'
        | 'payment.refunded'
        | 'refund.paid_out'
        | 'refund.failed'
        | 'refund.rerouted'
        | 'refund.reversed'
        | 'receipt.issued'
        | 'receipt.failed'
        | 'receipt.cancelled'
      )[]
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
    | ''
    | null
    | undefined
}

export interface Channel {
  readonly pg_provider: string
  readonly pg_id: string
  readonly sandbox: boolean
  readonly type: 'api_payment'
  readonly channel_name: string
  readonly channel_key: string
}

export interface ConfirmFigures {
  readonly from: number
  readonly to: number
  readonly total: {
    readonly questions: number
    readonly payable: number
    readonly refused: number
    readonly unanswered: number
    readonly not_asked: number
    readonly latency_ms: {
      readonly p50: number | null
      readonly p95: number | null
      readonly p99: number | null
    }
  }
  readonly hours: readonly {
    readonly hour: number
    readonly questions: number
    readonly payable: number
    readonly refused: number
    readonly unanswered: number
    readonly not_asked: number
    readonly latency_ms: {
      readonly p50: number | null
      readonly p95: number | null
      readonly p99: number | null
    }
  }[]
}

export interface Delivery {
  readonly id: string
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly event:
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly version: number
  readonly endpoint: string | null
  readonly url: string
  readonly format: 'v1_json' | 'v1_form' | 'modern'
  readonly state: 'waiting' | 'delivered' | 'undelivered'
  readonly tries: number
  readonly next_try_at: number
  readonly created_at: number
  readonly ended_at: number
  readonly why: Words | null
}

export interface DeliveryDetail {
  readonly id: string
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly event:
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly version: number
  readonly endpoint: string | null
  readonly url: string
  readonly format: 'v1_json' | 'v1_form' | 'modern'
  readonly state: 'waiting' | 'delivered' | 'undelivered'
  readonly tries: number
  readonly next_try_at: number
  readonly created_at: number
  readonly ended_at: number
  readonly why: Words | null
  readonly history: readonly {
    readonly number: number
    readonly at: number
    readonly url: string
    readonly status: number | null
    readonly cause: string | null
    readonly latency_ms: number
    readonly words: Words
    readonly answer: string | null
    readonly next_try_at: number
  }[]
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[]
  readonly next: string | null
}

export interface Endpoint {
  readonly id: string
  readonly url: string | null
  readonly description: string
  readonly format: 'v1_json' | 'v1_form' | 'modern'
  readonly events:
    | readonly (
        | 'payment.issued'
        | 'payment.amended'
        | 'payment.suspended'
        | 'payment.resumed'
        | 'payment.paid'
        | 'payment.refused'
        | 'payment.in_doubt'
        | 'payment.reversed'
        | 'payment.cancelled'
        | 'payment.revoked'
        | 'payment.expired'
        | 'payment.refunded'
        | 'refund.paid_out'
        | 'refund.failed'
        | 'refund.rerouted'
        | 'refund.reversed'
        | 'receipt.issued'
        | 'receipt.failed'
        | 'receipt.cancelled'
      )[]
    | null
  readonly v1_notices: 'paid' | 'all' | null
  readonly state: 'active' | 'failing' | 'paused'
  readonly since: number
  readonly why: Words | null
  readonly old_secret_until: number
}

export interface EndpointWithSecret {
  readonly id: string
  readonly url: string | null
  readonly description: string
  readonly format: 'v1_json' | 'v1_form' | 'modern'
  readonly events:
    | readonly (
        | 'payment.issued'
        | 'payment.amended'
        | 'payment.suspended'
        | 'payment.resumed'
        | 'payment.paid'
        | 'payment.refused'
        | 'payment.in_doubt'
        | 'payment.reversed'
        | 'payment.cancelled'
        | 'payment.revoked'
        | 'payment.expired'
        | 'payment.refunded'
        | 'refund.paid_out'
        | 'refund.failed'
        | 'refund.rerouted'
        | 'refund.reversed'
        | 'receipt.issued'
        | 'receipt.failed'
        | 'receipt.cancelled'
      )[]
    | null
  readonly v1_notices: 'paid' | 'all' | null
  readonly state: 'active' | 'failing' | 'paused'
  readonly since: number
  readonly why: Words | null
  readonly old_secret_until: number
  readonly secret: string
}

export interface Event {
  readonly id: string
  readonly type:
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
    | 'payment.inquired'
    | 'payment.claimed'
    | 'refund.transfer_asked'
    | 'refund.paid_after_all'
    | 'refund.transfer_ended'
    | 'receipt.asked'
    | 'receipt.retried'
    | 'receipt.final'
    | 'receipt.cancel_asked'
  readonly timestamp: string
  readonly data: {
    readonly imp_uid: string
    readonly merchant_uid: string
    readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
    readonly version: number
    readonly amount: number
    readonly currency: string
    readonly barcode: string
    readonly pay_method: 'cvs'
    readonly expired_at: number
    readonly paid_at: number
    readonly cancelled_at: number
    readonly failed_at: number
    readonly attempt_id: string | null
    readonly outlet: {
      readonly chain: string
      readonly id: string
      readonly name: string
      readonly till: string
    } | null
    readonly pay_type: 'cash' | 'card' | null
    readonly approval_no: string | null
    readonly refusal: {
      readonly name:
        | 'key_conflict'
        | 'still_running'
        | 'reversed_before'
        | 'too_late'
        | 'day_closed'
        | 'inquiries_locked'
        | 'inquiries_too_many'
        | 'shop_suspended'
        | 'maintenance'
        | 'holiday'
        | 'outside_hours'
        | 'number_wrong'
        | 'number_unknown'
        | 'number_is_slip'
        | 'number_is_payment'
        | 'payment_not_found'
        | 'refund_not_found'
        | 'paid_and_refunded'
        | 'revoked'
        | 'expired'
        | 'already_paid'
        | 'in_progress'
        | 'suspended'
        | 'file_name_taken'
        | 'file_count_differs'
        | 'file_sum_differs'
        | 'file_date_differs'
        | 'day_date_differs'
        | 'day_count_differs'
        | 'day_sum_differs'
        | 'original_not_found'
        | 'cancelled_before'
        | 'original_amount_differs'
        | 'refunded_before'
        | 'cancel_not_allowed'
        | 'cancel_at_other_till'
        | 'cancel_too_late'
        | 'not_final'
        | 'not_in_doubt'
        | 'merchant_suspended'
        | 'not_paid'
        | 'already_cancelled'
        | 'not_paid_in_time'
        | 'balance_differs'
        | 'refund_too_large'
        | 'tax_too_large'
        | 'route_missing'
        | 'refunds_too_many'
        | 'slip_replaced'
        | 'slip_paid_out'
        | 'slip_expired'
        | 'payout_done'
        | 'slip_live'
        | 'transfer_running'
        | 'payout_failed'
        | 'terms_changed'
        | 'amount_differs'
        | 'above_network_limit'
        | 'pay_type_not_allowed'
        | 'merchant_refused'
        | 'merchant_unanswered'
        | 'version_differs'
        | 'receipt_unknown'
        | 'receipt_of_payment'
        | 'receipt_not_paid'
        | 'receipt_not_cash'
        | 'receipt_in_progress'
        | 'receipt_standing'
        | 'receipt_never_issued'
        | 'receipt_tax_too_high'
        | 'amount_not_prepared'
        | 'amount_above_limit'
        | 'deadline_past'
        | 'deadline_too_far'
        | 'order_paid'
        | 'order_live'
        | 'order_in_progress'
        | 'own_number_taken'
        | 'number_taken'
        | 'payment_id_taken'
        | 'pg_refused'
        | 'pg_unanswered'
      readonly reason: string | null
      readonly merchant_said_yes: boolean | null
    } | null
    readonly receipt: {
      readonly state: 'issuing' | 'issued' | 'cancelling' | 'cancelled' | 'failed'
      readonly type: 'person' | 'company'
      readonly amount: number
      readonly vat: number
      readonly apply_num: string | null
      readonly reason: string | null
    } | null
    readonly cancel_amount: number
    readonly refunds: readonly RefundNews[]
  }
}

export interface EventPage {
  readonly events: readonly Event[]
  readonly next: string
  readonly more: boolean
}

export interface ExternalReceipt {
  readonly merchant_uid: string
  readonly receipt_tid: string
  readonly apply_num: string
  readonly type: 'person' | 'company'
  readonly amount: number
  readonly vat: number
  readonly receipt_url: string
  readonly applied_at: number
  readonly cancelled_at: number
}

export interface ExternalReceiptBody {
  /** What is sold; customer and clerk see it. */
  readonly name: string
  /**
   * Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left,
   * in a change as it is.
   */
  readonly amount: number | string
  /** Whom the receipt (현금영수증) is for; hyphens do not matter. */
  readonly identifier: string
  /** What the number is; left out, its digits say. */
  readonly identifier_type?: 'person' | 'business' | 'phone' | 'taxcard' | null | undefined
  /**
   * `person`: off the buyer’s taxes; `company`: proof of an expense. Left out: `company` for a business number,
   * else `person`.
   */
  readonly type?: 'person' | 'company' | null | undefined
  /** The part without tax: of a receipt, where left out is 0, or of what is cancelled. */
  readonly tax_free?: number | string | null | undefined
  /** The tax (VAT): in a receipt, where left out is an eleventh of what is taxed, or in what is cancelled. */
  readonly vat_amount?: number | string | null | undefined
  /** Payment channel (결제채널): `{provider}.{MID}` or `{provider}`. */
  readonly pg?: string | null | undefined
  /** Payment channel by its key. */
  readonly channel_key?: string | null | undefined
}

export interface FoundPayments {
  readonly payments: readonly Payment[]
  readonly next: string | null
}

export interface Institution {
  readonly code: string
  readonly name: string
}

export interface IssueBody {
  /** Your order number (주문번호). */
  readonly merchant_uid: string | number
  /**
   * Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left,
   * in a change as it is.
   */
  readonly amount: number | string
  /** A number of your own to register; left out, one is issued. */
  readonly barcode?: string | null | undefined
  /** Deadline (결제기한), Unix seconds; left out, the channel’s usual one, in a change as it is. */
  readonly expired_at?: number | string | null | undefined
  /** What is sold; customer and clerk see it. */
  readonly name?: string | null | undefined
  /** Buyer’s name. */
  readonly buyer_name?: string | null | undefined
  /** Buyer’s e-mail address. */
  readonly buyer_email?: string | null | undefined
  /** Buyer’s telephone number. */
  readonly buyer_tel?: string | null | undefined
  /** Buyer’s address. */
  readonly buyer_addr?: string | null | undefined
  /** Buyer’s postcode. */
  readonly buyer_postcode?: string | null | undefined
  /** Payment channel (결제채널): `{provider}.{MID}` or `{provider}`. */
  readonly pg?: string | null | undefined
  /** Payment channel by its key. */
  readonly channel_key?: string | null | undefined
  /** Asked at the till before the payment is made. */
  readonly confirm_url?: string | null | undefined
  /** One address or several that are told of this payment, in place of your Notification URL. */
  readonly notice_url?: string | readonly string[] | null | undefined
  /** Anything; given back with the payment. */
  readonly custom_data?: unknown | undefined
}

export interface Payment {
  readonly amount: number
  readonly apply_num: string | null
  readonly bank_code: null
  readonly bank_name: null
  readonly barcode: string
  readonly barcode_url: string
  readonly buyer_addr: string | null
  readonly buyer_email: string | null
  readonly buyer_name: string | null
  readonly buyer_postcode: string | null
  readonly buyer_tel: string | null
  readonly cancel_amount: number
  readonly cancel_history: readonly {
    readonly pg_tid: string
    readonly amount: number
    readonly cancelled_at: number
    readonly reason: string
    readonly cancellation_id: string
    readonly receipt_url: string
  }[]
  readonly cancel_reason: string | null
  readonly cancel_receipt_urls: readonly string[]
  readonly cancelled_at: number
  readonly card_code: null
  readonly card_issuer_code: null
  readonly card_issuer_name: null
  readonly card_name: null
  readonly card_number: null
  readonly card_publisher_code: null
  readonly card_publisher_name: null
  readonly card_quota: 0
  readonly card_type: null
  readonly cash_receipt_issued: boolean
  readonly channel: 'api'
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly custom_data: string | null
  readonly customer_uid: null
  readonly customer_uid_usage: null
  readonly cvs: {
    readonly chain: string | null
    readonly outlet: string | null
    readonly outlet_name: string | null
    readonly till: string | null
    readonly clerk: string | null
    readonly pay_type: 'cash' | 'card' | null
    readonly approval_no: string | null
    readonly state: 'authorising' | 'collected' | 'in_doubt' | 'refused' | 'reversed' | 'cancelled' | 'suspended' | null
    readonly suspend_reason: string | null
    readonly scheme: string
    readonly version: number
  }
  readonly deposit_history: readonly never[]
  readonly emb_pg_provider: null
  readonly escrow: boolean
  readonly expired_at: number
  readonly fail_reason: string | null
  readonly failed_at: number
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly name: string | null
  readonly paid_at: number
  readonly pay_method: 'cvs'
  readonly pay_url: string
  readonly pg_id: string
  readonly pg_provider: string
  readonly pg_tid: string | null
  readonly promotion: null
  readonly receipt_url: string | null
  readonly sandbox: boolean
  readonly started_at: number
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly user_agent: null
  readonly vbank_code: null
  readonly vbank_date: number
  readonly vbank_holder: null
  readonly vbank_issued_at: 0
  readonly vbank_name: null
  readonly vbank_num: string | null
}

export interface PaymentPage {
  readonly total: number
  readonly previous: number
  readonly next: number
  readonly list: readonly Payment[]
}

export interface PrepareBody {
  /** Your order number (주문번호). */
  readonly merchant_uid: string | number
  /**
   * Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left,
   * in a change as it is.
   */
  readonly amount: number | string
  /** Currency. */
  readonly currency?: 'KRW' | 'USD' | 'EUR' | null | undefined
}

export interface Prepared {
  readonly merchant_uid: string
  readonly amount: number
  readonly currency: 'KRW' | 'USD' | 'EUR' | null
}

export interface Receipt {
  readonly imp_uid: string
  readonly receipt_tid: string
  readonly apply_num: string
  readonly type: 'person' | 'company'
  readonly amount: number
  readonly vat: number
  readonly receipt_url: string
  readonly applied_at: number
  readonly cancelled_at: number
}

export interface ReceiptBody {
  /** Whom the receipt (현금영수증) is for; hyphens do not matter. */
  readonly identifier: string
  /** What the number is; left out, its digits say. */
  readonly identifier_type?: 'person' | 'business' | 'phone' | 'taxcard' | null | undefined
  /**
   * `person`: off the buyer’s taxes; `company`: proof of an expense. Left out: `company` for a business number,
   * else `person`.
   */
  readonly type?: 'person' | 'company' | null | undefined
  /** The part without tax: of a receipt, where left out is 0, or of what is cancelled. */
  readonly tax_free?: number | string | null | undefined
  /** The tax (VAT): in a receipt, where left out is an eleventh of what is taxed, or in what is cancelled. */
  readonly vat_amount?: number | string | null | undefined
}

export interface Refund {
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly asked_by: 'merchant' | 'operator' | 'till'
  readonly accepted_at: number
  readonly route: 'bank' | 'slip' | 'till'
  readonly bank: string | null
  readonly slip_expires_at: number
  readonly payout: {
    readonly state: 'pending' | 'paid_out' | 'failed'
    readonly at: number
    readonly by: 'operator' | 'bank' | 'till' | null
    readonly cause: 'refused' | 'holder_differs' | 'expired' | null
    readonly note: string | null
    readonly outlet: string | null
    readonly till: string | null
    readonly approval_no: string | null
  }
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly tax_free: number | null
  readonly vat_amount: number | null
  readonly slip_number: string | null
  readonly receipt_url: string
}

export interface RefundDetail {
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly asked_by: 'merchant' | 'operator' | 'till'
  readonly accepted_at: number
  readonly route: 'bank' | 'slip' | 'till'
  readonly bank: string | null
  readonly slip_expires_at: number
  readonly payout: {
    readonly state: 'pending' | 'paid_out' | 'failed'
    readonly at: number
    readonly by: 'operator' | 'bank' | 'till' | null
    readonly cause: 'refused' | 'holder_differs' | 'expired' | null
    readonly note: string | null
    readonly outlet: string | null
    readonly till: string | null
    readonly approval_no: string | null
  }
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly tax_free: number | null
  readonly vat_amount: number | null
  readonly slip_number: string | null
  readonly receipt_url: string
  readonly account: {
    readonly holder: string
    readonly bank: string
    readonly number: string
  } | null
}

export interface RefundNews {
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly asked_by: 'merchant' | 'operator' | 'till'
  readonly accepted_at: number
  readonly route: 'bank' | 'slip' | 'till'
  readonly bank: string | null
  readonly slip_expires_at: number
  readonly payout: {
    readonly state: 'pending' | 'paid_out' | 'failed'
    readonly at: number
    readonly by: 'operator' | 'bank' | 'till' | null
    readonly cause: 'refused' | 'holder_differs' | 'expired' | null
    readonly note: string | null
    readonly outlet: string | null
    readonly till: string | null
    readonly approval_no: string | null
  }
}

export interface RefundPage {
  readonly refunds: readonly Refund[]
  readonly next: string | null
}

export interface Refused {
  readonly code: 1 | -1
  readonly message: string
  readonly response: null
  readonly hint?:
    | {
        readonly ko: string
        readonly en: string
      }
    | undefined
}

export interface ReplayAnswer {
  readonly replayed: number
  readonly not_replayed: readonly string[]
  readonly next: string | null
}

export interface ReplayNamedBody {
  /** Ids of deliveries. */
  readonly ids: readonly string[] | string
}

export interface ReplayRangeBody {
  /** Id of an endpoint. */
  readonly endpoint?: string | undefined
  /** What became of it. */
  readonly state?: 'waiting' | 'delivered' | 'undelivered' | undefined
  /** Beginning, Unix seconds, included. */
  readonly from: number | string
  /** End, Unix seconds, included. */
  readonly to: number | string
  /** `next` of the answer before. */
  readonly after?: string | undefined
}

export interface SuspendBody {
  /** Why; the customer reads it, and of a suspended payment the clerk too. */
  readonly reason?: string | null | undefined
}

export interface TestAnswer {
  readonly url: string
  readonly delivered: boolean
  readonly status: number | null
  readonly cause: string | null
  readonly latency_ms: number
  readonly words: Words
  readonly answer: string | null
}

export interface Token {
  readonly access_token: string
  readonly now: number
  readonly expired_at: number
}

export interface TokenBody {
  /** Your API key. */
  readonly imp_key: string
  /** Your API secret. */
  readonly imp_secret: string
}

export interface Words {
  readonly ko: string
  readonly en: string
}

/**
 * May this be paid? (confirm_url) (결제 확인 질문 (confirm_url)): Asked while the customer’s money is on the counter
 * (결제 확인). Only a 200 before `deadline` is a yes; 4xx is a no, and `reason` says why.
 */
export interface ConfirmBody {
  readonly event: 'Galaxia.Cvs.Confirm'
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly status: 'ready'
  readonly extra: {
    readonly barcode: string
    readonly payType: 'cash' | 'card'
  }
  readonly code: 0
  readonly message: null
  readonly response: Payment
  readonly amount: number
  readonly currency: string
  readonly attempt_id: string
  readonly outlet: {
    readonly chain: string
    readonly id: string
    readonly name: string
    readonly till: string
  }
  readonly deadline: string
}

/**
 * Notice, V1 form (notice_url) (통지, V1 형식 (notice_url)): Money came or went (통지). Look the payment up before you
 * act. Sent as a form where you chose so.
 */
export interface NoticeBody {
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly cancellation_id?: string | undefined
}

/** Notice, modern form (통지, 새 형식): The layout of Standard Webhooks. A lower `version` is older news. */
export interface ModernNotice {
  readonly type:
    | 'payment.issued'
    | 'payment.amended'
    | 'payment.suspended'
    | 'payment.resumed'
    | 'payment.paid'
    | 'payment.refused'
    | 'payment.in_doubt'
    | 'payment.reversed'
    | 'payment.cancelled'
    | 'payment.revoked'
    | 'payment.expired'
    | 'payment.refunded'
    | 'refund.paid_out'
    | 'refund.failed'
    | 'refund.rerouted'
    | 'refund.reversed'
    | 'receipt.issued'
    | 'receipt.failed'
    | 'receipt.cancelled'
  readonly timestamp: string
  readonly data: {
    readonly imp_uid: string
    readonly merchant_uid: string
    readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
    readonly version: number
    readonly amount: number
    readonly currency: string
    readonly barcode: string
    readonly pay_method: 'cvs'
    readonly expired_at: number
    readonly paid_at: number
    readonly cancelled_at: number
    readonly failed_at: number
    readonly attempt_id: string | null
    readonly outlet: {
      readonly chain: string
      readonly id: string
      readonly name: string
      readonly till: string
    } | null
    readonly pay_type: 'cash' | 'card' | null
    readonly approval_no: string | null
    readonly refusal: {
      readonly name:
        | 'key_conflict'
        | 'still_running'
        | 'reversed_before'
        | 'too_late'
        | 'day_closed'
        | 'inquiries_locked'
        | 'inquiries_too_many'
        | 'shop_suspended'
        | 'maintenance'
        | 'holiday'
        | 'outside_hours'
        | 'number_wrong'
        | 'number_unknown'
        | 'number_is_slip'
        | 'number_is_payment'
        | 'payment_not_found'
        | 'refund_not_found'
        | 'paid_and_refunded'
        | 'revoked'
        | 'expired'
        | 'already_paid'
        | 'in_progress'
        | 'suspended'
        | 'file_name_taken'
        | 'file_count_differs'
        | 'file_sum_differs'
        | 'file_date_differs'
        | 'day_date_differs'
        | 'day_count_differs'
        | 'day_sum_differs'
        | 'original_not_found'
        | 'cancelled_before'
        | 'original_amount_differs'
        | 'refunded_before'
        | 'cancel_not_allowed'
        | 'cancel_at_other_till'
        | 'cancel_too_late'
        | 'not_final'
        | 'not_in_doubt'
        | 'merchant_suspended'
        | 'not_paid'
        | 'already_cancelled'
        | 'not_paid_in_time'
        | 'balance_differs'
        | 'refund_too_large'
        | 'tax_too_large'
        | 'route_missing'
        | 'refunds_too_many'
        | 'slip_replaced'
        | 'slip_paid_out'
        | 'slip_expired'
        | 'payout_done'
        | 'slip_live'
        | 'transfer_running'
        | 'payout_failed'
        | 'terms_changed'
        | 'amount_differs'
        | 'above_network_limit'
        | 'pay_type_not_allowed'
        | 'merchant_refused'
        | 'merchant_unanswered'
        | 'version_differs'
        | 'receipt_unknown'
        | 'receipt_of_payment'
        | 'receipt_not_paid'
        | 'receipt_not_cash'
        | 'receipt_in_progress'
        | 'receipt_standing'
        | 'receipt_never_issued'
        | 'receipt_tax_too_high'
        | 'amount_not_prepared'
        | 'amount_above_limit'
        | 'deadline_past'
        | 'deadline_too_far'
        | 'order_paid'
        | 'order_live'
        | 'order_in_progress'
        | 'own_number_taken'
        | 'number_taken'
        | 'payment_id_taken'
        | 'pg_refused'
        | 'pg_unanswered'
      readonly reason: string | null
      readonly merchant_said_yes: boolean | null
    } | null
    readonly receipt: {
      readonly state: 'issuing' | 'issued' | 'cancelling' | 'cancelled' | 'failed'
      readonly type: 'person' | 'company'
      readonly amount: number
      readonly vat: number
      readonly apply_num: string | null
      readonly reason: string | null
    } | null
    readonly cancel_amount: number
    readonly refunds: readonly RefundNews[]
  }
}

/** Of each operation: what it takes, and what it answers when it is done. */
export interface Operations {
  /**
   * Get an access token (액세스 토큰 발급): The token (액세스 토큰) that every other request needs. While one lives the same
   * one is answered, so several servers may share it.
   */
  readonly getToken: { readonly body: TokenBody; readonly answer: Token }
  /**
   * Issue or register a collection number (수납번호 발급·등록): Issues the number (수납번호) an order is paid with at a store;
   * with `barcode` it registers one of your own. Send your customer `pay_url`. What the trade refuses, such as an
   * order already paid, is answered with 200 and `code` 1. Unknown parameters are ignored. The same request under
   * the same `Idempotency-Key` issues nothing more: it is answered with that payment as it is now, and the header
   * `Idempotent-Replayed: true`. A refused request leaves no key behind.
   */
  readonly issueNumber: { readonly body: IssueBody; readonly answer: Payment }
  /**
   * Issue numbers in bulk (수납번호 일괄 발급): Each row is a `POST /cvs`, up to 10000 of them, and 4 such requests at
   * once. A line comes for each row as soon as it is done, in the order of the rows, so the answer is the
   * progress. Without the last line, `{"done": true}`, it is not whole: send the same again with the same key, and
   * every row that was issued is answered as it is and the rest are issued. The body is JSON, or CSV (`text/csv`,
   * UTF-8) whose first line names the parameters. With `Accept: text/csv` the answer is CSV, whole when its last
   * row is its own `of`. What is wrong with the whole is refused with 400 before anything is issued, what is wrong
   * with a row in its line.
   */
  readonly issueInBulk: { readonly body: BulkIssueBody; readonly answer: AsyncIterable<BulkLine> }
  /** Revoke a number (수납번호 말소): Revokes (말소) a number that is not paid yet. Revoked already: the same answer again. */
  readonly revokeNumber: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly answer: Payment
  }
  /**
   * Find a payment (결제 조회): Ask this when a notice came, before you ship anything. A payment of a test channel
   * shows only with `include_sandbox=true`.
   */
  readonly getPayment: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly query: {
      /** Payments of test channels too. */
      readonly include_sandbox?: boolean | undefined
    }
    readonly answer: Payment
  }
  /** Find by order (주문번호로 조회): One payment of the order (주문번호): the first in the order of `sorting`. */
  readonly findPayment: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly query: {
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
    }
    readonly answer: Payment
  }
  /** Find by order and status (주문번호와 상태로 조회): One payment of the order (주문번호): the first in the order of `sorting`. */
  readonly findPaymentOfStatus: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
      /** Status of the payment; `all` for any. */
      readonly payment_status: 'all' | 'ready' | 'paid' | 'cancelled' | 'failed'
    }
    readonly query: {
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
    }
    readonly answer: Payment
  }
  /** Balance (잔액 조회): What was collected and not given back, split into supply (공급가) and VAT (부가세). */
  readonly getBalance: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly answer: Balance
  }
  /** Several at once (여러 건 조회): Up to 100 ids and order numbers together. 207: not all were found; 404: none. */
  readonly listNamedPayments: {
    readonly query: {
      /** Ids of payments. */
      readonly 'imp_uid[]'?: readonly string[] | undefined
      /** Order numbers. */
      readonly 'merchant_uid[]'?: readonly string[] | undefined
    }
    readonly answer: readonly Payment[]
  }
  /** All of no order (주문번호 없는 주문 조회): A request whose order number was left out: always 400, naming `merchant_uid`. */
  readonly listNoOrder: { readonly answer: never }
  /** All of an order (주문의 모든 결제): The payments of one order, in pages. */
  readonly listOrderPayments: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly query: {
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
      /** Page, from 1 on. */
      readonly page?: number | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: PaymentPage
  }
  /** All of an order, by status (주문의 결제를 상태로): The payments of one order, in pages. */
  readonly listOrderPaymentsOfStatus: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
      /** Status of the payment; `all` for any. */
      readonly payment_status: 'all' | 'ready' | 'paid' | 'cancelled' | 'failed'
    }
    readonly query: {
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
      /** Page, from 1 on. */
      readonly page?: number | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: PaymentPage
  }
  /**
   * Search by time (기간 검색): Payments within a time of at most 90 days, in pages; without `from` and `to` the last
   * 90 days.
   */
  readonly searchPayments: {
    readonly query: {
      /** Beginning, Unix seconds, included. */
      readonly from?: number | undefined
      /** End, Unix seconds, included. */
      readonly to?: number | undefined
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
      /** Page, from 1 on. */
      readonly page?: number | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: PaymentPage
  }
  /**
   * Search by status (상태와 기간 검색): Payments within a time of at most 90 days, in pages; without `from` and `to` the
   * last 90 days.
   */
  readonly searchPaymentsOfStatus: {
    readonly path: {
      /** Status of the payment; `all` for any. */
      readonly payment_status: 'all' | 'ready' | 'paid' | 'cancelled' | 'failed'
    }
    readonly query: {
      /** Beginning, Unix seconds, included. */
      readonly from?: number | undefined
      /** End, Unix seconds, included. */
      readonly to?: number | undefined
      /** Order by issue, payment or change; `-` is newest first. */
      readonly sorting?: '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated' | undefined
      /** Page, from 1 on. */
      readonly page?: number | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: PaymentPage
  }
  /** Prepare an amount (결제금액 사전등록): Says beforehand (사전등록) what an order costs; `POST /cvs` is then held to it. */
  readonly prepareAmount: { readonly body: PrepareBody; readonly answer: Prepared }
  /** Change a prepared amount (사전등록 금액 변경): Takes the place of what was prepared, amount and currency. */
  readonly changePreparedAmount: { readonly body: PrepareBody; readonly answer: Prepared }
  /** Look up a prepared amount (사전등록 금액 조회): What was prepared for the order. */
  readonly getPreparedAmount: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly answer: Prepared
  }
  /**
   * Issue a cash receipt (현금영수증 발급): A receipt (현금영수증) over all that was paid in cash. Paid by card, not paid, or
   * issued already: 400; refused by the issuer: 500; a channel that issues none: 501. After a 500 without a reason
   * look it up instead of asking again.
   */
  readonly issueReceipt: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly body: ReceiptBody
    readonly answer: Receipt
  }
  /**
   * Look up a cash receipt (현금영수증 조회): The receipt; `cancelled_at` is not 0 where it was cancelled. 404 where
   * there is no such payment, or no receipt.
   */
  readonly getReceipt: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly answer: Receipt
  }
  /**
   * Cancel a cash receipt (현금영수증 취소): Cancels it; cancelled already: the same answer again; never issued: 400.
   * Where the payment is undone its receipt goes by itself.
   */
  readonly cancelReceipt: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly answer: Receipt
  }
  /**
   * Issue a cash receipt for cash taken elsewhere (다른 곳에서 받은 현금의 현금영수증 발급): One for each order number, over cash
   * that did not come through here. Issued already, or collected here: 400; refused by the issuer: 500; a channel
   * that issues none: 501. After a 500 without a reason look it up instead of asking again.
   */
  readonly issueExternalReceipt: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly body: ExternalReceiptBody
    readonly answer: ExternalReceipt
  }
  /**
   * Look up a cash receipt for cash taken elsewhere (다른 곳에서 받은 현금의 현금영수증 조회): The receipt of this order number;
   * 404 where there is none.
   */
  readonly getExternalReceipt: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly answer: ExternalReceipt
  }
  /**
   * Cancel a cash receipt for cash taken elsewhere (다른 곳에서 받은 현금의 현금영수증 취소): Cancels it; cancelled already: the
   * same answer again; never issued: 404.
   */
  readonly cancelExternalReceipt: {
    readonly path: {
      /** Your order number (주문번호). */
      readonly merchant_uid: string
    }
    readonly answer: ExternalReceipt
  }
  /** Your payment channels (결제채널 목록): The channels (결제채널) by the names that `pg` and `channel_key` use. */
  readonly listChannels: { readonly answer: readonly Channel[] }
  /** Banks (은행): Code of three digits (금융결제원) and name. A code is a text. */
  readonly listBanks: { readonly answer: readonly Institution[] }
  /** One bank (은행 하나): Code of three digits (금융결제원) and name. A code is a text. */
  readonly getBank: {
    readonly path: {
      /** Code of three digits. */
      readonly code: string
    }
    readonly answer: Institution
  }
  /** Card companies (카드사): Code of three digits (금융결제원) and name. A code is a text. */
  readonly listCards: { readonly answer: readonly Institution[] }
  /** One card company (카드사 하나): Code of three digits (금융결제원) and name. A code is a text. */
  readonly getCard: {
    readonly path: {
      /** Code of three digits. */
      readonly code: string
    }
    readonly answer: Institution
  }
  /**
   * Change amount or deadline (금액·결제기한 변경): Changes amount and deadline (결제기한) of a number that waits; number and
   * page stay. Another amount revokes the other numbers of the order. A till that inquired before has to ask
   * again.
   */
  readonly amendPayment: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly body: AmendBody
    readonly answer: Payment
  }
  /**
   * Suspend (수납 중지): No till takes it until it is resumed; clerk and customer read the reason. The deadline does
   * not wait. `status` stays `ready`, `cvs.state` is `suspended`.
   */
  readonly suspendPayment: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly body: SuspendBody
    readonly answer: Payment
  }
  /** Resume (수납 재개): It can be paid again. Not suspended: the same answer. */
  readonly resumePayment: {
    readonly path: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid: string
    }
    readonly answer: Payment
  }
  /**
   * Cancel (결제취소): Gives back all or a part of what was paid (환불): to the account that is named, else, where the
   * channel has them, by a refund slip that a till pays out in cash. How far the money has come is told by `GET
   * /api/refunds`. A number that is not paid is revoked with `DELETE /cvs/{imp_uid}`.
   */
  readonly cancelPayment: { readonly body: CancelBody; readonly answer: Payment }
  /**
   * List refunds (환불 목록): Each refund (환불) and how far its money has come, newest first: `pending`, `paid_out` or
   * `failed`.
   */
  readonly listRefunds: {
    readonly query: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid?: string | undefined
      /** What became of it. */
      readonly state?: 'pending' | 'paid_out' | 'failed' | undefined
      /** `next` of the answer before. */
      readonly after?: string | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: RefundPage
  }
  /** Look at a refund (환불 조회): One refund, with its account masked. */
  readonly getRefund: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: RefundDetail
  }
  /**
   * Find by number, attempt or outlet (수납번호, 수납시도, 점포로 찾기): By number (수납번호), by what names an attempt (수납시도), by
   * the outlet (점포) of the latest one; newest issue first. By outlet alone, at most 90 days.
   */
  readonly findPayments: {
    readonly query: {
      /** Collection number; spaces and hyphens do not matter. */
      readonly number?: string | undefined
      /** An attempt by its approval number (승인번호), `pg_tid` or `attempt_id`. */
      readonly attempt?: string | undefined
      /** Id of the shop (점포) of the latest attempt. */
      readonly outlet?: string | undefined
      /** Beginning, Unix seconds, included. */
      readonly from?: number | string | undefined
      /** End, Unix seconds, included. */
      readonly to?: number | string | undefined
      /** `next` of the answer before. */
      readonly after?: string | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: FoundPayments
  }
  /**
   * Read what happened (일어난 일 차례로 읽기): Everything that happened to your payments, in one order, nothing missed and
   * nothing twice. Keep `next`, and send it as `after` to go on from there.
   */
  readonly readEvents: {
    readonly query: {
      /** `next` of the answer before. */
      readonly after?: string | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: EventPage
  }
  /**
   * List endpoints (수신 URL 목록): Where you are told (수신 URL) and how each fares. `default` is your Notification
   * URL.
   */
  readonly listEndpoints: {
    readonly answer: {
      readonly endpoints: readonly Endpoint[]
    }
  }
  /** Add an endpoint (수신 URL 추가): Keep the `secret` (서명 비밀키): this answer is the only one that shows it. */
  readonly addEndpoint: { readonly body: AddEndpointBody; readonly answer: EndpointWithSecret }
  /** Look at an endpoint (수신 URL 조회): Settings of one endpoint, and how it fares. */
  readonly getEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: Endpoint
  }
  /**
   * Change an endpoint (수신 URL 변경): Only what is sent changes. Of `default`: `url` (null empties it), `format`,
   * `v1_notices`.
   */
  readonly changeEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly body: ChangeEndpointBody | ChangeDefaultBody
    readonly answer: Endpoint
  }
  /** Remove an endpoint (수신 URL 삭제): `default` cannot be removed; to empty it, PATCH its `url` to null. */
  readonly removeEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: {
      readonly id: string
    }
  }
  /** Pause (수신 멈춤): What happens meanwhile waits, and goes out when it is resumed. */
  readonly pauseEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: Endpoint
  }
  /** Resume (수신 다시 시작): What waited goes out at once. */
  readonly resumeEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: Endpoint
  }
  /** New secret (서명 비밀키 교체): Answers the new secret; until `old_secret_until` the one before it signs too. */
  readonly rotateEndpointSecret: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: EndpointWithSecret
  }
  /** Test call (시험 전송): Calls once now and tells what came of it. Nothing is kept. */
  readonly testEndpoint: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: TestAnswer
  }
  /** List deliveries (통지 목록): Each notice (통지) to each address and what became of it, newest first. */
  readonly listDeliveries: {
    readonly query: {
      /** Id of the payment; wins over `merchant_uid`. */
      readonly imp_uid?: string | undefined
      /** Id of an endpoint. */
      readonly endpoint?: string | undefined
      /** What became of it. */
      readonly state?: 'waiting' | 'delivered' | 'undelivered' | undefined
      /** Beginning, Unix seconds, included. */
      readonly from?: number | string | undefined
      /** End, Unix seconds, included. */
      readonly to?: number | string | undefined
      /** `next` of the answer before. */
      readonly after?: string | undefined
      /** How many on a page. */
      readonly limit?: number | undefined
    }
    readonly answer: DeliveryPage
  }
  /** Tries of a delivery (통지의 시도 내역): Of every try: the address, the answer, and the reason in words. */
  readonly getDelivery: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: DeliveryDetail
  }
  /** Send one again (통지 다시 보내기): One that was delivered too. */
  readonly replayDelivery: {
    readonly path: {
      /** Id of the endpoint, delivery or refund. */
      readonly id: string
    }
    readonly answer: DeliveryDetail
  }
  /**
   * Send many again (여러 통지 다시 보내기): Up to 100 named in `ids`, or those of the time `from`–`to`. Where `next` is
   * not null, ask again with it as `after`.
   */
  readonly replayDeliveries: { readonly body: ReplayNamedBody | ReplayRangeBody; readonly answer: ReplayAnswer }
  /**
   * How confirm_url answered (confirm_url 응답 현황): How and how fast your server answered the questions to
   * `confirm_url`, by the hour: the last 24 hours, or up to 90 days.
   */
  readonly getConfirmFigures: {
    readonly query: {
      /** Beginning, Unix seconds, included. */
      readonly from?: number | string | undefined
      /** End, Unix seconds, included. */
      readonly to?: number | string | undefined
    }
    readonly answer: ConfirmFigures
  }
}

export type OperationId = keyof Operations

/** By `operationId`. */
export const OPERATIONS: { readonly [Id in OperationId]: OperationRow } = {
  getToken: { method: 'POST', path: '/users/getToken' },
  issueNumber: { method: 'POST', path: '/cvs' },
  issueInBulk: { method: 'POST', path: '/api/bulk-issues', isInLines: true },
  revokeNumber: { method: 'DELETE', path: '/cvs/{imp_uid}' },
  getPayment: { method: 'GET', path: '/payments/{imp_uid}' },
  findPayment: { method: 'GET', path: '/payments/find/{merchant_uid}' },
  findPaymentOfStatus: { method: 'GET', path: '/payments/find/{merchant_uid}/{payment_status}' },
  getBalance: { method: 'GET', path: '/payments/{imp_uid}/balance' },
  listNamedPayments: { method: 'GET', path: '/payments' },
  listNoOrder: { method: 'GET', path: '/payments/findAll' },
  listOrderPayments: { method: 'GET', path: '/payments/findAll/{merchant_uid}' },
  listOrderPaymentsOfStatus: { method: 'GET', path: '/payments/findAll/{merchant_uid}/{payment_status}' },
  searchPayments: { method: 'GET', path: '/payments/status' },
  searchPaymentsOfStatus: { method: 'GET', path: '/payments/status/{payment_status}' },
  prepareAmount: { method: 'POST', path: '/payments/prepare' },
  changePreparedAmount: { method: 'PUT', path: '/payments/prepare' },
  getPreparedAmount: { method: 'GET', path: '/payments/prepare/{merchant_uid}' },
  issueReceipt: { method: 'POST', path: '/receipts/{imp_uid}' },
  getReceipt: { method: 'GET', path: '/receipts/{imp_uid}' },
  cancelReceipt: { method: 'DELETE', path: '/receipts/{imp_uid}' },
  issueExternalReceipt: { method: 'POST', path: '/receipts/external/{merchant_uid}' },
  getExternalReceipt: { method: 'GET', path: '/receipts/external/{merchant_uid}' },
  cancelExternalReceipt: { method: 'DELETE', path: '/receipts/external/{merchant_uid}' },
  listChannels: { method: 'GET', path: '/users/pg' },
  listBanks: { method: 'GET', path: '/banks' },
  getBank: { method: 'GET', path: '/banks/{code}' },
  listCards: { method: 'GET', path: '/cards' },
  getCard: { method: 'GET', path: '/cards/{code}' },
  amendPayment: { method: 'PATCH', path: '/api/payments/{imp_uid}' },
  suspendPayment: { method: 'POST', path: '/api/payments/{imp_uid}/suspend' },
  resumePayment: { method: 'POST', path: '/api/payments/{imp_uid}/resume' },
  cancelPayment: { method: 'POST', path: '/payments/cancel' },
  listRefunds: { method: 'GET', path: '/api/refunds' },
  getRefund: { method: 'GET', path: '/api/refunds/{id}' },
  findPayments: { method: 'GET', path: '/api/payments' },
  readEvents: { method: 'GET', path: '/api/events' },
  listEndpoints: { method: 'GET', path: '/api/endpoints' },
  addEndpoint: { method: 'POST', path: '/api/endpoints' },
  getEndpoint: { method: 'GET', path: '/api/endpoints/{id}' },
  changeEndpoint: { method: 'PATCH', path: '/api/endpoints/{id}' },
  removeEndpoint: { method: 'DELETE', path: '/api/endpoints/{id}' },
  pauseEndpoint: { method: 'POST', path: '/api/endpoints/{id}/pause' },
  resumeEndpoint: { method: 'POST', path: '/api/endpoints/{id}/resume' },
  rotateEndpointSecret: { method: 'POST', path: '/api/endpoints/{id}/rotate-secret' },
  testEndpoint: { method: 'POST', path: '/api/endpoints/{id}/test' },
  listDeliveries: { method: 'GET', path: '/api/deliveries' },
  getDelivery: { method: 'GET', path: '/api/deliveries/{id}' },
  replayDelivery: { method: 'POST', path: '/api/deliveries/{id}/replay' },
  replayDeliveries: { method: 'POST', path: '/api/deliveries/replay' },
  getConfirmFigures: { method: 'GET', path: '/api/confirm-figures' },
}

interface OperationRow {
  readonly method: string
  readonly path: string
  /** It answers a line of JSON after the other. */
  readonly isInLines?: true
}
