/**
 * Every setting, read once from the environment; the only place that does. Each has a default, and a wrong value is
 * named together with what would be right, so that a start never fails with a riddle.
 */
import { join, resolve } from 'node:path'
import { createAddressGuard } from '../outbound/address-guard.ts'
import { checkCallableUrl } from '../outbound/url-rules.ts'
import { DIALECTS, type DialectName, isDialectName } from '../pos/dialects/all-dialects.ts'
import { urlRulesOf } from './url-rules.ts'

export type Language = 'ko' | 'en'
/** `production`: real money. No practice rooms, no keys made silently, https only. */
export type ModeName = 'sandbox' | 'production'

export interface PortSetting {
  readonly port: number
  /** A port that was asked for and is busy is an error; a busy default is replaced by the next free one. */
  readonly asked: boolean
}

export interface TcpSetting extends PortSetting {
  readonly dialect: DialectName
}

/** Whose data it is and what it may be written with: what a command needs to know as well as the gateway. */
export interface DataSettings {
  readonly mode: ModeName
  readonly dataFolder: string
  readonly keysFile: string
  /** PostgreSQL instead of the SQLite file. It holds a password: never shown. */
  readonly databaseUrl: string | null
  /** CIDR ranges that may be called beside what the mode allows. */
  readonly allowedRanges: readonly string[]
  /** The incoming hook of the operator's chat; null: alarms go to the log. Whoever knows it can write there: never shown. */
  readonly alarmUrl: string | null
  readonly language: Language
}

export interface Config extends DataSettings {
  readonly host: string
  readonly api: PortSetting
  readonly pos: PortSetting
  /** Listeners for tills that send frames instead of HTTP; none where nothing is said. */
  readonly posTcp: readonly TcpSetting[]
  /** Where PGs call; null: nobody is listened to there. */
  readonly pg: PortSetting | null
  /** What stands in the addresses we hand out; null (never in production): the address listened on. */
  readonly publicUrl: string | null
}

export class ConfigError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>

const API_PORT = 8080
const POS_PORT = 8081

/** Throws `ConfigError`. A variable that is set to nothing is not set: compose files and CI pass such on. */
export function readConfig(env: Environment = process.env): Config {
  const settings = readDataSettings(env)
  return {
    ...settings,
    host: readHost(env),
    api: readPort(env, 'SUNAP_PORT', API_PORT, settings.mode),
    pos: readPort(env, 'SUNAP_POS_PORT', POS_PORT, settings.mode),
    posTcp: readTcpPorts(env),
    pg: setting(env, 'SUNAP_PG_PORT') === undefined ? null : readPort(env, 'SUNAP_PG_PORT', 0, settings.mode),
    publicUrl: readPublicUrl(env, settings.mode),
  }
}

/** Where people reach the console of a gateway that does not run now. Throws `ConfigError`. */
export function readConsoleUrl(env: Environment = process.env): string {
  return (
    readPublicUrl(env, readMode(env)) ?? `http://127.0.0.1:${readPort(env, 'SUNAP_PORT', API_PORT, 'sandbox').port}`
  )
}

/** Throws `ConfigError`. */
export function readDataSettings(env: Environment = process.env): DataSettings {
  const dataFolder = readDataFolder(env)
  const keysFile = setting(env, 'SUNAP_KEYS_FILE')
  const mode = readMode(env)
  const allowedRanges = readAllowedRanges(env)
  return {
    mode,
    dataFolder,
    keysFile: keysFile === undefined ? join(dataFolder, 'keys.json') : resolve(keysFile),
    databaseUrl: setting(env, 'SUNAP_DATABASE_URL') ?? null,
    allowedRanges,
    alarmUrl: readAlarmUrl(env, { mode, allowedRanges }),
    language: readLanguage(env),
  }
}

/** Where the gateway keeps its files; also where the command line looks for a running one. */
export function readDataFolder(env: Environment = process.env): string {
  return resolve(setting(env, 'SUNAP_DATA') ?? '.sunap')
}

