/**
 * Written by `npm run generate` out of the shapes on the wire; what is changed here by hand is lost.
 */

export type ConsoleRole = 'operator' | 'owner' | 'admin' | 'finance' | 'developer' | 'viewer'

export type Permission =
  | 'payments.read'
  | 'payments.change'
  | 'payments.issue'
  | 'payments.unmask'
  | 'payments.export'
  | 'refunds.read'
  | 'refunds.ask'
  | 'refunds.settle'
  | 'notices.read'
  | 'notices.resend'
  | 'notices.set'
  | 'keys.read'
  | 'keys.set'
  | 'merchant.read'
  | 'merchant.set'
  | 'channels.set'
  | 'people.read'
  | 'people.set'
  | 'audit.read'
  | 'house.read'
  | 'house.set'
  | 'practice.steer'

export interface Words {
  readonly ko: string
  readonly en: string
}

export interface AdminRefusal {
  readonly error: {
    readonly code: string
    readonly field?: string | undefined
    readonly message: Words
  }
}

export interface Done {
  readonly done: true
}

export interface ShownRows {
  readonly rows: readonly { readonly [name: string]: string }[]
}

export interface SessionAnswer {
  readonly person: {
    readonly id: string
    readonly email: string
    readonly name: string
    readonly role: 'operator' | 'owner' | 'admin' | 'finance' | 'developer' | 'viewer'
  }
  readonly merchant: {
    readonly id: string
    readonly name: string
  } | null
  readonly permissions: readonly (
    | 'payments.read'
    | 'payments.change'
    | 'payments.issue'
    | 'payments.unmask'
    | 'payments.export'
    | 'refunds.read'
    | 'refunds.ask'
    | 'refunds.settle'
    | 'notices.read'
    | 'notices.resend'
    | 'notices.set'
    | 'keys.read'
    | 'keys.set'
    | 'merchant.read'
    | 'merchant.set'
    | 'channels.set'
    | 'people.read'
    | 'people.set'
    | 'audit.read'
    | 'house.read'
    | 'house.set'
    | 'practice.steer'
  )[]
  readonly csrf: string
  readonly ends_at: number
  readonly idle_s: number
  readonly second_factor: 'on' | 'off' | 'required'
  readonly proven_until: number
  readonly recovery_codes_left: number
  readonly practice: boolean
  readonly version: string
}

export interface LinkAnswer {
  readonly kind: 'invitation' | 'reset'
  readonly email: string
  readonly name: string
  readonly role: 'operator' | 'owner' | 'admin' | 'finance' | 'developer' | 'viewer'
  readonly merchant: string | null
  readonly expires_at: number
}

export interface SecondFactorBegun {
  readonly secret: string
  readonly uri: string
  readonly picture: string
}

export interface RecoveryCodes {
  readonly recovery_codes: readonly string[]
}

export interface PersonAnswer {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: 'operator' | 'owner' | 'admin' | 'finance' | 'developer' | 'viewer'
  readonly merchant: string | null
  readonly state: 'invited' | 'active' | 'disabled'
  readonly second_factor: boolean
  readonly created_at: number
  readonly link_until: number | null
}

export interface PeopleAnswer {
  readonly people: readonly PersonAnswer[]
}

export interface PersonWithLink {
  readonly person: PersonAnswer
  readonly link: string
}

export interface AuditEntryAnswer {
  readonly id: string
  readonly at: number
  readonly person: string | null
  readonly email: string | null
  readonly role: 'operator' | 'owner' | 'admin' | 'finance' | 'developer' | 'viewer' | null
  readonly merchant: string | null
  readonly address: string
  readonly action: string
  readonly object: string | null
  readonly reason: string | null
  readonly outcome: 'asked' | 'done' | 'refused'
  readonly detail: { readonly [name: string]: unknown }
}

export interface AuditPage {
  readonly entries: readonly AuditEntryAnswer[]
  readonly next: string | null
}

export interface HomeAnswer {
  readonly currencies: readonly {
    readonly currency: 'KRW' | 'USD' | 'EUR'
    readonly waiting: {
      readonly count: number
      readonly amount: number
    }
    readonly days: readonly {
      readonly day: string
      readonly issued: {
        readonly count: number
        readonly amount: number
      }
      readonly collected: {
        readonly count: number
        readonly amount: number
      }
      readonly cancelled: {
        readonly count: number
        readonly amount: number
      }
      readonly expired: {
        readonly count: number
        readonly amount: number
      }
      readonly reversed: {
        readonly count: number
        readonly amount: number
      }
      readonly refunded: {
        readonly count: number
        readonly amount: number
      }
      readonly refused: {
        readonly count: number
        readonly amount: number
      }
    }[]
  }[]
  readonly undelivered: number
  readonly refunds_pending: number
  readonly behind: boolean
  readonly now: number
}

export interface ConsolePayment {
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly name: string | null
  readonly amount: number
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly state: 'waiting' | 'suspended' | 'being_paid' | 'collected' | 'cancelled' | 'refunded' | 'expired'
  readonly version: number
  readonly barcode: string
  readonly pg: string
  readonly started_at: number
  readonly expired_at: number
  readonly paid_at: number
  readonly cancelled_at: number
  readonly failed_at: number
  readonly cancel_amount: number
  readonly cancel_reason: string | null
  readonly buyer_name: string | null
  readonly buyer_tel: string | null
  readonly buyer_email: string | null
  readonly buyer_addr: string | null
  readonly custom_data: string | null
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
  readonly pay_url: string
  readonly receipt_url: string | null
  readonly cash_receipt_issued: boolean
  readonly sandbox: boolean
}

export interface PaymentsFound {
  readonly payments: readonly ConsolePayment[]
  readonly next: string | null
  readonly looked_back_to: number | null
}

export interface PaymentDetail {
  readonly payment: ConsolePayment
  readonly timeline: readonly {
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
      readonly refunds: readonly {
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
      }[]
    }
    readonly words: Words
  }[]
  readonly deliveries: readonly DeliveryDetail[]
  readonly refunds: readonly RefundAnswer[]
  readonly actions: readonly ('revoke' | 'amend' | 'suspend' | 'resume' | 'refund' | 'resend')[]
}

export interface Unmasked {
  readonly imp_uid: string
  readonly buyer_name: string | null
  readonly buyer_tel: string | null
  readonly buyer_email: string | null
  readonly buyer_addr: string | null
  readonly buyer_postcode: string | null
  readonly custom_data: string | null
}

export interface LiveEvent {
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
    readonly refunds: readonly {
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
    }[]
  }
}

