/**
 * What the sandbox's world can be told: a till to pay, cancel or let a number expire, the clock to move, everything to be
 * forgotten. Its test API and the console's pages ask here; each takes a body and answers it in JSON.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { cancelAtCounter } from './cancel-at-counter.ts'
import { advanceField, CLOCK_SECONDS_MAX, TO_IN_THE_PAST, TOO_FAR } from './clock-request.ts'
import { type Counters, createCounters } from './counters.ts'
import { watchNotices } from './notice-watch.ts'
import { payAnswer, paymentAnswer, seconds } from './pay-answer.ts'
import { MISBEHAVIOURS, type Misbehaviour, play } from './plays.ts'
import type { PaymentFacts, PaymentName, Refusal, SandboxPorts, SettledRefund } from './ports.ts'
import { choiceField, type FieldsRead, integerField, no, type Reading, readFields, textField } from './strict-body.ts'

/** Reads a body as one that may be anything. */
export type Steer = (body: unknown) => Promise<Reading<object>>

/** What can be asked of it. */
export interface Steering {
  readonly pay: Steer
  readonly cancel: Steer
  readonly expire: Steer
  readonly refund: Steer
  readonly clock: Steer
  readonly moveClock: Steer
  readonly reset: Steer
  /** Plays a till for a payment, as `pay` does; what becomes of it is seen in the payment. */
  readonly playTill: (impUid: string, misbehave: Misbehaviour | undefined) => Promise<void>
  /** Nobody waits any longer; what is being played is not played to its end. */
  stop(): void
}

export function createSteering(ports: SandboxPorts): Steering {
  const closing = new AbortController()
  const pause = (ms: number): Promise<void> => delay(ms, undefined, { signal: closing.signal })
  const scene: Counter = { ports, counters: createCounters(ports, pause), closing: closing.signal }
  return {
    pay: (body) => payNamed(body, scene),
    cancel: (body) => cancelNamed(body, scene),
    expire: (body) => expireNamed(body, ports),
    refund: (body) => settleRefund(body, ports),
    clock: async () => ({ ok: true, value: clockAnswer(ports, 0) }),
    async moveClock(body) {
      const to = readClockBody(body, ports.clock.now())
      return to.ok ? { ok: true, value: clockAnswer(ports, await advanceTo(ports, to.value)) } : to
    },
    async reset(body) {
      const read = readFields(body, {})
      if (!read.ok) return read
      await ports.reset()
      return { ok: true, value: { reset: true, clock: clockAnswer(ports, 0) } }
    },
    async playTill(impUid, misbehave) {
      const payment = await ports.payment({ imp_uid: impUid })
      const asked = { amount: undefined, pay_type: undefined, misbehave }
      if (payment !== undefined) await payAtCounter(asked, payment, scene)
    },
    stop: () => closing.abort(),
  }
}

const PAYMENT_FIELDS = { number: textField(64), imp_uid: textField(64) }
const CANCEL_FIELDS = { ...PAYMENT_FIELDS, reason: textField(40) }
const PAY_FIELDS = {
  ...PAYMENT_FIELDS,
  pay_type: choiceField(['cash', 'card']),
  amount: integerField(1),
  misbehave: choiceField(MISBEHAVIOURS),
}
const REFUND_FIELDS = { refund: textField(64), result: choiceField(['paid_out', 'failed']) }
const CLOCK_FIELDS = { advance: advanceField, to: integerField(0) }

type PayBody = FieldsRead<typeof PAY_FIELDS> & { readonly name: PaymentName }

function readPayBody(body: unknown): Reading<PayBody> {
  return readNamed(readFields(body, PAY_FIELDS))
}

/** What the operator does for real: by hand. */
async function settleRefund(body: unknown, ports: SandboxPorts): Promise<Reading<SettledRefund>> {
  const read = readFields(body, REFUND_FIELDS)
  if (!read.ok) return read
  const { refund, result = 'paid_out' } = read.value
  if (refund === undefined) return no('refund', REFUND_MISSING)
  const settled = await ports.settleRefund(refund, result)
  if (settled === undefined)
    return { ok: false, refusal: { status: 404, parameter: 'refund', message: NO_SUCH_REFUND } }
  return 'ko' in settled ? { ok: false, refusal: { status: 409, message: settled } } : { ok: true, value: settled }
}

