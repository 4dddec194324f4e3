/**
 * Connections that are kept for a short while after a good answer, so that a server that is called often is not greeted
 * anew for each call. The address was judged when the line was opened and the socket stays the same. A line has one name
 * and one origin for its whole life, carries one call at a time, and goes at the first thing that is not as it should be.
 * It is given up after a minute, or soon after its last call, so that a name which leads elsewhere by then is looked up again.
 *
 * A server may close a line in the very moment in which it is used. Then a notice is sent once more, and a question, which
 * is asked once, only where not a byte of it had left: undici looks at what has come in before it writes on a line that was
 * free, so that is told from the other case. What crosses the server's goodbye on its way is lost. That it hardly ever does,
 * a question takes only a line that has been free for a moment, in which a server that closes after every answer has
 * done so, and not for longer than a server keeps its own.
 */
import type { Socket } from 'node:net'
import type { Client } from 'undici'
import { type CallFailure, type CallProgress, type CallRequest, failure, type KeptTerms } from './call-result.ts'
import type { OpenedSocket, PermittedWay } from './guarded-socket.ts'
import { type Answer, answerReader, clientOver, exchangeFailure, requestOver, WIRE_BYTES_MAX } from './http-exchange.ts'

export interface KeptLines {
  /** Over a line of these terms to this origin where one is free, else over a new one. */
  exchange(call: LineCall, terms: KeptTerms, ways: Ways): Promise<(Answer & RemoteAddress) | CallFailure>
  /** Drops those that are free. */
  close(): void
}

export interface LineCall {
  readonly url: URL
  readonly request: CallRequest
  readonly userAgent: string
  readonly progress: CallProgress
  /** Fires when the call has ended, however it did. */
  readonly signal: AbortSignal
}

export interface Ways {
  /** Where the call's host leads now. */
  readonly find: () => Promise<PermittedWay | CallFailure>
  /** A checked socket; destroyed when the signal fires. */
  readonly dial: (way: PermittedWay, signal: AbortSignal) => Promise<OpenedSocket | CallFailure>
}

type RemoteAddress = Pick<OpenedSocket, 'remoteAddress'>

/** Free lines of everybody together; the one that is free for longest goes first. */
export const FREE_LINES_MAX = 256
export const LINE_LIFE_MS = 60_000
/** So long a line waits for the next call. Servers wait for 5 seconds and more; one that waits for less mostly says so. */
export const LINE_FREE_MS: Readonly<Record<KeptTerms['sent'], number>> = { again: 4_000, once: 500 }
/** So long it is left alone before a question goes over it. */
export const LINE_REST_MS = 25

interface Line extends RemoteAddress {
  readonly key: string
  readonly socket: Socket
  readonly client: Client
  readonly openedMs: number
  /** When its last call ended. */
  freeMs: number
  /** What the socket had read and written when the call under way began. */
  before: { readonly bytesRead: number; readonly bytesWritten: number }
  call: { readonly progress: CallProgress; readonly settle: (outcome: Answer | CallFailure) => void } | null
}

export function createKeptLines(): KeptLines {
  const free = createFreeLines()

  function ended(line: Line, outcome: Answer | CallFailure): (Answer & RemoteAddress) | CallFailure {
    if (outcome.kind === 'failed') {
      line.socket.destroy()
      return outcome
    }
    if (outcome.bodyTruncated || !isSound(line)) line.socket.destroy()
    else {
      line.freeMs = performance.now()
      free.add(line)
    }
    return { ...outcome, remoteAddress: line.remoteAddress }
  }

  return {
    async exchange(call, terms, ways) {
      const key = `${terms.sent} ${terms.as} ${call.url.origin}`
      const found = terms.sent === 'once' ? await ways.find() : undefined
      if (found?.kind === 'failed') return found
      if (call.signal.aborted) return failure('deadline', 'the call ended before it was made')
      const kept = free.take(key, (line) => stateOf(line, found))
      if (kept !== undefined) {
        const outcome = await ask(kept, call)
        if (!wentUnheard(kept, outcome, call, terms)) return ended(kept, outcome)
        kept.socket.destroy()
      }
      const way = found ?? (await ways.find())
      if (way.kind === 'failed') return way
      const fresh = await openLine(key, call, LINE_FREE_MS[terms.sent], (signal) => ways.dial(way, signal), free.drop)
      return 'kind' in fresh ? fresh : ended(fresh, await ask(fresh, call))
    },
    close: free.close,
  }
}

