import assert from 'node:assert/strict'
import { once } from 'node:events'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Ended, ended, root, startNode, temporaryFolder } from './programs.ts'

const BEGIN = "import { test } from 'node:test'\n"

/** Runs `npm test -- WORDS` on files of these names and texts. */
function runTests(t: TestContext, files: Readonly<Record<string, string>>, words: readonly string[]): Promise<Ended> {
  const folder = temporaryFolder(t)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return ended(startNode([join(root, 'test', 'run.mjs'), ...words], { cwd: folder }))
}

/** `npm test` in a checkout of two test files, of which one opens a keeper and does this on it. */
function runCheckout(t: TestContext, onKeeper: string, keeper = ''): Promise<Ended> {
  const folder = temporaryFolder(t)
  const place = (name: string): string => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    return join(folder, name)
  }
  for (const name of ['test/run.mjs', 'test/tally.mjs', 'test/keeper-suites.mjs', 'tools/node-choice.mjs'])
    cpSync(join(root, name), place(name))
  const files = {
    'node_modules/.package-lock.json': '{}',
    'package.json': '{ "type": "module" }',
    'src/storage/test-keeper.ts': `export const openTestKeeper = () => process.env['SUNAP_TEST_KEEPER'] || 'memory'\n`,
    'src/pos/till.test.ts':
      `${BEGIN}import { openTestKeeper } from '../storage/test-keeper.ts'\n` +
      `const keeper = openTestKeeper()\ntest('a till', () => { ${onKeeper} })`,
    'src/core/money.test.ts': `${BEGIN}test('money', () => {})`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(place(name), text)
  const env = { SUNAP_TEST_KEEPER: keeper }
  return ended(startNode([join(folder, 'test', 'run.mjs')], { cwd: folder, env }))
}

const SAYS_KEEPER = `console.log('on', keeper)`
const keepersIn = (out: string): readonly string[] => [...out.matchAll(/^on (\w+)$/gm)].map(([, keeper = '']) => keeper)

test('where nothing is named, suites that open a keeper run on each one with a disk, others once, and all is counted', async (t) => {
  const { code, out } = await runCheckout(t, SAYS_KEEPER)
  assert.equal(code, 0, out)
  assert.deepEqual(keepersIn(out), ['sqlite', 'postgres'])
  assert.match(out, /\nin all: 3 passed, 0 failed\n$/)
})

test('what fails on one keeper alone fails the run, and the next keeper has its turn', async (t) => {
  const { code, out } = await runCheckout(t, `if (keeper === 'sqlite') throw new Error('no'); ${SAYS_KEEPER}`)
  assert.equal(code, 1)
  assert.deepEqual(keepersIn(out), ['postgres'])
  assert.match(out, /\nin all: 2 passed, 1 failed\n$/)
})

test('where a keeper is named and nothing else, those suites run on it alone', async (t) => {
  const { code, out } = await runCheckout(t, SAYS_KEEPER, 'postgres')
  assert.equal(code, 0, out)
  assert.deepEqual(keepersIn(out), ['postgres'])
  assert.match(out, /ℹ tests 1\n/)
})

test('passing tests end well, with the summary of node as the last word', async (t) => {
  const { code, out, err } = await runTests(t, { 'a.test.ts': `${BEGIN}test('a', () => {})` }, ['a.test.ts'])
  assert.equal(code, 0)
  assert.match(out, /ℹ pass 1\n(ℹ .+\n)+$/)
  assert.equal(err, '')
})

test('a folder means the tests below it, and words mean the tests that have them in their title', async (t) => {
  const files = {
    'in/deep/a.test.ts': `${BEGIN}test('lost reply', () => {}); test('other', () => { throw new Error('no') })`,
    'in/b.test.ts': `${BEGIN}test('another', () => { throw new Error('no') })`,
  }
  const { code, out } = await runTests(t, files, ['in', 'lost reply'])
  assert.equal(code, 0)
  assert.match(out, /✔ lost reply/)
})

test('a failing test fails the run', async (t) => {
  const text = `${BEGIN}test('a', () => { throw new Error('no') })`
  assert.equal((await runTests(t, { 'a.test.ts': text }, ['a.test.ts'])).code, 1)
})

test('a run without a test fails, however well it ended', async (t) => {
  const empty = await runTests(t, { 'a.test.ts': 'export const a = 1' }, ['a.test.ts'])
  assert.equal(empty.code, 1)
  assert.match(empty.err, /No test ran in .*a\.test\.ts/)
  const unnamed = await runTests(t, { 'a.test.ts': `${BEGIN}test('a', () => {})` }, ['a.test.ts', 'nothing like it'])
  assert.equal(unnamed.code, 1)
  assert.match(unnamed.err, /No test ran .* by that name/)
})

test('a folder without tests, or with none but those that are left out, fails and runs nothing else', async (t) => {
  const files = { 'docs/a.md': '', 'src/a.test.ts': `${BEGIN}test('a', () => {})` }
  const { code, out, err } = await runTests(t, files, ['docs'])
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /No test in docs\./)
})

test('a file without a test among others is named', async (t) => {
  const files = { 'a.test.ts': `${BEGIN}test('a', () => {})`, 'b.test.ts': 'export const b = 1' }
  const { code, err } = await runTests(t, files, ['.'])
  assert.equal(code, 1)
  assert.match(err, /No test in .*b\.test\.ts/)
})

test('a skipped test fails the run', async (t) => {
  const text = `${BEGIN}test('a', () => {}); test('b', (t) => t.skip())`
  const { code, err } = await runTests(t, { 'a.test.ts': text }, ['a.test.ts'])
  assert.equal(code, 1)
  assert.match(err, /1 tests were skipped/)
})

const LEAVES_A_SERVER_OPEN = `${BEGIN}
import { spawn } from 'node:child_process'
import { once } from 'node:events'
const server = "process.on('SIGTERM', () => {}); require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })"
const child = spawn(process.execPath, ['-e', server])
test('a', async () => console.log('left open at', String(await once(child.stdout, 'data')).trim()))
`

test('a file that leaves something open is named and ended at the limit, with what it started', async (t) => {
  const files = { 'open.test.ts': LEAVES_A_SERVER_OPEN, 'fine.test.ts': `${BEGIN}test('b', () => {})` }
  const { code, out, err } = await runTests(t, files, ['.', '--limit-s=12'])
  assert.equal(code, 1)
  assert.match(err, /Stopped after 12 s in [^,]*open\.test\.ts\. What hangs/)
  const port = Number(/left open at (\d+)/.exec(out)?.[1])
  await assert.rejects(once(connect(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' })
})
