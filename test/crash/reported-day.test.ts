/**
 * What kills do to the evening of a shop. A till's day survives them, and so does its report file: whatever was dealt with
 * before a kill is not dealt with again, whatever was not is, by the next process or by the other node.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { MerchantId, PaymentId } from '../../src/core/brand.ts'
import { NO_ROWS } from '../../src/core/report.ts'
import { readDatabaseAddress } from '../../src/server/database-address.ts'
import { openPostgresStorage } from '../../src/storage/postgres/postgres-storage.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { startPostgres } from '../postgres/server.ts'
import { type Draws, drawsFor } from './draws.ts'
import type { Try } from './evidence.ts'
import { isAcknowledged } from './evidence-reading.ts'
import { createGatewayHouse } from './gateway-process.ts'
import {
  fileOf,
  finishFile,
  killNode,
  type Node,
  openNode,
  openShop,
  restartNode,
  type Shop,
  sellForADay,
  sendFile,
  type Told,
} from './reported-day.ts'

const SOLD_OF_TILL = 20
const LATE = 30
const UNKNOWN = 1500
const KILLS_OF_DAY = 3
const KILLED_WITHIN_MS = 400
/** Each file is killed at least so often, and until one kill fell between its rows. */
const KILLS_OF_FILE = 2
const KILLS_OF_FILE_MAX = 20

test('a till’s day of two phases and its report file are killed again and again, and come to what they are, once', async (t) => {
  const seed = seedOf(t)
  const node = await openNodeFor(t, null)
  const shop = await openShop(seed, [node])
  const sold = await sellUnderKills(shop)
  const told: Told = { sold: sold.filter(({ kept }) => kept), late: await shop.issue(LATE, 'late'), unknown: UNKNOWN }
  const file = fileOf(shop, 1, told)
  const [first, second] = shop.counters
  assert.ok(first && second)
  const draws = drawsFor(seed, 'file')
  let inTheMiddle = 0
  for (let kills = 1; kills <= KILLS_OF_FILE || inTheMiddle === 0; kills += 1) {
    assert.ok(kills <= KILLS_OF_FILE_MAX, 'no kill fell between the rows of the file')
    const sent = sendFile(kills % 2 === 0 ? first : second, file)
    await killWithin(draws, node)
    await sent
    if (await onSqlite(node, isHalfDone)) inTheMiddle += 1
    await restartNode(node)
  }
  const results = await finishFile(second, file)
  assert.deepEqual(results, resultsOf(told))
  assert.deepEqual(await finishFile(first, file), results, 'the same file again is the same report')
  assert.equal(await (await node.gate.life()).stop(), 0)
  await onSqlite(node, (storage) => assertOnce(storage, shop, sold, [told]))
  assert.deepEqual([...shop.complaints, ...node.house.complaints], [])
})

test('of two nodes that take one file at once, one is killed: the other finishes it, and no row comes to anything twice', async (t) => {
  const seed = seedOf(t)
  const server = await startPostgres()
  t.after(() => server.stop())
  const databaseUrl = await server.newDatabase()
  const one = await openNodeFor(t, databaseUrl)
  const two = await openNodeFor(t, databaseUrl, one.folder)
  const shop = await openShop(seed, [one, two])
  const storage = await openPostgresStorage({ address: readDatabaseAddress(databaseUrl) })
  t.after(() => storage.close())
  const sold = await sellUnderKills(shop)
  const draws = drawsFor(seed, 'files')
  const files: Told[] = []
  let inTheMiddle = 0
  for (let seq = 1; seq <= KILLS_OF_FILE || inTheMiddle === 0; seq += 1) {
    assert.ok(seq <= KILLS_OF_FILE_MAX, 'no kill fell between the rows of a file')
    const told: Told = {
      sold: seq === 1 ? sold.filter(({ kept }) => kept) : [],
      late: await shop.issue(LATE, `late-${seq}`),
      unknown: UNKNOWN,
    }
    files.push(told)
    const file = fileOf(shop, seq, told)
    const [victim, survivor] = seq % 2 === 0 ? [0, 1] : [1, 0]
    const [dying, living] = [shop.counters[victim], shop.counters[survivor]]
    const node = shop.nodes[victim]
    assert.ok(dying && living && node)
    const finished = finishFile(living, file)
    const sent = sendFile(dying, file)
    await killWithin(draws, node)
    if (await isHalfDone(storage)) inTheMiddle += 1
    await sent
    const results = await finished
    await restartNode(node)
    assert.deepEqual(await finishFile(dying, file), results, 'the killed node’s next process knows the same report')
    assert.deepEqual(results, resultsOf(told))
  }
  await assertOnce(storage, shop, sold, files)
  for (const node of shop.nodes) assert.equal(await (await node.gate.life()).stop(), 0)
  assert.deepEqual([...shop.complaints, ...one.house.complaints, ...two.house.complaints], [])
})

