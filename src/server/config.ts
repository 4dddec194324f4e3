/**
 * Every setting, read once from the environment; the only place that does. Each has a default, and a wrong value is
 * named together with what would be right, so that a start never fails with a riddle.
 */
import { resolve } from 'node:path'

export type Language = 'ko' | 'en'

export interface PortSetting {
  readonly port: number
  /** A port that was asked for and is busy is an error; a busy default is replaced by the next free one. */
  readonly asked: boolean
}

export interface Config {
  readonly host: string
  readonly api: PortSetting
  readonly pos: PortSetting
  /** What stands in the addresses we hand out; null: the address listened on. */
  readonly publicUrl: string | null
  readonly dataFolder: string
  /** PostgreSQL instead of the SQLite file. It holds a password: never shown. */
  readonly databaseUrl: string | null
  readonly language: Language
}

export class ConfigError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>

const API_PORT = 8080
const POS_PORT = 8081

/** Throws `ConfigError`. A variable that is set to nothing is not set: compose files and CI pass such on. */
export function readConfig(env: Environment = process.env): Config {
  const mode = setting(env, 'SUNAP_MODE')
  if (mode !== undefined && mode !== 'sandbox') {
    throw new ConfigError(`SUNAP_MODE=${mode}: this version has the sandbox only. Leave it unset.`)
  }
  return {
    host: readHost(env),
    api: readPort(env, 'SUNAP_PORT', API_PORT),
    pos: readPort(env, 'SUNAP_POS_PORT', POS_PORT),
    publicUrl: readPublicUrl(env),
    dataFolder: readDataFolder(env),
    databaseUrl: readDatabaseUrl(env),
    language: readLanguage(env),
  }
}

/** Where the gateway keeps its files; also where the command line looks for a running one. */
export function readDataFolder(env: Environment = process.env): string {
  return resolve(setting(env, 'SUNAP_DATA') ?? '.sunap')
}

export function readDatabaseUrl(env: Environment = process.env): string | null {
  return setting(env, 'SUNAP_DATABASE_URL') ?? null
}

export function readLanguage(env: Environment = process.env): Language {
  const locale = setting(env, 'LC_ALL') ?? setting(env, 'LC_MESSAGES') ?? setting(env, 'LANG') ?? ''
  return /^ko(?![a-z])/i.test(locale) ? 'ko' : 'en'
}

function setting(env: Environment, name: string): string | undefined {
  return env[name] || undefined
}

/** `localhost` is two addresses, and would be two listeners. */
function readHost(env: Environment): string {
  const host = setting(env, 'SUNAP_HOST') ?? 'localhost'
  return host === 'localhost' ? '127.0.0.1' : host
}

function readPort(env: Environment, name: string, usual: number): PortSetting {
  const text = setting(env, name)
  if (text === undefined) return { port: usual, asked: false }
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new ConfigError(`${name}=${text}: a port is a number from 0 to 65535 (0: any free one).`)
  }
  return { port: Number(text), asked: true }
}

/** It is handed out to customers, so it may hold neither a password nor what comes after a path. */
function readPublicUrl(env: Environment): string | null {
  const text = setting(env, 'SUNAP_PUBLIC_URL')
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || /[?#]/.test(text))
    throw new ConfigError(`SUNAP_PUBLIC_URL=${text}: write it like https://pay.example.com`)
  return url.href.replace(/\/+$/, '')
}
