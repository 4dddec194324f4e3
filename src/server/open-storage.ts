/** Which keeper holds the data: PostgreSQL where an address of one is set, else the SQLite file in the data folder. */
import { openPostgresStorage } from '../storage/postgres/postgres-storage.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { readDatabaseAddress } from './database-address.ts'

export interface WhereDataIs {
  readonly dataFolder: string
  readonly databaseUrl: string | null
}

/** Throws `ConfigError`, `DatabaseRefused` and `FolderInUse`, whose sentences say what to do. */
export async function openStorage(where: WhereDataIs, onFatal: (error: Error) => void): Promise<Storage> {
  const { dataFolder, databaseUrl } = where
  if (databaseUrl === null) return openSqliteStorage({ folder: dataFolder, onFatal })
  return openPostgresStorage({ address: readDatabaseAddress(databaseUrl) })
}
