/**
 * For tests only: a line between client and gateway that writes down what passes and fails as a test wishes: the answer
 * lost on its way, the connection cut before the gateway heard anything or in the middle of its answer, silence, or the answer
 * of somebody else.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
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
  /** So many lines and a part of the next. `plain`: as if there were no more. */
  | { readonly lines: number; readonly end: 'cut' | 'plain' | 'silence' }
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
    if (typeof fate === 'object' && 'status' in fate)
      return void response.writeHead(fate.status, fate.headers).end(fate.body)
    const answer = await forward(target, each)
    if (fate === 'lose_answer') {
      await text(answer.body)
      return void request.socket.destroy()
    }
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (fate === 'pass') return pipeline(answer.body, response)
    for await (const part of firstLines(answer.body, fate.lines)) response.write(part)
    if (fate.end === 'silence') return hung.resolve()
    if (fate.end === 'plain') return void response.end()
    response.write('', () => request.socket.destroy())
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
  return {
    status: reply.status,
    headers: kept,
    body: reply.body === null ? Readable.from([]) : Readable.fromWeb(reply.body),
  }
}

/** Then it is read no further, and the gateway sees a client that has gone. */
async function* firstLines(body: Readable, count: number): AsyncGenerator<string> {
  let left = count
  for await (const chunk of body.setEncoding('utf8')) {
    const lines = String(chunk).split(/(?<=\n)/)
    if (lines.length > left) {
      yield lines.slice(0, left).join('')
      yield (lines[left] ?? '').slice(0, 10)
      return
    }
    yield lines.join('')
    left -= lines.filter((line) => line.endsWith('\n')).length
  }
}
