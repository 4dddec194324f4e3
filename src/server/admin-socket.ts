/**
 * How a command reaches the gateway that owns the data folder: one line of JSON there, one back, over a socket only the
 * owner's user can open. Nobody else may write the database while the owner lives, so whoever has something to set asks.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface AdminSocket {
  close(): Promise<void>
}

export type HandleAdmin = (request: unknown) => Promise<unknown>

const LINE_BYTES_MAX = 64 * 1024
/** The kernel's limit for a socket's path is 108 bytes on Linux and 104 on macOS. */
const PATH_BYTES_MAX = 100

/** To be called by the folder's owner alone: what an earlier owner left behind is replaced. */
export async function serveAdmin(folder: string, handle: HandleAdmin): Promise<AdminSocket> {
  const path = makeSocketPath(folder)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    readLine(socket)
      .then((line) => handle(JSON.parse(line)))
      .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
      .then((answer) => socket.end(`${JSON.stringify(answer)}\n`))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, () => resolve())
  })
  chmodSync(path, 0o600)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
      rmSync(path, { force: true })
      rmSync(pointerPath(folder), { force: true })
    },
  }
}

/** One line of at most 64 KiB. */
export function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > LINE_BYTES_MAX) socket.destroy(new Error(`a line is at most ${LINE_BYTES_MAX} bytes`))
    })
    socket.once('error', reject).once('close', () => reject(new Error('the connection ended before its line did')))
  })
}

/** Beside the data; for a folder with a long name in a short one of its own, which a pointer beside the data names. */
function makeSocketPath(folder: string): string {
  const path = join(folder, 'admin.sock')
  rmSync(path, { force: true })
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX) return path
  const short = join(mkdtempSync(join(tmpdir(), 'sunap-')), 'admin.sock')
  writeFileSync(pointerPath(folder), short, { mode: 0o600 })
  return short
}

/** Where the folder's owner listens, if anybody does. */
export function readSocketPath(folder: string): string {
  try {
    return readFileSync(pointerPath(folder), 'utf8')
  } catch {
    return join(folder, 'admin.sock')
  }
}

function pointerPath(folder: string): string {
  return join(folder, 'admin.path')
}
