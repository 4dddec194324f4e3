import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Merchant } from '../core/merchant.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { Directory, DirectoryEntry, Storage } from '../storage/storage.ts'
import { type Practice, practiceEntries, practiceOf } from './practice.ts'
import { hashSecret, openSecrets, type Secrets } from './secrets.ts'
import { testFolder } from './test-folder.ts'

interface House {
  readonly storage: Storage
  readonly secrets: Secrets
  readonly practice: Practice
  /** As at a start on this port; answers what was put. */
  readonly start: (port: number) => Promise<readonly DirectoryEntry[]>
  readonly directory: () => Directory
  readonly seller: () => Merchant
}

function openHouse(t: TestContext): House {
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  const secrets = openSecrets(join(testFolder(t), 'keys.json'), { mayMake: true })
  const practice = practiceOf(secrets)
  const directory = storage.directory.current
  return {
    storage,
    secrets,
    practice,
    directory,
    async start(port) {
      const entries = practiceEntries(practice, secrets, directory(), `http://127.0.0.1:${port}`)
      await storage.directory.put(entries)
      return entries
    },
    seller() {
      const seller = directory().merchants.get(practice.merchantId)
      assert.ok(seller)
      return seller
    },
  }
}

test('the town is the same at every start from the same keys, and another from other keys', (t) => {
  const secrets = openSecrets(join(testFolder(t), 'keys.json'), { mayMake: true })
  const practice = practiceOf(secrets)
  assert.deepEqual(practiceOf(secrets), practice)
  const other = practiceOf(openSecrets(join(testFolder(t), 'keys.json'), { mayMake: true }))
  assert.notEqual(other.impKey, practice.impKey)
  assert.notEqual(other.impSecret, practice.impSecret)
  assert.notEqual(other.webhookSecret, practice.webhookSecret)
  assert.notEqual(other.channels[0]?.key, practice.channels[0]?.key)
  assert.notEqual(other.terminals[0]?.secret, practice.terminals[0]?.secret)
})

test('keys look like those of V1, and no two tills share a secret', (t) => {
  const { impKey, impSecret, webhookSecret, channels, terminals } = openHouse(t).practice
  assert.match(impKey, /^\d{16}$/)
  assert.match(impSecret, /^[0-9a-f]{64}$/)
  assert.match(webhookSecret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.deepEqual(
    channels.map(({ pg }) => pg),
    ['galaxia.sunap0001', 'galaxia.sunap0002'],
  )
  for (const { key } of channels)
    assert.match(key, /^channel-key-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(new Set(terminals.map(({ secret }) => secret)).size, terminals.length)
  assert.ok(new Set(terminals.map(({ id }) => id.split('/')[1])).size >= 2, 'tills stand in two shops at least')
})

test('the first start puts everything into the directory, with secrets that only these keys open', async (t) => {
  const { start, directory, practice, secrets, seller } = openHouse(t)
  await start(8080)
  const { merchants, channels, networks, outlets, tills, apiKeys } = directory()
  assert.deepEqual(
    [merchants.size, channels.length, networks.size, outlets.size, tills.size, apiKeys.size],
    [1, 2, 1, 3, 6, 1],
  )
  assert.equal(seller().noticeUrl, 'http://127.0.0.1:8080/shop/notice')
  assert.deepEqual(
    seller().webhookSecrets.map(({ sealed }) => secrets.open(sealed)),
    [practice.webhookSecret],
  )
  assert.equal(apiKeys.get(practice.impKey)?.secretHash, hashSecret(secrets, practice.impSecret))
  for (const { id, secret } of practice.terminals) assert.equal(secrets.open(tills.get(id)?.secret ?? ''), secret)
  assert.deepEqual(channels.map(({ mid, isDefault }) => [mid, isDefault]).sort(), [
    ['sunap0001', true],
    ['sunap0002', false],
  ])
})

test('another start on the same data adds nothing and changes nothing', async (t) => {
  const { start, directory } = openHouse(t)
  await start(8080)
  const before = directory()
  const entries = await start(8080)
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['merchant'],
  )
  assert.deepEqual(directory(), before)
})

test('the seller’s notice address follows the port', async (t) => {
  const { start, seller } = openHouse(t)
  await start(8080)
  await start(9090)
  assert.equal(seller().noticeUrl, 'http://127.0.0.1:9090/shop/notice')
})

test('what the operator has changed stays as it is', async (t) => {
  const { start, seller, storage, directory, practice } = openHouse(t)
  await start(8080)
  const [first, second] = directory().channels
  const till = directory().tills.get(practice.terminals[0]?.id ?? '')
  assert.ok(first && second && till)
  const changed = {
    merchant: {
      ...seller(),
      name: '다른상점',
      noticeUrl: 'https://shop.example/n',
      noticeContentType: 'form',
      v1Notices: 'all',
    },
    first: { ...first, isDefault: false, deadlineDays: 1 },
    second: { ...second, isDefault: true },
  } as const
  await storage.directory.put([
    { kind: 'merchant', entry: changed.merchant },
    { kind: 'channel', entry: changed.first },
    { kind: 'channel', entry: changed.second },
    { kind: 'till', entry: { ...till, secret: 'another' } },
  ])
  await start(9090)
  assert.deepEqual(seller(), changed.merchant)
  assert.deepEqual(directory().channels, [changed.first, changed.second])
  assert.equal(directory().tills.get(practice.terminals[0]?.id ?? '')?.secret, 'another')
})

test('a seller without a notice address stays without', async (t) => {
  const { start, seller, storage } = openHouse(t)
  await start(8080)
  await storage.directory.put([{ kind: 'merchant', entry: { ...seller(), noticeUrl: null } }])
  await start(9090)
  assert.equal(seller().noticeUrl, null)
})
