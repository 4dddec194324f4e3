/**
 * A gateway from its data to its open listeners, and down again, in either mode. Going down, nothing new is taken, what
 * was taken is answered, and storage closes last.
 */
import type { SqliteStorageOptions } from '../storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { serveAdmin } from './admin-socket.ts'
import { startAlarms } from './build-alarms.ts'
import { buildPgListener } from './build-channels.ts'
import { buildGateway, type GatewayParts } from './build-gateway.ts'
import { buildApiServer, buildPosServer, tillDeps } from './build-servers.ts'
import { closingListener } from './closing-listener.ts'
import type { Config } from './config.ts'
import { openConnectorDesk } from './connector-desk.ts'
import { runVerb } from './directory-verbs.ts'
import type { ReportFault } from './fault-log.ts'
import { type FreePort, findFreePort } from './free-port.ts'
import { houseRules } from './house-rules.ts'
import { after } from './machine.ts'
import type { House, Mode, ModeFront } from './mode.ts'
import { openStorage } from './open-storage.ts'
import { buildTillLines, type TcpPort, type TcpUrl } from './till-lines.ts'
import { urlProblemBy, type VerbDeps } from './verb-options.ts'

export interface Running {
  readonly apiUrl: string
  readonly posUrl: string
  /** Where tills send frames, in the order of the setting. */
  readonly tcpUrls: readonly TcpUrl[]
  readonly api: FreePort
  readonly pos: FreePort
  /** Where PGs call; null: nowhere. */
  readonly pg: FreePort | null
  readonly parts: GatewayParts
  readonly storage: Storage
  /**
   * Tills first, each collect under way to its end; then merchants and what runs by itself, calls to merchants cut; then
   * storage. Most of the time at once; within five seconds where storage takes nothing any more, and six more where a till
   * waits for its answer.
   */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly version: string
  /** Storage cannot say what is on the disk: must end the process. */
  readonly onFatal: (error: Error) => void
  readonly reportFault: ReportFault
  /** The keeper; the one that the settings name when left out. */
  readonly openStorage?: (options: SqliteStorageOptions) => Promise<Storage>
}

/** Throws what `saysWhatToDo`, among others; then nothing is left open. */
export async function start<Front extends ModeFront>(
  options: StartOptions,
  mode: Mode<Front>,
): Promise<Running & { readonly front: Front }> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options, mode)
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
/** A try of a notice that storage does not take by then is made again when its lease has lapsed. */
const PARTS_ENDED_WITHIN_MS = 2_000
/** What was acknowledged is durable; nobody is left who waits for more. */
const STORAGE_CLOSED_WITHIN_MS = 2_500

