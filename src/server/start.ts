/**
 * A gateway from its data folder to its open listeners, and down again. Going down, nothing new is taken, what was
 * taken is answered, and storage closes last.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FastifyInstance, fastify } from 'fastify'
import type { Payment } from '../core/payment.ts'
import { merchantApi } from '../merchant/merchant-api.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { checkCallableUrl } from '../outbound/url-rules.ts'
import { createBarcodePictures } from '../pay/barcode.ts'
import { registerPayPage } from '../pay/pay-page.ts'
import { createTillServer } from '../pos/till-api.ts'
import { createExampleMerchant } from '../sandbox/example-merchant.ts'
import { registerSandboxApi } from '../sandbox/sandbox-api.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { serveAdmin } from './admin-socket.ts'
import { buildGateway, type GatewayParts } from './build-gateway.ts'
import type { Config } from './config.ts'
import { runVerb, urlProblemBy, type VerbDeps } from './directory-verbs.ts'
import { type FreePort, findFreePort } from './free-port.ts'
import { type Practice, practiceEntries, practiceOf } from './practice.ts'
import { sandboxPorts } from './sandbox-ports.ts'
import { openSecrets, type Secrets } from './secrets.ts'

export interface Running {
  readonly apiUrl: string
  readonly posUrl: string
  readonly api: FreePort
  readonly pos: FreePort
  readonly practice: Practice
  readonly parts: GatewayParts
  readonly storage: Storage
  /** The example seller sells something; its number is issued over the V1 API, as any merchant's. */
  exampleSale(): Promise<Payment>
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly version: string
  /** Storage cannot say what is on the disk: must end the process. */
  readonly onFatal: (error: Error) => void
  readonly reportFault: (fault: unknown) => void
}

/** Throws `ConfigError` and `FolderInUse`, whose sentences say what to do. */
export async function start({ config, version, onFatal, reportFault }: StartOptions): Promise<Running> {
  const api = await findFreePort(config.host, config.api, 'SUNAP_PORT')
  const pos = await findFreePort(config.host, config.pos, 'SUNAP_POS_PORT', [api.port])
  const reached = reachedHost(config.host)
  const apiUrl = `http://${reached}:${api.port}`
  const posUrl = `http://${reached}:${pos.port}`
  const publicUrl = config.publicUrl ?? apiUrl
  const storage = await openSqliteStorage({ folder: config.dataFolder, onFatal })
  const secrets = openSecrets(config.dataFolder)
  const practice = practiceOf(secrets)
  await storage.directory.put(practiceEntries(practice, secrets, storage.directory.current(), apiUrl))
  const parts = buildGateway({ storage, secrets, version, publicUrl, reportFault })
  const house: House = { config, storage, secrets, practice, parts, apiUrl, posUrl, publicUrl, reportFault }
  const apiServer = await buildApiServer(house)
  const posServer = buildPosServer(house)
  await parts.start()
  await posServer.listen({ host: config.host, port: pos.port })
  await apiServer.listen({ host: config.host, port: api.port })
  const admin = await serveAdmin(config.dataFolder, (request) => runVerb(request, verbDeps(house)))
  writeSandboxFile(house)
  return {
    apiUrl,
    posUrl,
    api,
    pos,
    practice,
    parts,
    storage,
    exampleSale: () => sellExample(house, apiServer),
    async stop() {
      await admin.close()
      await Promise.all([apiServer.close(), posServer.close()])
      await parts.stop()
      await storage.close()
    },
  }
}

interface House {
  readonly config: Config
  readonly storage: Storage
  readonly secrets: Secrets
  readonly practice: Practice
  readonly parts: GatewayParts
  readonly apiUrl: string
  readonly posUrl: string
  readonly publicUrl: string
  readonly reportFault: (fault: unknown) => void
}

/** Where this machine reaches a listener on all of its addresses. */
function reachedHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** Merchants' API, customers' page, sandbox and health on one listener. */
async function buildApiServer(house: House): Promise<FastifyInstance> {
  const { storage, secrets, parts, publicUrl, apiUrl, practice } = house
  // Addresses hold page tokens and order numbers, so requests themselves are not logged.
  const app = fastify({ ...merchantServerOptions(), logger: { level: 'warn' }, disableRequestLogging: true })
  app.get('/health', async () => {
    await storage.check()
    return { status: 'ok' }
  })
  registerPayPage(app, { gateway: parts.gateway, pictures: createBarcodePictures(), practice: true })
  const allowedHosts = [house.config.host, new URL(publicUrl).hostname]
  const shop = createExampleMerchant({
    apiUrl: () => apiUrl,
    impKey: practice.impKey,
    impSecret: practice.impSecret,
    webhookSecret: practice.webhookSecret,
    allowedHosts,
  })
  const reset = async (): Promise<void> => {
    await storage.forgetPayments()
    shop.forget()
  }
  registerSandboxApi(app, {
    ports: sandboxPorts({ storage, parts, practice, posUrl: house.posUrl, publicUrl, reset }),
    allowedHosts,
  })
  shop.register(app)
  await app.register(merchantApi, {
    gateway: parts.gateway,
    tokens: storage.tokens,
    serverKey: secrets.serverKey,
    pepper: secrets.pepper,
    sandbox: true,
    publicUrl,
    checkUrl: (text: string) => checkCallableUrl(text, parts.urlRules),
  })
  return app
}

async function sellExample({ storage, practice, apiUrl }: House, apiServer: FastifyInstance): Promise<Payment> {
  const headers = { host: new URL(apiUrl).host, 'content-type': 'application/json' }
  const sold = await apiServer.inject({ method: 'POST', url: '/shop/orders', headers, payload: '{}' })
  if (sold.statusCode !== 201) throw new Error(`the example seller could not sell: ${sold.body}`)
  const payment = await storage.payments.find(practice.merchantId, sold.json().imp_uid)
  if (payment === undefined) throw new Error('broken invariant: the example seller sold what is not there')
  return payment
}

function verbDeps({ storage, secrets, parts }: House): VerbDeps {
  return { directory: storage.directory, secrets, urlProblem: urlProblemBy(parts.urlRules) }
}

function buildPosServer({ parts, secrets, reportFault }: House): FastifyInstance {
  return createTillServer({
    gateway: parts.gateway,
    openSecret: secrets.open,
    mono: SYSTEM_CLOCKS.mono,
    practice: true,
    reportFault,
  })
}

/** Everything a script or a CI job needs to drive this gateway; readable by its owner alone. */
function writeSandboxFile({ config, apiUrl, posUrl, practice }: House): void {
  const file = {
    api_url: apiUrl,
    pos_url: posUrl,
    imp_key: practice.impKey,
    imp_secret: practice.impSecret,
    channels: practice.channels.map(({ key, pg }) => ({ channel_key: key, pg })),
    network: practice.network,
    terminals: practice.terminals,
  }
  const path = join(config.dataFolder, 'sandbox.json')
  rmSync(path, { force: true })
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
}