export function readLanguage(env: Environment = process.env): Language {
  const locale = setting(env, 'LC_ALL') ?? setting(env, 'LC_MESSAGES') ?? setting(env, 'LANG') ?? ''
  return /^ko(?![a-z])/i.test(locale) ? 'ko' : 'en'
}

function setting(env: Environment, name: string): string | undefined {
  return env[name] || undefined
}

function readMode(env: Environment): ModeName {
  const mode = setting(env, 'SUNAP_MODE') ?? 'sandbox'
  if (mode === 'sandbox' || mode === 'production') return mode
  throw new ConfigError(`SUNAP_MODE=${mode}: it is sandbox (which it is when left unset) or production.`)
}

function readAllowedRanges(env: Environment): readonly string[] {
  const text = setting(env, 'SUNAP_ALLOWED_RANGES')
  const allowedRanges = text === undefined ? [] : text.split(',').map((range) => range.trim())
  try {
    createAddressGuard({ mode: 'production', allowedRanges })
  } catch (error) {
    throw new ConfigError(`SUNAP_ALLOWED_RANGES: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
  return allowedRanges
}

/** It is called as merchants' addresses are, and by the same rules. */
function readAlarmUrl(env: Environment, rules: Pick<DataSettings, 'mode' | 'allowedRanges'>): string | null {
  const text = setting(env, 'SUNAP_ALARM_URL')
  if (text === undefined) return null
  const verdict = checkCallableUrl(text, urlRulesOf(rules))
  if (verdict.ok) return text
  const wayOut = verdict.reason === 'address' ? ' SUNAP_ALLOWED_RANGES opens ranges of your own.' : ''
  throw new ConfigError(`SUNAP_ALARM_URL: ${verdict.message.en}${wayOut}`)
}

/** `localhost` is two addresses, and would be two listeners. */
function readHost(env: Environment): string {
  const host = setting(env, 'SUNAP_HOST') ?? 'localhost'
  return host === 'localhost' ? '127.0.0.1' : host
}

/** `8082`, or one for each dialect: `8082,local-tax:8083`. */
function readTcpPorts(env: Environment): readonly TcpSetting[] {
  const text = setting(env, TCP_PORTS)
  if (text === undefined) return []
  return text.split(',').map((each) => {
    const [port = '', dialect = 'fixed'] = each.split(':').reverse()
    if (!isDialectName(dialect) || each.split(':').length > 2)
      throw new ConfigError(
        `${TCP_PORTS}=${text}: it is a port, or dialects with their ports like fixed:8082,local-tax:8083. The dialects ` +
          `are ${Object.keys(DIALECTS).join(', ')}.`,
      )
    return { dialect, port: portNumber(TCP_PORTS, port), asked: true }
  })
}

const TCP_PORTS = 'SUNAP_POS_TCP_PORT'

/** In production a proxy stands before it and knows one port: no other takes its place. */
function readPort(env: Environment, name: string, usual: number, mode: ModeName): PortSetting {
  const text = setting(env, name)
  if (text === undefined) return { port: usual, asked: mode === 'production' }
  return { port: portNumber(name, text), asked: true }
}

function portNumber(name: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new ConfigError(`${name}=${text}: a port is a number from 0 to 65535 (0: any free one).`)
  }
  return Number(text)
}

/** It is handed out to customers, so it may hold neither a password nor what comes after a path. */
function readPublicUrl(env: Environment, mode: ModeName): string | null {
  const text = setting(env, 'SUNAP_PUBLIC_URL')
  if (text === undefined) {
    if (mode === 'sandbox') return null
    throw new ConfigError(
      'SUNAP_PUBLIC_URL is not set: in production it is the address at which merchants and customers reach the proxy, ' +
        'like https://pay.example.com',
    )
  }
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || /[?#]/.test(text))
    throw new ConfigError(`SUNAP_PUBLIC_URL=${withoutPassword(text)}: write it like https://pay.example.com`)
  if (mode === 'production' && url.protocol !== 'https:')
    throw new ConfigError(
      `SUNAP_PUBLIC_URL=${text}: in production it begins with https://, for payments are opened and tokens sent there.`,
    )
  return url.href.replace(/\/+$/, '')
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//...@')
}
