/**
 * `GET /api/events`: a merchant's own events, oldest first. The cursor is the id of the last event that was read, so it
 * means the same whatever is written, moved or restored meanwhile; where that event is not there any more, this is said
 * rather than something be missed.
 */
import type { MerchantId } from '../core/brand.ts'
import { type EventKey, eventId, readEventId } from '../core/event-id.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { EVENTS_LIMIT_MAX, EVENTS_LIMIT_USUAL, type EventPage, EventsAsked } from '../wire/event-feed.ts'
import { type Answer, parameterRefusal, success } from './envelope.ts'
import type { GivenObject } from './given.ts'
import { presentEvent } from './present-moment.ts'
import { createFieldReader, matching, wholeNumber } from './read-fields.ts'

export async function readEvents(
  { gateway }: { readonly gateway: Pick<Gateway, 'feed'> },
  merchantId: MerchantId,
  query: GivenObject,
): Promise<Answer> {
  const reader = createFieldReader(query, Object.keys(EventsAsked.properties))
  const cursor = reader.maybe('after', matching(readCursor, '`next`')) ?? BEGINNING
  const limit = reader.maybe('limit', wholeNumber(1, EVENTS_LIMIT_MAX)) ?? EVENTS_LIMIT_USUAL
  const refusal = reader.refusal()
  if (refusal !== undefined) return refusal
  const page = await gateway.feed(merchantId, cursor.after, limit)
  if (page === undefined) return NOT_IN_THE_FEED
  const last = page.moments.at(-1)
  const answer: EventPage = {
    events: page.moments.map(presentEvent),
    next: last === undefined ? cursorText(cursor) : eventId(last.event),
    more: page.more,
  }
  return success(answer)
}

interface Cursor {
  /** Null: before the first. */
  readonly after: EventKey | null
}

const BEGINNING: Cursor = { after: null }
const BEGINNING_TEXT = 'evt_0'

function readCursor(text: string): Cursor | undefined {
  if (text === BEGINNING_TEXT) return BEGINNING
  const after = readEventId(text)
  return after && { after }
}

function cursorText({ after }: Cursor): string {
  return after === null ? BEGINNING_TEXT : eventId(after)
}

const NOT_IN_THE_FEED = parameterRefusal('after', {
  ko: '이 목록에 없는 위치입니다. 받은 next를 그대로 보내거나, after 없이 처음부터 읽어 주세요.',
  en: 'is no place in this feed. Send a `next` as it came, or leave it out and read from the beginning.',
})
