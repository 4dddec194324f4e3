/**
 * One try of one notice, from its lease to its record. The body is made from what was written with the event, so it is
 * the same at every try; only the timestamp and the signatures are fresh. What the answer means is the core's to decide:
 * here it is only written down. A try that we cut off ourselves is not written down: its lease lapses and it is made again.
 */
import { type Delivery, ENDPOINT_REMOVED, isDelivered, type Notice, queueOf, type TryResult } from '../core/delivery.ts'
import type { NoticeFormat } from '../core/endpoint.ts'
import {
  type BusinessClock,
  type DeliveryQueue,
  type LeasedDelivery,
  type Settled,
  StorageFault,
  type Tried,
} from '../storage/storage.ts'
import type { Words } from '../wire/rejections.ts'
import { answerText } from './answer-text.ts'
import type { CallRequest, CallResult } from './call-result.ts'
import { ENDPOINT_IS_REMOVED, NOTICE_NOT_MADE, noticeWords } from './call-words.ts'
import type { GuardedClient } from './guarded-client.ts'
import { readRetryAfter } from './retry-after.ts'
import { signWebhook } from './standard-webhooks.ts'

/** A try that was recorded, and the delivery as it stands after it. */
export interface Told extends Settled {
  readonly type: 'told'
  readonly result: TryResult
  readonly latencyMs: number
  readonly detail: Words
}

/** Runs `run` once, `ms` from now; returns the way to call it off. */
export type After = (ms: number, run: () => void) => () => void

export interface NoticeTryDeps {
  readonly queue: Pick<DeliveryQueue, 'settle'>
  readonly client: Pick<GuardedClient, 'post'>
  /** The body in the notice's format, the same whenever it is made. */
  readonly renderNotice: (notice: Notice) => string | Promise<string>
  /** The opened `whsec_` secrets that sign for this receiver now, newest first; undefined where its endpoint was removed. */
  readonly secretsOf: (notice: Notice) => readonly string[] | undefined | Promise<readonly string[] | undefined>
  readonly clock: Pick<BusinessClock, 'wall'>
  /** A random number in [0, 1): spreads the retries. */
  readonly chance: () => number
  readonly after: After
  /** Told of each recorded try; must not throw. */
  readonly observe: (told: Told) => void
  /** Told of our own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface TryTerms {
  /** In wall time: no call begins that could outlive it. */
  readonly leaseEnds: number
  /** From then on nobody waits long for storage. */
  readonly stopping: AbortSignal
}

/** The whole of one call: name, connection, TLS and answer. */
export const NOTICE_MS = 15_000

/** So long storage may take to record a try while the process ends; a try that is not recorded is made again. */
export const RECORD_WHILE_STOPPING_MS = 3_000

const RECORD_AGAIN_MS = 500

const CONTENT_TYPES: Readonly<Record<NoticeFormat, string>> = {
  v1_json: 'application/json',
  v1_form: 'application/x-www-form-urlencoded',
  modern: 'application/json',
}

/** What the receiver answered, and whether that was more than is read of an answer. */
export interface Heard {
  readonly result: TryResult
  readonly isHeavy: boolean
}

/** Never rejects. What was heard, recorded or not; undefined where nobody was called. */
export async function tryNotice(
  deps: NoticeTryDeps,
  leased: LeasedDelivery,
  terms: TryTerms,
): Promise<Heard | undefined> {
  let heard: Heard | undefined
  try {
    const tried = await send(deps, leased.delivery, terms)
    if (tried === undefined) return undefined
    const { isHeavy, ...toRecord } = tried
    const { result, latencyMs, detail } = toRecord
    heard = { result, isHeavy }
    const settled = await record(deps, leased, toRecord, terms)
    if (settled !== undefined) deps.observe({ type: 'told', ...settled, result, latencyMs, detail })
  } catch (fault) {
    deps.reportFault(fault)
  }
  return heard
}

