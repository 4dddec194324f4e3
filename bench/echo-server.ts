/**
 * The floor under every figure: a bare `node:http` server that reads the same requests and writes what the gateway
 * answered to them, byte for byte, with nothing in between. No gateway in this language is faster on this machine.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EchoWanted } from './messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { usageNow } from './usage.ts'

const readWanted = reader(EchoWanted)

serveSteps({
  async start(given) {
    const answers = readWanted(given).answers.map(({ path, headers, body }) => ({
      path,
      headers,
      body: Buffer.from(body),
    }))
    const server = createServer((request, response) => {
      const answer = answers.find(({ path }) => request.url?.startsWith(path))
      if (answer === undefined) response.writeHead(404).end()
      else request.resume().on('end', () => response.writeHead(200, answer.headers).end(answer.body))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}` }
  },
  usage: async () => usageNow(),
  stop: async () => ({}),
})