async function startOnce<Front extends ModeFront>(
  options: StartOptions,
  mode: Mode<Front>,
): Promise<Running & { readonly front: Front }> {
  const { config, version, onFatal, reportFault, openStorage = keeperOf(config) } = options
  const { host, dataFolder } = config
  const rules = houseRules(config)
  const { urlRules } = rules
  await using opened = new AsyncDisposableStack()
  rules.prepare()
  const { api, pos, tcp, pg } = await findPorts(config)
  const apiUrl = `http://${reachedHost(host)}:${api.port}`
  const posUrl = `http://${reachedHost(host)}:${pos.port}`
  const tcpUrls = tcp.map(({ dialect, port }) => ({ dialect, url: `tcp://${reachedHost(host)}:${port}` }))
  const publicUrl = config.publicUrl ?? apiUrl
  const storage = await openStorage({ folder: dataFolder, onFatal })
  opened.defer(() => within(STORAGE_CLOSED_WITHIN_MS, storage.close()))
  const secrets = await rules.openKeys(storage.directory)
  const issuer = mode.issuerOver(storage)
  const outside = { issuer, payer: mode.payerOver(storage), practice: mode.practice }
  const parts = buildGateway({ storage, secrets, version, urlRules, publicUrl, ...outside, reportFault })
  opened.defer(startAlarms({ config, version, urlRules, happenings: parts.happenings, reportFault }))
  const tillLines = buildTillLines(host, tcp, tillDeps({ parts, secrets, reportFault }, mode))
  const urls = { apiUrl, posUrl, tcpUrls, publicUrl }
  const verbDeps: VerbDeps = {
    ...fromStorage(storage, publicUrl),
    secrets,
    notices: parts.notices,
    money: parts.gateway,
    connectors: openConnectorDesk(secrets, urlRules),
    urlProblem: urlProblemBy(urlRules),
    issuesReceipts: issuer !== null,
  }
  const house: House = { config, version, storage, secrets, parts, verbDeps, tillLines, ...urls, reportFault }
  const { apiServer, front } = await buildApiServer(house, mode)
  const posServer = buildPosServer(house, mode)
  const closeApi = closingListener(apiServer, MERCHANTS_ANSWERED_WITHIN_MS)
  // Last but one, for whoever is asked about a payment looks it up.
  opened.defer(async () => void (await Promise.all([within(PARTS_ENDED_WITHIN_MS, parts.stop()), closeApi()])))
  const closePos = closingListener(posServer, TILLS_ANSWERED_WITHIN_MS)
  opened.defer(async () => void (await Promise.all([closePos(), tillLines.close(TILLS_ANSWERED_WITHIN_MS)])))
  await parts.start()
  await tillLines.listen()
  opened.defer(await listenToPgs(house, mode, pg))
  await posServer.listen({ host, port: pos.port })
  await apiServer.listen({ host, port: api.port })
  const admin = await serveAdmin(dataFolder, (request) => runVerb(request, verbDeps))
  opened.defer(() => admin.close())
  opened.defer(front.serving())
  const running = opened.move()
  return { apiUrl, posUrl, tcpUrls, api, pos, pg, parts, storage, front, stop: () => running.disposeAsync() }
}

/** Of all listeners, each another. */
async function findPorts(config: Config) {
  const { host } = config
  const api = await findFreePort(host, config.api, 'SUNAP_PORT')
  const pos = await findFreePort(host, config.pos, 'SUNAP_POS_PORT', [api.port])
  const tcp = await findTcpPorts(config, [api.port, pos.port])
  const taken = [api.port, pos.port, ...tcp.map(({ port }) => port)]
  const pg = config.pg && (await findFreePort(host, config.pg, 'SUNAP_PG_PORT', taken))
  return { api, pos, tcp, pg }
}

function fromStorage(
  { directory, clock: { wall }, console: keeper, tillSightings }: Storage,
  publicUrl: string,
): Pick<VerbDeps, 'directory' | 'wall' | 'console' | 'tillSightings'> {
  return { directory, wall, console: { keeper, wall, publicUrl: () => publicUrl }, tillSightings }
}

async function findTcpPorts({ host, posTcp }: Config, taken: readonly number[]): Promise<readonly TcpPort[]> {
  const found: TcpPort[] = []
  for (const { dialect, ...wanted } of posTcp) {
    const ports = [...taken, ...found.map(({ port }) => port)]
    found.push({ dialect, port: (await findFreePort(host, wanted, 'SUNAP_POS_TCP_PORT', ports)).port })
  }
  return found
}

/** Returns the way to stop. */
async function listenToPgs<Front extends ModeFront>(
  house: House,
  mode: Mode<Front>,
  pg: FreePort | null,
): Promise<() => Promise<void>> {
  if (pg === null) return async () => {}
  const listener = buildPgListener(house, mode)
  await listener.listen(house.config.host, pg.port)
  return () => within(TILLS_ANSWERED_WITHIN_MS, listener.close())
}

async function within(ms: number, ending: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>()
  const callOff = after(ms, over.resolve)
  await Promise.race([ending, over.promise]).finally(callOff)
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function keeperOf(config: Config): NonNullable<StartOptions['openStorage']> {
  return ({ onFatal }) => openStorage(config, onFatal)
}

/** Where this machine reaches a listener on all of its addresses. */
function reachedHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
