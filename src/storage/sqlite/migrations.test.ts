import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { ALPHA, claim, issue, paymentId, settle, WORLD } from '../contract-commands.ts'
import { refund } from '../contract-refund-commands.ts'
import { assertCarriedOver, OLD_ROWS } from '../contract-upgrade.ts'
import { createFakeClocks } from '../fake-clocks.ts'
import { databasePath, openDatabase } from './database-file.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'
import { openWriter } from './writer.ts'

const versionOf = (database: DatabaseSync): unknown => database.prepare('pragma user_version').get()?.['user_version']

/** A file as it was before a migration, with what a newer file has in the columns that were there. */
function writtenBefore(migration: number, newer: string, path: string): void {
  const old = openDatabase(path)
  migrate(old, MIGRATIONS.slice(0, migration - 1))
  old.exec(`pragma foreign_keys = off; attach '${newer}' as newer`)
  for (const { name } of old.prepare(`select name from main.sqlite_schema where type = 'table'`).all()) {
    const columns = old.prepare('select name from pragma_table_info(?)').all(name ?? '')
    const list = columns.map((column) => column['name']).join(', ')
    old.exec(`delete from main.${name}; insert into main.${name} (${list}) select ${list} from newer.${name}`)
  }
  old.close()
}

describe('migrations', () => {
  it('count from one without a gap', () => {
    assert.deepEqual(
      MIGRATIONS.map(({ number }) => number),
      MIGRATIONS.map((_, index) => index + 1),
    )
  })

  it('are applied once each, in order', () => {
    const database = new DatabaseSync(':memory:')
    const first = { number: 1, sql: 'create table a (x integer) strict' }
    const second = { number: 2, sql: 'alter table a add column y integer' }
    migrate(database, [first])
    migrate(database, [first, second])
    migrate(database, [first, second])
    assert.equal(versionOf(database), 2)
    database.exec('insert into a (x, y) values (1, 2)')
  })

  it('one that fails leaves the file as it was', (t) => {
    const path = databasePath(scratchFolder(t))
    const migrations = [{ number: 1, sql: 'create table a (x integer) strict; create table a (x integer) strict' }]
    const handle = openDatabase(path)
    assert.throws(() => openWriter({ handle, clocks: createFakeClocks(), migrations }), /already exists/)
    handle.close()
    const after = openDatabase(path)
    assert.equal(versionOf(after), 0)
    assert.equal(after.prepare('select count(*) as n from sqlite_schema').get()?.['n'], 0)
    after.close()
  })

  it('what was written before there were endpoints and queues is carried over', async (t) => {
    const folder = scratchFolder(t)
    const old = openDatabase(databasePath(folder))
    migrate(old, MIGRATIONS.slice(0, 2))
    for (const statement of OLD_ROWS) old.exec(statement)
    old.close()
    const storage = await openSqliteStorage({ folder, onFatal: () => {} })
    t.after(() => storage.close())
    await assertCarriedOver(storage)
  })

  it('what was paid before there were refunds is as it was, and can be given back', async (t) => {
    const folder = scratchFolder(t)
    const first = await openSqliteStorage({ folder, onFatal: () => {} })
    await first.directory.put(WORLD)
    for (const no of [1, 2]) await first.execute(issue({ no }))
    await first.execute(claim({ key: 1, number: 1 }))
    await first.execute(settle({ key: 1, fence: 1 }))
    const paid = await first.payments.find(ALPHA, paymentId(1))
    assert.equal(paid?.state, 'paid')
    await first.close()
    const refunds = MIGRATIONS.find(({ sql }) => sql.includes('create table refunds'))
    const older = scratchFolder(t)
    writtenBefore(refunds?.number ?? assert.fail('no migration'), databasePath(folder), databasePath(older))
    const storage = await openSqliteStorage({ folder: older, onFatal: () => {} })
    t.after(() => storage.close())
    assert.deepEqual(await storage.payments.find(ALPHA, paymentId(1)), paid)
    assert.ok(storage.directory.current().channels.every(({ refundSlipDays }) => refundSlipDays === null))
    assert.equal((await storage.execute(refund({ no: 1, refund: 1, amount: null }))).kind, 'refunded')
    const given = await storage.payments.find(ALPHA, paymentId(1))
    assert.ok(given?.state === 'cancelled' && given.cause === 'refunded' && given.paidAt === paid.paidAt)
  })

  it('a file of a newer version is refused in words that say what to do, and the folder is free again', async (t) => {
    const folder = scratchFolder(t)
    const newer = openDatabase(databasePath(folder))
    newer.exec('pragma user_version = 99')
    newer.close()
    const open = () => openSqliteStorage({ folder, onFatal: () => {} })
    const refusal = {
      name: 'FileRefused',
      message: /^the data was written by a newer version of Sunap \(schema 99.*더 새로운 버전/,
    }
    await assert.rejects(open(), refusal)
    await assert.rejects(open(), refusal, 'the second try meets the file, not a lock')
  })
})
