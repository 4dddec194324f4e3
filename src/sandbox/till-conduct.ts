/**
 * How a till behaves when the line does not: the same sale is sent again only where the reply says so, no answer is
 * never a no, and a reversal is repeated until somebody takes it. Used by the sandbox's tills and the command line's.
 */
import type { TillMessageName, TillReplyBody } from '../wire/till.ts'
import type { TillExchange } from './till-client.ts'

/** One message and what came back. `exchange` is null where nothing came that a till may believe. */
export interface Exchanged<Reply extends TillReplyBody> {
  readonly message: TillMessageName
  readonly request: object
  readonly exchange: TillExchange<Reply> | null
  /** Why `exchange` is null. `unreachable`: nobody listens, so the message did not arrive either. */
  readonly problem: 'unreachable' | 'no_answer' | null
  readonly latencyMs: number
}

export type Pause = (ms: number) => Promise<void>

/** Sends one message, once. */
export async function exchangeOnce<Reply extends TillReplyBody>(
  message: TillMessageName,
  request: object,
  send: () => Promise<TillExchange<Reply>>,
): Promise<Exchanged<Reply>> {
  const startedMs = performance.now()
  const latencyMs = (): number => Math.round(performance.now() - startedMs)
  try {
    const exchange = await send()
    return { message, request, exchange, problem: null, latencyMs: latencyMs() }
  } catch (error) {
    const problem = isUnreachable(error) ? 'unreachable' : 'no_answer'
    return { message, request, exchange: null, problem, latencyMs: latencyMs() }
  }
}

/** A request whose key may be used again: sent until it is decided, or not answered at all. */
export async function exchangeUntilDecided<Reply extends TillReplyBody>(
  send: () => Promise<Exchanged<Reply>>,
  pause: Pause,
): Promise<Exchanged<Reply>> {
  for (let times = 1; ; times += 1) {
    const exchanged = await send()
    if (times === RETRIES_MAX || exchanged.exchange?.reply.class !== 'RETRY_SAME_KEY') return exchanged
    await pause(AGAIN_AFTER_MS)
  }
}

/** An advice: sent until it is taken, whatever the line does. A refusal speaks of that sending alone: the sale stays open. */
export function exchangeUntilTaken<Reply extends TillReplyBody>(
  send: () => Promise<Exchanged<Reply>>,
  pause: Pause,
  gapsMs: Iterable<number> = SOMEBODY_WAITS_MS,
): Promise<Exchanged<Reply>> {
  return sendUntil(send, ['OK'], pause, gapsMs)
}

/** A request that is never undone, such as a cancel: sent under its key until there is a yes or a no. */
export function exchangeUntilAnswered<Reply extends TillReplyBody>(
  send: () => Promise<Exchanged<Reply>>,
  pause: Pause,
  gapsMs: Iterable<number> = SOMEBODY_WAITS_MS,
): Promise<Exchanged<Reply>> {
  return sendUntil(send, ['OK', 'DECLINED'], pause, gapsMs)
}

async function sendUntil<Reply extends TillReplyBody>(
  send: () => Promise<Exchanged<Reply>>,
  ends: readonly TillReplyBody['class'][],
  pause: Pause,
  gapsMs: Iterable<number>,
): Promise<Exchanged<Reply>> {
  for (const gapMs of gapsMs) {
    const exchanged = await send()
    const kind = exchanged.exchange?.reply.class
    if (kind !== undefined && ends.includes(kind)) return exchanged
    await pause(kind === 'RETRY_SAME_KEY' ? AGAIN_AFTER_MS : gapMs)
  }
  return send()
}

/** The protocol's own schedule, without an end. */
export function* reversalGapsMs(): Generator<number> {
  yield* [5_000, 10_000, 20_000, 40_000, 80_000, 160_000]
  for (;;) yield 600_000
}

/** Where a person waits for the answer, who can be told to try again later. */
const SOMEBODY_WAITS_MS = [1_000, 1_000, 1_000, 1_000]

/** What RETRY_SAME_KEY asks for. */
const AGAIN_AFTER_MS = 1000
/** The gateway ends every collect within 15 s; a till that hears "not yet" for longer than that stops asking. */
const RETRIES_MAX = 20

function isUnreachable(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
}
