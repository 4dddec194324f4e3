/**
 * One connection of a till or of a chain's concentrator. Several messages may be under way on it, so that one merchant who
 * keeps a till waiting does not keep the others of the line; each answer repeats the key it answers. Whatever is no frame
 * ends the line, because nobody can tell where the next one begins; what was asked before is answered first.
 */
import type { Socket } from 'node:net'
import type { MonoTime } from '../../core/brand.ts'
import type { After, Mono } from '../../gateway/ports.ts'
import type { Malformation } from '../../wire/till-codes.ts'
import { createFramesIn } from './frames-in.ts'
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

export function openLine(socket: Socket, deps: LineDeps): TcpLine {
  const { hearing, after, mono, isClosing, onProven, reportFault } = deps
  const frames = createFramesIn()
  let isProven = false
  let inFlight = 0
  /** What is said last; undefined: the line goes on. */
  let farewell: Uint8Array | undefined
  let readAt: MonoTime = mono()
  let begunAt: MonoTime = readAt
  let callOff = after(STRANGER_MS, cut)

  function cut(): void {
    socket.destroy()
  }

  function end(words: Uint8Array = NOTHING): void {
    farewell ??= words
    if (inFlight > 0 || socket.writableEnded || socket.destroyed) return
    callOff()
    callOff = after(LINGER_MS, cut)
    socket.resume().end(farewell)
  }

  function listen(): void {
    while (inFlight < IN_FLIGHT_MAX) {
      const frame = frames.next()
      if (typeof frame === 'string') {
        if (frame === 'more') waitOn()
        else end(hearing.refuse(NO_FRAME))
        return
      }
      void answer(frame, begunAt)
      begunAt = readAt
    }
    socket.pause()
  }

  /** The next thing that is waited for has a limit of its own. */
  function waitOn(): void {
    if (socket.isPaused()) socket.resume()
    if (!isProven) return
    callOff()
    callOff = frames.bytesWaiting() > 0 ? after(FRAME_WITHIN_MS, tooSlow) : after(IDLE_MS, end)
  }

  function tooSlow(): void {
    end(hearing.refuse(TOO_SLOW))
  }

  async function answer(frame: Uint8Array, arrivedAt: MonoTime): Promise<void> {
    inFlight += 1
    try {
      const said = await hearing.hear(frame, { arrivedAt, isClosing: isClosing(), onProven: prove })
      if (socket.destroyed) return
      if (socket.writableLength > UNREAD_BYTES_MAX) return cut()
      socket.write(said)
      if (!isProven) end()
    } catch (fault) {
      reportFault(fault)
      cut()
    } finally {
      inFlight -= 1
      if (farewell !== undefined) end()
      else if (isClosing()) finish()
      else listen()
    }
  }

  function finish(): void {
    if (inFlight === 0) end()
  }

  function prove(): void {
    if (isProven) return
    isProven = true
    onProven()
  }

  socket.on('data', (bytes) => {
    if (farewell !== undefined) return
    readAt = mono()
    if (frames.bytesWaiting() === 0) begunAt = readAt
    frames.push(bytes)
    listen()
  })
  socket.on('end', () => end())
  socket.on('error', cut)
  socket.on('close', () => callOff())
  return { finish, cut }
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
