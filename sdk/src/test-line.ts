/**
 * For tests only: a line between client and gateway that writes down what passes and fails as a test wishes: the answer
 * lost on its way, the connection cut before the gateway heard anything, silence, or the answer of somebody else.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export interface Passed {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Fate =
  | 'pass'
  /** The gateway does it, and nobody hears of it. */
  | 'lose_answer'
  /** The gateway does not hear of it. */
  | 'cut'
  | 'hang'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }

export interface TestLine {
  readonly url: string
  readonly passed: readonly Passed[]
  /** Of every request from now on; `nth` counts from 1, of this method and path. */
  fate(decide: (request: Passed, nth: number) => Fate): void
  /** Resolves when a request hangs. */
  hanging(): Promise<void>
}

export async function openLine(t: TestContext, target: string): Promise<TestLine> {
  const passed: Passed[] = []
  const hung = Promise.withResolvers<void>()
  let decide: (request: Passed, nth: number) => Fate = () => 'pass'
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request
    const each: Passed = { method, path, headers, body: await text(request) }
    passed.push(each)
    const nth = passed.filter((one) => one.method === method && one.path === path).length
    const fate = decide(each, nth)
    if (fate === 'hang') return hung.resolve()
    if (fate === 'cut') return void request.socket.destroy()
    if (typeof fate === 'object') return void response.writeHead(fate.status, fate.headers).end(fate.body)
    const answer = await forward(target, each)
    if (fate === 'lose_answer') return void request.socket.destroy()
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    fate(decided) {
      decide = decided
    },
    hanging: () => hung.promise,
  }
}

async function forward(target: string, { method, path, headers, body }: Passed) {
  const sent = ['authorization', 'content-type', 'idempotency-key'].flatMap((name): [string, string][] => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  const reply = await fetch(target + path, { method, headers: sent, ...(body === '' ? {} : { body }) })
  const kept = [...reply.headers].filter(([name]) => ['content-type', 'retry-after'].includes(name))
  return { status: reply.status, headers: kept, body: await reply.text() }
}
