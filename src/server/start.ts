/**
 * A gateway from its data folder to its open listeners, and down again. Going down, nothing new is taken, what was
 * taken is answered, and storage closes last.
 */
import { type FastifyInstance, fastify } from 'fastify'
import { merchantApi } from '../merchant/merchant-api.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { checkCallableUrl } from '../outbound/url-rules.ts'
import { createBarcodePictures } from '../pay/barcode.ts'
import { registerPayPage } from '../pay/pay-page.ts'
import { createTillServer } from '../pos/till-api.ts'
import type { ShopDesk } from '../sandbox/example-merchant.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { openSqliteStorage, type SqliteStorageOptions } from '../storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { serveAdmin } from './admin-socket.ts'
import { buildGateway, type GatewayParts } from './build-gateway.ts'
import { registerSandbox } from './build-sandbox.ts'
import { closingListener } from './closing-listener.ts'
import type { Config } from './config.ts'
import { prepareDataFolder } from './data-folder.ts'
import { runVerb, urlProblemBy, type VerbDeps } from './directory-verbs.ts'
import { type ExampleSale, sellExample } from './example-sale.ts'
import { faultLogger, type ReportFault } from './fault-log.ts'
import { type FreePort, findFreePort } from './free-port.ts'
import { registerHealth } from './health.ts'
import { after } from './machine.ts'
import { createMagicIssue } from './magic-issue.ts'
import { type Practice, practiceEntries, practiceOf } from './practice.ts'
import { removeSandboxFile, writeSandboxFile } from './sandbox-file.ts'
import { openSecrets, proveSecrets, type Secrets } from './secrets.ts'

export interface Running {
  readonly apiUrl: string
  readonly posUrl: string
  readonly api: FreePort
  readonly pos: FreePort
  readonly practice: Practice
  readonly parts: GatewayParts
  readonly storage: Storage
  /** The example seller sells something; its number is issued over the V1 API, as any merchant's. */
  exampleSale(): Promise<ExampleSale>
  /**
   * Tills first, each collect under way to its end; then merchants and what runs by itself, calls to merchants cut; then
   * storage. Within ten seconds, most of the time at once.
   */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Omit<Config, 'databaseUrl'>
  readonly version: string
  /** Storage cannot say what is on the disk: must end the process. */
  readonly onFatal: (error: Error) => void
  readonly reportFault: ReportFault
  /** The keeper; SQLite in the data folder when left out. */
  readonly openStorage?: (options: SqliteStorageOptions) => Promise<Storage>
}

/** Throws `ConfigError` and `FolderInUse`, whose sentences say what to do; then nothing is left open. */
export async function start(options: StartOptions): Promise<Running> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options)
    } catch (error) {
      // Somebody was quicker between the search for a port and listening on it.
      if (!isPortTaken(error) || tries === STARTS_MAX) throw error
    }
  }
}

const STARTS_MAX = 3
/** A collect under way is answered: a till waits no longer for one. */
const TILLS_ANSWERED_WITHIN_MS = 6_500
const MERCHANTS_ANSWERED_WITHIN_MS = 2_000

