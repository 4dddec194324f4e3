/** For tests: a wire between a node and its database that breaks exactly when a commit passes. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { DatabaseAddress } from './connections.ts'

/** `before`: the commit never reaches the server. `after`: the server commits, and its answer never arrives. */
export type Cut = 'before' | 'after'

export interface CutLine {
  readonly address: DatabaseAddress
  /** The next so many commits break their line. */
  readonly cutCommits: (cut: Cut, times: number) => void
  /** From now on nobody gets through; `true` again lets everybody. */
  readonly setOpen: (isOpen: boolean) => void
  readonly commitsCut: () => number
  readonly close: () => Promise<void>
}

/** A simple query of the wire: `Q`, its length, the text, a zero. */
const COMMIT = Buffer.from([0x51, 0, 0, 0, 11, ...Buffer.from('commit'), 0])
/** The server's answer to it begins so: `C`, its length, the tag. */
const COMMITTED = Buffer.from([0x43, 0, 0, 0, 11, ...Buffer.from('COMMIT'), 0])

export async function openCutLine(to: DatabaseAddress): Promise<CutLine> {
  const sockets = new Set<Socket>()
  let isOpen = true
  let left = 0
  let cut: Cut = 'before'
  let cutSoFar = 0
  const server = createServer((near) => {
    const far = connect(to.port, to.host)
    const breakLine = (): void => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', breakLine).on('close', () => {
        sockets.delete(socket)
        breakLine()
      })
    }
    if (!isOpen) return breakLine()
    let isAwaited = false
    near.on('data', (bytes) => {
      if (left > 0 && bytes.includes(COMMIT)) {
        left -= 1
        cutSoFar += 1
        if (cut === 'before') return breakLine()
        isAwaited = true
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (isAwaited && bytes.includes(COMMITTED)) return breakLine()
      near.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  return {
    address: { ...to, host: '127.0.0.1', port },
    cutCommits(how, times) {
      cut = how
      left = times
    },
    setOpen(open) {
      isOpen = open
      if (!open) for (const socket of sockets) socket.destroy()
    },
    commitsCut: () => cutSoFar,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
