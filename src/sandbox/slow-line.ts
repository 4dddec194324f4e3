/**
 * A bad telephone line to the gateway: the head of the request arrives at once, its body in small pieces over a given
 * time. The bytes are the same, so is the signature; only the clock of whoever waits for them runs on.
 */
import { request as openRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { WriteFrame } from './tcp-carry.ts'
import type { Pause } from './till-conduct.ts'

const PIECES = 10

/** Understands what a till's client sends: a POST of bytes to an http address, with plain headers and a signal. */
export function createSlowFetch(overMs: number, pause: Pause): typeof fetch {
  return async (input, init) => {
    if (!(input instanceof URL) || !(init?.body instanceof Uint8Array)) throw new TypeError('not a till request')
    const { body } = init
    const headers = { ...Object.fromEntries(new Headers(init.headers)), 'content-length': body.length }
    const request = openRequest(input, { method: 'POST', agent: false, headers, signal: init.signal ?? undefined })
    const answered = new Promise<Response>((resolve, reject) => {
      request.on('error', reject)
      request.on('response', (answer) => {
        buffer(answer).then((bytes) => resolve(new Response(bytes, { status: answer.statusCode ?? 0 })), reject)
      })
    })
    // The line may break while the pieces are still being written; the answer's promise then tells it.
    answered.catch(() => {})
    const pieceBytes = Math.ceil(body.length / PIECES)
    request.flushHeaders()
    for (let at = 0; at < body.length && !request.destroyed; at += pieceBytes) {
      await pause(overMs / PIECES)
      request.write(body.subarray(at, at + pieceBytes))
    }
    request.end()
    return answered
  }
}

/** The same of a frame: its first piece at once, the last when the time is over. */
export function createSlowWrite(overMs: number, pause: Pause): WriteFrame {
  return async (socket, frame) => {
    const pieceBytes = Math.ceil(frame.length / PIECES)
    for (let at = 0; at < frame.length && !socket.destroyed; at += pieceBytes) {
      socket.write(frame.subarray(at, at + pieceBytes))
      await pause(overMs / PIECES)
    }
  }
}
