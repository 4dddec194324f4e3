/**
 * A listener that closes in bounded time. What was asked is answered; a connection on which nothing is being answered is
 * cut, also one that never said anything: browsers open such ahead of need, and Node waits for them for ever. Whoever
 * is slower than the limit is cut too, for the process may be killed if it is not gone by then.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Call it before the listener listens. Returns the way to close it. */
export function closingListener(app: FastifyInstance, limitMs: number): () => Promise<void> {
  /** Every open connection with the requests being answered on it. */
  const connections = new Map<Socket, number>()
  let closing = false
  const cutIdle = (socket: Socket): void => {
    if (closing && !connections.get(socket)) socket.destroySoon()
  }
  const cutAll = (): void => {
    for (const socket of connections.keys()) socket.destroy()
  }
  app.server.on('connection', (socket) => {
    connections.set(socket, 0)
    socket.once('close', () => connections.delete(socket))
    cutIdle(socket)
  })
  app.server.on('request', ({ socket }, response) => {
    connections.set(socket, (connections.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = (connections.get(socket) ?? 0) - 1
      if (left < 0) return
      connections.set(socket, left)
      cutIdle(socket)
    })
  })
  return async () => {
    closing = true
    for (const socket of connections.keys()) cutIdle(socket)
    const limit = setTimeout(cutAll, limitMs)
    try {
      await app.close()
    } finally {
      clearTimeout(limit)
    }
  }
}
