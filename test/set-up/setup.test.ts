import assert from 'node:assert/strict'
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { createClone, writeInstalled } from './clone.ts'

const old = { nodeVersion: '20.20.2' }

test('the first set-up installs in one line, and the second one says and does nothing', async (t) => {
  const clone = createClone(t)
  const first = await clone.setUp()
  assert.deepEqual([first.code, first.out], [0, ''])
  assert.match(first.err, /^Setting up: packages\. .+\n$/)
  const second = await clone.setUp()
  assert.deepEqual([second.code, second.out + second.err], [0, ''])
  assert.deepEqual(clone.npmCalls(), [basename(clone.folder)])
})

test('the console’s packages come in the same set-up, and by themselves where only they have changed', async (t) => {
  const clone = createClone(t)
  clone.lockConsole()
  assert.match((await clone.setUp()).err, /^Setting up: packages and the console\. /)
  assert.deepEqual([...clone.npmCalls()].sort(), ['console', basename(clone.folder)].sort())
  rmSync(join(clone.folder, 'console', 'node_modules'), { recursive: true })
  assert.match((await clone.setUp()).err, /^Setting up: the console\. /)
  assert.deepEqual([clone.npmCalls().length, clone.npmCalls().at(-1)], [3, 'console'])
})

test("what somebody's own npm install left is taken as it is", async (t) => {
  const clone = createClone(t)
  writeInstalled(clone.folder)
  assert.equal((await clone.setUp()).err, '')
  assert.deepEqual(clone.npmCalls(), [])
})

test('a changed lockfile is installed, and so is a change back', async (t) => {
  const clone = createClone(t)
  writeInstalled(clone.folder)
  for (const version of ['2.0.0', '1.0.0']) {
    clone.lock(version)
    assert.match((await clone.setUp()).err, /Setting up/)
  }
  assert.equal(clone.npmCalls().length, 2)
})

test('a package whose folder is gone is installed again, also where it is a build for this machine', async (t) => {
  const clone = createClone(t)
  for (const name of ['left', 'built-for-this-machine']) {
    writeInstalled(clone.folder)
    rmSync(join(clone.folder, 'node_modules', name), { recursive: true })
    assert.match((await clone.setUp()).err, /Setting up/)
  }
})

test('two at once install once', async (t) => {
  const clone = createClone(t)
  const both = await Promise.all([clone.setUp(), clone.setUp()])
  assert.deepEqual(
    both.map(({ code }) => code),
    [0, 0],
  )
  assert.deepEqual(clone.npmCalls(), [basename(clone.folder)])
  assert.ok(!existsSync(join(clone.folder, '.setup-lock')))
})

test('the turn of a set-up that was killed is taken over', async (t) => {
  const clone = createClone(t)
  const turn = join(clone.folder, '.setup-lock')
  mkdirSync(turn)
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(turn, longAgo, longAgo)
  assert.equal((await clone.setUp()).code, 0)
  assert.equal(clone.npmCalls().length, 1)
})

test('where Node is old, Node 24 is installed beside the packages', async (t) => {
  const clone = createClone(t)
  assert.match((await clone.setUp(old)).err, /^Setting up: packages and Node 24 \(this machine has 20\.20\.2\)/)
  assert.deepEqual([...clone.npmCalls()].sort(), ['node', basename(clone.folder)].sort())
  assert.equal((await clone.setUp(old)).err, '')
})

test('where Node is old and there is no copy for the machine, the command that brings one is named', async (t) => {
  const clone = createClone(t)
  const refused = await clone.setUp({ ...old, platform: 'darwin', arch: 'arm64' })
  assert.equal(refused.code, 1)
  assert.match(
    refused.err,
    /This is Node 20\.20\.2, and there is no ready copy for darwin-arm64.\n +Install it: +brew install node@24/,
  )
  assert.deepEqual(clone.npmCalls(), [])
})

test('a Node 24 without the last security fixes is replaced where a copy exists, and used where none does', async (t) => {
  const clone = createClone(t)
  const machine = { nodeVersion: '24.13.0' }
  assert.match((await clone.setUp(machine)).err, /Node 24 \(this machine has 24\.13\.0\)/)
  const lonely = createClone(t)
  writeInstalled(lonely.folder)
  assert.deepEqual((await lonely.setUp({ ...machine, arch: 'riscv64' })).err, '')
})

test('when npm fails, its own words come first and then what to do', async (t) => {
  const clone = createClone(t)
  const advice: Readonly<Record<string, RegExp>> = {
    'npm error code ENOTFOUND': /could not reach its package registry/,
    'npm error code SELF_SIGNED_CERT_IN_CHAIN': /cafile/,
    'npm error code ENOSPC': /disk is full/,
    'npm error code EACCES': /may not write into/,
    'npm error code EUSAGE': /do not agree.*npm install/,
    'npm error something new': /its own words are above/,
  }
  for (const [words, sentence] of Object.entries(advice)) {
    const failed = await clone.setUp({ env: { STAND_IN_SAYS: words } })
    assert.equal(failed.code, 1)
    assert.match(failed.err, new RegExp(`Setting up: .+\\n${words}\\n\\nsetup: `))
    assert.match(failed.err, sentence)
  }
  assert.ok(!existsSync(join(clone.folder, '.setup-lock')))
})

test('where npm is missing, that is what is said', async (t) => {
  const clone = createClone(t)
  const failed = await clone.setUp({ env: { npm_execpath: '', PATH: clone.folder } })
  assert.equal(failed.code, 1)
  assert.match(failed.err, /npm is not on the PATH/)
})

test('a lockfile in the middle of a merge is named, and nothing is installed', async (t) => {
  const clone = createClone(t)
  writeFileSync(join(clone.folder, 'package-lock.json'), '<<<<<<< HEAD\n{}')
  const failed = await clone.setUp()
  assert.equal(failed.code, 1)
  assert.match(failed.err, /package-lock\.json cannot be read .*npm install/)
  assert.deepEqual(clone.npmCalls(), [])
})
