/**
 * The database's schema brought up to date by whichever node comes first; the others wait for it. A migration is one
 * transaction where the engine has such for its schema, and may be run again from its beginning where it has not, so
 * that it can be killed at any statement. A database that a newer version migrated is left alone.
 */
import { type Migration, newerSchema, readMigrations } from '../migrations.ts'
import { whole } from '../rows/cells.ts'
import type { Line, Lines } from './connections.ts'
import { DatabaseFault } from './faults.ts'
import { DatabaseRefused } from './server-check.ts'

export const MIGRATIONS: readonly Migration[] = readMigrations(new URL('./migrations/', import.meta.url))

/** Answers the numbers of those that were applied now. */
export async function migrate(lines: Lines, migrations: readonly Migration[]): Promise<readonly number[]> {
  await again(() => lines.use((line) => line.run(VERSIONS)))
  const applied: number[] = []
  for (const migration of migrations) {
    if (await again(() => lines.use((line) => apply(line, migration, migrations.length))))
      applied.push(migration.number)
  }
  return applied
}

/** Its row 0 is held by whoever migrates. */
const VERSIONS = `create table if not exists schema_versions (number bigint not null primary key);
  insert into schema_versions (number) values (0) on conflict (number) do nothing`

async function apply(line: Line, { number, sql }: Migration, known: number): Promise<boolean> {
  await line.run('begin')
  await line.run('select number from schema_versions where number = 0 for update')
  const { rows } = await line.run('select max(number) as number from schema_versions')
  const present = whole(rows[0] ?? {}, 'number')
  if (present > known) throw new DatabaseRefused(newerSchema(present, known))
  if (present < number) await line.run(`${sql}; insert into schema_versions (number) values (${number})`)
  await line.run('commit')
  return present < number
}

const TRIES_MAX = 20

/** Two who make the same table at once may hinder each other; then one of them comes again. */
async function again<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const isWorthIt = error instanceof DatabaseFault && ['again', 'taken', 'lost', 'busy'].includes(error.meaning)
      if (!isWorthIt || error instanceof DatabaseRefused || tries === TRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, 50 * Math.random() * tries))
    }
  }
}