/** Undefined where the call was not made or cut off by us: then it does not count. */
async function send(
  deps: NoticeTryDeps,
  delivery: Delivery,
  { leaseEnds }: TryTerms,
): Promise<(Tried & Pick<Heard, 'isHeavy'>) | undefined> {
  const { clock, client } = deps
  const { url } = delivery
  const notCalled = (cause: string, detail: Words): Tried & Pick<Heard, 'isHeavy'> => {
    const result = { kind: 'failed', cause } as const
    return { triedAt: clock.wall(), url, latencyMs: 0, result, detail, answer: null, isHeavy: false }
  }
  try {
    const request = await signedRequest(deps, delivery)
    if (request === undefined) return notCalled(ENDPOINT_REMOVED, ENDPOINT_IS_REMOVED)
    const triedAt = clock.wall()
    if (triedAt + NOTICE_MS > leaseEnds) return undefined
    const call = await client.post(request)
    if (call.kind === 'failed' && call.cause === 'closed') return undefined
    const detail = noticeWords(call, { url, deadlineMs: NOTICE_MS })
    const answer = call.kind === 'answered' ? answerText(call) : null
    const isHeavy = call.kind === 'answered' && call.bodyTruncated
    return { triedAt, url, latencyMs: call.latencyMs, result: resultOf(call, clock), detail, answer, isHeavy }
  } catch (fault) {
    // It counts as a try, or it would stand first in the queue for ever.
    deps.reportFault(fault)
    return notCalled('internal', NOTICE_NOT_MADE)
  }
}

/** Undefined where the endpoint was removed. */
async function signedRequest(
  { renderNotice, secretsOf, clock }: NoticeTryDeps,
  delivery: Delivery,
): Promise<CallRequest | undefined> {
  const secrets = await secretsOf(delivery)
  if (secrets === undefined) return undefined
  const body = await renderNotice(delivery)
  const signed = signWebhook({ id: delivery.id, timestampSeconds: Math.floor(clock.wall() / 1000), body }, secrets)
  return {
    url: delivery.url,
    contentType: CONTENT_TYPES[delivery.format],
    body,
    headers: { ...signed, 'sunap-version': String(delivery.version) },
    deadlineMs: NOTICE_MS,
    overlongBody: 'cut',
    kept: { as: queueOf(delivery), sent: 'again' },
  }
}

function resultOf(call: CallResult, clock: NoticeTryDeps['clock']): TryResult {
  if (call.kind === 'failed') return { kind: 'failed', cause: call.cause }
  const { status } = call
  const answered: TryResult = { kind: 'answered', status, retryAfterMs: null }
  return isDelivered(answered)
    ? answered
    : { ...answered, retryAfterMs: readRetryAfter(call.headers.retryAfter, clock.wall()) }
}

/** Undefined when the lease was lost, or when the process ends and storage does not answer. */
async function record(
  deps: NoticeTryDeps,
  leased: LeasedDelivery,
  tried: Tried,
  { leaseEnds, stopping }: TryTerms,
): Promise<Settled | undefined> {
  const patience = patienceWhile(stopping, deps.after)
  try {
    return await Promise.race([insist(deps, leased, tried, leaseEnds), patience.isOver])
  } finally {
    patience.end()
  }
}

/** Until it is recorded, while storage has no room or its line is lost: a try that is not recorded is made twice. */
async function insist(
  { queue, clock, chance, after }: NoticeTryDeps,
  leased: LeasedDelivery,
  tried: Tried,
  leaseEnds: number,
): Promise<Settled | undefined> {
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

/** `unknown` too: the fence of the lease lets only one record of it count. */
function mayPass(fault: unknown): boolean {
  return fault instanceof StorageFault && fault.kind !== 'closed'
}

/** Without end, until `stopping`: then `RECORD_WHILE_STOPPING_MS`. */
function patienceWhile(stopping: AbortSignal, after: After) {
  const { promise: isOver, resolve } = Promise.withResolvers<undefined>()
  let callOff = (): void => {}
  const begin = (): void => {
    callOff = after(RECORD_WHILE_STOPPING_MS, () => resolve(undefined))
  }
  if (stopping.aborted) begin()
  else stopping.addEventListener('abort', begin, { once: true })
  return {
    isOver,
    end(): void {
      stopping.removeEventListener('abort', begin)
      callOff()
    },
  }
}
