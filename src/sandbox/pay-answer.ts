/**
 * What a play is told as, in JSON: what the tills saw, what the merchant was asked and told, and the two sides of the
 * books. Times are unix seconds and amounts the currency's minor unit, as on the till's wire.
 */
import type { Words } from '../wire/rejections.ts'
import type { Asked, NoticeWatch, Told } from './notice-watch.ts'
import type { Misbehaviour, Outcome, Played } from './plays.ts'
import type { PaymentFacts } from './ports.ts'
import type { Journal, JournalEntry } from './practice-till.ts'

export interface PlayRecord {
  readonly misbehaviour: Misbehaviour | undefined
  readonly played: Played
  readonly journal: Journal
  readonly watched: Pick<NoticeWatch, 'asked' | 'told' | 'untried'>
  /** What the gateway says it collected by the play; null where it could not be asked. */
  readonly collected: number | null
  readonly after: PaymentFacts
}

export function payAnswer({ misbehaviour, played, journal, watched, collected, after }: PlayRecord): object {
  const { outcome, repliesEqual } = played
  return {
    outcome,
    summary: OUTCOME_WORDS[outcome],
    misbehave: misbehaviour ?? null,
    payment: paymentAnswer(after),
    drawer: journal.cash.reduce((sum, { moved }) => sum + moved, 0),
    gateway: collected,
    cash: journal.cash.map(({ terminal, moved }) => ({ till: terminal, moved })),
    ...(repliesEqual === undefined ? {} : { replies_equal: repliesEqual }),
    messages: messagesAnswer(journal),
    asked: watched.asked.map(askedAnswer),
    ...noticesAnswer(watched),
  }
}

export function messagesAnswer({ entries }: Journal): readonly object[] {
  return entries.map(messageAnswer)
}

export function noticesAnswer({ told, untried }: Pick<NoticeWatch, 'told' | 'untried'>): object {
  return {
    notices: told.map(toldAnswer),
    notices_not_waited_for: untried().map(({ id, url, event, status }) => ({ id, url, event, status })),
  }
}

export function paymentAnswer(payment: PaymentFacts): object {
  const { imp_uid, merchant_uid, number, amount, currency, status, expiresAtMs, pay_url } = payment
  return { imp_uid, merchant_uid, number, amount, currency, status, expires_at: seconds(expiresAtMs), pay_url }
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function messageAnswer({ terminal, exchanged, wasSeen }: JournalEntry): object {
  const { message, request, exchange, problem, latencyMs } = exchanged
  return {
    till: terminal,
    message,
    request,
    http_status: exchange?.status ?? null,
    code: exchange?.reply.code ?? null,
    class: exchange?.reply.class ?? null,
    text: exchange?.reply.text ?? null,
    reply: exchange?.reply ?? null,
    /** False: the reply was lost on its way to the clerk. */
    seen: wasSeen,
    problem,
    latency_ms: latencyMs,
  }
}

function askedAnswer({ confirm_url, verdict, reason, detail, latencyMs }: Asked): object {
  return { confirm_url, verdict, reason, detail, latency_ms: latencyMs }
}

function toldAnswer({ notice, tryNumber, result, httpStatus, detail, latencyMs, nextTryAtMs }: Told): object {
  const { id, url, event, status } = notice
  const next_try_at = nextTryAtMs === null ? null : seconds(nextTryAtMs)
  return {
    id,
    url,
    event,
    status,
    try: tryNumber,
    result,
    http_status: httpStatus,
    detail,
    latency_ms: latencyMs,
    next_try_at,
  }
}

const OUTCOME_WORDS: Readonly<Record<Outcome, Words>> = {
  paid: {
    ko: '수납되었습니다. 돈은 계산대에 있고 결제는 paid입니다.',
    en: 'Collected. The money is in the drawer and the payment is paid.',
  },
  refused: {
    ko: '수납이 거절되었습니다. 받은 돈이 있으면 돌려주었고, 결제 상태는 그대로입니다. 까닭은 messages와 asked에 있습니다.',
    en: 'The collect was refused. What was taken was given back; nothing is collected. messages and asked say why.',
  },
  not_payable: {
    ko: '조회에서 수납할 수 없는 번호라고 답했습니다. 돈을 받지 않았습니다. 까닭은 messages에 있습니다.',
    en: 'The inquiry said that the number cannot be paid. No money was taken. messages says why.',
  },
  reversed: {
    ko: '망취소되었습니다. 돈을 돌려주었고 이 번호는 다시 결제할 수 있습니다.',
    en: 'Reversed. The money was given back and the number can be paid again.',
  },
  unknown: {
    ko: '계산대가 끝내 결과를 듣지 못했습니다. 돈은 받은 그대로 두었습니다. messages를 확인하세요.',
    en: 'The till never learned how it ended and left the money where it was. See messages.',
  },
}
