import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVersion } from './version.ts'

test('the version is a number of three parts, from wherever it is asked', (t) => {
  const here = process.cwd()
  t.after(() => process.chdir(here))
  const version = readVersion()
  assert.match(version, /^\d+\.\d+\.\d+$/)
  process.chdir('/')
  assert.equal(readVersion(), version)
})
