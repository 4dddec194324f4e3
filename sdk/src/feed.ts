/** Everything that happened to a merchant's payments, one event after the other, for whoever asks instead of being told. */
import type { Call, CallOptions } from './call.ts'
import type { Event, Operations } from './wire.gen.ts'

export type EventsAsked = Operations['readEvents']['query']
export type Events = AsyncGenerator<Event, void, undefined>

/** Each event's `id` is the place behind it, so that no other cursor has to be kept. */
export async function* readEvents(call: Call, { after, limit }: EventsAsked, options?: CallOptions): Events {
  let next = after
  for (;;) {
    const { response } = await call('readEvents', { input: { query: { after: next, limit } }, options })
    yield* response.events
    if (!response.more) return
    next = response.next
  }
}
