/**
 * One connection of a till or of a chain's concentrator. Several messages may be under way on it, so that one merchant who
 * keeps a till waiting does not keep the others of the line; each answer repeats the key it answers. Whatever is no frame
 * ends the line, because nobody can tell where the next one begins; what was asked before is answered first.
 */
import type { Socket } from 'node:net'
import type { MonoTime } from '../../core/brand.ts'
import type { After, Mono } from '../../gateway/ports.ts'
import type { Malformation } from '../../wire/till-codes.ts'
import { createFramesIn, type FramesIn } from './frames-in.ts'
import type { Hearing } from './hear-frame.ts'

/** A line that carries more than this at once is read no further until one of them is answered. */
export const IN_FLIGHT_MAX = 64
/** From a frame's first byte to its last. */
export const FRAME_WITHIN_MS = 5_000
/** Who has not shown a secret by then is no till. */
export const STRANGER_MS = 10_000
/** A till says something, an `echo` if nothing else, more often than this. */
export const IDLE_MS = 15 * 60_000
/** For an answer to reach somebody whose line is ended. */
export const LINGER_MS = 1_000
/** Answers that are not fetched. */
export const UNREAD_BYTES_MAX = 256 * 1024

export interface LineDeps {
  readonly hearing: Hearing
  readonly after: After
  readonly mono: Mono
  readonly isClosing: () => boolean
  readonly onProven: () => void
  readonly reportFault: (fault: unknown) => void
}

export interface TcpLine {
  /** Ends as soon as nothing is under way. */
  finish(): void
  /** Now, whatever is under way. */
  cut(): void
}

/** What is known of one connection. */
interface Line extends LineDeps {
  readonly socket: Socket
  readonly frames: FramesIn
  isProven: boolean
  inFlight: number
  /** What is said last; undefined: the line goes on. */
  farewell: Uint8Array | undefined
  /** When the last bytes came, and the first ones of the frame that is coming. */
  readAt: MonoTime
  begunAt: MonoTime
  /** Of the limit that runs: for a stranger, for the rest of a frame, for the next one, for the end. */
  callOff: () => void
}

export function openLine(socket: Socket, deps: LineDeps): TcpLine {
  const now = deps.mono()
  const cut = (): void => void socket.destroy()
  const line: Line = {
    ...deps,
    socket,
    frames: createFramesIn(),
    isProven: false,
    inFlight: 0,
    farewell: undefined,
    readAt: now,
    begunAt: now,
    callOff: deps.after(STRANGER_MS, cut),
  }
  socket.on('data', (bytes) => take(line, bytes))
  socket.on('end', () => end(line))
  socket.on('error', cut)
  socket.on('close', () => line.callOff())
  return { finish: () => finish(line), cut }
}

function take(line: Line, bytes: Uint8Array): void {
  if (line.farewell !== undefined) return
  line.readAt = line.mono()
  if (line.frames.bytesWaiting() === 0) line.begunAt = line.readAt
  line.frames.push(bytes)
  listen(line)
}

function listen(line: Line): void {
  while (line.inFlight < IN_FLIGHT_MAX) {
    const frame = line.frames.next()
    if (typeof frame === 'string') {
      if (frame === 'more') waitOn(line)
      else end(line, line.hearing.refuse(NO_FRAME))
      return
    }
    void answer(line, frame, line.begunAt)
    line.begunAt = line.readAt
  }
  line.callOff()
  line.socket.pause()
}

/** The next thing that is waited for has a limit of its own. */
function waitOn(line: Line): void {
  const { socket, frames, after, hearing, isProven } = line
  if (socket.isPaused()) socket.resume()
  if (!isProven) return
  line.callOff()
  line.callOff =
    frames.bytesWaiting() > 0
      ? after(FRAME_WITHIN_MS, () => end(line, hearing.refuse(TOO_SLOW)))
      : after(IDLE_MS, () => end(line))
}

async function answer(line: Line, frame: Uint8Array, arrivedAt: MonoTime): Promise<void> {
  const { socket, hearing, isClosing, reportFault } = line
  line.inFlight += 1
  try {
    const said = await hearing.hear(frame, { arrivedAt, isClosing: isClosing(), onProven: () => prove(line) })
    if (socket.writableLength > UNREAD_BYTES_MAX) socket.destroy()
    if (!socket.destroyed) socket.write(said)
    if (!line.isProven) end(line)
  } catch (fault) {
    reportFault(fault)
    socket.destroy()
  } finally {
    line.inFlight -= 1
    if (line.farewell !== undefined) end(line)
    else if (isClosing()) finish(line)
    else listen(line)
  }
}

function prove(line: Line): void {
  if (line.isProven) return
  line.callOff()
  line.isProven = true
  line.onProven()
}

function finish(line: Line): void {
  if (line.inFlight === 0) end(line)
}

/** What is under way is answered first. What is still said is read and left: unread bytes could take the answer along. */
function end(line: Line, words: Uint8Array = NOTHING): void {
  const { socket, after } = line
  line.farewell ??= words
  if (line.inFlight > 0 || socket.writableEnded || socket.destroyed) return
  line.callOff()
  line.callOff = after(LINGER_MS, () => void socket.destroy())
  socket.resume().end(line.farewell)
}

const NOTHING = new Uint8Array(0)

const NO_FRAME: Malformation = {
  field: 'length',
  rule: { ko: '숫자 4자리, 뒤따르는 바이트 수', en: '4 digits, the number of bytes that follow' },
}

const TOO_SLOW: Malformation = {
  field: 'length',
  rule: { ko: '전문 전체를 5초 안에 보내야 함', en: 'the whole frame within 5 s' },
}
