/** `GET /payments/{imp_uid}/balance`: what was collected and not given back, with its tax told apart. */
import type { MerchantId, Money } from '../core/brand.ts'
import { toMajorAmount, vatWithin } from '../core/money.ts'
import { remaining } from '../core/refund.ts'
import type { Gateway, PaymentView } from '../gateway/gateway.ts'
import type { BalanceAnswer, BalancePart } from '../wire/balance-answer.ts'
import { type Answer, paymentNotFound, success } from './envelope.ts'
import { readPaymentId } from './payments.ts'

export async function findBalance(
  { gateway }: { readonly gateway: Pick<Gateway, 'find'> },
  merchantId: MerchantId,
  impUid: string,
): Promise<Answer> {
  const id = readPaymentId(impUid)
  const view = id === undefined ? undefined : await gateway.find(merchantId, id)
  return view === undefined ? paymentNotFound() : success(presentBalance(view))
}

function presentBalance({ payment }: PaymentView): BalanceAnswer {
  const { currency } = payment
  const left = remaining(payment)
  const inCash = payment.state === 'paid' && payment.lastAttempt.request.payType === 'cash' ? left : NOTHING
  const part = (money: Money): BalancePart => {
    const vat = vatWithin(money)
    return {
      tax_free: 0,
      supply: toMajorAmount((money - vat) as Money, currency),
      vat: toMajorAmount(vat, currency),
      service: 0,
    }
  }
  return {
    amount: toMajorAmount(left, currency),
    cash_receipt: part(inCash),
    primary: part(left),
    secondary: part(NOTHING),
    discount: part(NOTHING),
    histories: [],
  }
}

const NOTHING = 0 as Money
