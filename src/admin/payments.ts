/** Payments: looked for, looked at, and what people do with them, by the same routes as the merchant's own programs. */
import type { Instant, MerchantId, PaymentId } from '../core/brand.ts'
import type { BrowseRequest } from '../gateway/browse.ts'
import type { PaymentView } from '../gateway/gateway.ts'
import { PAGE_USUAL } from '../wire/admin/answers.ts'
import type {
  ConsoleIssueBody,
  ConsoleRefundBody,
  PaymentDetail,
  PaymentSearchBody,
  PaymentsFound,
} from '../wire/admin/payments.ts'
import type { DeliveryDetail, DeliveryPage } from '../wire/delivery-answer.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'
import type { RefundPage } from '../wire/refund-answer.ts'
import { type Answer, fieldRefusal, refusal, success } from './answer.ts'
import { actionsOn, consolePayment, unmasked } from './console-payment.ts'
import { exportPayments } from './export.ts'
import type { HandlerDeps } from './handlers.ts'
import { home } from './home.ts'
import { live } from './live.ts'
import type { AdminDeps, Asked, MerchantHandler, RelayAsked } from './ports.ts'
import { relayRefusal } from './relayed.ts'
import { seconds } from './sessions.ts'
import { timelineWords } from './timeline-words.ts'

type Name =
  | 'home'
  | 'live'
  | 'searchPayments'
  | 'payment'
  | 'unmaskPayment'
  | 'issuePayment'
  | 'revokePayment'
  | 'amendPayment'
  | 'suspendPayment'
  | 'resumePayment'
  | 'refundPayment'
  | 'resendNotices'
  | 'exportPayments'

type Deps = Pick<AdminDeps, 'gateway' | 'relay' | 'show'>

export function paymentHandlers({ deps, sessions }: HandlerDeps): Record<Name, MerchantHandler> {
  return {
    home: ({ query }, _caller, { id }) => home(deps, id, query),
    live: async (asked, caller, { id }) => live({ deps, sessions }, asked, caller, id),
    searchPayments: ({ body }, _caller, { id }) => search(deps, id, body as PaymentSearchBody),
    payment: ({ path }, _caller, { id }) => detail(deps, id, path),
    async unmaskPayment({ path }, _caller, { id }) {
      const view = await find(deps, id, path)
      return view === undefined ? refusal('not_found') : success(unmasked(deps.show.payment(view)))
    },
    issuePayment: issue(deps),
    revokePayment: onPayment(deps, 'DELETE /cvs/:imp_uid', () => ({})),
    amendPayment: onPayment(deps, 'PATCH /api/payments/:imp_uid', ({ body: { amount, expired_at, version } }) => ({
      body: given({ amount, expired_at, version }),
    })),
    suspendPayment: onPayment(deps, 'POST /api/payments/:imp_uid/suspend', ({ body: { shown } }) => ({
      body: given({ reason: shown }),
    })),
    resumePayment: onPayment(deps, 'POST /api/payments/:imp_uid/resume', () => ({})),
    refundPayment: refund(deps),
    resendNotices: resend(deps),
    exportPayments: ({ body }, _caller, { id }) => exportPayments(deps, id, body),
  }
}

async function search(deps: Deps, merchantId: MerchantId, body: PaymentSearchBody): Promise<Answer> {
  const asked = browseRequest(merchantId, body)
  if ('kind' in asked) return asked
  const found = await deps.gateway.browse(asked)
  if (found === undefined)
    return fieldRefusal('after', { ko: '이 검색의 위치가 아닙니다.', en: 'is no place in this search.' })
  const answer: PaymentsFound = {
    payments: found.views.map((view) => consolePayment(deps.show.payment(view))),
    next: found.next?.id ?? null,
    looked_back_to: found.next === null ? null : seconds(found.next.issuedAt),
  }
  return success(answer)
}

export type Filter = Omit<PaymentSearchBody, 'after' | 'limit'>

/** Times are whole seconds, and the last one counts whole. */
export function browseRequest(
  merchantId: MerchantId,
  body: PaymentSearchBody,
): BrowseRequest | ReturnType<typeof fieldRefusal> {
  const { text = null, status = null, from, to, after, limit = PAGE_USUAL } = body
  const { buyer_tel: phone, buyer_email: email, buyer_name: name } = body
  const named = Object.entries({ phone, email, name }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field: field as 'phone' | 'email' | 'name', value }],
  )
  if (named.length > 1) return fieldRefusal('buyer_name', ONE_OF_THREE)
  const [buyer = null] = named
  return {
    merchantId,
    text,
    status,
    from: from === undefined ? null : ((from * 1000) as Instant),
    to: to === undefined ? null : ((to * 1000 + 999) as Instant),
    buyer: buyer?.field === 'phone' && FOUR_DIGITS.test(buyer.value) ? { ...buyer, field: 'phoneLast4' } : buyer,
    after: after === undefined ? null : (after as PaymentId),
    limit,
  }
}

