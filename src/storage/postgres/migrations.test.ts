import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { issue, WORLD } from '../contract-commands.ts'
import { assertCarriedOver, OLD_ROWS } from '../contract-upgrade.ts'
import type { Migration } from '../migrations.ts'
import { MIGRATIONS } from './migrations.ts'
import { migrateDatabase } from './postgres-storage.ts'
import { newTestDatabase, type TestDatabase } from './test-database.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

const ALL = MIGRATIONS.map(({ number }) => number)
const statementsOf = ({ sql }: Migration): readonly string[] =>
  sql.split(/;\n/).filter((part) => /^\s*[^-\s]/m.test(part))
const STATEMENTS = MIGRATIONS.flatMap(statementsOf)

it('is applied once, and then there is nothing to do', async () => {
  const { address } = await newTestDatabase(server)
  assert.deepEqual(await migrateDatabase(address), ALL)
  assert.deepEqual(await migrateDatabase(address), [])
})

it('nodes that start at the same moment migrate together once', async () => {
  const { address } = await newTestDatabase(server)
  const applied = await Promise.all(Array.from({ length: 6 }, () => migrateDatabase(address)))
  assert.deepEqual(
    applied.flat().toSorted((a, b) => a - b),
    ALL,
  )
})

it('killed after any of its statements, without a transaction around them, it begins again and ends the same', async () => {
  const whole = await newTestDatabase(server)
  await migrateDatabase(whole.address)
  const expected = await schemaOf(whole)
  const database = await newTestDatabase(server)
  assert.ok(STATEMENTS.length > 30)
  for (let done = 0; done <= STATEMENTS.length; done += 1) {
    await database.empty()
    await server.administer(`set role sunap; ${STATEMENTS.slice(0, done).join(';\n')}`, [], database.url)
    assert.deepEqual(await migrateDatabase(database.address), ALL, `after ${done} statements`)
    assert.deepEqual(await schemaOf(database), expected, `after ${done} statements`)
  }
  const storage = await database.openNode()
  await storage.directory.put(WORLD)
  assert.equal((await storage.execute(issue({ no: 1 }))).kind, 'issued')
  await storage.close()
})

it('what was written before there were endpoints and queues is carried over, wherever it was killed', async () => {
  const database = await newTestDatabase(server)
  const [first, second] = MIGRATIONS.map(statementsOf)
  assert.ok(first && second && second.length > 10)
  for (let done = 0; done <= second.length; done += 1) {
    await database.empty()
    const before = [...first, ...OLD_ROWS, ...second.slice(0, done)]
    await server.administer(`set role sunap; ${before.join(';\n')}`, [], database.url)
    const storage = await database.openNode()
    try {
      await assertCarriedOver(storage)
    } finally {
      await storage.close()
    }
  }
})

it('whose line the server cuts in the middle comes again', async () => {
  const { address, url } = await newTestDatabase(server)
  const applied = migrateDatabase(address)
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'sunap' and state <> 'idle'`
  for (let cuts = 0; cuts < 5; cuts += 1) await server.administer(cut, [], url)
  assert.deepEqual(await applied, ALL)
})

it('a schema newer than this version knows is left alone, and said so in both languages', async () => {
  const database = await newTestDatabase(server)
  await migrateDatabase(database.address)
  await server.administer('insert into schema_versions (number) values (9999)', [], database.url)
  await assert.rejects(database.openNode(), /newer version of Sunap \(schema 9999.*더 새로운 버전/s)
})

/** Tables, columns and indexes, as the server lists them. */
async function schemaOf({ url }: TestDatabase): Promise<readonly unknown[]> {
  return [
    await server.administer(
      `select table_name, column_name, data_type, is_nullable from information_schema.columns
        where table_schema = 'public' order by table_name, column_name`,
      [],
      url,
    ),
    await server.administer(`select indexdef from pg_indexes where schemaname = 'public' order by indexname`, [], url),
  ]
}
