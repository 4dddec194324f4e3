import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from './config.ts'
import { openSecrets, readOwnSecrets } from './secrets.ts'
import { testFolder } from './test-folder.ts'

const MAKE = { mayMake: true }
const KEEP = { mayMake: false }

test('keys are made once, for the owner alone, and are the same at every start', (t) => {
  const folder = testFolder(t)
  const first = openSecrets(keysIn(folder), MAKE)
  const path = join(folder, 'keys.json')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(existsSync(`${path}.new`), false)
  const second = openSecrets(keysIn(folder), MAKE)
  assert.deepEqual(second.serverKey, first.serverKey)
  assert.deepEqual(second.pepper, first.pepper)
  assert.deepEqual(second.vault, first.vault)
  assert.equal(second.open(first.seal('a till’s secret')), 'a till’s secret')
})

test('no two keys are the same, nor those of two folders', (t) => {
  const keys = [testFolder(t), testFolder(t)].flatMap((folder) => {
    const { serverKey, pepper, vault } = openSecrets(keysIn(folder), MAKE)
    return [serverKey, pepper, vault.indexKey, ...vault.keys.values()].map((key) => Buffer.from(key).toString('hex'))
  })
  assert.equal(new Set(keys).size, 8)
})

test('a value derived for a label is always the same, and another one for another label or folder', (t) => {
  const folder = testFolder(t)
  const derived = openSecrets(keysIn(folder), MAKE).derive('till 1')
  assert.equal(derived.length, 32)
  assert.deepEqual(openSecrets(keysIn(folder), KEEP).derive('till 1'), derived)
  assert.notDeepEqual(openSecrets(keysIn(folder), KEEP).derive('till 2'), derived)
  assert.notDeepEqual(openSecrets(keysIn(testFolder(t)), MAKE).derive('till 1'), derived)
})

test('the same secret is sealed differently each time, and a changed seal cannot be opened', (t) => {
  const { seal, open } = openSecrets(keysIn(testFolder(t)), MAKE)
  const sealed = seal('secret')
  assert.notEqual(seal('secret'), sealed)
  const bytes = Buffer.from(sealed, 'base64')
  for (const at of [0, 12, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    assert.throws(() => open(changed.toString('base64')))
  }
  assert.throws(() => open(''))
})

test('the keys of another folder open nothing', (t) => {
  const sealed = openSecrets(keysIn(testFolder(t)), MAKE).seal('secret')
  assert.throws(() => openSecrets(keysIn(testFolder(t)), MAKE).open(sealed))
})

test('keys that others could read are closed to them', (t) => {
  const folder = testFolder(t)
  openSecrets(keysIn(folder), MAKE)
  chmodSync(join(folder, 'keys.json'), 0o644)
  openSecrets(keysIn(folder), KEEP)
  assert.equal(statSync(join(folder, 'keys.json')).mode & 0o777, 0o600)
})

test('keys that are missing are not made anew where something was written with them', (t) => {
  const folder = testFolder(t)
  openSecrets(keysIn(folder), MAKE)
  rmSync(join(folder, 'keys.json'))
  assert.throws(() => openSecrets(keysIn(folder), KEEP), says(/keys\.json is missing\. .*backup.*--fresh/))
  assert.equal(existsSync(join(folder, 'keys.json')), false)
})

test('own keys are read as they are and never made', (t) => {
  const path = keysIn(testFolder(t))
  const missing = /keys\.json is missing\. .*SUNAP_KEYS_FILE.* make them once: npm run sunap -- keys-new$/
  assert.throws(() => readOwnSecrets(path), says(missing))
  assert.equal(existsSync(path), false)
  const made = openSecrets(path, MAKE)
  assert.deepEqual(readOwnSecrets(path).vault, made.vault)
  writeFileSync(path, '{}')
  assert.throws(() => readOwnSecrets(path), says(/keys\.json is damaged: .*SUNAP_KEYS_FILE\.$/))
})

for (const mode of [0o640, 0o604, 0o620]) {
  test(`own keys of mode ${mode.toString(8)} are refused, and not closed behind the operator's back`, (t) => {
    const path = keysIn(testFolder(t))
    openSecrets(path, MAKE)
    chmodSync(path, mode)
    assert.throws(() => readOwnSecrets(path), says(new RegExp(`mode ${mode.toString(8)}\\)\\. Close it: chmod 600 '/`)))
    assert.equal(statSync(path).mode & 0o777, mode)
  })
}

const SHORT = Buffer.alloc(31).toString('base64')
const DAMAGE: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  ['cut off in the middle', (text) => text.slice(0, 40), /cannot be read/],
  ['empty', () => '', /cannot be read/],
  ['a list', () => '[]', /damaged/],
  ['null', () => 'null', /damaged/],
  ['with a key of 31 bytes', (text) => text.replace(/("pepper": ")[^"]+/, `$1${SHORT}`), /a key is 32 bytes/],
  ['without a key', (text) => text.replace('"sealKey"', '"other"'), /a key is 32 bytes/],
  ['with a key that is a number', (text) => text.replace(/("indexKey": )"[^"]+"/, '$17'), /a key is 32 bytes/],
  ['with a short key for personal fields', (text) => text.replace(/("k1": ")[^"]+/, `$1${SHORT}`), /damaged/],
  ['without the current key for personal fields', (text) => text.replace('"k1":', '"k2":'), /damaged/],
]

for (const [damage, make, text] of DAMAGE) {
  test(`a key file ${damage} is refused and left as it is`, (t) => {
    const folder = testFolder(t)
    openSecrets(keysIn(folder), MAKE)
    const path = join(folder, 'keys.json')
    const damaged = make(readFileSync(path, 'utf8'))
    writeFileSync(path, damaged)
    assert.throws(() => openSecrets(keysIn(folder), MAKE), says(text))
    assert.equal(readFileSync(path, 'utf8'), damaged)
  })
}

function keysIn(folder: string): string {
  return join(folder, 'keys.json')
}

function says(text: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ConfigError && text.test(error.message)
}
