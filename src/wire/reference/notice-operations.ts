/** What V1 lacks, below `/api/`: endpoints, deliveries, how `confirm_url` answered. */
import { Type } from 'typebox'
import { ConfirmFiguresAnswer, ConfirmFiguresAsked, FIGURES_DAYS_MAX, FIGURES_HOURS_USUAL } from '../confirm-figures.ts'
import { DeliveryDetail, DeliveryPage, REPLAY_IDS_MAX, ReplayAnswer } from '../delivery-answer.ts'
import { DeliveriesAsked, ReplayNamedBody, ReplayRangeBody } from '../delivery-asked.ts'
import { EndpointAnswer, EndpointList, EndpointWithSecret, TestAnswer } from '../endpoint-answer.ts'
import { AddEndpointBody, ChangeDefaultBody, ChangeEndpointBody } from '../endpoint-body.ts'
import type { Words } from '../rejections.ts'
import {
  DELIVERY_DETAIL_EXAMPLE,
  DELIVERY_EXAMPLE,
  DELIVERY_ID,
  ENDPOINT_EXAMPLE,
  ENDPOINT_ID,
  FIGURES_EXAMPLE,
  SECRET_EXAMPLE,
  TEST_EXAMPLE,
} from './examples.ts'
import type { Operation } from './operation.ts'

const ENDPOINT = { shape: EndpointAnswer, example: ENDPOINT_EXAMPLE }
const WITH_SECRET = { shape: EndpointWithSecret, example: { ...ENDPOINT_EXAMPLE, secret: SECRET_EXAMPLE } }
const OF_ENDPOINT = {
  group: 'endpoints',
  path: '/api/endpoints/{id}',
  segments: { id: ENDPOINT_ID },
} as const

const ENDPOINTS: readonly Operation[] = [
  {
    id: 'listEndpoints',
    group: 'endpoints',
    method: 'get',
    path: '/api/endpoints',
    title: { ko: '수신 URL 목록', en: 'List endpoints' },
    told: {
      ko: '통지를 받는 주소와 그 상태입니다. default는 기본 Notification URL입니다.',
      en: 'Where you are told (수신 URL) and how each fares. `default` is your Notification URL.',
    },
    answer: { shape: EndpointList, example: { endpoints: [ENDPOINT_EXAMPLE] } },
    refusals: [],
  },
  {
    id: 'addEndpoint',
    group: 'endpoints',
    method: 'post',
    path: '/api/endpoints',
    title: { ko: '수신 URL 추가', en: 'Add an endpoint' },
    told: {
      ko: '서명 비밀키(secret)는 이 답에서만 볼 수 있으니 보관하세요.',
      en: 'Keep the `secret` (서명 비밀키): this answer is the only one that shows it.',
    },
    body: {
      shapes: [AddEndpointBody],
      example: {
        url: ENDPOINT_EXAMPLE.url,
        description: ENDPOINT_EXAMPLE.description,
        format: ENDPOINT_EXAMPLE.format,
        events: ENDPOINT_EXAMPLE.events,
      },
    },
    answer: WITH_SECRET,
    refusals: [409],
  },
  {
    ...OF_ENDPOINT,
    id: 'getEndpoint',
    method: 'get',
    title: { ko: '수신 URL 조회', en: 'Look at an endpoint' },
    told: { ko: '한 주소의 설정과 상태입니다.', en: 'Settings of one endpoint, and how it fares.' },
    answer: ENDPOINT,
    refusals: [404],
  },
  {
    ...OF_ENDPOINT,
    id: 'changeEndpoint',
    method: 'patch',
    title: { ko: '수신 URL 변경', en: 'Change an endpoint' },
    told: {
      ko: '보낸 항목만 바뀝니다. default는 url(null이면 비움), format, v1_notices를 바꿀 수 있습니다.',
      en: 'Only what is sent changes. Of `default`: `url` (null empties it), `format`, `v1_notices`.',
    },
    body: { shapes: [ChangeEndpointBody, ChangeDefaultBody], example: { url: ENDPOINT_EXAMPLE.url } },
    answer: ENDPOINT,
    refusals: [404],
  },
  verb('pauseEndpoint', 'pause', {
    title: { ko: '수신 멈춤', en: 'Pause' },
    told: {
      ko: '멈춘 동안의 통지는 기다리고 있다가 resume 뒤에 갑니다.',
      en: 'What happens meanwhile waits, and goes out when it is resumed.',
    },
  }),
  verb('resumeEndpoint', 'resume', {
    title: { ko: '수신 다시 시작', en: 'Resume' },
    told: { ko: '기다리던 통지를 바로 보냅니다.', en: 'What waited goes out at once.' },
  }),
  {
    ...verb('rotateEndpointSecret', 'rotate-secret', {
      title: { ko: '서명 비밀키 교체', en: 'New secret' },
      told: {
        ko: '새 비밀키를 답합니다. old_secret_until까지는 옛 비밀키로도 서명합니다.',
        en: 'Answers the new secret; until `old_secret_until` the one before it signs too.',
      },
    }),
    answer: WITH_SECRET,
    refusals: [404],
  },
  {
    ...verb('testEndpoint', 'test', {
      title: { ko: '시험 전송', en: 'Test call' },
      told: {
        ko: '지금 한 번 보내 보고 결과를 답합니다. 기록은 남지 않습니다.',
        en: 'Calls once now and tells what came of it. Nothing is kept.',
      },
    }),
    answer: { shape: TestAnswer, example: TEST_EXAMPLE },
  },
  {
    ...OF_ENDPOINT,
    id: 'removeEndpoint',
    method: 'delete',
    title: { ko: '수신 URL 삭제', en: 'Remove an endpoint' },
    told: {
      ko: 'default는 지울 수 없습니다. 비우려면 PATCH로 url을 null로 바꾸세요.',
      en: '`default` cannot be removed; to empty it, PATCH its `url` to null.',
    },
    answer: {
      shape: Type.Object({ id: Type.String() }, { additionalProperties: false }),
      example: { id: ENDPOINT_ID },
    },
    refusals: [404, 409],
  },
]

