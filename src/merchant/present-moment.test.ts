import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOTICE_TYPE } from '../core/endpoint.ts'
import type { EventType } from '../core/payment.ts'
import { NOTICE_TYPES } from '../wire/callbacks.ts'
import { UNTOLD_TYPES } from '../wire/event-feed.ts'
import { feedType } from './present-moment.ts'

test('every event has a name in the feed, that of its notice where there is one, and every name is some event’s', () => {
  const events = Object.keys(NOTICE_TYPE) as EventType[]
  for (const event of events) {
    const told = NOTICE_TYPE[event]
    if (told !== null) assert.equal(feedType(event), told)
  }
  assert.deepEqual(new Set(events.map(feedType)), new Set([...NOTICE_TYPES, ...UNTOLD_TYPES]))
})
