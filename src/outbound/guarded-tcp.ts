/**
 * A bare TCP connection to an address that the operator named, for lines that speak no HTTP. Judged as every call is: each
 * address of a name before it is dialled, and the one that was reached.
 */
import type { Socket } from 'node:net'
import type { AddressGuard } from './address-guard.ts'
import type { CallProgress } from './call-result.ts'
import { type Dial, dialTcp, openGuardedSocket } from './guarded-socket.ts'
import { lookupForMode } from './name-lookup.ts'

export interface TcpAddress {
  readonly host: string
  readonly port: number
}

export interface GuardedTcp {
  /** Never rejects: what was in the way is told in plain words. */
  open(address: TcpAddress): Promise<OpenedTcp | { readonly kind: 'failed'; readonly detail: string }>
  /** Cuts what is open, and opens nothing more. */
  close(): void
}

export interface OpenedTcp {
  readonly kind: 'opened'
  readonly socket: Socket
}

export interface GuardedTcpOptions {
  readonly guard: AddressGuard
  /** For the name and the connection together. */
  readonly connectMs: number
  /** Real TCP when left out. */
  readonly dial?: Dial
}

export function createGuardedTcp({ guard, connectMs, dial = dialTcp }: GuardedTcpOptions): GuardedTcp {
  const options = { guard, connectMs, dial, lookup: lookupForMode(guard.mode) }
  const open = new Set<Socket>()
  let isClosed = false
  return {
    async open({ host, port }) {
      if (isClosed) return CLOSED
      const progress: CallProgress = { step: 'name', status: null }
      const url = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`)
      const opened = await openGuardedSocket(url, new AbortController().signal, progress, options)
      if (opened.kind === 'failed') return opened
      const { socket } = opened
      if (isClosed) {
        socket.destroy()
        return CLOSED
      }
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      return { kind: 'opened', socket }
    },
    close() {
      isClosed = true
      for (const socket of open) socket.destroy()
    },
  }
}

const CLOSED = { kind: 'failed', detail: 'the gateway is shutting down' } as const