function seedOf(t: TestContext): string {
  const seed = randomBytes(4).toString('hex')
  t.diagnostic(`seed ${seed}`)
  return seed
}

/** `like`: the folder of a node whose keys it shares. */
async function openNodeFor(t: TestContext, databaseUrl: string | null, like?: string): Promise<Node> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-day-'))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  if (like !== undefined) cpSync(join(like, 'keys.json'), join(folder, 'keys.json'))
  const house = createGatewayHouse(folder, databaseUrl)
  t.after(() => house.close())
  return openNode(folder, house)
}

/** Each till's sales of the day, cancelled ones too, while its node is killed under it. */
async function sellUnderKills(shop: Shop): Promise<readonly Try[]> {
  const { seed, counters, nodes } = shop
  const draws = drawsFor(seed, 'day')
  const stock = await Promise.all(counters.map((_counter, at) => shop.issue(SOLD_OF_TILL, `sold-${at}`)))
  const selling = Promise.all(counters.map((counter, at) => sellForADay(counter, stock[at] ?? [])))
  // It waits for the next process while the kills go on; what it says is heard below.
  selling.catch(() => {})
  for (let kill = 0; kill < KILLS_OF_DAY; kill += 1) {
    const node = nodes[kill % nodes.length]
    assert.ok(node)
    await killWithin(draws, node)
    await restartNode(node)
  }
  await selling
  return counters.flatMap(({ tries }) => tries).filter(isAcknowledged)
}

async function killWithin(draws: Draws, node: Node): Promise<void> {
  await pause(draws.below(KILLED_WITHIN_MS))
  await killNode(node)
}

async function onSqlite<Found>({ folder }: Node, look: (storage: Storage) => Promise<Found>): Promise<Found> {
  const storage = await openSqliteStorage({ folder, onFatal: (error) => assert.fail(String(error)) })
  try {
    return await look(storage)
  } finally {
    await storage.close()
  }
}

/** Of the report that is being dealt with. */
async function isHalfDone({ reports }: Storage): Promise<boolean> {
  const [id] = await reports.unfinished()
  if (id === undefined) return false
  const [done, told] = await Promise.all([reports.done(id), reports.told(id)])
  return done.size > 0 && done.size < told.length
}

function resultsOf({ sold, late, unknown }: Told) {
  return { ...NO_ROWS, matched: sold.length, theirs_only: late.length + unknown, ours_only: 0 }
}

/** After whatever claims a kill left open. */
const SOLD = /^issued( claimed lapsed)* claimed collected completed$/
const CANCELLED = /^issued( claimed lapsed)* claimed collected completed cancelled$/

/** What stands of each sale, each late payment and each stranger's won. */
async function assertOnce(
  { payments, suspense }: Storage,
  { merchant }: Shop,
  sold: readonly Try[],
  files: readonly Told[],
): Promise<void> {
  const told = async (impUid: string): Promise<string> => {
    const events = await payments.events(merchant.id as MerchantId, impUid as PaymentId)
    return events.map(({ data }) => data.type).join(' ')
  }
  for (const { sale, kept } of sold) assert.match(await told(sale.impUid), kept ? SOLD : CANCELLED)
  for (const { impUid } of files.flatMap(({ late }) => late)) assert.equal(await told(impUid), 'issued collected_late')
  const unknown = files.reduce((count, file) => count + file.unknown, 0)
  assert.equal((await suspense.list({}, null, 2 * unknown)).length, unknown)
}
