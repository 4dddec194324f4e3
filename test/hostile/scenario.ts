/**
 * What a hostile server does, told in a line or two. A scenario is run on every connection that it is offered; what it
 * starts ends with its connection, and everything it wants to do later is waited for before a run is over.
 */
import type { Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'

export interface Scenario {
  readonly title: string
  /** What the gateway must make of it: `payable` exactly where a complete 200 comes in time. */
  readonly word: 'payable' | 'refused' | 'unanswered'
  readonly serve: Conduct
  /** Speaks TLS with this certificate and these options, else plain HTTP. */
  readonly tls?: TlsOptions
  /** The URL's scheme, where it is not the server's own. */
  readonly calledAs?: 'http' | 'https'
}

export type Conduct = (line: Line) => void

/** One connection as the server sees it. */
export interface Line {
  readonly socket: Socket
  /** Of the server itself, `http://127.0.0.1:1234/`. */
  readonly url: string
  /** When a whole request has come. `leftMs`: until the deadline that the question itself names. */
  whenAsked(run: (leftMs: number) => void): void
  /** Runs even when the connection is gone by then. */
  later(ms: number, run: () => void): void
  /** Until the connection is gone. */
  every(ms: number, run: () => void): void
}

/** The budget of each question. */
export const BUDGET_MS = 2_500
/** Around the deadline, far enough from it for a machine that is busy with all the others. */
export const IN_TIME_MS = -800
export const TOO_LATE_MS = 200

export const OK = 'HTTP/1.1 200 OK\r\n'
export const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`
export const WHOLE = `${OK}content-length: 2\r\n\r\nok`

/** Answers and closes its side. */
export function says(answer: string | Uint8Array): Conduct {
  return ({ socket, whenAsked }) => whenAsked(() => socket.end(answer))
}

/** Answers and leaves the connection as it is. */
export function saysAndStays(answer: string): Conduct {
  return ({ socket, whenAsked }) => whenAsked(() => socket.write(answer))
}

/** Answers, and drops the connection hard a moment later. */
export function saysAndResets(answer: string): Conduct {
  return ({ socket, whenAsked, later }) =>
    whenAsked(() => socket.write(answer, () => later(50, () => socket.resetAndDestroy())))
}

/** Answers in pieces, each so many milliseconds after the deadline (before it where negative), and then closes its side. */
export function saysAt(...pieces: readonly (readonly [atMs: number, piece: string])[]): Conduct {
  return ({ socket, whenAsked, later }) =>
    whenAsked((leftMs) => {
      for (const [index, [atMs, piece]] of pieces.entries()) {
        later(leftMs + atMs, () => (index === pieces.length - 1 ? socket.end(piece) : socket.write(piece)))
      }
    })
}

/** `start` at once, then `text` over and over, a character at a time. */
export function drips(start: string, text: string, everyMs = 20): Conduct {
  return ({ socket, whenAsked, every }) =>
    whenAsked(() => {
      let sent = 0
      socket.write(start)
      every(everyMs, () => socket.write(text.charAt(sent++ % text.length)))
    })
}

/** `start`, then `piece` for ever, as fast as it is taken. */
export function floods(start: string, piece: string): Conduct {
  const chunk = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)))
  return ({ socket, whenAsked }) =>
    whenAsked(() => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', pour)
      socket.write(start)
      pour()
    })
}

/** Answers with whatever the address of the server itself makes of it. */
export function saysOfItself(answer: (url: string) => string): Conduct {
  return (line) => says(answer(line.url))(line)
}
