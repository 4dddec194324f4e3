/**
 * The floor under every figure: a bare `node:http` server that reads the same requests and writes what the gateway
 * answered to them, byte for byte, with nothing in between but a merchant that is asked and told, where one is named. No
 * gateway in this language is faster on this machine.
 */
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { EchoWanted } from './messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { usageNow } from './usage.ts'

const readWanted = reader(EchoWanted)
const Sold = Compile(Type.Object({ number: Type.String() }))
const agent = new Agent({ keepAlive: true })

serveSteps({
  async start(given) {
    const { answers: heard, merchant } = readWanted(given)
    const answers = heard.map(({ path, headers, body }) => ({ path, headers, body: Buffer.from(body) }))
    const server = createServer((request, response) => {
      const answer = answers.find(({ path }) => request.url?.startsWith(path))
      if (answer === undefined) {
        response.writeHead(404).end()
        return
      }
      const reply = (): void => void response.writeHead(200, answer.headers).end(answer.body)
      if (merchant !== null && merchant.path === request.url) sell(request, merchant.url, reply)
      else request.resume().on('end', reply)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}` }
  },
  usage: async () => usageNow(),
  stop: async () => ({}),
})

/** The number is the order's name. */
async function sell(request: IncomingMessage, merchantUrl: string, reply: () => void): Promise<void> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  const body = JSON.stringify({ merchant_uid: Sold.Parse(JSON.parse(text)).number })
  await post(`${merchantUrl}/confirm`, body)
  reply()
  await post(`${merchantUrl}/notice`, body)
}

function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asked = send(url, { method: 'POST', agent, headers }, (answer) => answer.resume().on('end', resolve))
    asked.on('error', reject).end(body)
  })
}
