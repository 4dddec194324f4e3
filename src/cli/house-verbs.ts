/**
 * What an operator does beside a gateway and not through it: making its keys, bringing its schema up to date, backing its
 * data up, trying where its alarms go. Each works in this process, on the settings the gateway is started with.
 */
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, resolve } from 'node:path'
import { ALARM_MS, isReceived, sendAlarm } from '../outbound/alarms.ts'
import { noticeWords } from '../outbound/call-words.ts'
import { createGuardedClient } from '../outbound/guarded-client.ts'
import { TEST_ALARM } from '../server/alarm-words.ts'
import { ConfigError, type DataSettings } from '../server/config.ts'
import { markProduction, requirePrivateFolder } from '../server/data-folder.ts'
import { writeKeyFileOnce } from '../server/key-file.ts'
import { migrateStorage } from '../server/open-storage.ts'
import { urlRulesOf } from '../server/url-rules.ts'
import type { Options, Row } from '../server/verb-options.ts'
import { readVersion } from '../server/version.ts'
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
  'alarm-test': { takes: [], run: sendTestAlarm },
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

/** The way an alarm goes, once, with what the receiver said to it. */
async function sendTestAlarm(_options: Options, settings: DataSettings): Promise<Row> {
  const { alarmUrl, language } = settings
  if (alarmUrl === null)
    throw new ConfigError('SUNAP_ALARM_URL is not set: alarms stand in the log of the gateway and nowhere else.')
  const client = createGuardedClient({ rules: urlRulesOf(settings), version: readVersion() })
  const result = await sendAlarm({ client, url: alarmUrl, from: hostname(), language }, TEST_ALARM)
  const { host } = new URL(alarmUrl)
  const answer = noticeWords(result, { url: alarmUrl, deadlineMs: ALARM_MS })[language]
  if (!isReceived(result)) throw new ConfigError(`SUNAP_ALARM_URL: ${host} did not take the alarm: ${answer}`)
  return { receiver: host, answered: answer }
}

function requireData({ dataFolder }: DataSettings): void {
  if (!existsSync(databasePath(dataFolder)))
    throw new ConfigError(`${dataFolder} holds no data of Sunap: name its folder with SUNAP_DATA.`)
}
