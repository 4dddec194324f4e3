/**
 * What the receiver itself believes about an order, where its developer gave an address to ask: the only way to tell
 * whether a notice was counted once, twice or not at all. An order it does not know is an order nobody paid for.
 */
import type { Words } from '../../wire/rejections.ts'
import type { ExamLine } from './exam-line.ts'

export type OrderState =
  | {
      readonly seen: true
      readonly paid: boolean
      /** How often it was counted as paid; null where the receiver does not say. */
      readonly count: number | null
    }
  | { readonly seen: false; readonly why: Words }

/** What stands in the address for the order. */
export const ORDER_PLACE = '{merchant_uid}'

export const NO_STATE_URL: OrderState = {
  seen: false,
  why: {
    ko: '주문에 미친 영향은 볼 수 없었음(--state-url 없음)',
    en: 'the effect on the order could not be seen (no --state-url)',
  },
}

/** `{"status": "paid", "paid_count": 1}`: any other status is not paid, and `paid_count` may be left out. */
export async function readOrderState(line: ExamLine, stateUrl: string, merchantUid: string): Promise<OrderState> {
  const url = new URL(stateUrl.replaceAll(ORDER_PLACE, encodeURIComponent(merchantUid)))
  const answer = await line.send({
    method: 'GET',
    url,
    headers: { Accept: 'application/json' },
    body: '',
    pace: 'whole',
  })
  if (answer.kind === 'silent') return unreadable('no answer')
  if (answer.status === 404) return { seen: true, paid: false, count: 0 }
  if (answer.status !== 200) return unreadable(`HTTP ${answer.status}`)
  return readState(answer.body) ?? unreadable('{"status": …}?')
}

function readState(body: string): OrderState | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('status' in value)) return undefined
    const count = 'paid_count' in value && typeof value.paid_count === 'number' ? value.paid_count : null
    return { seen: true, paid: value.status === 'paid', count }
  } catch {
    return undefined
  }
}

function unreadable(what: string): OrderState {
  return {
    seen: false,
    why: {
      ko: `주문에 미친 영향은 볼 수 없었음(--state-url 응답: ${what})`,
      en: `the effect on the order could not be seen (--state-url: ${what})`,
    },
  }
}
