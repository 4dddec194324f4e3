import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
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

const ENDS = {
  'an exception': `throw new Error('as a test that fails')`,
  'an exception while it is frozen': `server.freeze(); throw new Error('as a test that fails')`,
  SIGTERM: `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000)`,
}

for (const [end, code] of Object.entries(ENDS)) {
  it(`a test process that ends by ${end} leaves no server and no folder behind`, async () => {
    const { folder, postmaster } = await startElsewhere(code)
    assert.equal(existsSync(folder), false)
    await untilEnded(postmaster)
  })
}

it('what a killed group leaves behind, frozen or not, the next start removes', async () => {
  for (const code of ['', 'server.freeze();']) {
    const { folder, postmaster, children } = await startElsewhere(`${code} process.kill(0, 'SIGKILL')`)
    await using _next = await startPostgres()
    assert.equal(existsSync(folder), false)
    for (const pid of [postmaster, ...children]) await untilEnded(pid)
  }
})

interface Elsewhere {
  readonly folder: string
  readonly postmaster: number
  readonly children: readonly number[]
}

/** A server in a process that then does this and ends. It leads a group, as `test/run.mjs` has it. */
async function startElsewhere(code: string): Promise<Elsewhere> {
  const program = `
    import { startPostgres } from ${JSON.stringify(new URL('./server.ts', import.meta.url).href)}
    import { readFileSync, writeSync } from 'node:fs'
    const server = await startPostgres()
    const rows = await server.administer("select pid from pg_stat_activity where backend_type <> 'client backend'")
    const folder = server.socketFolder
    const [postmaster] = readFileSync(folder + '/data/postmaster.pid', 'utf8').split('\\n').map(Number)
    writeSync(1, JSON.stringify({ folder, postmaster, children: rows.map(({ pid }) => pid) }))
    ${code}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const told: Elsewhere = JSON.parse(await text(child.stdout))
  await ended
  return told
}

async function untilEnded(pid: number): Promise<void> {
  const until = performance.now() + 5_000
  while (isRunning(pid)) {
    assert.ok(performance.now() < until, `process ${pid} still runs`)
    await pause(20)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
