/**
 * A merchant in a process of its own: says yes to every question after a fixed time, takes every notice, and notes when.
 * How long it held a question is measured here, so that it can be taken off the till's waiting.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { MerchantWanted, NoticesAwaited } from './messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readWanted = reader(MerchantWanted)
const readAwaited = reader(NoticesAwaited)
const Called = Compile(Type.Object({ merchant_uid: Type.String() }))

const heldMs = new Map<string, number>()
const noticeAt = new Map<string, number>()
let onNotice = (): void => {}

serveSteps({
  async start(given) {
    const { answerAfterMs } = readWanted(given)
    const server = createServer((request, response) => {
      const arrivedAt = monotonicMs()
      textOf(request).then((text) => {
        const orderId = Called.Parse(JSON.parse(text)).merchant_uid
        if (request.url === '/notice') takeNotice(orderId, response)
        else setTimeout(() => sayYes(orderId, arrivedAt, response), answerAfterMs)
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}` }
  },
  /** Answers when so many notices have come since it was last asked. */
  async heard(given) {
    const { notices } = readAwaited(given)
    await new Promise<void>((resolve) => {
      onNotice = () => noticeAt.size >= notices && resolve()
      onNotice()
    })
    const orders = [...noticeAt].map(([orderId, at]) => ({ orderId, heldMs: heldMs.get(orderId), noticeAt: at }))
    noticeAt.clear()
    heldMs.clear()
    return { orders }
  },
  usage: async () => usageNow(),
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

function takeNotice(orderId: string, response: ServerResponse): void {
  noticeAt.set(orderId, monotonicMs())
  response.writeHead(200).end()
  onNotice()
}

function sayYes(orderId: string, arrivedAt: number, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  heldMs.set(orderId, monotonicMs() - arrivedAt)
}
