/** What a notice address is sent, in words. */
import type { AdminRoutes } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { useEventWords } from './notice-state.tsx'

export type Endpoint = AdminRoutes['endpoints']['answer']['endpoints'][number]
export type EndpointWithSecret = AdminRoutes['addEndpoint']['answer']
export type Format = Endpoint['format']
export type EventName = NonNullable<Endpoint['events']>[number]

export const DEFAULT_ENDPOINT = 'default'

export const FORMATS: InBoth<Readonly<Record<Format, string>>> = {
  ko: { modern: '새 형식 (Standard Webhooks)', v1_json: 'V1 · JSON', v1_form: 'V1 · 폼' },
  en: { modern: 'Modern (Standard Webhooks)', v1_json: 'V1 · JSON', v1_form: 'V1 · form' },
}

/** As one groups them by what they are about. */
export const EVENT_GROUPS: readonly (readonly EventName[])[] = [
  ['payment.paid', 'payment.in_doubt', 'payment.reversed', 'payment.cancelled'],
  ['payment.issued', 'payment.amended', 'payment.suspended', 'payment.resumed', 'payment.refused'],
  ['payment.revoked', 'payment.expired'],
  ['payment.refunded', 'refund.paid_out', 'refund.failed', 'refund.rerouted', 'refund.reversed'],
  ['receipt.issued', 'receipt.failed', 'receipt.cancelled'],
]

interface HearsWords {
  readonly all: string
  readonly v1: string
  readonly paid: string
  readonly v1All: string
}

export const HEARS: InBoth<HearsWords> = {
  ko: {
    all: '모든 이벤트',
    v1: 'V1 주소가 받는 것: 수납완료, 그 뒤의 망취소·당일취소',
    paid: '수납완료와 그 뒤의 변경만 (V1과 같음)',
    v1All: '발급부터 환불까지 결제의 모든 일',
  },
  en: {
    all: 'All events',
    v1: 'What a V1 address hears: collected, and its undoing',
    paid: 'Collected and what changes after that (as in V1)',
    v1All: 'Everything about a payment, from its issue to refunds',
  },
}

/** What it hears. */
export function useHears(): (endpoint: Pick<Endpoint, 'format' | 'events' | 'v1_notices'>) => string {
  const words = useWords(HEARS)
  const events = useEventWords()
  return ({ format, events: hears, v1_notices }) => {
    if (v1_notices !== null) return v1_notices === 'all' ? words.v1All : words.paid
    if (hears !== null) return hears.map((event) => events[event]).join(', ')
    return format === 'modern' ? words.all : words.v1
  }
}
