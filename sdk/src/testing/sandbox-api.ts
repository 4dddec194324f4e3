/**
 * The sandbox's own routes: be the customer and the clerk, let time pass, begin anew. Keys and values are those of
 * docs/sandbox.md; a payment is named by its number or its id.
 */
import type { Language } from '../errors.ts'
import type { Words } from '../wire.gen.ts'

export type Misbehaviour =
  | 'double_scan'
  | 'two_tills'
  | 'lost_reply'
  | 'power_cut'
  | 'wrong_amount'
  | 'slow_link'
  | 'reverse_first'

export interface PayOptions {
  readonly pay_type?: 'cash' | 'card' | undefined
  /** What the clerk collects, in the currency's smallest unit; what the inquiry shows when left out. */
  readonly amount?: number | undefined
  /** What goes wrong at the till; an honest one when left out. */
  readonly misbehave?: Misbehaviour | undefined
}

export interface PracticePayment {
  readonly imp_uid: string
  readonly merchant_uid: string
  readonly number: string
  readonly amount: number
  readonly currency: string
  readonly status: 'ready' | 'paid' | 'cancelled' | 'failed'
  readonly expires_at: number
  readonly pay_url: string
}

/** What a store lived through. */
export interface Play {
  readonly outcome: 'paid' | 'refused' | 'not_payable' | 'reversed' | 'unknown'
  readonly summary: Words
  readonly misbehave: Misbehaviour | null
  /** As it is now. */
  readonly payment: PracticePayment
  /** Taken minus given back; always what the gateway says it collected. */
  readonly drawer: number
  readonly gateway: number | null
  readonly cash: readonly { readonly till: string; readonly moved: number }[]
  readonly replies_equal?: boolean
  /** What the tills sent and saw, in order. */
  readonly messages: readonly {
    readonly till: string
    readonly message: string
    readonly request: unknown
    readonly http_status: number | null
    readonly code: string | null
    readonly class: string | null
    readonly text: Words | null
    readonly reply: unknown
    readonly seen: boolean
    readonly problem: 'unreachable' | 'no_answer' | null
    readonly latency_ms: number
  }[]
  /** What `confirm_url` was asked and said. */
  readonly asked: readonly {
    readonly confirm_url: string
    readonly verdict: 'payable' | 'refused' | 'unanswered'
    readonly reason: string | null
    readonly detail: string
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

export interface ClockAnswer {
  /** Unix seconds. */
  readonly now: number
  readonly iso: string
  readonly moved_seconds: number
}

/** The sandbox did not play: an unknown number, a payment that cannot expire, a wrong value. */
export class SandboxRefused extends Error {
  override readonly name = 'SandboxRefused'
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

export interface SandboxApi {
  pay(payment: string, options?: PayOptions): Promise<Play>
  expire(payment: string): Promise<{ readonly clock: ClockAnswer; readonly payment: PracticePayment }>
  advance(by: string | number): Promise<ClockAnswer>
  reset(): Promise<void>
}

export function createSandboxApi(url: string, language: Language): SandboxApi {
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await reply.text()
    if (!reply.ok) throw new SandboxRefused(sentenceOf(text, reply.status, language), reply.status)
    return JSON.parse(text)
  }
  return {
    pay: async (payment, options) => (await ask('pay', { ...nameOf(payment), ...options })) as Play,
    expire: async (payment) => (await ask('expire', nameOf(payment))) as Awaited<ReturnType<SandboxApi['expire']>>,
    advance: async (by) => (await ask('clock', { advance: by })) as ClockAnswer,
    async reset() {
      await ask('reset', {})
    },
  }
}

/** Numbers are digits and capitals. */
function nameOf(payment: string): { readonly imp_uid: string } | { readonly number: string } {
  return payment.startsWith('imp_') ? { imp_uid: payment } : { number: payment }
}

function sentenceOf(text: string, status: number, language: Language): string {
  try {
    const { parameter, message } = JSON.parse(text).error
    return parameter === undefined ? message[language] : `${parameter}: ${message[language]}`
  } catch {
    return `HTTP ${status}: ${text.slice(0, 200)}. Is this gateway a sandbox?`
  }
}
