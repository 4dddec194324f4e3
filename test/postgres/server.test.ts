import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from './server.ts'

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

it('a server of the tests takes connections, each database is its own, and all of it is gone at the end', async () => {
  const server = await startPostgres()
  const [one, two] = [await server.newDatabase(), await server.newDatabase()]
  await query(one, 'create table t (a int)')
  await assert.rejects(query(two, 'select * from t'), /does not exist/)
  const [role] = await query(one, 'select rolsuper from pg_roles where rolname = current_user')
  assert.equal(role?.['rolsuper'], false)
  const [{ fsync } = { fsync: '' }] = await server.administer<{ fsync: string }>('show fsync')
  assert.equal(fsync, 'on')
  await server.stop()
  assert.equal(existsSync(server.socketFolder), false)
  await assert.rejects(query(one, 'select 1'), /ECONNREFUSED/)
})

it('a crash and a restart keep what was committed', async () => {
  await using server = await startPostgres()
  const url = await server.newDatabase()
  await query(url, 'create table t (a int)')
  await query(url, 'insert into t values (7)')
  await server.crash()
  await assert.rejects(query(url, 'select 1'), /ECONNREFUSED/)
  await server.restart()
  assert.deepEqual(await query(url, 'select a from t'), [{ a: 7 }])
})

it('a frozen server answers nothing, and goes on when it is thawed', async () => {
  await using server = await startPostgres()
  const url = await server.newDatabase()
  server.freeze()
  let isAnswered = false
  const answer = query(url, 'select 1 as one').then((rows) => {
    isAnswered = true
    return rows
  })
  await pause(300)
  assert.equal(isAnswered, false)
  server.thaw()
  assert.deepEqual(await answer, [{ one: 1 }])
})

it('two servers at once do not meet, and neither runs as root', async () => {
  await using one = await startPostgres()
  await using two = await startPostgres()
  assert.notEqual(one.port, two.port)
  for (const server of [one, two]) assert.notEqual(statSync(`${server.socketFolder}/data/postmaster.pid`).uid, 0)
})

it("where a machine has no PostgreSQL, the registry's does the same", async (t) => {
  process.env['SUNAP_TEST_POSTGRES'] = 'registry'
  t.after(() => delete process.env['SUNAP_TEST_POSTGRES'])
  await using server = await startPostgres()
  assert.deepEqual(await query(await server.newDatabase(), 'select 1 as one'), [{ one: 1 }])
})