/** Full-width ones too, as in a whole number. */
const FOUR_DIGITS = /^\s*[0-9０-９]{4}\s*$/

const ONE_OF_THREE = {
  ko: '고객의 전화번호, 이메일, 이름 중 하나로만 찾아 주세요.',
  en: 'and the other two of the customer: look by one of them.',
}

async function detail(deps: Deps, merchantId: MerchantId, path: Asked['path']): Promise<Answer> {
  const view = await find(deps, merchantId, path)
  if (view === undefined) return refusal('not_found')
  const { id } = view.payment
  const [history, deliveries, refunds] = await Promise.all([
    deps.gateway.history(merchantId, id),
    deliveriesOf(deps, merchantId, id),
    deps.relay(merchantId, 'GET /api/refunds', { query: { imp_uid: id, limit: '100' } }),
  ])
  const payment = consolePayment(deps.show.payment(view))
  const answer: PaymentDetail = {
    payment,
    timeline: (history ?? []).map((moment) => {
      const event = deps.show.moment(moment)
      return { ...event, words: timelineWords(event) }
    }),
    deliveries,
    refunds: refunds.ok ? (refunds.response as RefundPage).refunds : [],
    actions: actionsOn(payment),
  }
  return success(answer)
}

/** With their tries: of one payment there are few. */
async function deliveriesOf({ relay }: Deps, merchantId: MerchantId, id: PaymentId): Promise<DeliveryDetail[]> {
  const page = await relay(merchantId, 'GET /api/deliveries', { query: { imp_uid: id, limit: '100' } })
  const { deliveries } = page.ok ? (page.response as DeliveryPage) : { deliveries: [] }
  const details = await Promise.all(
    deliveries.map(({ id: delivery }) => relay(merchantId, 'GET /api/deliveries/:id', { path: { id: delivery } })),
  )
  return details.flatMap((each) => (each.ok ? [each.response as DeliveryDetail] : []))
}

async function find({ gateway }: Deps, merchantId: MerchantId, path: Asked['path']): Promise<PaymentView | undefined> {
  const id = path['imp_uid'] ?? ''
  return /^imp_\d{12}$/.test(id) ? gateway.find(merchantId, id as PaymentId) : undefined
}

/** One of the merchant's own routes on a payment, answered as the console shows it. */
function onPayment(deps: Deps, route: string, more: (asked: Asked) => RelayAsked): MerchantHandler {
  return async (asked, _caller, { id }) => {
    const done = await deps.relay(id, route, { path: { imp_uid: asked.path['imp_uid'] ?? '' }, ...more(asked) })
    return done.ok ? success(consolePayment(done.response as PaymentAnswer)) : relayRefusal(done)
  }
}

/** Under the caller's own key, so that a repeat after a crash finds the number that was issued. */
function issue(deps: Deps): MerchantHandler {
  return async ({ body, idempotencyKey }, { person }, { id }) => {
    const asked = body as ConsoleIssueBody
    const done = await deps.relay(id, 'POST /cvs', { body: asked, idempotencyKey: `${person.id}/${idempotencyKey}` })
    return done.ok ? success(consolePayment(done.response as PaymentAnswer)) : relayRefusal(done)
  }
}

function refund(deps: Deps): MerchantHandler {
  return async ({ path, body, idempotencyKey }, { person }, { id }) => {
    if ((await find(deps, id, path)) === undefined) return refusal('not_found')
    const asked = body as ConsoleRefundBody
    const done = await deps.relay(id, 'POST /payments/cancel', {
      body: { ...asked, imp_uid: path['imp_uid'], enable_webhook: true },
      idempotencyKey: `${person.id}/${idempotencyKey}`,
    })
    return done.ok ? success(consolePayment(done.response as PaymentAnswer)) : relayRefusal(done)
  }
}

/** Those of the newest event that somebody is told of. */
function resend(deps: Deps): MerchantHandler {
  return async ({ path }, _caller, { id }) => {
    const view = await find(deps, id, path)
    if (view === undefined) return refusal('not_found')
    const deliveries = await deliveriesOf(deps, id, view.payment.id)
    const newest = Math.max(0, ...deliveries.map(({ version }) => version))
    const ids = deliveries.filter(({ version }) => version === newest).map((delivery) => delivery.id)
    if (ids.length === 0) return success({ resent: 0 })
    const done = await deps.relay(id, 'POST /api/deliveries/replay', { body: { ids } })
    return done.ok ? success({ resent: (done.response as { replayed: number }).replayed }) : relayRefusal(done)
  }
}

function given(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
