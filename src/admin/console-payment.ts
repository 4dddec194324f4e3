/** A payment as the console shows it: V1's members, the customer's masked. */
import { maskEmail, maskName, maskPhone } from '../gateway/personal-vault.ts'
import type { ConsolePayment, PaymentDetail, Unmasked } from '../wire/admin/payments.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'

export function consolePayment(answer: PaymentAnswer): ConsolePayment {
  const { imp_uid, merchant_uid, name, amount, currency, status, barcode, cvs } = answer
  const { started_at, expired_at, paid_at, cancelled_at, failed_at, cancel_amount, cancel_reason } = answer
  const { pay_url, receipt_url, cash_receipt_issued, sandbox } = answer
  return {
    imp_uid,
    merchant_uid,
    name,
    amount,
    currency,
    status,
    state: stateOf(answer),
    version: cvs.version,
    barcode,
    pg: `${answer.pg_provider}.${answer.pg_id}`,
    started_at,
    expired_at,
    paid_at,
    cancelled_at,
    failed_at,
    cancel_amount,
    cancel_reason,
    buyer_name: maskName(answer.buyer_name),
    buyer_tel: maskPhone(answer.buyer_tel),
    buyer_email: maskEmail(answer.buyer_email),
    buyer_addr: hidden(answer.buyer_addr),
    custom_data: hidden(answer.custom_data),
    cvs,
    pay_url,
    receipt_url,
    cash_receipt_issued,
    sandbox,
  }
}

export function unmasked(answer: PaymentAnswer): Unmasked {
  const { imp_uid, buyer_name, buyer_tel, buyer_email, buyer_addr, buyer_postcode, custom_data } = answer
  return { imp_uid, buyer_name, buyer_tel, buyer_email, buyer_addr, buyer_postcode, custom_data }
}

/** What may be done as it stands; whether it is done, the rules say when it is asked for. */
export function actionsOn({ state, amount, cancel_amount }: ConsolePayment): PaymentDetail['actions'] {
  switch (state) {
    case 'waiting':
      return ['amend', 'suspend', 'revoke', 'resend']
    case 'suspended':
      return ['resume', 'amend', 'revoke', 'resend']
    case 'collected':
      return cancel_amount < amount ? ['refund', 'resend'] : ['resend']
    default:
      return ['resend']
  }
}

function stateOf({ status, cvs, paid_at }: PaymentAnswer): ConsolePayment['state'] {
  switch (status) {
    case 'ready':
      if (cvs.state === 'suspended') return 'suspended'
      return cvs.state === 'authorising' ? 'being_paid' : 'waiting'
    case 'paid':
      return 'collected'
    case 'cancelled':
      return paid_at > 0 ? 'refunded' : 'cancelled'
    case 'failed':
      return 'expired'
  }
}

/** That there is something, and no more. */
function hidden(text: string | null): string | null {
  return text === null || text === '' ? null : '***'
}
