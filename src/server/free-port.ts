/**
 * Finds the port to listen on before anything is built, because the addresses we hand out hold it. A default port that
 * is taken gives way to the next free one, and the caller says so; a port that was asked for is an error that names
 * the way out.
 */
import { createServer } from 'node:net'
import { ConfigError, type PortSetting } from './config.ts'

export interface FreePort {
  readonly port: number
  /** The default that was taken by somebody else. */
  readonly insteadOf: number | null
}

const TRIED_PORTS_MAX = 20

/** `taken`: ports of our own that are not open yet. */
export async function findFreePort(
  host: string,
  { port: wanted, asked }: PortSetting,
  variable: string,
  taken: readonly number[] = [],
): Promise<FreePort> {
  for (let tried = 0; tried < TRIED_PORTS_MAX; tried += 1) {
    const port = wanted === 0 ? 0 : wanted + tried
    const found = taken.includes(port) ? undefined : await tryPort(host, port, variable)
    if (found !== undefined && !taken.includes(found))
      return { port: found, insteadOf: tried === 0 || wanted === 0 ? null : wanted }
    if (asked && wanted !== 0) break
  }
  throw new ConfigError(
    `port ${wanted} is taken. Choose another with ${variable}=…, or ${variable}=0 for any free one.`,
  )
}

/** The port that was opened and closed again; undefined where it is taken. */
function tryPort(host: string, port: number, variable: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(explain(error, host, port, variable))
    })
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const opened = address === null || typeof address === 'string' ? undefined : address.port
      server.close(() => resolve(opened))
    })
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number, variable: string): Error {
  if (error.code === 'EACCES')
    return new ConfigError(`port ${port} needs more rights than this user has. Choose ${variable} above 1023.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new ConfigError(
      `SUNAP_HOST=${host}: this machine has no such address. 127.0.0.1 is the default, 0.0.0.0 all of them.`,
    )
  }
  return error
}
