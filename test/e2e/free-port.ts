/** A port of 127.0.0.1 that was free a moment ago, for programs that must be told one. */
import { once } from 'node:events'
import { createServer } from 'node:net'

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  await new Promise((resolve) => server.close(resolve))
  return address.port
}
