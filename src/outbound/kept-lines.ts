/**
 * Connections that are kept for a short while after a good answer, so that a receiver with many notices is not greeted
 * anew for each. The address was judged when the line was opened and the socket stays the same. A line has one name and
 * one origin for its whole life, carries one call at a time, and goes at the first thing that is not as it should be. It
 * is given up after a minute, or a few seconds without a call, so that a name which leads elsewhere by then is looked up again.
 */
import type { Socket } from 'node:net'
import type { Client } from 'undici'
import { type CallFailure, type CallProgress, type CallRequest, failure } from './call-result.ts'
import type { OpenedSocket } from './guarded-socket.ts'
import { type Answer, answerReader, clientOver, exchangeFailure, requestOver, WIRE_BYTES_MAX } from './http-exchange.ts'

export interface KeptLines {
  /** Over a line of this name to this origin where one is free, else over a new one. */
  exchange(call: LineCall, name: string, open: OpenSocket): Promise<(Answer & RemoteAddress) | CallFailure>
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

/** A checked socket; destroyed when the signal fires. */
export type OpenSocket = (signal: AbortSignal) => Promise<OpenedSocket | CallFailure>

type RemoteAddress = Pick<OpenedSocket, 'remoteAddress'>

/** Free lines of everybody together; the one that is free for longest goes first. */
export const FREE_LINES_MAX = 256
export const LINE_LIFE_MS = 60_000

interface Line extends RemoteAddress {
  readonly key: string
  readonly socket: Socket
  readonly client: Client
  readonly openedMs: number
  /** What the socket had read when the call under way began. */
  bytesBefore: number
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
    else free.add(line)
    return { ...outcome, remoteAddress: line.remoteAddress }
  }

  return {
    async exchange(call, name, open) {
      const key = `${name} ${call.url.origin}`
      const kept = free.take(key)
      if (kept !== undefined) {
        const outcome = await ask(kept, call)
        if (!wentUnheard(kept, outcome, call)) return ended(kept, outcome)
        kept.socket.destroy()
      }
      const fresh = await openLine(key, call, open, free.drop)
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
    /** The one that was used last. */
    take(key: string): Line | undefined {
      for (let line = byKey.get(key)?.at(-1); line !== undefined; line = byKey.get(key)?.at(-1)) {
        drop(line)
        if (isSound(line)) return line
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
  { url, progress, signal }: LineCall,
  open: OpenSocket,
  drop: (line: Line) => void,
): Promise<Line | CallFailure> {
  progress.step = 'name'
  // The line outlives the call that opens it, and only its opening ends with that call.
  const opening = new AbortController()
  const giveUp = (): void => opening.abort()
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()
  const opened = await open(opening.signal)
  signal.removeEventListener('abort', giveUp)
  if (opened.kind === 'failed') return opened
  const { socket, remoteAddress } = opened
  const settle = (outcome: CallFailure): void => line.call?.settle(outcome)
  // Before undici listens, as in `exchange`.
  socket.on('error', (error) => {
    if (line.call !== null) settle(exchangeFailure(error, line.call.progress))
  })
  socket.on('readable', () => {
    if (socket.bytesRead - line.bytesBefore > WIRE_BYTES_MAX)
      settle(failure('protocol', `more than ${WIRE_BYTES_MAX} bytes were sent for one answer`))
  })
  socket.once('close', () => drop(line))
  const lost = (): void => settle(failure('reset', 'the server closed the connection before it was asked'))
  const client = clientOver(socket, url, 'one by one', lost)
  const line: Line = { key, socket, remoteAddress, client, openedMs: performance.now(), bytesBefore: 0, call: null }
  return line
}

/** When the call ends otherwise, whatever it was waiting for, its line goes with it. */
async function ask(line: Line, { url, request, userAgent, progress, signal }: LineCall): Promise<Answer | CallFailure> {
  const { promise, resolve: settle } = Promise.withResolvers<Answer | CallFailure>()
  const hangUp = (): void => void line.socket.destroy()
  signal.addEventListener('abort', hangUp, { once: true })
  progress.step = 'status'
  line.bytesBefore = line.socket.bytesRead
  line.call = { progress, settle }
  line.client.dispatch(requestOver(url, request, userAgent), answerReader(request.overlongBody, progress, settle))
  const outcome = await promise
  line.call = null
  signal.removeEventListener('abort', hangUp)
  return outcome
}

/** The server had closed the line before it could hear the call: not a byte came back. */
function wentUnheard({ socket, bytesBefore }: Line, outcome: Answer | CallFailure, { signal }: LineCall): boolean {
  return outcome.kind === 'failed' && outcome.cause === 'reset' && socket.bytesRead === bytesBefore && !signal.aborted
}

function isSound({ socket, openedMs }: Line): boolean {
  return !socket.destroyed && socket.readable && socket.writable && performance.now() - openedMs < LINE_LIFE_MS
}
