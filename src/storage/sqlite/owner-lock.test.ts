import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { issue, WORLD } from '../contract-commands.ts'
import { FolderInUse, takeOwnerLock } from './owner-lock.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'

const LOCKER = new URL('./owner-lock.ts', import.meta.url).href
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

/** Another process that takes the lock and keeps it (what nobody names is thrown away with its lock), or says why it cannot. */
function otherOwner(t: TestContext, folder: string) {
  const script = `
    import { takeOwnerLock } from ${JSON.stringify(LOCKER)}
    try { globalThis.kept = takeOwnerLock(${JSON.stringify(folder)}); console.log('taken'); setInterval(() => {}, 1000) }
    catch (error) { console.log(error.name + ': ' + error.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  return child
}

async function firstWords(child: ReturnType<typeof otherOwner>): Promise<string> {
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk)
}

async function assertRefused(folder: string): Promise<void> {
  const opening = openSqliteStorage({ folder, onFatal: () => {} }).then((storage) => storage.close())
  await assert.rejects(opening, FolderInUse)
}

describe('the owner of a data folder', () => {
  it('is one process: a second one is told in words that say what to do', async (t) => {
    const folder = scratchFolder(t)
    const storage = await openSqliteStorage({ folder, onFatal: () => {} })
    t.after(() => storage.close())
    const second = otherOwner(t, folder)
    const told = await firstWords(second)
    assert.match(told, /^FolderInUse: .*in use by another running Sunap.*이미 실행 중/)
    assert.ok(told.includes(folder))
  })

  it('is one keeper, also within a process', async (t) => {
    const folder = scratchFolder(t)
    const storage = await openSqliteStorage({ folder, onFatal: () => {} })
    await assertRefused(folder)
    await storage.directory.put(WORLD)
    await storage.execute(issue({ no: 1 }))
    // A refusal loses no lock.
    await assertRefused(folder)
    await storage.close()
    await (await openSqliteStorage({ folder, onFatal: () => {} })).close()
  })

  it('is followed by the next one however it ended', async (t) => {
    const folder = scratchFolder(t)
    const first = otherOwner(t, folder)
    assert.equal(await firstWords(first), 'taken\n')
    assert.throws(() => takeOwnerLock(folder), FolderInUse)
    first.kill('SIGKILL')
    await once(first, 'exit')
    takeOwnerLock(folder).release()
  })

  it('keeps its files to itself', async (t) => {
    const folder = join(scratchFolder(t), 'data')
    const storage = await openSqliteStorage({ folder, onFatal: () => {} })
    t.after(() => storage.close())
    await storage.directory.put(WORLD)
    assert.equal(modeOf(folder), '700')
    for (const file of ['sunap.sqlite', 'sunap.sqlite-wal', 'sunap.sqlite-shm', 'owner.lock'])
      assert.equal(modeOf(join(folder, file)), '600', file)
  })

  it("leaves an existing folder's mode to who made it", async (t) => {
    const folder = join(scratchFolder(t), 'data')
    mkdirSync(folder, { mode: 0o750 })
    const storage = await openSqliteStorage({ folder, onFatal: () => {} })
    await storage.close()
    assert.equal(modeOf(folder), '750')
  })
})
