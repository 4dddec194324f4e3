/**
 * The gateway as `npm start` composes it, on real sockets, on the keeper it is told; only the story on the terminal is
 * left out. The memory keeper decides and answers on the same thread at once: what is left is everything but storage.
 */
import type { Static } from 'typebox'
import { openStorage } from '../src/server/open-storage.ts'
import { type Running, start } from '../src/server/start.ts'
import { readVersion } from '../src/server/version.ts'
import { createMemoryStorage } from '../src/storage/memory/memory-storage.ts'
import { type GatewayAddresses, GatewayWanted } from './messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { usageNow } from './usage.ts'

const readWanted = reader(GatewayWanted)
const faults: unknown[] = []
let running: Running | undefined

serveSteps({
  async start(given) {
    running = await startOn(readWanted(given))
    return addressesOf(running)
  },
  usage: async () => usageNow(),
  /** Refuses where the gateway met a fault of its own, for then nothing measured can be believed. */
  async stop() {
    await running?.stop()
    if (faults.length > 0) throw new AggregateError(faults, `the gateway met faults: ${faults[0]}`)
    return {}
  },
})

function startOn({ keeper, dataFolder, databaseUrl }: Static<typeof GatewayWanted>): Promise<Running> {
  const anyPort = { port: 0, asked: true }
  return start({
    config: { host: '127.0.0.1', api: anyPort, pos: anyPort, publicUrl: null, dataFolder, language: 'en' },
    version: readVersion(),
    onFatal(error) {
      throw error
    },
    reportFault: (fault) => faults.push(fault),
    openStorage: async ({ folder, onFatal }) =>
      keeper === 'memory' ? createMemoryStorage() : openStorage({ dataFolder: folder, databaseUrl }, onFatal),
  })
}

function addressesOf({ apiUrl, posUrl, practice }: Running): GatewayAddresses {
  const { impKey, impSecret, terminals } = practice
  return { apiUrl, posUrl, impKey, impSecret, terminals: [...terminals] }
}
