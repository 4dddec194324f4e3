/**
 * `/api/payments/{imp_uid}`: what a merchant can change on a payment that waits, which V1 cannot: amount and deadline, and
 * that no money is taken for it for a while.
 */
import type { MerchantId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import type { Rejection } from '../core/rejections.ts'
import type { AmendRequest, Gateway } from '../gateway/gateway.ts'
import { AmendBody, SUSPEND_REASON_CHARACTERS_MAX, SuspendBody } from '../wire/change-body.ts'
import { changeRefusal } from '../wire/change-refusals.ts'
import type { KeyedRoute } from './asked.ts'
import { type Answer, paymentNotFound, type Refusal, refusal, rejectionRefusal, success } from './envelope.ts'
import type { GivenObject } from './given.ts'
import { limitWords } from './limit-words.ts'
import { readPaymentId } from './payments.ts'
import { presentPayment } from './present.ts'
import { createFieldReader, orNull, refuseFields, textUpTo, wholeNumber } from './read-fields.ts'
import { readAmount } from './read-parameters.ts'
import { readSeconds } from './readings.ts'

export interface PaymentChangeDeps {
  readonly gateway: Pick<Gateway, 'find' | 'amend' | 'suspend' | 'resume'>
  readonly publicUrl: string
}

export function paymentChangeRoutes(deps: PaymentChangeDeps): readonly KeyedRoute[] {
  return [
    { method: 'PATCH', url: '/api/payments/:imp_uid', handle: onOne(deps, amend) },
    { method: 'POST', url: '/api/payments/:imp_uid/suspend', handle: onOne(deps, suspend) },
    { method: 'POST', url: '/api/payments/:imp_uid/resume', handle: onOne(deps, resume) },
  ]
}

type OnOne = (deps: PaymentChangeDeps, merchantId: MerchantId, payment: Payment, fields: GivenObject) => Promise<Answer>

/** The payment is looked for before anything is read: whose it is not learns nothing about what would be right. */
function onOne(deps: PaymentChangeDeps, handle: OnOne): KeyedRoute['handle'] {
  return async ({ path, body }, { merchantId }) => {
    const id = readPaymentId(path['imp_uid'] ?? '')
    const view = id === undefined ? undefined : await deps.gateway.find(merchantId, id)
    return view === undefined ? paymentNotFound() : handle(deps, merchantId, view.payment, body.fields)
  }
}

async function amend(
  deps: PaymentChangeDeps,
  merchantId: MerchantId,
  payment: Payment,
  fields: GivenObject,
): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(AmendBody.properties))
  const asked: AmendRequest = {
    amount: reader.maybe('amount', (given) => readAmount(given, payment.currency)) ?? null,
    expiresAt: reader.maybe('expired_at', readSeconds) ?? null,
    version: reader.maybe('version', readVersion) ?? null,
  }
  return reader.refusal() ?? shown(deps, await deps.gateway.amend(merchantId, payment.id, asked), payment, asked)
}

/** Any version a payment could come to. */
const readVersion = wholeNumber(1, 999_999_999)

async function suspend(
  deps: PaymentChangeDeps,
  merchantId: MerchantId,
  payment: Payment,
  fields: GivenObject,
): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(SuspendBody.properties))
  const reason = reader.maybe('reason', orNull(textUpTo(SUSPEND_REASON_CHARACTERS_MAX))) ?? null
  return reader.refusal() ?? shown(deps, await deps.gateway.suspend(merchantId, payment.id, reason), payment)
}

async function resume(
  deps: PaymentChangeDeps,
  merchantId: MerchantId,
  payment: Payment,
  fields: GivenObject,
): Promise<Answer> {
  return refuseFields(fields) ?? shown(deps, await deps.gateway.resume(merchantId, payment.id), payment)
}

function shown(
  { publicUrl }: PaymentChangeDeps,
  answer: Awaited<ReturnType<Gateway['amend']>>,
  before: Payment,
  asked?: AmendRequest,
): Answer {
  return answer.ok ? success(presentPayment(answer, publicUrl)) : refusalOf(answer.rejection, before, asked)
}

function refusalOf(rejection: Rejection, { amount, currency }: Payment, asked: AmendRequest | undefined): Refusal {
  const limit = limitWords(rejection, asked?.amount ?? amount, currency)
  const { name, version = 0 } = rejection
  const row = changeRefusal(name, { limit, asked: asked?.version ?? 0, version })
  return row === undefined ? rejectionRefusal(rejection, limit) : refusal(row.status, row.text, { code: row.code })
}
