/**
 * How a command reaches the gateway that owns the data folder: one line of JSON there, one back, over a socket only the
 * owner's user can open. Nobody else may write the database while the owner lives, so whoever has something to set asks.
 * Requests are done one after another: each reads what the one before has set.
 */
import { chmodSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

export interface AdminSocket {
  /** Whoever has said what is wanted is answered first. */
  close(): Promise<void>
}

/** Rejects where it could not be done; the message is handed on. */
export type HandleAdmin = (request: unknown) => Promise<object>

/** Of a request, which may bring a file along; an answer may list everything there is. */
export const REQUEST_BYTES_MAX = 2 * 1024 * 1024
/** Whoever does not take the answer holds up nobody. */
const TAKEN_WITHIN_MS = 2000
/** The kernel's limit for a socket's path is 108 bytes on Linux and 104 on macOS. */
const PATH_BYTES_MAX = 100

/** To be called by the folder's owner alone: what an earlier owner left behind is replaced. */
export async function serveAdmin(folder: string, handle: HandleAdmin): Promise<AdminSocket> {
  const path = makeSocketPath(folder)
  const speaking = new Set<Socket>()
  const answering = new Set<Promise<void>>()
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (line: string): Promise<object> => {
    const answer = turn.then(() => handle(parse(line)))
    turn = answer.catch(() => {})
    return answer
  }
  const server = createServer((socket) => {
    speaking.add(socket)
    socket.on('close', () => speaking.delete(socket)).on('error', () => socket.destroy())
    const answered = readLine(socket, REQUEST_BYTES_MAX)
      .then((line) => {
        speaking.delete(socket)
        return inTurn(line)
      })
      .catch((error: unknown) => ({ ok: false, message: error instanceof Error ? error.message : String(error) }))
      .then((answer) => say(socket, answer))
      .finally(() => answering.delete(answered))
    answering.add(answered)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, () => resolve())
  })
  chmodSync(path, 0o600)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of speaking) socket.destroy()
      await Promise.all(answering)
      await closed
      removeShort(path)
      removeSocket(folder)
    },
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error('a request is one line of JSON')
  }
}

function say(socket: Socket, answer: object): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    socket.once('close', () => resolve()).setTimeout(TAKEN_WITHIN_MS, () => socket.destroy())
    socket.end(`${JSON.stringify(answer)}\n`, () => socket.destroy())
  })
}

/** One line of at most so many bytes; what comes after it is not kept. */
export function readLine(socket: Socket, bytesMax: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const hear = (chunk: Buffer): void => {
      const end = chunk.indexOf('\n')
      const part = end < 0 ? chunk : chunk.subarray(0, end)
      chunks.push(part)
      bytes += part.length
      if (end < 0 && bytes <= bytesMax) return
      socket.off('data', hear).resume()
      if (bytes > bytesMax) reject(new Error(`a line is at most ${bytesMax} bytes`))
      else resolve(Buffer.concat(chunks).toString('utf8'))
    }
    socket.on('data', hear)
    socket.once('error', reject).once('close', () => reject(new Error('the connection ended before its line did')))
  })
}

/** Beside the data; for a folder with a long name in a short one of its own, which a pointer beside the data names. */
function makeSocketPath(folder: string): string {
  removeSocket(folder)
  const path = join(folder, 'admin.sock')
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX) return path
  const short = join(mkdtempSync(join(tmpdir(), SHORT_FOLDER)), 'admin.sock')
  writeFileSync(pointerPath(folder), short, { mode: 0o600 })
  return short
}

const SHORT_FOLDER = 'sunap-admin-'

/** Where the folder's owner listens, if anybody does. */
export function readSocketPath(folder: string): string {
  return readPointer(folder) ?? join(folder, 'admin.sock')
}

/** For the folder's owner alone. A pointer is followed only to a place of the kind we make. */
export function removeSocket(folder: string): void {
  const path = readPointer(folder)
  if (path !== undefined) removeShort(path)
  rmSync(pointerPath(folder), { force: true })
  rmSync(join(folder, 'admin.sock'), { force: true })
}

function removeShort(path: string): void {
  const folder = dirname(path)
  const isOurs = basename(path) === 'admin.sock' && basename(folder).startsWith(SHORT_FOLDER)
  if (!isOurs || dirname(folder) !== tmpdir()) return
  rmSync(path, { force: true })
  removeEmptyFolder(folder)
}

function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Gone already, or not empty: then it is not ours.
  }
}

function readPointer(folder: string): string | undefined {
  try {
    return readFileSync(pointerPath(folder), 'utf8')
  } catch {
    return undefined
  }
}

function pointerPath(folder: string): string {
  return join(folder, 'admin.path')
}
