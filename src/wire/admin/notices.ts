/** Notices and where they go: the merchant's own routes of `/api/endpoints` and `/api/deliveries`, for people. */
import { Type } from 'typebox'
import { DeliveryDetail, DeliveryPage, ReplayAnswer } from '../delivery-answer.ts'
import { DeliveriesAsked, ReplayNamedBody, ReplayRangeBody } from '../delivery-asked.ts'
import { EndpointAnswer, EndpointList, EndpointWithSecret, TestAnswer, V1_NOTICES } from '../endpoint-answer.ts'
import { AddEndpointBody, ChangeEndpointBody } from '../endpoint-body.ts'
import { CLOSED } from './answers.ts'
import type { AdminRoute } from './route.ts'

const DELIVERIES = '/merchants/:merchant/deliveries'
const ENDPOINTS = '/merchants/:merchant/endpoints'

/** Of `default`, the Notification URL: `url` may be null, and `v1_notices` may be set. */
const ChangeBody = Type.Object(
  {
    ...ChangeEndpointBody.properties,
    url: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
    v1_notices: Type.Optional(Type.Enum(V1_NOTICES)),
  },
  CLOSED,
)

export const NOTICE_ROUTES = {
  deliveries: {
    method: 'GET',
    path: DELIVERIES,
    may: 'notices.read',
    told: 'Notices and what became of them, newest first. `state=undelivered`: those that nobody received.',
    query: DeliveriesAsked,
    answer: DeliveryPage,
  },
  delivery: {
    method: 'GET',
    path: `${DELIVERIES}/:id`,
    may: 'notices.read',
    told: 'One notice with each try: the address, the answer, the reason in words.',
    answer: DeliveryDetail,
  },
  replayDelivery: {
    method: 'POST',
    path: `${DELIVERIES}/:id/replay`,
    may: 'notices.resend',
    told: 'Sends one again, with all its tries before it.',
    answer: DeliveryDetail,
    keyed: true,
    audit: 'delivery.replayed',
  },
  replayNamed: {
    method: 'POST',
    path: `${DELIVERIES}/replay-named`,
    may: 'notices.resend',
    told: 'Sends those that are named again.',
    body: ReplayNamedBody,
    answer: ReplayAnswer,
    keyed: true,
    audit: 'deliveries.replayed',
    noted: ['ids'],
  },
  replayRange: {
    method: 'POST',
    path: `${DELIVERIES}/replay-range`,
    may: 'notices.resend',
    told: 'Sends all of a time again; `next` says where to go on.',
    body: ReplayRangeBody,
    answer: ReplayAnswer,
    keyed: true,
    audit: 'deliveries.replayed',
    noted: ['from', 'to', 'state', 'endpoint', 'after'],
  },
  endpoints: {
    method: 'GET',
    path: ENDPOINTS,
    may: 'notices.read',
    told: 'Where the merchant is told: `default` is its Notification URL.',
    answer: EndpointList,
  },
  addEndpoint: {
    method: 'POST',
    path: ENDPOINTS,
    may: 'notices.set',
    told: 'Adds an endpoint. Its secret is shown this once.',
    body: AddEndpointBody,
    answer: EndpointWithSecret,
    proven: true,
    audit: 'endpoint.added',
    noted: ['url', 'format', 'events'],
  },
  changeEndpoint: {
    method: 'PATCH',
    path: `${ENDPOINTS}/:id`,
    may: 'notices.set',
    told: 'Changes an endpoint, or `default`: the Notification URL with its content type.',
    body: ChangeBody,
    answer: EndpointAnswer,
    audit: 'endpoint.changed',
    noted: ['url', 'format', 'events', 'v1_notices'],
  },
  removeEndpoint: {
    method: 'DELETE',
    path: `${ENDPOINTS}/:id`,
    may: 'notices.set',
    told: 'Takes an endpoint away; what waits for it ends undelivered.',
    answer: Type.Object({ id: Type.String() }, CLOSED),
    audit: 'endpoint.removed',
  },
  pauseEndpoint: {
    method: 'POST',
    path: `${ENDPOINTS}/:id/pause`,
    may: 'notices.set',
    told: 'Notices wait until it is resumed.',
    answer: EndpointAnswer,
    audit: 'endpoint.paused',
  },
  resumeEndpoint: {
    method: 'POST',
    path: `${ENDPOINTS}/:id/resume`,
    may: 'notices.set',
    told: 'What waits goes out.',
    answer: EndpointAnswer,
    audit: 'endpoint.resumed',
  },
  rotateEndpointSecret: {
    method: 'POST',
    path: `${ENDPOINTS}/:id/rotate-secret`,
    may: 'notices.set',
    told: 'A new secret, shown this once; the one before it signs for a day more.',
    answer: EndpointWithSecret,
    proven: true,
    audit: 'endpoint.secret_rotated',
  },
  testEndpoint: {
    method: 'POST',
    path: `${ENDPOINTS}/:id/test`,
    may: 'notices.set',
    told: 'One call to what is saved, to see whether calls arrive; nothing is stored of it.',
    answer: TestAnswer,
    audit: 'endpoint.tested',
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
