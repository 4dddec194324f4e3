/** What V1 lacks in looking: everything that happened, in one order, and payments by what people have in hand. */
import { EventPage, EventsAsked } from '../event-feed.ts'
import { FoundPayments, OUTLET_DAYS_MAX, PaymentsAsked } from '../payment-search.ts'
import { EVENT_EXAMPLE, PAID_EXAMPLE } from './examples.ts'
import type { Operation } from './operation.ts'

export const FOUND_OPERATIONS: readonly Operation[] = [
  {
    id: 'findPayments',
    group: 'payments',
    method: 'get',
    path: '/api/payments',
    query: PaymentsAsked,
    asked: `number=${PAID_EXAMPLE.barcode}`,
    title: { ko: '수납번호, 수납시도, 점포로 찾기', en: 'Find by number, attempt or outlet' },
    told: {
      ko: `수납번호, 영수증의 승인번호(또는 pg_tid, attempt_id), 마지막 시도의 점포로 찾아 최근 발급부터 답합니다. 점포로만 찾을 때는 최대 ${OUTLET_DAYS_MAX}일입니다.`,
      en: `By number (수납번호), by what names an attempt (수납시도), by the outlet (점포) of the latest one; newest issue first. By outlet alone, at most ${OUTLET_DAYS_MAX} days.`,
    },
    answer: { shape: FoundPayments, example: { payments: [PAID_EXAMPLE], next: null } },
    refusals: [],
  },
  {
    id: 'readEvents',
    group: 'events',
    method: 'get',
    path: '/api/events',
    query: EventsAsked,
    title: { ko: '일어난 일 차례로 읽기', en: 'Read what happened' },
    told: {
      ko: '모든 결제에 일어난 일을 일어난 차례로 빠짐없이 한 번씩 답합니다. next를 보관했다가 after로 보내면 그다음부터 이어집니다.',
      en: 'Everything that happened to your payments, in one order, nothing missed and nothing twice. Keep `next`, and send it as `after` to go on from there.',
    },
    answer: {
      shape: EventPage,
      example: { events: [EVENT_EXAMPLE], next: EVENT_EXAMPLE.id, more: false },
    },
    refusals: [],
  },
]