/** 409: of a Notification URL that is empty. */
function verb(id: string, name: string, words: { readonly title: Words; readonly told: Words }): Operation {
  const { group, path, segments } = OF_ENDPOINT
  return {
    id,
    group,
    method: 'post',
    path: `${path}/${name}`,
    segments,
    ...words,
    answer: ENDPOINT,
    refusals: [404, 409],
  }
}

const DELIVERIES: readonly Operation[] = [
  {
    id: 'listDeliveries',
    group: 'deliveries',
    method: 'get',
    path: '/api/deliveries',
    query: DeliveriesAsked,
    asked: 'state=undelivered',
    title: { ko: '통지 목록', en: 'List deliveries' },
    told: {
      ko: '주소마다의 통지(전송)와 결과를 최근 것부터 답합니다.',
      en: 'Each notice (통지) to each address and what became of it, newest first.',
    },
    answer: { shape: DeliveryPage, example: { deliveries: [DELIVERY_EXAMPLE], next: null } },
    refusals: [],
  },
  {
    id: 'getDelivery',
    group: 'deliveries',
    method: 'get',
    path: '/api/deliveries/{id}',
    segments: { id: DELIVERY_ID },
    title: { ko: '통지의 시도 내역', en: 'Tries of a delivery' },
    told: {
      ko: '시도마다 부른 주소, 답과 이유입니다.',
      en: 'Of every try: the address, the answer, and the reason in words.',
    },
    answer: { shape: DeliveryDetail, example: DELIVERY_DETAIL_EXAMPLE },
    refusals: [404],
  },
  {
    id: 'replayDelivery',
    group: 'deliveries',
    method: 'post',
    path: '/api/deliveries/{id}/replay',
    segments: { id: DELIVERY_ID },
    title: { ko: '통지 다시 보내기', en: 'Send one again' },
    told: { ko: '이미 받은 통지도 다시 보낼 수 있습니다.', en: 'One that was delivered too.' },
    answer: {
      shape: DeliveryDetail,
      example: { ...DELIVERY_DETAIL_EXAMPLE, state: 'waiting', ended_at: 0 },
    },
    refusals: [404, 409],
  },
  {
    id: 'replayDeliveries',
    group: 'deliveries',
    method: 'post',
    path: '/api/deliveries/replay',
    title: { ko: '여러 통지 다시 보내기', en: 'Send many again' },
    told: {
      ko: `ids로 ${REPLAY_IDS_MAX}개까지, 또는 from과 to의 기간으로 다시 보냅니다. next가 null이 아니면 after로 이어서 요청하세요.`,
      en: `Up to ${REPLAY_IDS_MAX} named in \`ids\`, or those of the time \`from\`–\`to\`. Where \`next\` is not null, ask again with it as \`after\`.`,
    },
    body: { shapes: [ReplayNamedBody, ReplayRangeBody], example: { ids: [DELIVERY_ID] } },
    answer: { shape: ReplayAnswer, example: { replayed: 1, not_replayed: [], next: null } },
    refusals: [],
  },
]

const FIGURES: Operation = {
  id: 'getConfirmFigures',
  group: 'figures',
  method: 'get',
  path: '/api/confirm-figures',
  query: ConfirmFiguresAsked,
  title: { ko: 'confirm_url 응답 현황', en: 'How confirm_url answered' },
  told: {
    ko: `결제 확인 질문에 가맹점 서버가 어떻게, 얼마나 빨리 답했는지 시간별로 답합니다. 생략하면 최근 ${FIGURES_HOURS_USUAL}시간, 최대 ${FIGURES_DAYS_MAX}일입니다.`,
    en: `How and how fast your server answered the questions to \`confirm_url\`, by the hour: the last ${FIGURES_HOURS_USUAL} hours, or up to ${FIGURES_DAYS_MAX} days.`,
  },
  answer: { shape: ConfirmFiguresAnswer, example: FIGURES_EXAMPLE },
  refusals: [],
}

export const NOTICE_OPERATIONS: readonly Operation[] = [...ENDPOINTS, ...DELIVERIES, FIGURES]
