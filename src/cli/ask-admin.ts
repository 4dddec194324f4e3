/** Asks the gateway that owns a data folder, over its admin socket. */
import { createConnection, type Socket } from 'node:net'
import { readLine, readSocketPath } from '../server/admin-socket.ts'

const ANSWER_MS = 10_000

/** The owner's answer; undefined where nobody owns the folder. Throws where the owner does not answer in time. */
export async function askAdmin(folder: string, request: unknown): Promise<unknown> {
  const socket = await connect(readSocketPath(folder))
  if (socket === undefined) return undefined
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('the running gateway does not answer its admin socket')))
  socket.write(`${JSON.stringify(request)}\n`)
  return JSON.parse(await readLine(socket))
}

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(undefined)
      else reject(error)
    })
  })
}