/** By their names, and in the order in which they became free. */
function createFreeLines() {
  const inOrder = new Set<Line>()
  const byKey = new Map<string, Line[]>()

  function drop(line: Line): void {
    if (!inOrder.delete(line)) return
    const others = (byKey.get(line.key) ?? []).filter((other) => other !== line)
    if (others.length > 0) byKey.set(line.key, others)
    else byKey.delete(line.key)
  }

  return {
    drop,
    /** The one of them that was used last; those that are spent go. */
    take(key: string, stateOf: (line: Line) => LineState): Line | undefined {
      for (const line of byKey.get(key)?.toReversed() ?? []) {
        const state = stateOf(line)
        if (state === 'resting') continue
        drop(line)
        if (state === 'ready') return line
        line.socket.destroy()
      }
      return undefined
    },
    add(line: Line): void {
      inOrder.add(line)
      byKey.set(line.key, [...(byKey.get(line.key) ?? []), line])
      const [longest] = inOrder
      if (inOrder.size > FREE_LINES_MAX) longest?.socket.destroy()
    },
    close(): void {
      for (const { socket } of inOrder) socket.destroy()
    },
  }
}

async function openLine(
  key: string,
  { url, signal }: LineCall,
  freeMs: number,
  dial: (signal: AbortSignal) => Promise<OpenedSocket | CallFailure>,
  drop: (line: Line) => void,
): Promise<Line | CallFailure> {
  // The line outlives the call that opens it, and only its opening ends with that call.
  const opening = new AbortController()
  const giveUp = (): void => opening.abort()
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()
  const opened = await dial(opening.signal)
  signal.removeEventListener('abort', giveUp)
  if (opened.kind === 'failed') return opened
  const { socket, remoteAddress } = opened
  const settle = (outcome: CallFailure): void => line.call?.settle(outcome)
  // Before undici listens, as in `exchange`.
  socket.on('error', (error) => {
    if (line.call !== null) settle(exchangeFailure(error, line.call.progress))
  })
  socket.on('readable', () => {
    if (socket.bytesRead - line.before.bytesRead > WIRE_BYTES_MAX)
      settle(failure('protocol', `more than ${WIRE_BYTES_MAX} bytes were sent for one answer`))
  })
  socket.once('close', () => drop(line))
  const lost = (): void => settle(failure('reset', 'the server closed the connection before it was asked'))
  const client = clientOver(socket, url, freeMs, lost)
  const now = performance.now()
  const before = { bytesRead: 0, bytesWritten: 0 }
  const line: Line = { key, socket, remoteAddress, client, openedMs: now, freeMs: now, before, call: null }
  return line
}

/** When the call ends otherwise, whatever it was waiting for, its line goes with it. */
async function ask(line: Line, { url, request, userAgent, progress, signal }: LineCall): Promise<Answer | CallFailure> {
  const { promise, resolve: settle } = Promise.withResolvers<Answer | CallFailure>()
  const hangUp = (): void => void line.socket.destroy()
  signal.addEventListener('abort', hangUp, { once: true })
  progress.step = 'status'
  const { bytesRead, bytesWritten } = line.socket
  line.before = { bytesRead, bytesWritten }
  line.call = { progress, settle }
  line.client.dispatch(requestOver(url, request, userAgent), answerReader(request.overlongBody, progress, settle))
  const outcome = await promise
  line.call = null
  signal.removeEventListener('abort', hangUp)
  return outcome
}

/** The server had closed the line before it could hear the call, which may be made anew. */
function wentUnheard(
  { socket, before }: Line,
  outcome: Answer | CallFailure,
  { signal }: LineCall,
  { sent }: KeptTerms,
): boolean {
  if (outcome.kind !== 'failed' || signal.aborted || socket.bytesRead !== before.bytesRead) return false
  return sent === 'once' ? socket.bytesWritten === before.bytesWritten : outcome.cause === 'reset'
}

function isSound({ socket, openedMs }: Line): boolean {
  return !socket.destroyed && socket.readable && socket.writable && performance.now() - openedMs < LINE_LIFE_MS
}

type LineState = 'ready' | 'resting' | 'spent'

/** `found`: where the host of a question leads now. */
function stateOf(line: Line, found: PermittedWay | undefined): LineState {
  if (!isSound(line)) return 'spent'
  if (found === undefined) return 'ready'
  const freeForMs = performance.now() - line.freeMs
  if (freeForMs >= LINE_FREE_MS.once || !found.addresses.includes(line.remoteAddress)) return 'spent'
  return freeForMs < LINE_REST_MS ? 'resting' : 'ready'
}
