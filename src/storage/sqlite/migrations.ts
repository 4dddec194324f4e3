/**
 * The file's schema brought up to date, each migration in its own transaction together with the number it leaves behind.
 * A file written by a newer version is left alone.
 */
import { type Migration, newerSchema, readMigrations } from '../migrations.ts'
import { whole } from '../rows/cells.ts'
import { FileRefused } from './faults.ts'
import type { SqlHandle } from './handle.ts'
import { pragma } from './pragmas.ts'

export const MIGRATIONS: readonly Migration[] = readMigrations(new URL('./migrations/', import.meta.url))

/** Throws `FileRefused`. */
export function migrate(handle: SqlHandle, migrations: readonly Migration[]): void {
  const present = whole(pragma(handle, 'user_version'), 'user_version')
  if (present > migrations.length) throw new FileRefused(newerSchema(present, migrations.length))
  for (const { number, sql } of migrations.slice(present)) {
    handle.exec(`begin immediate; ${sql}; pragma user_version = ${number}; commit`)
  }
}
