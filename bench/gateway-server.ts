/**
 * The gateway as `npm start` composes it, on real sockets, on the keeper it is told; only the story on the terminal is
 * left out. The memory keeper decides and answers on the same thread at once: what is left is everything but storage.
 */
import { readConfig } from '../src/server/config.ts'
import { type RunningSandbox, startSandbox } from '../src/server/start-sandbox.ts'
import { readVersion } from '../src/server/version.ts'
import { createMemoryStorage } from '../src/storage/memory/memory-storage.ts'
import { type GatewayAddresses, GatewayWanted } from './messages.ts'
import { noticeSteps } from './notice-steps.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { usageNow } from './usage.ts'

const readWanted = reader(GatewayWanted)
const faults: unknown[] = []
let running: RunningSandbox | undefined

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
  ...noticeSteps(() => {
    if (running === undefined) throw new Error('no gateway was started')
    return running
  }),
})

/** Settings of whoever measures are left aside: what is measured is the same everywhere. */
function startOn({ keeper, dataFolder, databaseUrl }: GatewayWanted): Promise<RunningSandbox> {
  const anyPort = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_POS_TCP_PORT: '0' }
  const database = databaseUrl === null ? {} : { SUNAP_DATABASE_URL: databaseUrl }
  return startSandbox({
    config: readConfig({ SUNAP_DATA: dataFolder, ...anyPort, ...database }),
    version: readVersion(),
    onFatal(error) {
      throw error
    },
    reportFault: (fault) => faults.push(fault),
    ...(keeper === 'memory' ? { openStorage: async () => createMemoryStorage() } : {}),
  })
}

function addressesOf({ apiUrl, posUrl, tcpUrls, practice }: RunningSandbox): GatewayAddresses {
  const { impKey, impSecret, terminals } = practice
  const [frames] = tcpUrls
  if (frames === undefined) throw new Error('nothing listens for frames')
  return { apiUrl, posUrl, tcpUrl: frames.url, impKey, impSecret, terminals: [...terminals] }
}