/** Exactly one of `number` and `imp_uid`. */
function readNamed<Value extends FieldsRead<typeof PAYMENT_FIELDS>>(
  body: Reading<Value>,
): Reading<Value & { readonly name: PaymentName }> {
  if (!body.ok) return body
  const { number, imp_uid } = body.value
  if (number !== undefined && imp_uid === undefined) return { ok: true, value: { ...body.value, name: { number } } }
  if (imp_uid !== undefined && number === undefined) return { ok: true, value: { ...body.value, name: { imp_uid } } }
  return no('number', NUMBER_OR_ID)
}

/** The business time to go to, in milliseconds. */
function readClockBody(body: unknown, nowMs: number): Reading<number> {
  const read = readFields(body, CLOCK_FIELDS)
  if (!read.ok) return read
  const { advance, to } = read.value
  if ((advance === undefined) === (to === undefined)) return no('advance', ADVANCE_OR_TO)
  const toMs = advance === undefined ? Number(to) * 1000 : nowMs + advance * 1000
  const parameter = advance === undefined ? 'to' : 'advance'
  if (toMs > CLOCK_SECONDS_MAX * 1000) return no(parameter, TOO_FAR)
  return toMs < nowMs ? no(parameter, TO_IN_THE_PAST) : { ok: true, value: toMs }
}

/** A first try may take fifteen seconds, and another payment's notices may stand before it. */
const NOTICES_WAITED_MS = 17_000

interface Counter {
  readonly ports: SandboxPorts
  readonly counters: Counters
  readonly closing: AbortSignal
}

async function payAtCounter(
  { amount, pay_type, misbehave }: Pick<PayBody, 'amount' | 'pay_type' | 'misbehave'>,
  before: PaymentFacts,
  { ports, counters, closing }: Counter,
): Promise<Reading<object>> {
  const onNumber = await ports.payment({ number: before.number })
  if (onNumber?.imp_uid !== before.imp_uid) return { ok: false, refusal: NUMBER_PASSED_ON }
  if (misbehave === 'wrong_amount' && amount === before.amount) return no('amount', RIGHT_AMOUNT)
  const open = await counters.open()
  if (open === undefined) return { ok: false, refusal: LINE_DOWN }
  const watched = watchNotices(ports, before.imp_uid)
  try {
    const { first, second, journal } = open
    const played = await play(misbehave, { first, second, number: before.number, amount, payType: pay_type })
    await watched.allTried(NOTICES_WAITED_MS, closing)
    const collected = (await open.collectedNow()) ?? null
    const after = (await ports.payment({ imp_uid: before.imp_uid })) ?? before
    return { ok: true, value: payAnswer({ misbehaviour: misbehave, played, journal, watched, collected, after }) }
  } catch (error) {
    if (closing.aborted) return { ok: false, refusal: CLOSING }
    throw error
  } finally {
    watched.stop()
  }
}

async function payNamed(asked: unknown, scene: Counter): Promise<Reading<object>> {
  const body = readPayBody(asked)
  if (!body.ok) return body
  const payment = await named(body.value.name, scene.ports)
  return payment.ok ? payAtCounter(body.value, payment.value, scene) : payment
}

async function cancelNamed(asked: unknown, scene: Counter): Promise<Reading<object>> {
  const body = readNamed(readFields(asked, CANCEL_FIELDS))
  if (!body.ok) return body
  const { name, reason = '고객 변심' } = body.value
  const payment = await named(name, scene.ports)
  if (!payment.ok) return payment
  return cancelAtCounter(payment.value, reason, { ...scene, noticesWaitedMs: NOTICES_WAITED_MS })
}

async function expireNamed(asked: unknown, ports: SandboxPorts): Promise<Reading<object>> {
  const body = readNamed(readFields(asked, PAYMENT_FIELDS))
  if (!body.ok) return body
  const read = await named(body.value.name, ports)
  if (!read.ok) return read
  const payment = read.value
  if (payment.status === 'paid' || payment.status === 'cancelled') {
    return { ok: false, refusal: ENDED[payment.status] }
  }
  const movedMs = await advanceTo(ports, payment.endsAtMs)
  const after = await ports.payment({ imp_uid: payment.imp_uid })
  return { ok: true, value: { clock: clockAnswer(ports, movedMs), payment: paymentAnswer(after ?? payment) } }
}

