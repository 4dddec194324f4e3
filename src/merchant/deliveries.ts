/**
 * `/api/deliveries`: what became of each notice and why, and sending it again, so that a merchant needs nobody to find out
 * and nobody to put it right.
 */
import type { DeliveryId, EndpointId, Instant, MerchantId } from '../core/brand.ts'
import { REPLAY_DAYS, readDeliveryId } from '../core/delivery.ts'
import type { DeliveryQuery, Page } from '../gateway/deliveries.ts'
import { DELIVERY_STATES, PAGE_MAX, PAGE_USUAL, REPLAY_IDS_MAX, type ReplayAnswer } from '../wire/delivery-answer.ts'
import { DeliveriesAsked, ReplayNamedBody, ReplayRangeBody } from '../wire/delivery-asked.ts'
import type { KeyedRoute } from './asked.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, parameterRefusal, success } from './envelope.ts'
import type { GivenObject } from './given.ts'
import { type NoticeDesk, noticeRefusal } from './notice-desk.ts'
import { readPaymentId } from './payments.ts'
import { presentDelivery, presentHistory, STATE_INSIDE } from './present-notices.ts'
import {
  createFieldReader,
  eachOf,
  type FieldReader,
  matching,
  oneOf,
  refuseFields,
  wholeNumber,
} from './read-fields.ts'
import { readSeconds, readWholeSecond } from './readings.ts'

export interface DeliveryRouteDeps {
  readonly notices: Pick<NoticeDesk, 'deliveries'>
}

export function deliveryRoutes({ notices }: DeliveryRouteDeps): readonly KeyedRoute[] {
  const { deliveries } = notices
  return [
    {
      method: 'GET',
      url: '/api/deliveries',
      handle: ({ query }, { merchantId }) => list(deliveries, merchantId, query),
    },
    {
      method: 'POST',
      url: '/api/deliveries/replay',
      handle: ({ body }, { merchantId }) => replayMany(deliveries, merchantId, body),
    },
    {
      method: 'GET',
      url: '/api/deliveries/:id',
      async handle({ path }, { merchantId }) {
        const id = readId(path['id'] ?? '')
        const history = id === undefined ? undefined : await deliveries.find(merchantId, id)
        return history === undefined ? noticeRefusal('delivery_unknown') : success(presentHistory(history))
      },
    },
    {
      method: 'POST',
      url: '/api/deliveries/:id/replay',
      async handle({ path, body }, { merchantId }) {
        const refusal = refuseFields(body.fields)
        if (refusal !== undefined) return refusal
        const id = readId(path['id'] ?? '')
        if (id === undefined) return noticeRefusal('delivery_unknown')
        const done = await deliveries.replay(merchantId, id)
        return done.ok ? success(presentHistory(done)) : noticeRefusal(done.refusal)
      },
    },
  ]
}

type Deliveries = NoticeDesk['deliveries']

async function list(deliveries: Deliveries, merchantId: MerchantId, fields: GivenObject): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(DeliveriesAsked.properties))
  const paymentId = reader.maybe('imp_uid', matching(readPaymentId, 'imp_123456789012'))
  const filter = readFilter(reader)
  const after = reader.maybe('after', readCursor) ?? null
  const limit = reader.maybe('limit', wholeNumber(1, PAGE_MAX)) ?? PAGE_USUAL
  const refusal = reader.refusal()
  if (refusal !== undefined) return refusal
  const query: DeliveryQuery = { ...filter, ...(paymentId === undefined ? {} : { paymentId }) }
  const { views, next } = await deliveries.list(merchantId, query, after, limit)
  return success({ deliveries: views.map(presentDelivery), next: cursorText(next) })
}

/** Those that are named, or those of a range. */
async function replayMany(deliveries: Deliveries, merchantId: MerchantId, { fields }: Body): Promise<Answer> {
  return Object.hasOwn(fields, 'ids')
    ? replayEach(deliveries, merchantId, fields)
    : replayRange(deliveries, merchantId, fields)
}

async function replayEach(deliveries: Deliveries, merchantId: MerchantId, fields: GivenObject): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(ReplayNamedBody.properties))
  const ids = reader.required('ids', eachOf(matching(readId, 'dlv_123456789012_3_1'), REPLAY_IDS_MAX), [])
  const refusal = reader.refusal()
  if (refusal !== undefined) return refusal
  const replayed = await deliveries.replayEach(merchantId, ids)
  const notReplayed = ids.filter((id) => !replayed.includes(id))
  const answer: ReplayAnswer = { replayed: replayed.length, not_replayed: notReplayed, next: null }
  return success(answer)
}

async function replayRange(deliveries: Deliveries, merchantId: MerchantId, fields: GivenObject): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(ReplayRangeBody.properties))
  const from = reader.required('from', readSeconds, 0 as Instant)
  const to = reader.required('to', readWholeSecond, 0 as Instant)
  const filter = readFilter(reader)
  const after = reader.maybe('after', readCursor) ?? null
  const refusal = reader.refusal()
  if (refusal !== undefined) return refusal
  const done = await deliveries.replayRange(merchantId, { ...filter, from, to }, after)
  if (!done.ok) return TOO_FAR_BACK
  const answer: ReplayAnswer = { replayed: done.count, not_replayed: [], next: cursorText(done.next) }
  return success(answer)
}

const TOO_FAR_BACK = parameterRefusal('from', {
  ko: `최근 ${REPLAY_DAYS}일까지만 다시 보낼 수 있습니다.`,
  en: `what happened within the last ${REPLAY_DAYS} days is sent again, not more.`,
})

function readFilter(reader: FieldReader): Omit<DeliveryQuery, 'paymentId'> {
  const endpoint = reader.maybe('endpoint', matching(readEndpointId, 'default, ep_…'))
  const state = reader.maybe('state', oneOf(DELIVERY_STATES))
  const from = reader.maybe('from', readSeconds)
  const to = reader.maybe('to', readWholeSecond)
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(state === undefined ? {} : { state: STATE_INSIDE[state] }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function readId(text: string): DeliveryId | undefined {
  return readDeliveryId(text) === undefined ? undefined : (text as DeliveryId)
}

/** One that was taken away too: its deliveries are still there. */
function readEndpointId(text: string): EndpointId | undefined {
  return /^(default|ep_[0-9a-f-]{36})$/.test(text) ? (text as EndpointId) : undefined
}

type Cursor = NonNullable<Page['next']>

const readCursor = matching((text): Cursor | undefined => {
  const [, createdAt = '', idText = ''] = /^(\d{1,16})-(\w+)$/.exec(text) ?? []
  const id = readId(idText)
  return id === undefined ? undefined : { createdAt: Number(createdAt) as Instant, id }
}, '`next`')

function cursorText(cursor: Cursor | null): string | null {
  return cursor === null ? null : `${cursor.createdAt}-${cursor.id}`
}
