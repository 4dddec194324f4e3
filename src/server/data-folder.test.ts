import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from './config.ts'
import { isProduction, markProduction, prepareDataFolder, requirePrivateFolder } from './data-folder.ts'
import { testFolder } from './test-folder.ts'

test('a missing folder is made, with those above it, for its owner alone', (t) => {
  const folder = join(testFolder(t), 'a', 'b')
  prepareDataFolder(folder)
  assert.equal(modeOf(folder), 0o700)
})

test('a folder that others can read is closed to them where it holds nothing but ours', (t) => {
  const folder = testFolder(t)
  chmodSync(folder, 0o755)
  prepareDataFolder(folder)
  assert.equal(modeOf(folder), 0o700)
  writeFileSync(join(folder, 'keys.json'), '')
  chmodSync(folder, 0o775)
  prepareDataFolder(folder)
  assert.equal(modeOf(folder), 0o700)
})

test('a folder that holds anything else keeps its mode, for it may be a home or /tmp', (t) => {
  const folder = testFolder(t)
  writeFileSync(join(folder, 'letter.txt'), '')
  chmodSync(folder, 0o755)
  prepareDataFolder(folder)
  assert.equal(modeOf(folder), 0o755)
})

test('a file in the way is a sentence that names the setting', (t) => {
  const file = join(testFolder(t), 'file')
  writeFileSync(file, '')
  const named = (folder: string) => (error: unknown) =>
    error instanceof ConfigError &&
    error.message.startsWith(`SUNAP_DATA=${folder}: `) &&
    /in the way/.test(error.message)
  assert.throws(() => prepareDataFolder(file), named(file))
  assert.throws(() => prepareDataFolder(join(file, 'data')), named(join(file, 'data')))
})

test('a folder below one that is missing is made for its owner alone', (t) => {
  const above = testFolder(t)
  mkdirSync(join(above, 'x'))
  prepareDataFolder(join(above, 'x', 'y', 'z'))
  assert.equal(modeOf(join(above, 'x', 'y')), 0o700)
})

test('production makes its folder closed, and refuses one that others can look into, leaving it as it is', (t) => {
  const folder = join(testFolder(t), 'new')
  requirePrivateFolder(folder)
  assert.equal(modeOf(folder), 0o700)
  for (const mode of [0o750, 0o701, 0o755]) {
    chmodSync(folder, mode)
    const says = new RegExp(
      `^SUNAP_DATA=.*/new: others .* \\(mode ${mode.toString(8)}\\)\\. Close it: chmod 700 '/.*/new'$`,
    )
    assert.throws(
      () => requirePrivateFolder(folder),
      (error) => error instanceof ConfigError && says.test(error.message),
    )
    assert.equal(modeOf(folder), mode)
  }
})

test('a folder that was marked stays marked', (t) => {
  const folder = testFolder(t)
  assert.equal(isProduction(folder), false)
  markProduction(folder)
  markProduction(folder)
  assert.equal(isProduction(folder), true)
})

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}
