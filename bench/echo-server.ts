/**
 * The floor under every figure: a bare `node:http` server that takes the same bytes and answers the same bytes, with
 * nothing in between. No gateway in this language is faster than this on this machine.
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
    const answer = Buffer.from(readWanted(given).answer)
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length })
        response.end(answer)
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { apiUrl: `http://127.0.0.1:${port}` }
  },
  usage: async () => usageNow(),
  stop: async () => ({}),
})