async function startOnce(options: StartOptions): Promise<Running> {
  const { config, version, onFatal, reportFault, openStorage = openSqliteStorage } = options
  const { host, dataFolder } = config
  await using opened = new AsyncDisposableStack()
  prepareDataFolder(dataFolder)
  const api = await findFreePort(host, config.api, 'SUNAP_PORT')
  const pos = await findFreePort(host, config.pos, 'SUNAP_POS_PORT', [api.port])
  const apiUrl = `http://${reachedHost(host)}:${api.port}`
  const posUrl = `http://${reachedHost(host)}:${pos.port}`
  const publicUrl = config.publicUrl ?? apiUrl
  const storage = await openStorage({ folder: dataFolder, onFatal })
  opened.defer(() => storage.close())
  removeSandboxFile(dataFolder)
  const secrets = openKeys(dataFolder, storage)
  const practice = practiceOf(secrets)
  await storage.directory.put(practiceEntries(practice, secrets, storage.directory.current(), apiUrl))
  const parts = buildGateway({ storage, secrets, version, publicUrl, reportFault })
  const house: House = { config, storage, secrets, practice, parts, apiUrl, posUrl, publicUrl, reportFault }
  const { apiServer, seller } = await buildApiServer(house)
  const posServer = buildPosServer(house)
  const closeApi = closingListener(apiServer, MERCHANTS_ANSWERED_WITHIN_MS)
  // Last but one, for whoever is asked about a payment looks it up.
  opened.defer(async () => void (await Promise.all([parts.stop(), closeApi()])))
  opened.defer(closingListener(posServer, TILLS_ANSWERED_WITHIN_MS))
  await parts.start()
  await posServer.listen({ host, port: pos.port })
  await apiServer.listen({ host, port: api.port })
  const admin = await serveAdmin(dataFolder, (request) => runVerb(request, verbDeps(house)))
  opened.defer(() => admin.close())
  writeSandboxFile(dataFolder, house)
  opened.defer(() => removeSandboxFile(dataFolder))
  const running = opened.move()
  const exampleSale = (): Promise<ExampleSale> => sellExample({ ...house, seller })
  return { apiUrl, posUrl, api, pos, practice, parts, storage, exampleSale, stop: () => running.disposeAsync() }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

/** Until there is a merchant, nothing has been written with keys. */
function openKeys(dataFolder: string, { directory }: Storage): Secrets {
  const secrets = openSecrets(dataFolder, { mayMake: directory.current().merchants.size === 0 })
  proveSecrets(secrets, directory.current(), dataFolder)
  return secrets
}

interface House {
  readonly config: StartOptions['config']
  readonly storage: Storage
  readonly secrets: Secrets
  readonly practice: Practice
  readonly parts: GatewayParts
  readonly apiUrl: string
  readonly posUrl: string
  readonly publicUrl: string
  readonly reportFault: ReportFault
}

/** Where this machine reaches a listener on all of its addresses. */
function reachedHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** Merchants' API, customers' page, sandbox and health on one listener. */
async function buildApiServer(
  house: House,
): Promise<{ readonly apiServer: FastifyInstance; readonly seller: ShopDesk }> {
  const { storage, secrets, parts, publicUrl, apiUrl, practice } = house
  // Addresses hold page tokens and order numbers: no request is logged with its address.
  const app = fastify({ ...merchantServerOptions(), loggerInstance: faultLogger(house.reportFault) })
  registerHealth(app, { storage, after })
  registerPayPage(app, { gateway: parts.gateway, pictures: createBarcodePictures(), practice: true })
  const allowedHosts = [house.config.host, new URL(publicUrl).hostname]
  const { playTill, seller } = registerSandbox(app, {
    storage,
    parts,
    practice,
    apiUrl,
    posUrl: house.posUrl,
    publicUrl,
    allowedHosts,
  })
  const magic = createMagicIssue({
    gateway: parts.gateway,
    apiUrl,
    play: playTill,
    after,
    reportFault: house.reportFault,
  })
  app.addHook('preClose', async () => magic.stop())
  await app.register(merchantApi, {
    gateway: { ...parts.gateway, issue: magic.issue },
    tokens: storage.tokens,
    serverKey: secrets.serverKey,
    pepper: secrets.pepper,
    sandbox: true,
    publicUrl,
    checkUrl: (text: string) => checkCallableUrl(text, parts.urlRules),
  })
  return { apiServer: app, seller }
}

function verbDeps({ storage, secrets, parts }: House): VerbDeps {
  return { directory: storage.directory, secrets, urlProblem: urlProblemBy(parts.urlRules) }
}

function buildPosServer({ parts, secrets, reportFault }: House): FastifyInstance {
  return createTillServer({
    gateway: parts.gateway,
    openSecret: secrets.open,
    mono: SYSTEM_CLOCKS.mono,
    after,
    practice: true,
    reportFault,
  })
}
