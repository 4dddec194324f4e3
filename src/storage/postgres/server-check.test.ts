import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { DatabaseRefused, refuseUnsafe } from './server-check.ts'
import { newTestDatabase } from './test-database.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

for (const setting of ['fsync', 'full_page_writes']) {
  it(`a server with ${setting} off is refused, and told what mends it`, async () => {
    await using unsafe = await startPostgres({ settings: { [setting]: 'off' } })
    const database = await newTestDatabase(unsafe)
    await assert.rejects(database.openNode(), new RegExp(`${setting} off.*Set ${setting} = on.*꺼져 있어`, 's'))
  })
}

it('a role or database for which synchronous_commit is off is refused', async () => {
  const database = await newTestDatabase(server)
  await server.administer(`alter database ${database.address.database} set synchronous_commit = off`)
  await assert.rejects(database.openNode(), { name: 'DatabaseRefused', message: /synchronous_commit off/ })
})

it('a database that cannot hold Korean is refused', async () => {
  const { address } = await newTestDatabase(server)
  const database = `${address.database}_latin`
  await server.administer(`create database ${database} owner sunap encoding 'LATIN1' locale 'C' template template0`)
  const { openPostgresStorage } = await import('./postgres-storage.ts')
  await assert.rejects(openPostgresStorage({ address: { ...address, database } }), {
    name: 'DatabaseRefused',
    message: /not UTF8/,
  })
})

it('a replica is refused: money is never read where it may be old', () => {
  const primary = { replica: 0, fsync_off: 0, full_page_writes_off: 0, synchronous_commit_off: 0, other_encoding: 0 }
  refuseUnsafe(primary)
  assert.throws(() => refuseUnsafe({ ...primary, replica: 1 }), DatabaseRefused)
})

it('a wrong password, a missing database and a server that is not there are said in a sentence without the password', async () => {
  const { address } = await newTestDatabase(server)
  const { openPostgresStorage } = await import('./postgres-storage.ts')
  const wrong = [
    { ...address, password: 'hunter2' },
    { ...address, database: 'nowhere' },
    { ...address, port: 1 },
  ]
  for (const each of wrong) {
    await assert.rejects(openPostgresStorage({ address: each }), (error) => {
      assert.ok(error instanceof DatabaseRefused)
      assert.match(error.message, /^SUNAP_DATABASE_URL \(sunap at 127\.0\.0\.1, port \d+, database \w+\): ./)
      assert.doesNotMatch(error.message, /hunter2/)
      return true
    })
  }
})
