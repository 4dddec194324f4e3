import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { FolderInUse, takeOwnerLock } from '../storage/sqlite/owner-lock.ts'
import { ConfigError } from './config.ts'
import { DATA_FILES, markProduction } from './data-folder.ts'
import { forgetData } from './fresh.ts'
import { testFolder } from './test-folder.ts'

test('only what Sunap makes is removed, and the lock that is held meanwhile stays', (t) => {
  const folder = testFolder(t)
  for (const name of [...DATA_FILES, 'letter.txt', 'sunap.sqlite.bak']) writeFileSync(join(folder, name), name)
  mkdirSync(join(folder, 'photos'))
  forgetData(folder)
  assert.deepEqual(readdirSync(folder).sort(), ['letter.txt', 'owner.lock', 'photos', 'sunap.sqlite.bak'])
})

test('a folder that is not there is left so', (t) => {
  const folder = join(testFolder(t), 'none')
  forgetData(folder)
  assert.equal(existsSync(folder), false)
})

test('while a gateway owns the folder nothing is removed', (t) => {
  const folder = testFolder(t)
  writeFileSync(join(folder, 'keys.json'), 'keys')
  const lock = takeOwnerLock(folder)
  t.after(() => lock.release())
  assert.throws(() => forgetData(folder), FolderInUse)
  assert.ok(existsSync(join(folder, 'keys.json')))
})

test('the short folder of a socket that a killed gateway left goes too', (t) => {
  const folder = testFolder(t)
  const socket = join(mkdtempSync(join(tmpdir(), 'sunap-admin-')), 'admin.sock')
  writeFileSync(socket, '')
  writeFileSync(join(folder, 'admin.path'), socket)
  forgetData(folder)
  assert.equal(existsSync(dirname(socket)), false)
})

test('a pointer to any other place is not followed', (t) => {
  const folder = testFolder(t)
  const other = join(testFolder(t), 'admin.sock')
  writeFileSync(other, '')
  writeFileSync(join(folder, 'admin.path'), other)
  forgetData(folder)
  assert.ok(existsSync(other))
  assert.equal(existsSync(join(folder, 'admin.path')), false)
})

test('a file by that name is a sentence, not a stack', (t) => {
  const file = join(testFolder(t), 'file')
  writeFileSync(file, '')
  assert.throws(() => forgetData(file), ConfigError)
})

test('where there was ever a production gateway nothing is removed', (t) => {
  const folder = testFolder(t)
  writeFileSync(join(folder, 'sunap.sqlite'), 'money')
  markProduction(folder)
  assert.throws(
    () => forgetData(folder),
    (error) => error instanceof ConfigError && /--fresh would forget money/.test(error.message),
  )
  assert.deepEqual(readdirSync(folder).sort(), ['production', 'sunap.sqlite'])
})
