/**
 * What is refused about endpoints and deliveries, and what a merchant is told then. 404: it is not there, for this
 * merchant. 409: it is there, and as it stands now it cannot be done.
 */
import type { Words } from './rejections.ts'

export interface NoticeRefusalRow {
  readonly status: 404 | 409
  readonly code: 1 | -1
  readonly text: Words
}

export const NOTICE_REFUSALS = {
  endpoint_unknown: {
    status: 404,
    code: -1,
    text: { ko: '존재하지 않는 수신 URL입니다.', en: 'There is no such endpoint.' },
  },
  delivery_unknown: {
    status: 404,
    code: -1,
    text: { ko: '존재하지 않는 통지입니다.', en: 'There is no such delivery.' },
  },
  too_many_endpoints: {
    status: 409,
    code: 1,
    text: {
      ko: '수신 URL은 기본 Notification URL 외에 20개까지 등록할 수 있습니다. 쓰지 않는 것을 지운 뒤 다시 등록해 주세요.',
      en: 'A merchant has at most 20 endpoints beside its Notification URL. Remove one that is not used.',
    },
  },
  default_stays: {
    status: 409,
    code: 1,
    text: {
      ko: 'Notification URL(default)은 지울 수 없습니다. 비우려면 PATCH로 url을 null로 바꾸고, 잠시 멈추려면 pause를 쓰세요.',
      en: 'The Notification URL (default) cannot be removed. To empty it, PATCH its url to null; to stop for a while, pause it.',
    },
  },
  no_address: {
    status: 409,
    code: 1,
    text: {
      ko: 'Notification URL이 비어 있어 보낼 곳이 없습니다. 먼저 url을 정해 주세요.',
      en: 'The Notification URL is empty: there is nowhere to send to. Set its url first.',
    },
  },
  endpoint_gone: {
    status: 409,
    code: 1,
    text: {
      ko: '이 통지의 수신 URL이 지워졌거나 비어 있어 다시 보낼 수 없습니다.',
      en: 'The endpoint of this delivery was removed or is empty: there is nowhere to send it again.',
    },
  },
  being_tried: {
    status: 409,
    code: 1,
    text: {
      ko: '지금 전송 중인 통지입니다. 잠시 뒤 결과를 확인해 주세요.',
      en: 'This delivery is being tried right now. Look again in a moment.',
    },
  },
  test_under_way: {
    status: 409,
    code: 1,
    text: {
      ko: '앞의 시험 전송이 아직 끝나지 않았습니다. 잠시 뒤 다시 해 주세요.',
      en: 'The test call before this one has not ended. Try again in a moment.',
    },
  },
} as const satisfies Readonly<Record<string, NoticeRefusalRow>>

export type NoticeRefusalName = keyof typeof NOTICE_REFUSALS
