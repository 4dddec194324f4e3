/**
 * The customer comes back the same day: the till that collected gives the money back, on the real line. Told as a play is,
 * with what the till was answered and whom that was told to.
 */
import type { Counters } from './counters.ts'
import { watchNotices } from './notice-watch.ts'
import { messagesAnswer, noticesAnswer, paymentAnswer } from './pay-answer.ts'
import type { PaymentFacts, Refusal, SandboxPorts } from './ports.ts'

export interface CancelScene {
  readonly ports: SandboxPorts
  readonly counters: Counters
  readonly noticesWaitedMs: number
  readonly closing: AbortSignal
}

/** `reason`: as the clerk would say it. */
export async function cancelAtCounter(
  before: PaymentFacts,
  reason: string,
  { ports, counters, noticesWaitedMs, closing }: CancelScene,
): Promise<{ readonly ok: true; readonly value: object } | { readonly ok: false; readonly refusal: Refusal }> {
  const { sale } = before
  if (sale === null) return { ok: false, refusal: NEVER_SOLD }
  const counter = await counters.at(sale.terminal)
  if (counter === undefined) return { ok: false, refusal: NO_SUCH_TILL }
  const { till, journal } = counter
  const watched = watchNotices(ports, before.imp_uid)
  try {
    const { business_date, stan } = sale
    const heard = await till.cancel({ business_date, stan }, before.amount, reason)
    if (heard.kind === 'ok') till.giveBack(before.amount)
    await watched.allTried(noticesWaitedMs, closing)
    const after = (await ports.payment({ imp_uid: before.imp_uid })) ?? before
    const value = {
      cancelled: heard.kind === 'ok',
      payment: paymentAnswer(after),
      drawer: journal.cash.reduce((sum, { moved }) => sum + moved, 0),
      messages: messagesAnswer(journal),
      ...noticesAnswer(watched),
    }
    return { ok: true, value }
  } finally {
    watched.stop()
  }
}

const NEVER_SOLD: Refusal = {
  status: 409,
  message: {
    ko: '아직 수납된 적이 없는 결제라 취소할 것이 없습니다. 먼저 /sandbox/pay로 수납하세요.',
    en: 'Nothing was collected for it, so there is nothing to cancel. Collect it with /sandbox/pay first.',
  },
}

const NO_SUCH_TILL: Refusal = {
  status: 503,
  message: {
    ko: '수납한 계산대가 응답하지 않습니다. 게이트웨이가 켜져 있는지 확인하세요.',
    en: 'The till that collected it does not answer. See whether the gateway is still running.',
  },
}
