/**
 * The bench itself, on counts too small to measure anything: it must not rot between the rare days on which somebody
 * measures, and it starts enough processes to leave one behind.
 */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { ended, root, said, startNode, temporaryFolder } from './set-up/programs.ts'

const BENCH = ['--no-warnings', 'bench/bench.ts', '--quick']

test('the bench measures issuing, tills and its profile, prints a table of each and leaves nothing behind', async (t) => {
  const TMPDIR = temporaryFolder(t)
  // Its processes write to the same pipes, so these close when the last of them is gone.
  const { code, out, err } = await ended(startNode(BENCH, { cwd: root, env: { TMPDIR } }))
  assert.equal(code, 0, err)
  assert.equal(err, '')
  for (const line of [
    /^\d{4}-\d\d-\d\d, Node \d+.*, \d+ CPUs; a flush of 4 KiB takes [\d.]+ ms/m,
    /^PostgreSQL, durable +\d.* \d\.\d\d .*\d %$/m,
    /^SQLite, durable +\d.* \d\.\d\d .*\d %$/m,
    /^memory, forgets +\d.*\d %$/m,
    /^node:http, echo +\d.*\d %$/m,
    /^50 sales\/s on sqlite +p50 ms +p99 ms +longest ms$/m,
    /^50 sales\/s on postgres +p50 ms +p99 ms +longest ms$/m,
    /^50 sales\/s on memory +p50 ms +p99 ms +longest ms$/m,
    /^collect, beyond the merchant's time +[\d.]+ +[\d.]+ +[\d.]+$/m,
    /^main thread, 4 connections: busy \d+ % +of busy +us\/request$/m,
    /^writer thread, 4 connections: busy \d+ % +of busy +us\/request$/m,
    /^src\/[\w/]+ +[\d.]+ % +[\d.]+$/m,
  ])
    assert.match(out, line)
  assert.deepEqual(leftIn(TMPDIR), [])
})

test('a bench that is interrupted takes its processes and files along', async (t) => {
  const TMPDIR = temporaryFolder(t)
  const bench = startNode([...BENCH, 'till'], { cwd: root, env: { TMPDIR } })
  await said(bench, 'CPUs')
  const end = ended(bench)
  bench.kill('SIGTERM')
  assert.equal((await end).code, 1)
  assert.deepEqual(leftIn(TMPDIR), [])
})

test('a part that the bench does not know is answered with those it knows', async () => {
  const { code, err } = await ended(startNode(['--no-warnings', 'bench/bench.ts', 'tills'], { cwd: root }))
  assert.equal(code, 2)
  assert.match(err, /tills: there are issue, till, profile and --quick/)
})

/** Node keeps what it compiled there, for the next start. */
function leftIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name !== 'node-compile-cache')
}