async function named(name: PaymentName, ports: SandboxPorts): Promise<Reading<PaymentFacts>> {
  const payment = await ports.payment(name)
  return payment === undefined ? { ok: false, refusal: unknownPayment(name) } : { ok: true, value: payment }
}

/** Answers by how much the clock was moved; a time that has passed moves nothing. */
async function advanceTo({ clock }: SandboxPorts, ms: number): Promise<number> {
  const movedMs = ms - clock.now()
  if (movedMs <= 0) return 0
  await clock.advanceTo(ms)
  return movedMs
}

function clockAnswer({ clock }: SandboxPorts, movedMs: number): object {
  const nowMs = clock.now()
  return { now: seconds(nowMs), iso: new Date(nowMs).toISOString(), moved_seconds: Math.round(movedMs / 1000) }
}

function unknownPayment(name: PaymentName): Refusal {
  return 'number' in name
    ? { status: 404, parameter: 'number', message: NO_SUCH_NUMBER }
    : { status: 404, parameter: 'imp_uid', message: NO_SUCH_ID }
}

const NO_SUCH_NUMBER = {
  ko: '이 수납번호로 발급된 결제가 없습니다. POST /cvs 응답의 barcode 값을 그대로 보내 주세요.',
  en: 'No payment was issued on this number. Send the barcode of the answer to POST /cvs.',
}

const NO_SUCH_ID = {
  ko: '이 imp_uid의 결제가 없습니다. POST /cvs 응답의 imp_uid 값을 그대로 보내 주세요.',
  en: 'There is no payment with this imp_uid. Send the imp_uid of the answer to POST /cvs.',
}

const REFUND_MISSING = {
  ko: 'cancel_history의 cancellation_id(또는 GET /api/refunds의 id)를 보내 주세요.',
  en: 'send the cancellation_id of cancel_history, or the id of GET /api/refunds.',
}

const NO_SUCH_REFUND = {
  ko: '이 번호의 환불이 없습니다. cancel_history의 cancellation_id를 그대로 보내 주세요.',
  en: 'There is no such refund. Send the cancellation_id of cancel_history as it is.',
}

const NUMBER_OR_ID = {
  ko: 'number와 imp_uid 중 하나만 보내 주세요.',
  en: 'send exactly one of number and imp_uid.',
}

const ADVANCE_OR_TO = {
  ko: 'advance와 to 중 하나만 보내 주세요.',
  en: 'send exactly one of advance and to.',
}

const RIGHT_AMOUNT = {
  ko: '맞는 금액입니다. wrong_amount에는 틀린 금액을 보내거나 amount를 빼 주세요.',
  en: 'this is the right amount. With wrong_amount send another one, or leave it out.',
}

const NUMBER_PASSED_ON: Refusal = {
  status: 409,
  parameter: 'imp_uid',
  message: {
    ko: '이 결제의 수납번호는 이제 다른 결제에 등록되어 있습니다. 계산대에 보이면 그 결제가 됩니다.',
    en: 'The number of this payment has been registered for another payment since; shown at a till it would pay that one.',
  },
}

const LINE_DOWN: Refusal = {
  status: 503,
  message: {
    ko: '계산대 회선(POS 수신기)이 응답하지 않습니다. 게이트웨이가 켜져 있는지 확인하세요.',
    en: 'The line of the tills does not answer. See whether the gateway is still running.',
  },
}

const CLOSING: Refusal = {
  status: 503,
  message: {
    ko: '게이트웨이가 꺼지는 중이라 끝까지 하지 못했습니다.',
    en: 'The gateway is shutting down; this was not played to its end.',
  },
}

const ENDED: Readonly<Record<'paid' | 'cancelled', Refusal>> = {
  paid: {
    status: 409,
    message: {
      ko: '이미 결제되어 기한이 만료될 수 없습니다. 시계는 움직이지 않았습니다.',
      en: 'It is paid and cannot expire. The clock was not moved.',
    },
  },
  cancelled: {
    status: 409,
    message: {
      ko: '말소된 번호라 기한이 만료될 수 없습니다. 시계는 움직이지 않았습니다.',
      en: 'It was revoked and cannot expire. The clock was not moved.',
    },
  },
}
