import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { DirectoryEntry, DirectoryKeeper } from '../storage/storage.ts'
import { ConfigError, type DataSettings, readDataSettings } from './config.ts'
import { PRACTICE_MERCHANT, proveKeys } from './key-proof.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { testFolder } from './test-folder.ts'

const SANDBOX = readDataSettings({ SUNAP_DATA: '/data' })
const PRODUCTION: DataSettings = { ...SANDBOX, mode: 'production' }
const ON_A_DATABASE: DataSettings = { ...PRODUCTION, databaseUrl: 'postgres://sunap:hush@localhost/sunap' }

function keysOf(t: TestContext): Secrets {
  return openSecrets(join(testFolder(t), 'keys.json'), { mayMake: true })
}

function emptyDirectory(t: TestContext): DirectoryKeeper {
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  return storage.directory
}

function seller(secrets: Secrets): DirectoryEntry {
  const webhookSecrets = [{ sealed: secrets.seal('whsec_1'), until: null }]
  const terms = {
    name: '예제상점',
    noticeUrl: null,
    noticeContentType: 'json',
    v1Notices: 'paid',
    suspended: null,
  } as const
  return { kind: 'merchant', entry: { id: PRACTICE_MERCHANT, ...terms, webhookSecrets } }
}

function says(text: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ConfigError && text.test(error.message) && !error.message.includes('hush')
}

test('keys prove themselves on data without a single merchant', async (t) => {
  const directory = emptyDirectory(t)
  const keys = keysOf(t)
  await proveKeys(directory, keys, PRODUCTION)
  const { keyProof } = directory.current()
  await proveKeys(directory, keys, PRODUCTION)
  assert.equal(directory.current().keyProof, keyProof)
  await assert.rejects(
    proveKeys(directory, keysOf(t), PRODUCTION),
    says(/^\/data\/keys\.json is not the one this data was written with\. Without .* SUNAP_KEYS_FILE\.$/),
  )
  assert.equal(directory.current().keyProof, keyProof)
})

test('two nodes that come first at once with different keys: one of them is refused', async (t) => {
  const directory = emptyDirectory(t)
  const ends = await Promise.allSettled([
    proveKeys(directory, keysOf(t), ON_A_DATABASE),
    proveKeys(directory, keysOf(t), ON_A_DATABASE),
  ])
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  assert.equal(refused.length, 1)
  assert.ok(says(/All gateways on one database have the same keys/)(refused[0]))
})

test('a sandbox whose keys are not those of a database is not advised to forget it', async (t) => {
  const directory = emptyDirectory(t)
  await proveKeys(directory, keysOf(t), ON_A_DATABASE)
  const onItsDatabase: DataSettings = { ...ON_A_DATABASE, mode: 'sandbox' }
  await assert.rejects(
    proveKeys(directory, keysOf(t), onItsDatabase),
    says(/ from a backup, or give the sandbox a database of its own\. If .* gateway, set SUNAP_MODE=production\.$/),
  )
})

test('data from before there was a proof is proved on its webhook secrets first', async (t) => {
  const directory = emptyDirectory(t)
  const keys = keysOf(t)
  await directory.put([seller(keys)])
  await assert.rejects(proveKeys(directory, keysOf(t), SANDBOX), says(/not the one this data was written with/))
  assert.equal(directory.current().keyProof, null)
  await proveKeys(directory, keys, SANDBOX)
  assert.notEqual(directory.current().keyProof, null)
})

test('production refuses the data of a sandbox, also of one from before there was a proof', async (t) => {
  const keys = keysOf(t)
  const old = emptyDirectory(t)
  await old.put([seller(keys)])
  const begun = emptyDirectory(t)
  await proveKeys(begun, keys, SANDBOX)
  for (const directory of [old, begun]) {
    await assert.rejects(
      proveKeys(directory, keys, PRODUCTION),
      says(/^SUNAP_DATA=\/data holds a sandbox: .* Give production a folder of its own with SUNAP_DATA\.$/),
    )
    await assert.rejects(
      proveKeys(directory, keys, ON_A_DATABASE),
      says(/^the database of SUNAP_DATABASE_URL holds a sandbox: .* Give production a database of its own\.$/),
    )
  }
  assert.equal(old.current().keyProof, null)
})

test('the sandbox refuses the data of a production gateway', async (t) => {
  const directory = emptyDirectory(t)
  const keys = keysOf(t)
  await proveKeys(directory, keys, PRODUCTION)
  await assert.rejects(
    proveKeys(directory, keys, SANDBOX),
    says(
      /^SUNAP_DATA=\/data belongs to a production gateway\. Set SUNAP_MODE=production, or give the sandbox a folder/,
    ),
  )
})