export interface TryAnswer {
  readonly number: number
  readonly at: number
  readonly url: string
  readonly status: number | null
  readonly cause: string | null
  readonly latency_ms: number
  readonly words: Words
  readonly answer: string | null
  readonly next_try_at: number
}

export interface DeliveryAnswer {
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
  readonly history: readonly TryAnswer[]
}

export interface DeliveryPage {
  readonly deliveries: readonly DeliveryAnswer[]
  readonly next: string | null
}

export interface ReplayAnswer {
  readonly replayed: number
  readonly not_replayed: readonly string[]
  readonly next: string | null
}

export interface EndpointAnswer {
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

export interface EndpointList {
  readonly endpoints: readonly EndpointAnswer[]
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

export interface TestAnswer {
  readonly url: string
  readonly delivered: boolean
  readonly status: number | null
  readonly cause: string | null
  readonly latency_ms: number
  readonly words: Words
  readonly answer: string | null
}

export interface RefundAnswer {
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

export interface RefundPage {
  readonly refunds: readonly RefundAnswer[]
  readonly next: string | null
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

export interface AccountInClear {
  readonly holder: string
  readonly bank: string
  readonly number: string
  readonly tel: string | null
}

export interface SuspenseAnswer {
  readonly id: string
  readonly state: 'open' | 'held' | 'posted' | 'refunded' | 'withdrawn'
  readonly cause: string
  readonly cause_words: Words
  readonly direction: 'in' | 'out'
  readonly number: string
  readonly amount: number
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly pay_type: 'cash' | 'card'
  readonly network: string
  readonly chain: string
  readonly outlet: string
  readonly outlet_name: string
  readonly till: string | null
  readonly date: string
  readonly taken_at: number | null
  readonly imp_uid: string | null
  readonly merchant: string | null
  readonly report: string
  readonly row: number
  readonly opened_at: number
  readonly changed_at: number
  readonly note: string | null
  readonly actions: readonly ('post' | 'refund' | 'hold')[]
}

export interface SuspensePage {
  readonly entries: readonly SuspenseAnswer[]
  readonly next: string | null
}

export interface DoubtAnswer {
  readonly imp_uid: string
  readonly merchant: string
  readonly merchant_name: string
  readonly merchant_uid: string
  readonly number: string
  readonly amount: number
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly pay_type: 'cash' | 'card' | null
  readonly network: string
  readonly outlet: string | null
  readonly outlet_name: string | null
  readonly till: string | null
  readonly approval_no: string | null
  readonly collected_at: number
  readonly in_doubt_since: number
}

export interface DoubtPage {
  readonly doubts: readonly DoubtAnswer[]
  readonly next: string | null
}

export interface ReportAnswer {
  readonly id: string
  readonly network: string
  readonly sender: 'outlet' | 'chain'
  readonly sender_name: string
  readonly file_id: string
  readonly seq: number
  readonly kind: '01' | '02' | '03'
  readonly date: string
  readonly currency: 'KRW' | 'USD' | 'EUR'
  readonly count: number
  readonly sum: number
  readonly taken_at: number
  readonly state: 'working' | 'done'
  readonly results: {
    readonly matched: number
    readonly shifted: number
    readonly theirs_only: number
    readonly amount_differs: number
    readonly duplicate: number
  }
  readonly ours_only: number | null
}

export interface ReportPage {
  readonly reports: readonly ReportAnswer[]
  readonly next: string | null
}

export interface ReportRows {
  readonly rows: readonly {
    readonly row: number
    readonly result: 'matched' | 'shifted' | 'theirs_only' | 'amount_differs' | 'duplicate'
    readonly result_words: Words
    readonly number: string
    readonly amount: number
    readonly sign: '+' | '-'
    readonly pay_type: 'cash' | 'card'
    readonly outlet: string
    readonly till: string | null
    readonly stan: string | null
    readonly date: string
    readonly taken_at: number | null
    readonly imp_uid: string | null
    readonly ours: string | null
    readonly suspense: string | null
  }[]
  readonly next: number | null
}

export interface OursOnly {
  readonly collects: readonly {
    readonly imp_uid: string
    readonly number: string
    readonly amount: number
    readonly pay_type: 'cash' | 'card'
    readonly outlet: string
    readonly till: string
    readonly approval_no: string
    readonly ours: string
  }[]
  readonly total: number
}

export interface ModeAnswer {
  readonly practice: boolean
  readonly version: string
  readonly language: 'ko' | 'en'
}

export interface PracticeClock {
  readonly now: number
  readonly iso: string
  readonly moved_seconds: number
}

export interface PracticeScripts {
  readonly misbehaviours: readonly {
    readonly name:
      | 'double_scan'
      | 'two_tills'
      | 'lost_reply'
      | 'power_cut'
      | 'wrong_amount'
      | 'slow_link'
      | 'reverse_first'
    readonly words: Words
  }[]
  readonly magic: readonly {
    readonly field: 'buyer_email' | 'identifier' | 'refund_account'
    readonly value: string
    readonly words: Words
  }[]
  readonly tills: readonly string[]
}

export interface PlayAnswer {
  readonly outcome: 'paid' | 'refused' | 'not_payable' | 'reversed' | 'unknown'
  readonly summary: Words
  readonly misbehave:
    | 'double_scan'
    | 'two_tills'
    | 'lost_reply'
    | 'power_cut'
    | 'wrong_amount'
    | 'slow_link'
    | 'reverse_first'
    | null
  readonly gateway: number | null
  readonly cash: readonly {
    readonly till: string
    readonly moved: number
  }[]
  readonly replies_equal?: boolean | undefined
  readonly asked: readonly {
    readonly confirm_url: string
    readonly verdict: 'payable' | 'refused' | 'unanswered'
    readonly reason: string | null
    readonly detail: string
    readonly latency_ms: number
  }[]
  readonly payment: {
    readonly imp_uid: string
    readonly merchant_uid: string
    readonly number: string
    readonly amount: number
    readonly currency: string
    readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
    readonly expires_at: number
    readonly pay_url: string
  }
  readonly drawer: number
  readonly messages: readonly {
    readonly till: string
    readonly message: string
    readonly request: { readonly [name: string]: unknown }
    readonly http_status: number | null
    readonly code: string | null
    readonly class: string | null
    readonly text: Words | null
    readonly reply: { readonly [name: string]: unknown } | null
    readonly seen: boolean
    readonly problem: string | null
    readonly latency_ms: number
  }[]
  readonly notices: readonly {
    readonly id: string
    readonly url: string
    readonly event: string
    readonly status: string
    readonly try: number
    readonly result: 'delivered' | 'failed'
    readonly http_status: number | null
    readonly detail: string
    readonly latency_ms: number
    readonly next_try_at: number | null
  }[]
  readonly notices_not_waited_for: readonly {
    readonly id: string
    readonly url: string
    readonly event: string
    readonly status: string
  }[]
}

export interface CounterCancelAnswer {
  readonly cancelled: boolean
  readonly payment: {
    readonly imp_uid: string
    readonly merchant_uid: string
    readonly number: string
    readonly amount: number
    readonly currency: string
    readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
    readonly expires_at: number
    readonly pay_url: string
  }
  readonly drawer: number
  readonly messages: readonly {
    readonly till: string
    readonly message: string
    readonly request: { readonly [name: string]: unknown }
    readonly http_status: number | null
    readonly code: string | null
    readonly class: string | null
    readonly text: Words | null
    readonly reply: { readonly [name: string]: unknown } | null
    readonly seen: boolean
    readonly problem: string | null
    readonly latency_ms: number
  }[]
  readonly notices: readonly {
    readonly id: string
    readonly url: string
    readonly event: string
    readonly status: string
    readonly try: number
    readonly result: 'delivered' | 'failed'
    readonly http_status: number | null
    readonly detail: string
    readonly latency_ms: number
    readonly next_try_at: number | null
  }[]
  readonly notices_not_waited_for: readonly {
    readonly id: string
    readonly url: string
    readonly event: string
    readonly status: string
  }[]
}

export interface ExpireAnswer {
  readonly clock: PracticeClock
  readonly payment: {
    readonly imp_uid: string
    readonly merchant_uid: string
    readonly number: string
    readonly amount: number
    readonly currency: string
    readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
    readonly expires_at: number
    readonly pay_url: string
  }
}

/** Of each route: what it takes, and what it answers. */
export interface AdminRoutes {
  /** Signs in. 401 `wrong`: one of them is wrong, and nobody says which. 401 `code_needed`: send the code too. */
  readonly signIn: {
    readonly body: {
      readonly email: string
      readonly password: string
      readonly code?: string | undefined
    }
    readonly answer: SessionAnswer
  }
  /** What a one-time link is for. It stays good. */
  readonly lookAtLink: {
    readonly body: {
      readonly token: string
    }
    readonly answer: LinkAnswer
  }
  /** Sets a password by a one-time link, which ends it, and signs in. Who has a second factor gives its code too. */
  readonly useLink: {
    readonly body: {
      readonly token: string
      readonly password: string
      readonly name?: string | undefined
      readonly code?: string | undefined
    }
    readonly answer: SessionAnswer
  }
  /** Who is signed in, and what they may do. */
  readonly session: { readonly answer: SessionAnswer }
  /** Signs out here. */
  readonly signOut: { readonly answer: Done }
  /** Ends all of one’s sessions, this one too. */
  readonly signOutEverywhere: { readonly answer: Done }
  /** Proves again that it is you, for what needs it. The session is renewed: take the new `csrf`. */
  readonly prove: {
    readonly body: {
      readonly password: string
      readonly code?: string | undefined
    }
    readonly answer: SessionAnswer
  }
  /** Sets another password; all other sessions of the person end. */
  readonly changePassword: {
    readonly body: {
      readonly current: string
      readonly password: string
    }
    readonly answer: SessionAnswer
  }
  /** Makes the secret of a second factor. It counts only once a code of it was confirmed. */
  readonly beginSecondFactor: { readonly answer: SecondFactorBegun }
  /** Turns the second factor on, and shows the recovery codes this once; all other sessions of the person end. */
  readonly confirmSecondFactor: {
    readonly body: {
      readonly code: string
    }
    readonly answer: RecoveryCodes
  }
  /** Turns the second factor off. */
  readonly removeSecondFactor: { readonly answer: Done }
  /** What happened day by day, and what waits. */
  readonly home: {
    readonly path: { readonly merchant: string }
    readonly query?:
      | {
          readonly days?: number | undefined
        }
      | undefined
    readonly answer: HomeAnswer
  }
  /** Server-sent events: what happens to the merchant’s payments, from now on or behind `Last-Event-ID`. */
  readonly live: { readonly path: { readonly merchant: string }; readonly answer: ReadableStream<Uint8Array> }
  /** Looks for payments. In a body, because what is looked for may be somebody’s; nothing is changed. */
  readonly searchPayments: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly text?: string | undefined
      readonly status?: 'ready' | 'paid' | 'cancelled' | 'failed' | undefined
      readonly from?: number | undefined
      readonly to?: number | undefined
      readonly buyer_tel?: string | undefined
      readonly buyer_email?: string | undefined
      readonly buyer_name?: string | undefined
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly answer: PaymentsFound
  }
  /** One payment with everything that happened to it. */
  readonly payment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly answer: PaymentDetail
  }
  /** The customer’s fields in clear. Who looked, and why, is written down first. */
  readonly unmaskPayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly reason: string
    }
    readonly answer: Unmasked
  }
  /** Issues a number by hand. */
  readonly issuePayment: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly merchant_uid: string
      readonly amount: number
      readonly name?: string | undefined
      readonly expired_at?: number | undefined
      readonly channel_key?: string | undefined
      readonly barcode?: string | undefined
      readonly buyer_name?: string | undefined
      readonly buyer_tel?: string | undefined
      readonly buyer_email?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** Revokes a number that is not paid. */
  readonly revokePayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly reason?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** Changes amount or deadline of a number that waits, where it is still at this version. */
  readonly amendPayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly amount?: number | undefined
      readonly expired_at?: number | undefined
      readonly version: number
      readonly reason?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** No money is taken for it until it is resumed. `shown`: for clerk and customer. */
  readonly suspendPayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly shown?: string | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** Lets a suspended one be paid again. */
  readonly resumePayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly reason?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** Gives money back, all of it or a part. */
  readonly refundPayment: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly amount?: number | undefined
      readonly checksum?: number | undefined
      readonly reason: string
      readonly refund_holder?: string | undefined
      readonly refund_bank?: string | undefined
      readonly refund_account?: string | undefined
      readonly refund_tel?: string | undefined
    }
    readonly answer: ConsolePayment
  }
  /** Sends the latest notice of this payment again, to each address that hears it. */
  readonly resendNotices: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly reason?: string | undefined
    }
    readonly answer: {
      readonly resent: number
    }
  }
  /** All that a search finds, as a file, the customer’s fields masked, with a row of totals for each currency. */
  readonly exportPayments: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly text?: string | undefined
      readonly status?: 'ready' | 'paid' | 'cancelled' | 'failed' | undefined
      readonly from?: number | undefined
      readonly to?: number | undefined
      readonly buyer_tel?: string | undefined
      readonly buyer_email?: string | undefined
      readonly buyer_name?: string | undefined
      readonly format: 'csv' | 'xlsx'
      readonly columns?:
        | readonly (
            | 'imp_uid'
            | 'merchant_uid'
            | 'barcode'
            | 'name'
            | 'amount'
            | 'currency'
            | 'state'
            | 'started_at'
            | 'expired_at'
            | 'paid_at'
            | 'cancelled_at'
            | 'failed_at'
            | 'cancel_amount'
            | 'net_amount'
            | 'pg'
            | 'outlet'
            | 'outlet_name'
            | 'till'
            | 'pay_type'
            | 'approval_no'
            | 'buyer_name'
            | 'buyer_tel'
          )[]
        | undefined
      readonly language?: 'ko' | 'en' | undefined
      readonly reason: string
    }
    readonly answer: File
  }
  /** Refunds, newest first. */
  readonly refunds: {
    readonly path: { readonly merchant: string }
    readonly query?:
      | {
          readonly imp_uid?: string | undefined
          readonly state?: 'pending' | 'paid_out' | 'failed' | undefined
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: RefundPage
  }
  /** One refund, its account masked. */
  readonly refund: { readonly path: { readonly merchant: string; readonly id: string }; readonly answer: RefundDetail }
  /** The account in clear, for the transfer. Who looked, and why, is written down first. */
  readonly refundAccount: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly body: {
      readonly reason: string
    }
    readonly answer: AccountInClear
  }
  /** Says what became of the money. One that failed needs a note. */
  readonly settleRefund: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly body: {
      readonly result: 'paid_out' | 'failed'
      readonly note?: string | undefined
    }
    readonly answer: RefundDetail
  }
  /** Another account, or, where none is named, a new slip. */
  readonly rerouteRefund: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly body: {
      readonly refund_holder?: string | undefined
      readonly refund_bank?: string | undefined
      readonly refund_account?: string | undefined
      readonly refund_tel?: string | undefined
      readonly reason?: string | undefined
    }
    readonly answer: RefundDetail
  }
  /** Notices and what became of them, newest first. `state=undelivered`: those that nobody received. */
  readonly deliveries: {
    readonly path: { readonly merchant: string }
    readonly query?:
      | {
          readonly imp_uid?: string | undefined
          readonly endpoint?: string | undefined
          readonly state?: 'waiting' | 'delivered' | 'undelivered' | undefined
          readonly from?: number | string | undefined
          readonly to?: number | string | undefined
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: DeliveryPage
  }
  /** One notice with each try: the address, the answer, the reason in words. */
  readonly delivery: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: DeliveryDetail
  }
  /** Sends one again, with all its tries before it. */
  readonly replayDelivery: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: DeliveryDetail
  }
  /** Sends those that are named again. */
  readonly replayNamed: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly ids: readonly string[] | string
    }
    readonly answer: ReplayAnswer
  }
  /** Sends all of a time again; `next` says where to go on. */
  readonly replayRange: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly endpoint?: string | undefined
      readonly state?: 'waiting' | 'delivered' | 'undelivered' | undefined
      readonly from: number | string
      readonly to: number | string
      readonly after?: string | undefined
    }
    readonly answer: ReplayAnswer
  }
  /** Where the merchant is told: `default` is its Notification URL. */
  readonly endpoints: { readonly path: { readonly merchant: string }; readonly answer: EndpointList }
  /** Adds an endpoint. Its secret is shown this once. */
  readonly addEndpoint: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly url: string
      readonly description?: string | undefined
      readonly format?: 'v1_json' | 'v1_form' | 'modern' | undefined
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
    readonly answer: EndpointWithSecret
  }
  /** Changes an endpoint, or `default`: the Notification URL with its content type. */
  readonly changeEndpoint: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly body: {
      readonly url?: string | null | undefined
      readonly description?: string | undefined
      readonly format?: 'v1_json' | 'v1_form' | 'modern' | undefined
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
      readonly v1_notices?: 'paid' | 'all' | undefined
    }
    readonly answer: EndpointAnswer
  }
  /** Takes an endpoint away; what waits for it ends undelivered. */
  readonly removeEndpoint: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: {
      readonly id: string
    }
  }
  /** Notices wait until it is resumed. */
  readonly pauseEndpoint: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: EndpointAnswer
  }
  /** What waits goes out. */
  readonly resumeEndpoint: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: EndpointAnswer
  }
  /** A new secret, shown this once; the one before it signs for a day more. */
  readonly rotateEndpointSecret: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: EndpointWithSecret
  }
  /** One call to what is saved, to see whether calls arrive; nothing is stored of it. */
  readonly testEndpoint: {
    readonly path: { readonly merchant: string; readonly id: string }
    readonly answer: TestAnswer
  }
  /** Who may sign in for this merchant. */
  readonly people: { readonly path: { readonly merchant: string }; readonly answer: PeopleAnswer }
  /** Makes a person, with a one-time link to set a password by. */
  readonly invitePerson: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly email: string
      readonly name: string
      readonly role: 'owner' | 'admin' | 'finance' | 'developer' | 'viewer'
    }
    readonly answer: PersonWithLink
  }
  /** Changes name, role or state. Who is disabled, or has another role, is signed out everywhere. */
  readonly changePerson: {
    readonly path: { readonly merchant: string; readonly person: string }
    readonly body: {
      readonly name?: string | undefined
      readonly role?: 'owner' | 'admin' | 'finance' | 'developer' | 'viewer' | undefined
      readonly state?: 'active' | 'disabled' | undefined
      readonly reason?: string | undefined
    }
    readonly answer: PersonAnswer
  }
  /**
   * A new one-time link, in place of an earlier one: for who has forgotten the password. It does not undo a second
   * factor.
   */
  readonly linkPerson: {
    readonly path: { readonly merchant: string; readonly person: string }
    readonly answer: PersonWithLink
  }
  /** Ends all sessions of the person. */
  readonly signPersonOut: {
    readonly path: { readonly merchant: string; readonly person: string }
    readonly answer: Done
  }
  /** Who did and saw what of this merchant, newest first. */
  readonly audit: {
    readonly path: { readonly merchant: string }
    readonly query?:
      | {
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: AuditPage
  }
  /** Who may sign in above merchants. */
  readonly housePeople: { readonly answer: PeopleAnswer }
  /** Makes an operator, with a one-time link to set a password by. */
  readonly inviteOperator: {
    readonly body: {
      readonly email: string
      readonly name: string
    }
    readonly answer: PersonWithLink
  }
  /** Changes an operator’s name or state. Who is disabled is signed out everywhere. */
  readonly changeOperator: {
    readonly path: { readonly person: string }
    readonly body: {
      readonly name?: string | undefined
      readonly state?: 'active' | 'disabled' | undefined
      readonly reason?: string | undefined
    }
    readonly answer: PersonAnswer
  }
  /** A new one-time link for an operator, in place of an earlier one. */
  readonly linkOperator: { readonly path: { readonly person: string }; readonly answer: PersonWithLink }
  /** Who did and saw what, of all merchants and above them, newest first. */
  readonly houseAudit: {
    readonly query?:
      | {
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: AuditPage
  }
  /** One merchant as it is set. */
  readonly merchant: { readonly path: { readonly merchant: string }; readonly answer: ShownRows }
  /** Its name as clerks and customers read it. */
  readonly setMerchant: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly name: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** API keys; no secret is ever shown again. */
  readonly keys: { readonly path: { readonly merchant: string }; readonly answer: ShownRows }
  /** Another pair of imp_key and imp_secret; the secret is shown this once. Both pairs work until one is revoked. */
  readonly addKey: { readonly path: { readonly merchant: string }; readonly answer: ShownRows }
  /** For good; the tokens got with it end. */
  readonly revokeKey: {
    readonly path: { readonly merchant: string; readonly imp_key: string }
    readonly answer: ShownRows
  }
  /** Payment channels with their terms. */
  readonly channels: { readonly path: { readonly merchant: string }; readonly answer: ShownRows }
  /** Another contract; with `connector` and its file one whose numbers are a PG’s. */
  readonly addChannel: {
    readonly path: { readonly merchant: string }
    readonly body: {
      readonly mid: string
      readonly network?: string | undefined
      readonly currency?: string | undefined
      readonly reissue?: string | undefined
      readonly deadline_days?: number | undefined
      readonly amount_max?: number | undefined
      readonly default?: 'yes' | 'no' | undefined
      readonly receipts?: string | undefined
      readonly refund_slip_days?: string | undefined
      readonly till_cancel?: string | undefined
      readonly connector?: string | undefined
      readonly connector_config?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Its terms, for numbers that are issued from now on; with `connector_config` other settings of its PG. */
  readonly setChannel: {
    readonly path: { readonly merchant: string; readonly channel: string }
    readonly body: {
      readonly reissue?: string | undefined
      readonly deadline_days?: number | undefined
      readonly amount_max?: number | undefined
      readonly default?: 'yes' | 'no' | undefined
      readonly receipts?: string | undefined
      readonly refund_slip_days?: string | undefined
      readonly till_cancel?: string | undefined
      readonly confirm_timeout_ms?: number | undefined
      readonly connector_config?: string | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Asks the PG behind it whether it understands us, and says in how many milliseconds. It moves nothing. */
  readonly probeChannel: {
    readonly path: { readonly merchant: string; readonly channel: string }
    readonly answer: ShownRows
  }
  /** Payment channels of all merchants, with who stands behind them. */
  readonly houseChannels: { readonly answer: ShownRows }
  /** All merchants. */
  readonly merchants: { readonly answer: ShownRows }
  /** A merchant with its first key; the secrets are shown this once. */
  readonly addMerchant: {
    readonly body: {
      readonly name: string
    }
    readonly answer: ShownRows
  }
  /** Networks. */
  readonly networks: { readonly answer: ShownRows }
  /** A network, with the first four digits of its numbers. */
  readonly addNetwork: {
    readonly body: {
      readonly network: string
      readonly prefix: string
    }
    readonly answer: ShownRows
  }
  /** Tills with their shops. */
  readonly tills: {
    readonly query?:
      | {
          readonly network?: string | undefined
          readonly outlet?: string | undefined
        }
      | undefined
    readonly answer: ShownRows
  }
  /** A till, and its shop where that is new; the secret is shown this once. */
  readonly addTill: {
    readonly body: {
      readonly network?: string | undefined
      readonly outlet: string
      readonly till: string
      readonly outlet_name?: string | undefined
      readonly chain?: string | undefined
    }
    readonly answer: ShownRows
  }
  /**
   * A new secret, shown this once. With `overlap_hours` the former is good for so long, else for nothing from now
   * on.
   */
  readonly renewTillSecret: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly till: string
      readonly overlap_hours?: number | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /**
   * Its phases, what merchants hear as paid, pay types and the largest amount; with `chain`, that chain’s own
   * limits.
   */
  readonly setNetwork: {
    readonly body: {
      readonly network: string
      readonly chain?: string | undefined
      readonly phases?: string | undefined
      readonly notify_on?: string | undefined
      readonly pay_types?: string | undefined
      readonly amount_max?: string | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Hours, holidays, maintenance and the cut-off; after them, a row each, the chains that have their own. */
  readonly calendar: {
    readonly query?:
      | {
          readonly network: string
        }
      | undefined
    readonly answer: ShownRows
  }
  /**
   * Hours, a holiday, maintenance and the cut-off; with `chain`, that chain’s own hours. `usual` takes hours or a
   * holiday away, `maintenance_drop` the maintenance that begins then.
   */
  readonly setCalendar: {
    readonly body: {
      readonly network: string
      readonly chain?: string | undefined
      readonly cut_off?: string | undefined
      readonly hours?: string | undefined
      readonly holiday?: string | undefined
      readonly maintenance_from?: string | undefined
      readonly maintenance_until?: string | undefined
      readonly maintenance_reason?: string | undefined
      readonly maintenance_drop?: string | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Shops, with what stops them. */
  readonly shops: {
    readonly query?:
      | {
          readonly network?: string | undefined
          readonly chain?: string | undefined
        }
      | undefined
    readonly answer: ShownRows
  }
  /**
   * Shops and tills of a file: with `dry_run` what is wrong with each row, else all of it or nothing. Secrets are
   * shown this once.
   */
  readonly importShops: {
    readonly body: {
      readonly network: string
      readonly csv: string
      readonly dry_run?: 'yes' | undefined
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** None of its tills is answered. */
  readonly disableShop: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** They are again. */
  readonly enableShop: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** It is answered as a till that nobody knows. */
  readonly disableTill: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly till: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** It is answered again. */
  readonly enableTill: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly till: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** The former secret opens nothing from now on. */
  readonly endTillOverlap: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly till: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** No number of it is issued or paid until it is resumed; tills read `shown`. */
  readonly suspendMerchant: {
    readonly body: {
      readonly merchant: string
      readonly shown: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Its numbers are issued and paid again. */
  readonly resumeMerchant: {
    readonly body: {
      readonly merchant: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Its shops take no money until it is resumed; tills read `shown`. */
  readonly suspendChain: {
    readonly body: {
      readonly network: string
      readonly chain: string
      readonly shown: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** Its shops take money again. */
  readonly resumeChain: {
    readonly body: {
      readonly network: string
      readonly chain: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** It takes no money until it is resumed; tills read `shown`. */
  readonly suspendShop: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly shown: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /** It takes money again. */
  readonly resumeShop: {
    readonly body: {
      readonly network: string
      readonly outlet: string
      readonly reason?: string | undefined
    }
    readonly answer: ShownRows
  }
  /**
   * Money that shops took and no payment has, newest first; those that nobody has looked at where no `state` is
   * said.
   */
  readonly suspenses: {
    readonly query?:
      | {
          readonly state?: 'open' | 'held' | 'posted' | 'refunded' | 'withdrawn' | 'all' | undefined
          readonly network?: string | undefined
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: SuspensePage
  }
  /** One entry. */
  readonly suspense: { readonly path: { readonly id: string }; readonly answer: SuspenseAnswer }
  /** Pays the payment of its number with it, where that may still be paid. */
  readonly postSuspense: {
    readonly path: { readonly id: string }
    readonly body: {
      readonly note?: string | undefined
    }
    readonly answer: SuspenseAnswer
  }
  /** Says that it went back, out of band, and how. */
  readonly refundSuspense: {
    readonly path: { readonly id: string }
    readonly body: {
      readonly note: string
    }
    readonly answer: SuspenseAnswer
  }
  /** Says that it waits, and for what. */
  readonly holdSuspense: {
    readonly path: { readonly id: string }
    readonly body: {
      readonly note: string
    }
    readonly answer: SuspenseAnswer
  }
  /** Collects whose till never said that the money is there, those that have been in doubt longest first. */
  readonly doubts: {
    readonly query?:
      | {
          readonly merchant?: string | undefined
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: DoubtPage
  }
  /** The word of somebody who has looked: `not_collected` makes the number payable again. */
  readonly resolveDoubt: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly found: 'collected' | 'not_collected'
      readonly note: string
    }
    readonly answer: ConsolePayment
  }
  /** Report files, newest first. */
  readonly reports: {
    readonly query?:
      | {
          readonly network?: string | undefined
          readonly date?: string | undefined
          readonly after?: string | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: ReportPage
  }
  /** One file with how its rows add up. */
  readonly report: { readonly path: { readonly id: string }; readonly answer: ReportAnswer }
  /** Its rows that are dealt with, in their order; with `result` those with that one. */
  readonly reportRows: {
    readonly path: { readonly id: string }
    readonly query?:
      | {
          readonly result?: 'matched' | 'shifted' | 'theirs_only' | 'amount_differs' | 'duplicate' | undefined
          readonly after?: number | undefined
          readonly limit?: number | undefined
        }
      | undefined
    readonly answer: ReportRows
  }
  /** Of its day and sender, what stands here and no file of its kind names, as it is now. */
  readonly reportOursOnly: { readonly path: { readonly id: string }; readonly answer: OursOnly }
  /**
   * Takes what a chain sent, whole or not at all. The same file again is the same report. Its rows are dealt with
   * afterwards.
   */
  readonly takeReport: {
    readonly body: {
      readonly network: string
      readonly chain: string
      readonly csv: string
    }
    readonly answer: ReportAnswer
  }
  /** Sandbox or production, and which version. */
  readonly mode: { readonly answer: ModeAnswer }
  /** The time of the sandbox. */
  readonly practiceClock: { readonly answer: PracticeClock }
  /**
   * Lets time pass for everybody, with all that becomes due on the way: by `advance` (`9d`, `36h`, `30m`, `10s`)
   * or `to` a second.
   */
  readonly movePracticeClock: {
    readonly body: {
      readonly advance?: string | undefined
      readonly to?: number | undefined
    }
    readonly answer: PracticeClock
  }
  /** What a practice till can be told, the values that make an outcome, and the tills. */
  readonly practiceScripts: { readonly answer: PracticeScripts }
  /** Forgets every payment of everybody; merchants, tills and people stay. */
  readonly resetPractice: { readonly answer: Done }
  /**
   * Plays a till for it, whole, on the real line: inquiry, money, collect. It waits for the notices’ first tries,
   * 17 s at most.
   */
  readonly practisePay: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly pay_type?: 'cash' | 'card' | undefined
      readonly amount?: number | undefined
      readonly misbehave?:
        | 'double_scan'
        | 'two_tills'
        | 'lost_reply'
        | 'power_cut'
        | 'wrong_amount'
        | 'slow_link'
        | 'reverse_first'
        | undefined
    }
    readonly answer: PlayAnswer
  }
  /** The customer comes back the same day: the till that collected gives the money back. */
  readonly practiseCancel: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly body: {
      readonly reason?: string | undefined
    }
    readonly answer: CounterCancelAnswer
  }
  /** Lets time pass, for everybody, until it cannot be collected any more. */
  readonly practiseExpiry: {
    readonly path: { readonly merchant: string; readonly imp_uid: string }
    readonly answer: ExpireAnswer
  }
}

export type AdminRouteName = keyof AdminRoutes

export interface AdminRouteRow {
  readonly method: string
  /** Below `/admin/api`, its parameters as `:name`. */
  readonly path: string
  readonly may: Permission | 'anybody' | 'signed_in'
  /** Needs an `Idempotency-Key`. */
  readonly isKeyed?: true
  /** Needs a proof of a quarter of an hour at most: 403 `prove_again` else. */
  readonly isProven?: true
}

export const ADMIN_ROUTES: { readonly [Name in AdminRouteName]: AdminRouteRow } = {
  signIn: { method: 'POST', path: '/sign-in', may: 'anybody' },
  lookAtLink: { method: 'POST', path: '/links/look', may: 'anybody' },
  useLink: { method: 'POST', path: '/links/use', may: 'anybody' },
  session: { method: 'GET', path: '/session', may: 'signed_in' },
  signOut: { method: 'POST', path: '/session/end', may: 'signed_in' },
  signOutEverywhere: { method: 'POST', path: '/session/end-all', may: 'signed_in' },
  prove: { method: 'POST', path: '/session/prove', may: 'signed_in' },
  changePassword: { method: 'POST', path: '/session/password', may: 'signed_in' },
  beginSecondFactor: { method: 'POST', path: '/session/second-factor/begin', may: 'signed_in', isProven: true },
  confirmSecondFactor: { method: 'POST', path: '/session/second-factor/confirm', may: 'signed_in', isProven: true },
  removeSecondFactor: { method: 'POST', path: '/session/second-factor/remove', may: 'signed_in', isProven: true },
  home: { method: 'GET', path: '/merchants/:merchant/home', may: 'payments.read' },
  live: { method: 'GET', path: '/merchants/:merchant/live', may: 'payments.read' },
  searchPayments: { method: 'POST', path: '/merchants/:merchant/payments/search', may: 'payments.read' },
  payment: { method: 'GET', path: '/merchants/:merchant/payments/:imp_uid', may: 'payments.read' },
  unmaskPayment: { method: 'POST', path: '/merchants/:merchant/payments/:imp_uid/unmask', may: 'payments.unmask' },
  issuePayment: { method: 'POST', path: '/merchants/:merchant/payments', may: 'payments.issue', isKeyed: true },
  revokePayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/revoke',
    may: 'payments.change',
    isKeyed: true,
  },
  amendPayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/amend',
    may: 'payments.change',
    isKeyed: true,
  },
  suspendPayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/suspend',
    may: 'payments.change',
    isKeyed: true,
  },
  resumePayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/resume',
    may: 'payments.change',
    isKeyed: true,
  },
  refundPayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/refund',
    may: 'refunds.ask',
    isKeyed: true,
    isProven: true,
  },
  resendNotices: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/resend',
    may: 'notices.resend',
    isKeyed: true,
  },
  exportPayments: { method: 'POST', path: '/merchants/:merchant/payments/export', may: 'payments.export' },
  refunds: { method: 'GET', path: '/merchants/:merchant/refunds', may: 'refunds.read' },
  refund: { method: 'GET', path: '/merchants/:merchant/refunds/:id', may: 'refunds.read' },
  refundAccount: {
    method: 'POST',
    path: '/merchants/:merchant/refunds/:id/account',
    may: 'refunds.settle',
    isProven: true,
  },
  settleRefund: {
    method: 'POST',
    path: '/merchants/:merchant/refunds/:id/settle',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  rerouteRefund: {
    method: 'POST',
    path: '/merchants/:merchant/refunds/:id/reroute',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  deliveries: { method: 'GET', path: '/merchants/:merchant/deliveries', may: 'notices.read' },
  delivery: { method: 'GET', path: '/merchants/:merchant/deliveries/:id', may: 'notices.read' },
  replayDelivery: {
    method: 'POST',
    path: '/merchants/:merchant/deliveries/:id/replay',
    may: 'notices.resend',
    isKeyed: true,
  },
  replayNamed: {
    method: 'POST',
    path: '/merchants/:merchant/deliveries/replay-named',
    may: 'notices.resend',
    isKeyed: true,
  },
  replayRange: {
    method: 'POST',
    path: '/merchants/:merchant/deliveries/replay-range',
    may: 'notices.resend',
    isKeyed: true,
  },
  endpoints: { method: 'GET', path: '/merchants/:merchant/endpoints', may: 'notices.read' },
  addEndpoint: { method: 'POST', path: '/merchants/:merchant/endpoints', may: 'notices.set', isProven: true },
  changeEndpoint: { method: 'PATCH', path: '/merchants/:merchant/endpoints/:id', may: 'notices.set' },
  removeEndpoint: { method: 'DELETE', path: '/merchants/:merchant/endpoints/:id', may: 'notices.set' },
  pauseEndpoint: { method: 'POST', path: '/merchants/:merchant/endpoints/:id/pause', may: 'notices.set' },
  resumeEndpoint: { method: 'POST', path: '/merchants/:merchant/endpoints/:id/resume', may: 'notices.set' },
  rotateEndpointSecret: {
    method: 'POST',
    path: '/merchants/:merchant/endpoints/:id/rotate-secret',
    may: 'notices.set',
    isProven: true,
  },
  testEndpoint: { method: 'POST', path: '/merchants/:merchant/endpoints/:id/test', may: 'notices.set' },
  people: { method: 'GET', path: '/merchants/:merchant/people', may: 'people.read' },
  invitePerson: { method: 'POST', path: '/merchants/:merchant/people', may: 'people.set', isProven: true },
  changePerson: { method: 'PATCH', path: '/merchants/:merchant/people/:person', may: 'people.set', isProven: true },
  linkPerson: { method: 'POST', path: '/merchants/:merchant/people/:person/link', may: 'people.set', isProven: true },
  signPersonOut: { method: 'POST', path: '/merchants/:merchant/people/:person/sign-out', may: 'people.set' },
  audit: { method: 'GET', path: '/merchants/:merchant/audit', may: 'audit.read' },
  housePeople: { method: 'GET', path: '/house/people', may: 'house.read' },
  inviteOperator: { method: 'POST', path: '/house/people', may: 'house.set', isProven: true },
  changeOperator: { method: 'PATCH', path: '/house/people/:person', may: 'house.set', isProven: true },
  linkOperator: { method: 'POST', path: '/house/people/:person/link', may: 'house.set', isProven: true },
  houseAudit: { method: 'GET', path: '/house/audit', may: 'house.read' },
  merchant: { method: 'GET', path: '/merchants/:merchant', may: 'merchant.read' },
  setMerchant: { method: 'PATCH', path: '/merchants/:merchant', may: 'merchant.set' },
  keys: { method: 'GET', path: '/merchants/:merchant/keys', may: 'keys.read' },
  addKey: { method: 'POST', path: '/merchants/:merchant/keys', may: 'keys.set', isProven: true },
  revokeKey: { method: 'POST', path: '/merchants/:merchant/keys/:imp_key/revoke', may: 'keys.set', isProven: true },
  channels: { method: 'GET', path: '/merchants/:merchant/channels', may: 'merchant.read' },
  addChannel: { method: 'POST', path: '/merchants/:merchant/channels', may: 'channels.set', isProven: true },
  setChannel: { method: 'PATCH', path: '/merchants/:merchant/channels/:channel', may: 'channels.set', isProven: true },
  probeChannel: { method: 'POST', path: '/merchants/:merchant/channels/:channel/probe', may: 'channels.set' },
  houseChannels: { method: 'GET', path: '/house/channels', may: 'house.read' },
  merchants: { method: 'GET', path: '/house/merchants', may: 'house.read' },
  addMerchant: { method: 'POST', path: '/house/merchants', may: 'house.set', isProven: true },
  networks: { method: 'GET', path: '/house/networks', may: 'house.read' },
  addNetwork: { method: 'POST', path: '/house/networks', may: 'house.set' },
  tills: { method: 'GET', path: '/house/tills', may: 'house.read' },
  addTill: { method: 'POST', path: '/house/tills', may: 'house.set', isProven: true },
  renewTillSecret: { method: 'POST', path: '/house/tills/secret', may: 'house.set', isProven: true },
  setNetwork: { method: 'POST', path: '/house/networks/set', may: 'house.set' },
  calendar: { method: 'GET', path: '/house/networks/calendar', may: 'house.read' },
  setCalendar: { method: 'POST', path: '/house/networks/calendar', may: 'house.set' },
  shops: { method: 'GET', path: '/house/shops', may: 'house.read' },
  importShops: { method: 'POST', path: '/house/shops/import', may: 'house.set', isProven: true },
  disableShop: { method: 'POST', path: '/house/shops/disable', may: 'house.set' },
  enableShop: { method: 'POST', path: '/house/shops/enable', may: 'house.set' },
  disableTill: { method: 'POST', path: '/house/tills/disable', may: 'house.set' },
  enableTill: { method: 'POST', path: '/house/tills/enable', may: 'house.set' },
  endTillOverlap: { method: 'POST', path: '/house/tills/secret-end', may: 'house.set' },
  suspendMerchant: { method: 'POST', path: '/house/merchants/suspend', may: 'house.set' },
  resumeMerchant: { method: 'POST', path: '/house/merchants/resume', may: 'house.set' },
  suspendChain: { method: 'POST', path: '/house/chains/suspend', may: 'house.set' },
  resumeChain: { method: 'POST', path: '/house/chains/resume', may: 'house.set' },
  suspendShop: { method: 'POST', path: '/house/shops/suspend', may: 'house.set' },
  resumeShop: { method: 'POST', path: '/house/shops/resume', may: 'house.set' },
  suspenses: { method: 'GET', path: '/house/suspense', may: 'house.read' },
  suspense: { method: 'GET', path: '/house/suspense/:id', may: 'house.read' },
  postSuspense: {
    method: 'POST',
    path: '/house/suspense/:id/post',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  refundSuspense: {
    method: 'POST',
    path: '/house/suspense/:id/refund',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  holdSuspense: {
    method: 'POST',
    path: '/house/suspense/:id/hold',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  doubts: { method: 'GET', path: '/house/doubts', may: 'house.read' },
  resolveDoubt: {
    method: 'POST',
    path: '/merchants/:merchant/doubts/:imp_uid/resolve',
    may: 'refunds.settle',
    isKeyed: true,
    isProven: true,
  },
  reports: { method: 'GET', path: '/house/reports', may: 'house.read' },
  report: { method: 'GET', path: '/house/reports/:id', may: 'house.read' },
  reportRows: { method: 'GET', path: '/house/reports/:id/rows', may: 'house.read' },
  reportOursOnly: { method: 'GET', path: '/house/reports/:id/ours-only', may: 'house.read' },
  takeReport: { method: 'POST', path: '/house/reports', may: 'refunds.settle', isKeyed: true, isProven: true },
  mode: { method: 'GET', path: '/mode', may: 'anybody' },
  practiceClock: { method: 'GET', path: '/practice/clock', may: 'practice.steer' },
  movePracticeClock: { method: 'POST', path: '/practice/clock', may: 'practice.steer' },
  practiceScripts: { method: 'GET', path: '/practice/scripts', may: 'practice.steer' },
  resetPractice: { method: 'POST', path: '/practice/reset', may: 'practice.steer', isProven: true },
  practisePay: { method: 'POST', path: '/merchants/:merchant/payments/:imp_uid/practice/pay', may: 'practice.steer' },
  practiseCancel: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/practice/cancel',
    may: 'practice.steer',
  },
  practiseExpiry: {
    method: 'POST',
    path: '/merchants/:merchant/payments/:imp_uid/practice/expire',
    may: 'practice.steer',
  },
}

/** Where a refund can be transferred to, by the codes of KFTC. */
export const BANKS: readonly { readonly code: string; readonly name: string }[] = [
  { code: '002', name: 'KDB산업은행' },
  { code: '003', name: 'IBK기업은행' },
  { code: '004', name: 'KB국민은행' },
  { code: '007', name: 'Sh수협은행' },
  { code: '008', name: '한국수출입은행' },
  { code: '011', name: 'NH농협은행' },
  { code: '012', name: '지역농축협' },
  { code: '020', name: '우리은행' },
  { code: '023', name: 'SC제일은행' },
  { code: '027', name: '한국씨티은행' },
  { code: '031', name: 'iM뱅크(대구은행)' },
  { code: '032', name: '부산은행' },
  { code: '034', name: '광주은행' },
  { code: '035', name: '제주은행' },
  { code: '037', name: '전북은행' },
  { code: '039', name: '경남은행' },
  { code: '045', name: '새마을금고' },
  { code: '048', name: '신협' },
  { code: '050', name: '저축은행' },
  { code: '054', name: 'HSBC은행' },
  { code: '055', name: '도이치은행' },
  { code: '057', name: '제이피모간체이스은행' },
  { code: '060', name: '뱅크오브아메리카' },
  { code: '061', name: '비엔피파리바은행' },
  { code: '062', name: '중국공상은행' },
  { code: '063', name: '중국은행' },
  { code: '064', name: '산림조합중앙회' },
  { code: '067', name: '중국건설은행' },
  { code: '071', name: '우체국' },
  { code: '081', name: '하나은행' },
  { code: '088', name: '신한은행' },
  { code: '089', name: '케이뱅크' },
  { code: '090', name: '카카오뱅크' },
  { code: '092', name: '토스뱅크' },
  { code: '209', name: '유안타증권' },
  { code: '218', name: 'KB증권' },
  { code: '221', name: '상상인증권' },
  { code: '222', name: '한양증권' },
  { code: '223', name: '리딩투자증권' },
  { code: '224', name: 'BNK투자증권' },
  { code: '225', name: 'IBK투자증권' },
  { code: '227', name: '다올투자증권' },
  { code: '238', name: '미래에셋증권' },
  { code: '240', name: '삼성증권' },
  { code: '243', name: '한국투자증권' },
  { code: '247', name: 'NH투자증권' },
  { code: '261', name: '교보증권' },
  { code: '262', name: 'iM증권' },
  { code: '263', name: '현대차증권' },
  { code: '264', name: '키움증권' },
  { code: '265', name: 'LS증권' },
  { code: '266', name: 'SK증권' },
  { code: '267', name: '대신증권' },
  { code: '269', name: '한화투자증권' },
  { code: '270', name: '하나증권' },
  { code: '271', name: '토스증권' },
  { code: '278', name: '신한투자증권' },
  { code: '279', name: 'DB증권' },
  { code: '280', name: '유진투자증권' },
  { code: '287', name: '메리츠증권' },
  { code: '288', name: '카카오페이증권' },
  { code: '290', name: '부국증권' },
  { code: '291', name: '신영증권' },
  { code: '292', name: '케이프투자증권' },
  { code: '294', name: '우리투자증권' },
]
