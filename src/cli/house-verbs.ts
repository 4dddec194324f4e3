/**
 * What an operator does beside a gateway and not through it: making its keys, bringing its schema up to date, backing its
 * data up. Each works in this process, on the settings the gateway is started with.
 */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError, type DataSettings } from '../server/config.ts'
import { markProduction, requirePrivateFolder } from '../server/data-folder.ts'
import { writeKeyFileOnce } from '../server/key-file.ts'
import { migrateStorage } from '../server/open-storage.ts'
import type { Options, Row } from '../server/verb-options.ts'
import { backUp } from '../storage/sqlite/backup.ts'
import { databasePath } from '../storage/sqlite/database-file.ts'

interface HouseVerb {
  /** Option names; those that must be given come with a `!`. */
  readonly takes: readonly string[]
  /** Throws `ConfigError` where it cannot be done. */
  readonly run: (options: Options, settings: DataSettings) => Promise<Row>
}

export const HOUSE_VERBS = {
  'keys-new': { takes: [], run: makeKeys },
  migrate: { takes: [], run: migrate },
  backup: { takes: ['to!'], run: backUpData },
} as const satisfies Readonly<Record<string, HouseVerb>>

export function houseVerb(name: string): HouseVerb | undefined {
  return Object.hasOwn(HOUSE_VERBS, name) ? HOUSE_VERBS[name as keyof typeof HOUSE_VERBS] : undefined
}

async function makeKeys(_options: Options, { mode, dataFolder, keysFile }: DataSettings): Promise<Row> {
  if (mode !== 'production')
    throw new ConfigError('keys-new is for production: set SUNAP_MODE=production. The sandbox makes its own keys.')
  requirePrivateFolder(dataFolder)
  if (!existsSync(dirname(keysFile)))
    throw new ConfigError(`SUNAP_KEYS_FILE=${keysFile}: there is no folder ${dirname(keysFile)}. Make it first.`)
  writeKeyFileOnce(keysFile)
  if (dirname(keysFile) === dataFolder) markProduction(dataFolder)
  return { keys_file: keysFile, keep: 'a copy, apart from backups of the data: neither is of use without the other' }
}

/** Opening the data does the same; here nobody is served meanwhile, so that it can take its time. */
async function migrate(_options: Options, settings: DataSettings): Promise<Row> {
  if (settings.databaseUrl === null) requireData(settings)
  await migrateStorage(settings)
  return { schema: 'up to date' }
}

async function backUpData({ to = '' }: Options, settings: DataSettings): Promise<Row> {
  const { dataFolder, databaseUrl } = settings
  if (databaseUrl !== null)
    throw new ConfigError(
      'backup copies the SQLite file. The database of SUNAP_DATABASE_URL is backed up with its own tools: pg_dump, or a base backup.',
    )
  requireData(settings)
  const path = resolve(to)
  if (existsSync(path)) throw new ConfigError(`--to ${path} is there already: it is left as it is.`)
  if (!existsSync(dirname(path))) throw new ConfigError(`--to ${path}: there is no folder ${dirname(path)}.`)
  backUp(dataFolder, path)
  return { backup: path, keep: 'its keys apart from it' }
}

function requireData({ dataFolder }: DataSettings): void {
  if (!existsSync(databasePath(dataFolder)))
    throw new ConfigError(`${dataFolder} holds no data of Sunap: name its folder with SUNAP_DATA.`)
}
