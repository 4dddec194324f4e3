/** Which keeper holds the data: PostgreSQL where an address of one is set, else the SQLite file in the data folder. */
import { migrateDatabase, openPostgresStorage } from '../storage/postgres/postgres-storage.ts'
import { DatabaseRefused } from '../storage/postgres/server-check.ts'
import { FileRefused } from '../storage/sqlite/faults.ts'
import { FolderInUse } from '../storage/sqlite/owner-lock.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { ConfigError } from './config.ts'
import { readDatabaseAddress } from './database-address.ts'

export interface WhereDataIs {
  readonly dataFolder: string
  readonly databaseUrl: string | null
}

/** Throws what `saysWhatToDo`. */
export async function openStorage(where: WhereDataIs, onFatal: (error: Error) => void): Promise<Storage> {
  const { dataFolder, databaseUrl } = where
  if (databaseUrl === null) return openSqliteStorage({ folder: dataFolder, onFatal })
  return openPostgresStorage({ address: readDatabaseAddress(databaseUrl) })
}

/** Its message is a sentence for the operator that says what is wrong and what mends it; there is no more to be told. */
export function saysWhatToDo(error: unknown): error is Error {
  return [ConfigError, DatabaseRefused, FileRefused, FolderInUse].some((each) => error instanceof each)
}

/** Brings the schema up to date and serves nobody. Throws as `openStorage` does. */
export async function migrateStorage(where: WhereDataIs): Promise<void> {
  if (where.databaseUrl !== null) {
    await migrateDatabase(readDatabaseAddress(where.databaseUrl))
    return
  }
  const storage = await openSqliteStorage({ folder: where.dataFolder, onFatal: throwIt })
  await storage.close()
}

function throwIt(error: Error): never {
  throw error
}
