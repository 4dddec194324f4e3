/** Asks the gateway that owns a data folder, over its admin socket. */
import { createConnection, type Socket } from 'node:net'
import { readLine, readSocketPath } from '../server/admin-socket.ts'
import { ConfigError } from '../server/config.ts'

const ANSWER_MS = 10_000
/** Lists of everything an operator has set. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024

/** The owner's answer; undefined where nobody owns the folder. Throws where the owner cannot be asked or is silent. */
export async function askAdmin(folder: string, request: object): Promise<unknown> {
  const socket = await connect(readSocketPath(folder))
  if (socket === undefined) return undefined
  const silent = new Error(`the running gateway did not answer within ${ANSWER_MS / 1000} s`)
  socket.setTimeout(ANSWER_MS, () => socket.destroy(silent))
  socket.write(`${JSON.stringify(request)}\n`)
  return JSON.parse(await readLine(socket, ANSWER_BYTES_MAX))
}

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(undefined)
      else if (error.code === 'EACCES' || error.code === 'EPERM')
        reject(new ConfigError(`${path}: the gateway there runs as another user. Ask it as that user.`))
      else reject(error)
    })
  })
}
