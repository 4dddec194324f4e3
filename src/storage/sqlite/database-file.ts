/**
 * Opens the database file. Nothing else in the process may: closing any descriptor of the file, even one that `fs` had
 * opened, would drop the locks that keep it safe. Its mode is set by path, before anything is in it.
 */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export function databasePath(folder: string): string {
  return join(folder, 'sunap.sqlite')
}

/** For writing, made when it is not there. The log and its index take the file's mode when SQLite makes them. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  chmodSync(path, 0o600)
  return database
}
