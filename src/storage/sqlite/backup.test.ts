import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { NetworkId } from '../../core/brand.ts'
import { plainNetwork } from '../../core/network.ts'
import type { Storage } from '../storage.ts'
import { backUp } from './backup.ts'
import { databasePath } from './database-file.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap backup '))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function openIn(t: TestContext, folder: string): Promise<Storage> {
  const storage = await openSqliteStorage({ folder, onFatal: (error) => assert.fail(error) })
  t.after(() => storage.close())
  return storage
}

const putNetwork = ({ directory }: Storage, id: string, prefix: string) =>
  directory.put([{ kind: 'network', entry: plainNetwork(id as NetworkId, prefix) }])

test('a backup made beside a gateway that writes is one state, and opens as data of its own', async (t) => {
  const [folder, other] = [folderOf(t), folderOf(t)]
  const storage = await openIn(t, folder)
  await putNetwork(storage, 'before', '0001')
  backUp(folder, databasePath(other))
  await putNetwork(storage, 'after', '0002')
  assert.equal(statSync(databasePath(other)).mode & 0o777, 0o600)
  const restored = await openIn(t, other)
  assert.deepEqual([...restored.directory.current().networks.keys()], ['before'])
  await putNetwork(restored, 'later', '0003')
  assert.deepEqual(new Set(storage.directory.current().networks.keys()), new Set(['before', 'after']))
})

test('a file that is there is not written over, and a backup that fails leaves none', async (t) => {
  const folder = folderOf(t)
  await (await openIn(t, folder)).close()
  const kept = join(folder, 'kept')
  writeFileSync(kept, 'letter')
  assert.throws(() => backUp(folder, kept), { code: 'EEXIST' })
  assert.equal(readFileSync(kept, 'utf8'), 'letter')
  const damaged = folderOf(t)
  writeFileSync(databasePath(damaged), 'no database at all, but long enough to be read as the header of one'.repeat(20))
  assert.throws(() => backUp(damaged, join(damaged, 'copy')), /not a database/)
  assert.deepEqual(readdirSync(damaged), ['sunap.sqlite'])
})
