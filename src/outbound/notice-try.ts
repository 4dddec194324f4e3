/**
 * One try of one notice, from its lease to its record. The body is made from the delivery's row, so it is the same at
 * every try; only the timestamp and the signatures are fresh. What the answer means is the core's to decide: here it
 * is only written down. A try that we cut off ourselves is not written down: its lease lapses and it is made again.
 */
import type { MerchantId } from '../core/brand.ts'
import type { Delivery, Notice, TryResult } from '../core/delivery.ts'
import type { NoticeContentType } from '../core/merchant.ts'
import {
  type BusinessClock,
  type DeliveryQueue,
  type DeliveryTry,
  type LeasedDelivery,
  StorageFault,
} from '../storage/storage.ts'
import type { CallResult } from './call-result.ts'
import { noticeWords } from './call-words.ts'
import type { GuardedClient } from './guarded-client.ts'
import { signWebhook } from './standard-webhooks.ts'

/** A try that was recorded, and the delivery as it stands after it. */
export interface Told {
  readonly type: 'told'
  readonly delivery: Delivery
  readonly result: TryResult
  readonly latencyMs: number
  readonly detail: string
}

/** Runs `run` once, `ms` from now; returns the way to call it off. */
export type After = (ms: number, run: () => void) => () => void

export interface NoticeTryDeps {
  readonly queue: Pick<DeliveryQueue, 'settle'>
  readonly client: Pick<GuardedClient, 'post'>
  /** The body in the notice's content type. */
  readonly renderNotice: (notice: Notice) => string
  /** The merchant's opened `whsec_` secrets, newest first; at least one. */
  readonly secretsOf: (merchantId: MerchantId) => readonly string[]
  readonly clock: Pick<BusinessClock, 'wall'>
  /** A random number in [0, 1): spreads the retries. */
  readonly chance: () => number
  readonly after: After
  /** Told of each recorded try; must not throw. */
  readonly observe: (told: Told) => void
  /** Told of our own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

/** The whole of one try: name, connection, TLS and answer. */
export const NOTICE_MS = 15_000

const CONTENT_TYPES: Readonly<Record<NoticeContentType, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
}

const RECORD_AGAIN_MS = 500

type Tried = Omit<DeliveryTry, 'delivery' | 'number'>

/** Never rejects. `leaseEnds`, in wall time: no try begins that could outlive it. */
export async function tryNotice(deps: NoticeTryDeps, leased: LeasedDelivery, leaseEnds: number): Promise<void> {
  try {
    if (deps.clock.wall() + NOTICE_MS > leaseEnds) return
    const tried = await send(deps, leased.delivery)
    if (tried === 'cut off') return
    const delivery = await record(deps, leased, tried, leaseEnds)
    if (delivery === undefined) return
    const { result, latencyMs, detail } = tried
    deps.observe({ type: 'told', delivery, result, latencyMs, detail })
  } catch (fault) {
    deps.reportFault(fault)
  }
}

async function send(deps: NoticeTryDeps, delivery: Delivery): Promise<Tried | 'cut off'> {
  const triedAt = deps.clock.wall()
  let call: CallResult
  try {
    call = await post(deps, delivery, Math.floor(triedAt / 1000))
  } catch (fault) {
    // It counts as a try, or it would stand first in the queue for ever.
    deps.reportFault(fault)
    const detail = 'the gateway could not make this notice'
    return { triedAt, latencyMs: 0, result: { kind: 'failed', cause: 'internal' }, detail }
  }
  if (call.kind === 'failed' && call.cause === 'closed') return 'cut off'
  const result: TryResult =
    call.kind === 'answered' ? { kind: 'answered', status: call.status } : { kind: 'failed', cause: call.cause }
  return { triedAt, latencyMs: call.latencyMs, result, detail: noticeWords(call, NOTICE_MS) }
}

function post(
  { client, renderNotice, secretsOf }: NoticeTryDeps,
  delivery: Delivery,
  timestampSeconds: number,
): Promise<CallResult> {
  const body = renderNotice(delivery)
  const signed = signWebhook({ id: delivery.id, timestampSeconds, body }, secretsOf(delivery.merchantId))
  return client.post({
    url: delivery.url,
    contentType: CONTENT_TYPES[delivery.contentType],
    body,
    headers: { ...signed, 'sunap-version': String(delivery.version) },
    deadlineMs: NOTICE_MS,
    overlongBody: 'cut',
  })
}

/** Undefined when the lease was lost. Insists while storage is short of room: an unrecorded try is made twice. */
async function record(
  { queue, clock, chance, after }: NoticeTryDeps,
  leased: LeasedDelivery,
  tried: Tried,
  leaseEnds: number,
): Promise<Delivery | undefined> {
  const spread = chance()
  for (;;) {
    try {
      return await queue.settle(leased, tried, spread)
    } catch (fault) {
      if (!mayPass(fault) || clock.wall() + RECORD_AGAIN_MS > leaseEnds) throw fault
    }
    await new Promise<void>((resolve) => {
      after(RECORD_AGAIN_MS, resolve)
    })
  }
}

function mayPass(fault: unknown): boolean {
  return fault instanceof StorageFault && (fault.kind === 'full' || fault.kind === 'overloaded')
}
