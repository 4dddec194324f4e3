/**
 * What happens to a merchant's payments while somebody looks: server-sent events out of the feed, so that what comes carries
 * the payment's version and nothing is missed across a broken line: a browser says which event it had last. Woken by commits
 * of this process, and looked for now and then, for another node may have written too.
 */
import { Readable } from 'node:stream'
import type { MerchantId } from '../core/brand.ts'
import { eventId } from '../core/event-id.ts'
import type { EventPage } from '../wire/event-feed.ts'
import type { Stream } from './answer.ts'
import type { AdminDeps, Asked, Caller } from './ports.ts'
import type { Sessions } from './sessions.ts'

/** Also keeps proxies from taking the line for a dead one. */
const LOOK_EVERY_MS = 5_000
const EVENTS_AT_ONCE = 100
const NOTHING = ': \n\n'

export interface LiveDeps {
  readonly deps: Pick<AdminDeps, 'gateway' | 'relay' | 'onChange' | 'after'>
  readonly sessions: Pick<Sessions, 'look'>
}

export function live(of: LiveDeps, asked: Asked, caller: Caller, merchantId: MerchantId): Stream {
  const given = asked.headers['last-event-id']
  const after = typeof given === 'string' && /^evt_\d{12}_[1-9]\d{0,8}$/.test(given) ? given : undefined
  return {
    kind: 'stream',
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
    body: Readable.from(told(of, { asked, caller, merchantId, after })),
  }
}

interface Listening {
  readonly asked: Asked
  readonly caller: Caller
  readonly merchantId: MerchantId
  readonly after: string | undefined
}

async function* told({ deps, sessions }: LiveDeps, { asked, caller, merchantId, after }: Listening) {
  const changes = createChanges(deps, merchantId, asked.gone)
  try {
    let place = after ?? (await endOf(deps, merchantId))
    yield `retry: 2000\n${NOTHING}`
    while (!asked.gone.aborted) {
      // Who was signed out hears nothing more.
      if ((await sessions.look(caller.token)) === undefined) return
      const page = await pageBehind(deps, merchantId, place)
      if (page === undefined) return
      for (const event of page.events) yield `id: ${event.id}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`
      place = page.events.at(-1)?.id ?? place
      if (page.more) continue
      await changes.next()
      yield NOTHING
    }
  } finally {
    changes.end()
  }
}

async function endOf({ gateway }: LiveDeps['deps'], merchantId: MerchantId): Promise<string | undefined> {
  const end = await gateway.feedEnd(merchantId)
  return end && eventId(end)
}

/** Undefined where the feed has no such place (any more): the browser begins anew. */
async function pageBehind(
  { relay }: LiveDeps['deps'],
  merchantId: MerchantId,
  after: string | undefined,
): Promise<EventPage | undefined> {
  const query = { limit: String(EVENTS_AT_ONCE), ...(after === undefined ? {} : { after }) }
  const done = await relay(merchantId, 'GET /api/events', { query })
  return done.ok ? (done.response as EventPage) : undefined
}

/** One that came while nobody waited is not forgotten. */
function createChanges(
  { onChange, after }: Pick<AdminDeps, 'onChange' | 'after'>,
  merchantId: MerchantId,
  gone: AbortSignal,
) {
  let happened = false
  let wake = (): void => {}
  const stop = onChange((merchants) => {
    if (!merchants.has(merchantId)) return
    happened = true
    wake()
  })
  const wakeNow = (): void => wake()
  gone.addEventListener('abort', wakeNow, { once: true })
  return {
    async next() {
      if (!happened && !gone.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const callOff = after(LOOK_EVERY_MS, resolve)
        await promise
        callOff()
      }
      happened = false
    },
    end() {
      stop()
      gone.removeEventListener('abort', wakeNow)
    },
  }
}
