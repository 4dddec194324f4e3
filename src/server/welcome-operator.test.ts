import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { DirectoryEntry } from '../storage/storage.ts'
import { type Environment, readConfig } from './config.ts'
import { welcomeOperator } from './welcome-operator.ts'

const SETTINGS = {
  SUNAP_MODE: 'production',
  SUNAP_PUBLIC_URL: 'https://pay.example.com',
  SUNAP_DATA: '/var/lib/sunap',
}

async function screenOf(env: Environment, entries: readonly DirectoryEntry[] = []): Promise<string> {
  const storage = createMemoryStorage()
  await storage.directory.put(entries)
  const config = readConfig({ ...SETTINGS, ...env })
  const tcpUrls = config.posTcp.map(({ dialect, port }) => ({ dialect, url: `tcp://127.0.0.1:${port}` }))
  const running = { apiUrl: 'http://127.0.0.1:8080', posUrl: 'http://127.0.0.1:8081', tcpUrls, storage }
  const { screen, happened } = welcomeOperator(running, { config, version: '0.1.0' })
  assert.deepEqual(happened, [])
  await storage.close()
  return screen
}

test('the screen says where it listens, under which address, on which data, and what is still missing', async () => {
  const english = await screenOf({})
  assert.match(english, /^Sunap 0\.1\.0 {2}production {3}Node 24\.\S+ {3}ready after \d+\.\d s\n/)
  assert.match(
    english,
    /merchants, customers {3}http:\/\/127\.0\.0\.1:8080 {3}reached as https:\/\/pay\.example\.com\n/,
  )
  assert.match(english, /tills +http:\/\/127\.0\.0\.1:8081\n/)
  assert.match(english, /data +SQLite, \/var\/lib\/sunap\/\n/)
  assert.match(english, /no merchant yet: .*\n.*no till yet$/)
  const korean = await screenOf({ LANG: 'ko_KR.UTF-8' })
  assert.match(korean, /^Sunap 0\.1\.0 {2}운영 /)
  assert.match(korean, /가맹점, 고객 {3}http:\/\/127\.0\.0\.1:8080 {3}밖에서는 https:\/\/pay\.example\.com\n/)
  assert.match(korean, /가맹점이 아직 없습니다/)
})

test('of a database its place is told, its user and password are not', async () => {
  const screen = await screenOf({ SUNAP_DATABASE_URL: 'postgres://cashier:hush@db.example.com/sunap' })
  assert.match(screen, /data +PostgreSQL, db\.example\.com 5432, sunap\n/)
  assert.doesNotMatch(screen, /hush|cashier/)
})

test('who listens where others can reach it is told to keep them away', async () => {
  assert.match(
    await screenOf({ SUNAP_HOST: '0.0.0.0' }),
    /listening on 0\.0\.0\.0 without TLS: let nobody but your proxy/,
  )
})

test('a listener for frames is named with its dialect', async () => {
  assert.match(await screenOf({ SUNAP_POS_TCP_PORT: '8082' }), /tills, in frames +tcp:\/\/127\.0\.0\.1:8082 {3}fixed\n/)
})
