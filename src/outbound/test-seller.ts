/**
 * For tests only: a merchant's server on 127.0.0.1, real HTTP, that writes down what it was sent and answers as the
 * test says. `hang` answers nothing until the test lets go.
 */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = (response: ServerResponse, request: Received) => void

export interface Seller {
  /** `http://127.0.0.1:…` */
  readonly url: string
  readonly received: Received[]
  /** How the next requests are answered. */
  answer(how: Answer): void
  /** Resolves when this many requests have come, at once where they have. */
  heard(count: number): Promise<void>
}

/** Closed when the test ends. */
export async function openSeller(t: TestContext, how: Answer = status(200)): Promise<Seller> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  let answer = how
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk
    const request = { path: incoming.url ?? '', headers: incoming.headers, body }
    received.push(request)
    for (const look of waiting) look()
    answer(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answer(next) {
      answer = next
    },
    heard: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (received.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

export function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(body)
}

/** Keeps everybody waiting; `letGo` answers all of them, and whoever comes later at once. */
export function hang(code = 200): { readonly answer: Answer; letGo(): void; readonly held: () => number } {
  const held = new Set<ServerResponse>()
  let open = false
  return {
    answer(response) {
      if (open) response.writeHead(code).end()
      else held.add(response.on('close', () => held.delete(response)))
    },
    letGo() {
      open = true
      for (const response of held) response.writeHead(code).end()
    },
    held: () => held.size,
  }
}

/** The signature a receiver works out for itself, by the specification and not by our code. */
export function expectedSignature(secret: string, { headers, body }: Received): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`
}
