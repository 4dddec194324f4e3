/** The log is moved beside the writer: it stays short, holds nobody up, and nothing in it is lost. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { describe, it, type TestContext } from 'node:test'
import { ALPHA, issue, paymentId, WORLD } from '../contract-commands.ts'
import { createFakeClocks } from '../fake-clocks.ts'
import type { Storage } from '../storage.ts'
import { databasePath, openDatabase } from './database-file.ts'
import type { SqlHandle } from './handle.ts'
import { canMoveBeside } from './log-mover.ts'
import { MIGRATIONS } from './migrations.ts'
import { prepareForWriting } from './pragmas.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'
import { CHECKPOINT_PAGES, LOG_PAGES_MAX, moveLog, openLog } from './write-ahead-log.ts'
import { openWriter } from './writer.ts'

const PAGE_BYTES = 4096
const FRAME_BYTES = PAGE_BYTES + 24

/** A file with a table, and what its log is told to do. */
function openFile(t: TestContext, different: (handle: SqlHandle) => SqlHandle = (handle) => handle) {
  const path = databasePath(scratchFolder(t))
  const handle = openDatabase(path)
  t.after(() => handle.close())
  openWriter({ handle, clocks: createFakeClocks(), migrations: MIGRATIONS })
  handle.exec('pragma busy_timeout = 0')
  handle.exec('create table ballast (bytes blob not null) strict')
  const begun: (() => void)[] = []
  const log = openLog(different(handle), { begin: (done) => begun.push(done) })
  log.tidy()
  const beside = openDatabase(path)
  t.after(() => beside.close())
  prepareForWriting(beside)
  /** In one commit. */
  const write = (pages: number): void => {
    handle.exec('begin immediate')
    const insert = handle.prepare('insert into ballast (bytes) values (zeroblob(?))')
    for (let page = 0; page < pages; page += 1) insert.run(PAGE_BYTES - 200)
    handle.exec('commit')
  }
  const look = () => {
    const answer = handle.prepare('pragma wal_checkpoint(noop)').get()
    const pages = Number(answer?.['log'])
    return { pages, waiting: pages - Number(answer?.['checkpointed']) }
  }
  return { log, beside, write, look, begun }
}

describe('the log', () => {
  it('is moved beside the writer when there is much of it, and the next commit begins it anew', (t) => {
    const { log, beside, write, look, begun } = openFile(t)
    write(100)
    log.tidy()
    assert.equal(begun.length, 0)
    write(CHECKPOINT_PAGES)
    log.tidy()
    assert.equal(begun.length, 1)
    assert.ok(look().waiting >= CHECKPOINT_PAGES, 'the writer moved nothing')
    moveLog(beside)
    assert.equal(look().waiting, 0)
    write(1)
    assert.ok(look().pages < 20)
  })

  it('is moved to its end by the writer where little was written while the mover was at it', (t) => {
    const { log, beside, write, look, begun } = openFile(t)
    write(CHECKPOINT_PAGES)
    log.tidy()
    moveLog(beside)
    write(100)
    assert.ok(look().waiting >= 100)
    begun[0]?.()
    assert.equal(look().waiting, 0)
  })

  it('is not moved by the writer where much was written meanwhile: the next turn is for that', (t) => {
    const { log, beside, write, look, begun } = openFile(t)
    write(CHECKPOINT_PAGES)
    log.tidy()
    moveLog(beside)
    write(CHECKPOINT_PAGES / 2)
    begun[0]?.()
    assert.ok(look().waiting >= CHECKPOINT_PAGES / 2)
    write(CHECKPOINT_PAGES / 2)
    log.tidy()
    assert.equal(begun.length, 2)
  })

  it('is moved by the writer itself before it is longer than it may be, whatever becomes of the mover', (t) => {
    const { log, write, look, begun } = openFile(t)
    for (let written = 0; written < LOG_PAGES_MAX; written += CHECKPOINT_PAGES) {
      write(CHECKPOINT_PAGES)
      log.tidy()
    }
    assert.ok(begun.length > 0)
    assert.equal(look().waiting, 0)
    write(1)
    assert.ok(look().pages < 20)
  })

  it('loses what was erased as soon as the mover is done, where it was in the way', (t) => {
    const { log, beside, write, look, begun } = openFile(t)
    write(CHECKPOINT_PAGES)
    log.tidy()
    log.mustGo()
    beside.exec('begin; select count(*) from ballast')
    log.tidy()
    assert.ok(look().pages > 0, 'somebody reads from it')
    beside.exec('rollback')
    begun[0]?.()
    assert.equal(look().pages, 0)
  })

  it('stays with the writer on a build of SQLite that could lose what is in it', () => {
    const versions = ['3.40.1', '3.50.7', '3.51.2', '3.51.3', '3.51.10', '3.53.4', '4.0.0']
    assert.deepEqual(versions.filter(canMoveBeside), ['3.51.3', '3.51.10', '3.53.4', '4.0.0'])
  })
})

describe('the mover in its thread', () => {
  async function open(folder: string): Promise<Storage> {
    return openSqliteStorage({
      folder,
      onFatal(error) {
        throw error
      },
    })
  }

  it('keeps the log short under load, and every payment is in the file afterwards', async (t) => {
    const folder = scratchFolder(t)
    const storage = await open(folder)
    await storage.directory.put(WORLD)
    const payments = 8_000
    let longest = 0
    for (let no = 0; no < payments; no += 250) {
      await Promise.all(
        Array.from({ length: 250 }, (_, i) => storage.execute(issue({ no: no + i + 1, personal: true }))),
      )
      longest = Math.max(longest, statSync(`${databasePath(folder)}-wal`).size / FRAME_BYTES)
    }
    await storage.close()
    assert.ok(longest > CHECKPOINT_PAGES, `${longest} pages: the mover had nothing to do`)
    assert.ok(longest < LOG_PAGES_MAX + CHECKPOINT_PAGES, `${longest} pages`)
    const again = await open(folder)
    t.after(() => again.close())
    await again.check()
    for (let no = 1; no <= payments; no += 97)
      assert.equal((await again.payments.find(ALPHA, paymentId(no)))?.state, 'ready', `payment ${no}`)
    const file = openDatabase(databasePath(folder))
    assert.deepEqual(file.prepare('pragma integrity_check').all().map(Object.values), [['ok']])
    assert.deepEqual(Object.values(file.prepare('select count(*) from payments').get() ?? {}), [payments])
    file.close()
  })
})
