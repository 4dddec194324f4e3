/**
 * For tests only: a raw server on 127.0.0.1 that answers as badly as a test wishes, a dialler that writes down
 * whom it was told to dial while it only ever reaches such a server, and a request with everything filled in.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { createAddressGuard, type OutboundMode } from './address-guard.ts'
import type { CallRequest } from './call-result.ts'
import type { Dial, DialTarget } from './guarded-socket.ts'
import type { UrlRules } from './url-rules.ts'

export interface LoopbackServer {
  readonly port: number
  readonly url: string
  /** What each connection has sent so far, in order of arrival. */
  readonly received: string[]
  /** Resolves when every connection accepted so far has closed. */
  allClosed(): Promise<void>
}

/** `onRequest` runs once per connection, when a whole request has come. */
export async function listen(
  t: TestContext,
  onRequest: (socket: Socket, request: string) => void,
): Promise<LoopbackServer> {
  return listenRaw(t, (socket, request) => {
    let answered = false
    socket.on('data', () => {
      if (answered || !isWhole(request())) return
      answered = true
      onRequest(socket, request())
    })
  })
}

/** `onConnection` runs as soon as a connection is made; `request` tells what it has sent so far. */
export async function listenRaw(
  t: TestContext,
  onConnection: (socket: Socket, request: () => string) => void,
): Promise<LoopbackServer> {
  const received: string[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const index = received.push('') - 1
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('utf8')
    })
    onConnection(socket, () => received[index] ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/`,
    received,
    async allClosed() {
      const open = sockets.filter((socket) => !socket.closed)
      await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
    },
  }
}

export interface RecordingDial {
  readonly dial: Dial
  readonly dialled: DialTarget[]
}

/** Whatever address it is told, it connects to this port of 127.0.0.1. */
export function recordingDial(loopbackPort: number): RecordingDial {
  const dialled: DialTarget[] = []
  return {
    dialled,
    dial(target) {
      dialled.push(target)
      return connect({ host: '127.0.0.1', port: loopbackPort })
    },
  }
}

export function rulesFor(mode: OutboundMode, allowedRanges: readonly string[] = []): UrlRules {
  return { guard: createAddressGuard({ mode, allowedRanges }), plainHttpAllowed: true }
}

export function requestTo(url: string, changes: Partial<CallRequest> = {}): CallRequest {
  return {
    url,
    contentType: 'application/json; charset=utf-8',
    body: '{"imp_uid":"imp_000000000001"}',
    headers: {},
    deadlineMs: 5_000,
    overlongBody: 'refuse',
    ...changes,
  }
}

function isWhole(request: string): boolean {
  const [head = '', body] = request.split('\r\n\r\n', 2)
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  return body !== undefined && Buffer.byteLength(body) >= Number(length ?? 0)
}
