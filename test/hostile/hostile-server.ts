/**
 * A server that behaves as its scenario says, on a port of its own, with an account of what it could push into the
 * gateway and of the connections that it still has.
 */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Line, Scenario } from './scenario.ts'

export interface HostileServer {
  readonly url: string
  /** Bytes that were taken from it, by the gateway or by the machine in between. */
  pushed(): number
  connections(): number
  /** Resolves when it did all that it meant to do later; rejects where the gateway then holds on to a connection. */
  close(): Promise<void>
}

export async function openHostileServer(scenario: Scenario): Promise<HostileServer> {
  const { tls, calledAs = tls === undefined ? 'http' : 'https' } = scenario
  /** Those the gateway made; under TLS the secured ones lie on top of them. */
  const raw: Socket[] = []
  const pending: Promise<void>[] = []
  const serve = (socket: Socket): void => {
    socket.on('error', () => {})
    scenario.serve(lineOf(socket, url, pending))
  }
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  server.on('connection', (socket: Socket) => {
    raw.push(socket)
    socket.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  const url = `${calledAs}://127.0.0.1:${address.port}/`
  return {
    url,
    pushed: () => raw.reduce((sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength, 0),
    connections: () => raw.length,
    async close() {
      await Promise.all(pending)
      const { promise: waited, resolve } = Promise.withResolvers<boolean>()
      const wait = setTimeout(() => resolve(false), LET_GO_WITHIN_MS)
      const areGone = Promise.all(raw.map(isGone)).then(() => true)
      const letGo = await Promise.race([areGone, waited])
      clearTimeout(wait)
      for (const socket of raw) socket.destroy()
      server.close()
      await once(server, 'close')
      if (!letGo) throw new Error(`${scenario.title}: the gateway holds on to a connection`)
    },
  }
}

/** After the answer to the till. */
const LET_GO_WITHIN_MS = 5_000

function lineOf(socket: Socket, url: string, pending: Promise<void>[]): Line {
  let request = ''
  let asked = (_leftMs: number): void => {}
  socket.on('data', (chunk) => {
    if (isWhole(request)) return
    request += chunk.toString('latin1')
    if (isWhole(request)) asked(deadlineIn(request) - Date.now())
  })
  return {
    socket,
    url,
    whenAsked(run) {
      asked = run
    },
    later(ms, run) {
      const { promise, resolve } = Promise.withResolvers<void>()
      pending.push(promise)
      setTimeout(() => {
        run()
        resolve()
      }, ms)
    },
    every(ms, run) {
      const timer = setInterval(run, ms)
      socket.once('close', () => clearInterval(timer))
    },
  }
}

function deadlineIn(request: string): number {
  return Date.parse(/"deadline":"([^"]+)"/.exec(request)?.[1] ?? '')
}

function isWhole(request: string): boolean {
  const [head = '', body] = request.split('\r\n\r\n', 2)
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  return body !== undefined && body.length >= Number(length ?? 0)
}

/** A server that never read must read now, or it would not notice that the other side has left. */
async function isGone(socket: Socket): Promise<void> {
  socket.resume()
  if (!socket.closed) await once(socket, 'close')
}
