/**
 * The bench itself, on counts too small to measure anything: it must not rot between the rare days on which somebody
 * measures, and it starts enough processes to leave one behind. No figure is judged but for being one.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { test } from 'node:test'
import { ended, root, startNode, temporaryFolder } from './set-up/programs.ts'

const BENCH = ['--no-warnings', 'bench/bench.ts', '--quick']
const ROWS = ['issue', 'query', 'token', 'inquiry', 'till', 'counter']

test('the bench measures every row on every keeper beside its floor, and leaves nothing behind', async (t) => {
  const TMPDIR = temporaryFolder(t)
  // Its processes write to the same pipes, so these close when the last of them is gone.
  const { code, out, err } = await ended(startNode([...BENCH, ...ROWS], { cwd: root, env: { TMPDIR } }))
  assert.equal(code, 0, err)
  assert.equal(err, '')
  assert.match(out, /^\d{4}-\d\d-\d\d, Node \d+.*, \d+ CPUs; a flush of 4 KiB takes [\d.]+ ms/m)
  for (const request of ['POST /cvs', 'GET /payments/{imp_uid}', 'POST /pos/v1/inquiry, the first of each number']) {
    const rows = tableBelow(out, `${request}; 4 connections, 1 round of at most 0.1 s`)
    assert.deepEqual([...rows.keys()], SERVERS)
    // Requests a second, both ratios, p50, p99, CPU of the server and of its main thread; PostgreSQL's own; the generator's.
    const counts = { 'SQLite, durable': 8, 'PostgreSQL, durable': [8, 9], 'memory, forgets': 7, 'node:http, echo': 6 }
    for (const [server, count] of Object.entries(counts)) assertFigures(rows.get(server), count)
  }
  const tokens = tableBelow(out, 'POST /users/getToken; 4 connections, 1 round of at most 0.1 s')
  assert.deepEqual([...tokens.keys()], KEEPERS)
  // Requests a second, their ratio to those of the look-up, p50, p99, CPU of the server and of its main thread.
  for (const keeper of KEEPERS) assertFigures(tokens.get(keeper), 6)
  const kinds = { inquiry: 3, 'collect, as the till waits': 3 }
  const keeperKinds = { ...kinds, "collect, beyond the merchant's time": 3, 'notice, after the answer to the till': 3 }
  for (const server of SERVERS) {
    const rows = tableBelow(out, `${server}: 50 sales/s, 1 round of 10 sales`)
    for (const [kind, count] of Object.entries(server.startsWith('node') ? kinds : keeperKinds)) {
      // A notice may be there before the till has read its answer.
      const figures = kind.startsWith('notice') ? rows.get(kind)?.map((cell) => cell.replace(/^-/, '')) : rows.get(kind)
      assertFigures(figures, [count, count + 1, count + 2])
    }
  }
  const lines = tableBelow(out, 'SQLite: 50 messages/s, 1 round of 10 messages')
  for (const message of ['inquiry', "collect, beyond the merchant's time"])
    for (const [line, count] of Object.entries({ HTTP: 10, 'frames over TCP': 10, 'node:http, echo': 9 }))
      assertFigures(lines.get(`${message}, ${line}`), count)
  assert.deepEqual(leftIn(TMPDIR), [])
  await isGone(portOf(out))
})

test('the bench measures the first and the last page of every list, of 20,000 payments', async (t) => {
  const TMPDIR = temporaryFolder(t)
  const { code, out, err } = await ended(startNode([...BENCH, 'lists'], { cwd: root, env: { TMPDIR } }))
  assert.equal(code, 0, err)
  const rows = tableBelow(out, 'GET /payments/status of one merchant with 2,000 of 20,000 payments, 100 merchants')
  const pages = [...rows.keys()].filter((name) => /, (first|last) page$/.test(name))
  assert.equal(pages.length, 14)
  for (const page of pages) assertFigures(rows.get(page), 4)
  assert.equal(rows.get('all, -started, first page')?.[0], '2,000')
  assert.deepEqual(leftIn(TMPDIR), [])
})

test('notices are measured on every keeper: many endpoints and one drained, each notice once, and among bad neighbours', async (t) => {
  const TMPDIR = temporaryFolder(t)
  const { code, out, err } = await ended(startNode([...BENCH, 'notices'], { cwd: root, env: { TMPDIR } }))
  assert.equal(code, 0, err)
  assert.equal(err, '')
  for (const drain of ['8 endpoints of 4 merchants, 1 round of 80', 'One endpoint, 1 round of 1000']) {
    const rows = tableBelow(out, `${drain} notices`)
    // Seconds, notices a second, their ratio, CPU of the sender, of its main thread and of the receivers; PostgreSQL's own.
    const keepers = { 'SQLite, durable': 6, 'PostgreSQL, durable': [6, 7], 'memory, forgets': 6 }
    const counts = { ...keepers, 'our client alone': 5, 'node:http alone': 6 }
    assert.deepEqual([...rows.keys()], Object.keys(counts))
    for (const [sender, count] of Object.entries(counts)) assertFigures(rows.get(sender), count)
  }
  for (const keeper of KEEPERS) {
    const rows = tableBelow(out, `${keeper}: 100 notices/s to 4 endpoints, 1 round of 20 notices`)
    assertFigures(rows.get('alone, the neighbours paused'), 4)
    // And the ratio, the calls to the neighbours and their CPU.
    assertFigures(rows.get('beside bad neighbours'), 7)
  }
  assert.deepEqual(leftIn(TMPDIR), [])
  await isGone(portOf(out))
})

test('the profile of issuing, inquiring and collecting names rooms and functions of both threads', async (t) => {
  const TMPDIR = temporaryFolder(t)
  const { code, out, err } = await ended(startNode([...BENCH, 'profile'], { cwd: root, env: { TMPDIR } }))
  assert.equal(code, 0, err)
  for (const request of ['POST /cvs', 'POST /pos/v1/inquiry, the first of each number']) {
    assert.match(out, new RegExp(`^${request}; 4 connections, [1-9]\\d* requests$`, 'm'))
  }
  assert.match(out, /^collect; 50 messages\/s, 10 requests$/m)
  for (const thread of ['main thread', 'writer thread']) {
    assert.equal(out.match(new RegExp(`^${thread}: busy \\d+ % +of busy +us/request$`, 'gm'))?.length, 3)
    assert.equal(out.match(new RegExp(`^${thread}: functions +of busy +us/request$`, 'gm'))?.length, 3)
  }
  assert.match(out, /^src\/[\w/]+ +[\d.]+ % +[\d.]+$/m)
  assert.deepEqual(leftIn(TMPDIR), [])
})

test('a bench that is interrupted takes its processes, its files and its PostgreSQL along', async (t) => {
  const TMPDIR = temporaryFolder(t)
  const bench = startNode([...BENCH, 'inquiry', 'till'], { cwd: root, env: { TMPDIR } })
  const { promise, resolve } = Promise.withResolvers<number>()
  let out = ''
  bench.stdout?.on('data', (text) => {
    out += text
    if (/ on port \d+:/.test(out)) resolve(portOf(out))
  })
  const end = ended(bench)
  const port = await promise
  bench.kill('SIGTERM')
  assert.equal((await end).code, 1)
  assert.deepEqual(leftIn(TMPDIR), [])
  await isGone(port)
})

test('a part that the bench does not know is answered with those it knows', async () => {
  const { code, err } = await ended(startNode(['--no-warnings', 'bench/bench.ts', 'tills'], { cwd: root }))
  assert.equal(code, 2)
  assert.match(
    err,
    /tills: there are issue, query, token, inquiry, lists, console, till, counter, notices, profile and --quick/,
  )
})

const KEEPERS = ['SQLite, durable', 'PostgreSQL, durable', 'memory, forgets']
const SERVERS = [...KEEPERS, 'node:http, echo']

/** The cells of each row by its first one, of the table whose head begins with these words. */
function tableBelow(out: string, head: string): ReadonlyMap<string, readonly string[]> {
  const lines = out.split('\n')
  const at = lines.findIndex((line) => line.startsWith(head))
  assert.notEqual(at, -1, `there is no table '${head}' in:\n${out}`)
  const rows = lines.slice(at + 2)
  const end = rows.findIndex((line) => /^(CPU:|Elsewhere|$)/.test(line))
  return new Map(
    rows.slice(0, end).map((line) => {
      const [name = '', ...cells] = line.split(/ {2,}/)
      return [name, cells]
    }),
  )
}

/** Finite and more than nothing; the CPU time of a short window may be too little to be counted. */
function assertFigures(cells: readonly string[] | undefined, counts: number | readonly number[]): void {
  assert.ok(cells !== undefined)
  assert.ok([counts].flat().includes(cells.length), `${cells.length} figures: ${cells}`)
  const figures = cells.map((cell) => Number(cell.replace(/,| %$/g, '')))
  assert.ok(
    figures.every((figure) => Number.isFinite(figure) && figure >= 0),
    String(cells),
  )
  assert.ok(Number(figures[0]) > 0, String(cells))
}

function portOf(out: string): number {
  return Number(/^PostgreSQL .* on port (\d+):/m.exec(out)?.[1])
}

/** Resolves when nobody listens there; a server that was told to end takes a moment. */
async function isGone(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isRefused = await once(socket, 'connect').then(
      () => false,
      () => true,
    )
    socket.destroy()
    if (isRefused) return
  }
}

/** Node keeps what it compiled there, for the next start. */
function leftIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name !== 'node-compile-cache')
}
