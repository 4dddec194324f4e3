/** For tests only: a raw server that keeps its connections and counts them, and a client that calls it over kept lines. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import type { CallResult, KeptTerms } from './call-result.ts'
import { createGuardedClient, type GuardedClientOptions } from './guarded-client.ts'
import { requestTo, rulesFor } from './loopback-server.ts'

export const OK = answerOf('200 OK', 'fine')

export function answerOf(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
}

export interface Asked {
  readonly socket: Socket
  /** Which connection of the server, and which request on it; both from 1. */
  readonly line: number
  readonly turn: number
}

/** A server that keeps its connections open and answers each whole request as the test says. */
export async function openKeeper(t: TestContext, answer: (asked: Asked) => void = ({ socket }) => socket.write(OK)) {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  let lines = 0
  const server = createServer((socket) => {
    lines += 1
    const line = lines
    let turn = 0
    let heard = ''
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      const whole = /^[\s\S]*?\r\n\r\n\{[^}]*\}/.exec(heard)?.[0]
      if (whole === undefined) return
      heard = heard.slice(whole.length)
      turn += 1
      asked.push(`${line}.${turn}`)
      answer({ socket, line, turn })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/notice`, port, asked, sockets }
}

/** Resolves when a line has closed. `once` of node:events would reject where it was cut. */
export function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** Calls over kept lines; closed when the test ends. `post` as notices are sent, `ask` as questions are asked. */
export function openClient(t: TestContext, different: Partial<GuardedClientOptions> = {}) {
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: '1', ...different })
  t.after(() => client.close())
  const call =
    (sent: KeptTerms['sent']) =>
    (url: string, name?: string, deadlineMs = 5_000): Promise<CallResult> => {
      const kept = name === undefined ? {} : { kept: { as: name, sent } }
      return client.post(requestTo(url, { ...kept, deadlineMs, overlongBody: 'cut' }))
    }
  return { client, post: call('again'), ask: call('once') }
}

export function said(result: CallResult): number | string {
  return result.kind === 'answered' ? result.status : result.cause
}

/** The process's own clock, which the test moves on; it goes on by itself meanwhile. */
export function movableNow(t: TestContext): { pass(ms: number): void } {
  const now = performance.now.bind(performance)
  let laterMs = 0
  t.mock.method(performance, 'now', () => now() + laterMs)
  return {
    pass(ms) {
      laterMs += ms
    },
  }
}
