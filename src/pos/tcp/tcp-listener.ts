/**
 * The tills' listener for frames: who may be connected, and how it closes. A chain's tills keep their lines all day, so it
 * holds many that say nothing. Strangers take no place from tills: few at a time from one address, not for long, and the
 * oldest of them makes room for whoever comes next.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createHearing, type HearingDeps } from './hear-frame.ts'
import { openLine, type TcpLine } from './tcp-line.ts'

export const CONNECTIONS_MAX = 10_000
/** Connected, and no till yet. */
export const STRANGERS_PER_ADDRESS_MAX = 200

/** `full`: every place is a till's, and the next one is turned away. */
export type ListenerCondition = 'open' | 'full' | 'closed'

export interface TcpListener {
  /** Answers the port that it listens on. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>
  condition(): ListenerCondition
  /** Answers what it has taken, turns away what comes after as not done, and cuts what is slower than the limit. */
  close(limitMs: number): Promise<void>
}

export function createTcpListener(deps: HearingDeps): TcpListener {
  const hearing = createHearing(deps)
  const lines = new Map<Socket, TcpLine>()
  const strangers = createStrangers()
  let isClosing = false
  const server = createServer(HOW, (socket) => {
    const address = socket.remoteAddress
    if (isClosing || address === undefined || !strangers.mayCome(address)) return void socket.destroy()
    if (lines.size >= CONNECTIONS_MAX && !makeRoom()) return void socket.destroy()
    const { after, mono, reportFault } = deps
    const line = openLine(socket, {
      hearing,
      after,
      mono,
      reportFault,
      isClosing: () => isClosing,
      onProven: () => strangers.leave(socket),
    })
    lines.set(socket, line)
    strangers.come(socket, address)
    socket.once('close', () => forget(socket))
  })

  function makeRoom(): boolean {
    const stranger = strangers.oldest()
    if (stranger === undefined) return false
    stranger.destroy()
    forget(stranger)
    return true
  }

  function forget(socket: Socket): void {
    lines.delete(socket)
    strangers.leave(socket)
  }

  return {
    async listen({ host, port }) {
      server.listen({ host, port, backlog: BACKLOG })
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    condition() {
      if (!server.listening) return 'closed'
      return lines.size >= CONNECTIONS_MAX && strangers.count() === 0 ? 'full' : 'open'
    },
    async close(limitMs) {
      isClosing = true
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const line of lines.values()) line.finish()
      const callOff = deps.after(limitMs, () => {
        for (const line of lines.values()) line.cut()
      })
      await closed
      callOff()
    },
  }
}

/** A peer that lost its power is noticed by the keep-alive. Half open: a till may have ended its side and wait for answers. */
const HOW = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const
/** A chain whose own network comes back connects all of its tills at once. */
const BACKLOG = 4096

function createStrangers() {
  /** Oldest first. */
  const addresses = new Map<Socket, string>()
  const counts = new Map<string, number>()
  return {
    count: () => addresses.size,
    mayCome: (address: string): boolean => (counts.get(address) ?? 0) < STRANGERS_PER_ADDRESS_MAX,
    come(socket: Socket, address: string): void {
      addresses.set(socket, address)
      counts.set(address, (counts.get(address) ?? 0) + 1)
    },
    leave(socket: Socket): void {
      const address = addresses.get(socket)
      if (address === undefined) return
      addresses.delete(socket)
      const left = (counts.get(address) ?? 0) - 1
      if (left > 0) counts.set(address, left)
      else counts.delete(address)
    },
    oldest: (): Socket | undefined => addresses.keys().next().value,
  }
}
