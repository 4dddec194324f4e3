import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from './config.ts'
import { readKeyFile, writeKeyFileOnce } from './key-file.ts'
import { testFolder } from './test-folder.ts'

test('a key file that is written once is whole, for its owner alone, and never overwritten', (t) => {
  const folder = testFolder(t)
  const path = join(folder, 'keys.json')
  writeKeyFileOnce(path)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const written = readFileSync(path, 'utf8')
  assert.deepEqual(readKeyFile(path, ''), JSON.parse(written))
  assert.throws(
    () => writeKeyFileOnce(path),
    (error) => error instanceof ConfigError && /keys\.json is there already, .* left as it is\.$/.test(error.message),
  )
  assert.equal(readFileSync(path, 'utf8'), written)
  assert.deepEqual(readdirSync(folder), ['keys.json'])
})
