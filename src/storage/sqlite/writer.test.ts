import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ALPHA, claim, issue, paymentId, revoke, settle } from '../contract-commands.ts'
import { DEFAULT_QUEUE } from '../contract-outbox.ts'
import { tally } from '../contract-subject.ts'
import { createFakeClocks } from '../fake-clocks.ts'
import { databasePath, openDatabase } from './database-file.ts'
import type { SqlHandle } from './handle.ts'
import { MIGRATIONS } from './migrations.ts'
import { openLocally, scratchFolder } from './test-folder.ts'
import { CHECKPOINT_PAGES, openWriter } from './writer.ts'

/** A handle that writes down what is done with it, by the first words of the SQL. */
function recorded(into: string[]): (handle: SqlHandle) => SqlHandle {
  return (handle) => ({
    exec(sql) {
      into.push(sql)
      handle.exec(sql)
    },
    prepare(sql) {
      const statement = handle.prepare(sql)
      const name = sql.replace(/\s+/g, ' ')
      const noted = <Result>(result: Result): Result => {
        into.push(name)
        return result
      }
      return {
        run: (...values) => noted(statement.run(...values)),
        get: (...values) => noted(statement.get(...values)),
        all: (...values) => noted(statement.all(...values)),
      }
    },
    close: () => handle.close(),
  })
}

/** An error as the database throws it. */
function sqliteError(errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })
}

/** A handle whose `exec` of one statement fails while the switch is on. */
function failing(sql: string, error: Error, trouble: { isOn: boolean }): (handle: SqlHandle) => SqlHandle {
  return (handle) => ({
    exec(text) {
      if (trouble.isOn && text === sql) throw error
      handle.exec(text)
    },
    prepare: (text) => handle.prepare(text),
    close: () => handle.close(),
  })
}

const IOERR_FSYNC = 10 + (4 << 8)
const SQLITE_FULL = 13
const SQLITE_BUSY = 5

describe('the SQLite writer', () => {
  it('writes a whole batch in one transaction with one commit', async (t) => {
    const done: string[] = []
    const { storage } = await openLocally(t, recorded(done))
    done.length = 0
    await Promise.all(Array.from({ length: 200 }, (_, i) => storage.execute(issue({ no: i + 1 }))))
    assert.equal(done.filter((sql) => sql === 'begin immediate').length, 1)
    assert.equal(done.filter((sql) => sql === 'commit').length, 1)
  })

  it('an issue costs four look-ups and a row each of order, payment, event and delivery', async (t) => {
    const done: string[] = []
    const { storage } = await openLocally(t, recorded(done))
    done.length = 0
    await storage.execute(issue({ no: 1 }))
    const verbs = done.map((sql) => sql.split(' ').slice(0, 3).join(' '))
    assert.deepEqual(tally(verbs.filter((verb) => /^(insert|update)/.test(verb))), {
      'insert into orders': 1,
      'insert into payments': 1,
      'insert into events': 1,
      'insert into deliveries': 1,
      'update clock set': 1,
    })
    assert.equal(verbs.filter((verb) => verb.startsWith('select')).length, 4)
  })

  it('a batch that changes nothing commits nothing', async (t) => {
    const done: string[] = []
    const { storage } = await openLocally(t, recorded(done))
    await storage.execute(issue({ no: 1 }))
    done.length = 0
    await Promise.all([
      storage.execute(revoke(2)),
      storage.deliveries.lease([{ queue: DEFAULT_QUEUE, limit: 0 }], 1000),
    ])
    assert.equal(done.includes('commit'), false)
  })

  it('only a batch with a broken command is taken apart', async (t) => {
    const done: string[] = []
    const { storage } = await openLocally(t, recorded(done))
    done.length = 0
    const broken = storage.execute(settle({ key: 9, fence: 1 }))
    const others = Array.from({ length: 5 }, (_, i) => storage.execute(issue({ no: i + 1 })))
    await assert.rejects(broken, /settle of an attempt that never was/)
    await Promise.all(others)
    assert.equal(done.filter((sql) => sql === 'commit').length, 5)
    done.length = 0
    await Promise.all([storage.execute(issue({ no: 6 })), storage.execute(issue({ no: 7 }))])
    assert.equal(done.filter((sql) => sql === 'commit').length, 1)
  })

  it('rows are written in an order in which the unique indexes let a freed place be taken', async (t) => {
    const done: string[] = []
    const { storage } = await openLocally(t, recorded(done))
    await storage.execute(issue({ no: 1, order: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    done.length = 0
    await Promise.all([
      storage.execute(issue({ no: 2, order: 1 })),
      storage.execute(settle({ key: 1, fence: 1, verdict: { kind: 'unanswered' } })),
      storage.execute(claim({ key: 2, number: 2 })),
      storage.execute(issue({ no: 3, number: 50, scheme: 'registered' })),
      storage.execute(revoke(3)),
      storage.execute(issue({ no: 4, number: 50, scheme: 'registered' })),
    ])
    assert.deepEqual(
      done.filter((sql) => sql === 'commit' || sql === 'rollback'),
      ['commit'],
    )
  })

  it('the second wall stands: two live payments of a number, two holders, two collected', async (t) => {
    let handle: SqlHandle | undefined
    const { storage } = await openLocally(t, (opened) => {
      handle = opened
      return opened
    })
    for (const no of [1, 2]) await storage.execute(issue({ no, order: 1 }))
    const update = (no: number, set: string) => () =>
      handle?.exec(`update payments set ${set} where id = '${paymentId(no)}'`)
    const held = "state = 'authorising', until = 1, ends_at = null, last_attempt = '{}'"
    const paid = "state = 'paid', until = null, ends_at = null, ended_at = 1, last_attempt = '{}'"
    assert.throws(update(2, `number = (select number from payments where id = '${paymentId(1)}')`), /UNIQUE/)
    update(1, held)()
    assert.throws(update(2, held), /UNIQUE/)
    update(1, paid)()
    assert.throws(update(2, paid), /UNIQUE/)
    assert.throws(update(2, "state = 'paid'"), /CHECK/)
  })

  it('an error of the disk at commit stops everything and answers nobody', async (t) => {
    const trouble = { isOn: false }
    const { storage, fatal } = await openLocally(
      t,
      failing('commit', sqliteError(IOERR_FSYNC, 'disk I/O error'), trouble),
    )
    trouble.isOn = true
    const results = await Promise.allSettled([
      storage.execute(issue({ no: 1 })),
      storage.execute(revoke(2)),
      storage.takeBlock('approval', 1),
    ])
    trouble.isOn = false
    assert.deepEqual(
      results.map((result) => (result.status === 'rejected' ? result.reason.kind : result.status)),
      ['unknown', 'unknown', 'unknown'],
    )
    assert.deepEqual(
      fatal.map(({ message }) => message),
      ['the commit failed: disk I/O error'],
    )
    await assert.rejects(storage.execute(issue({ no: 2 })), { kind: 'unknown' })
  })

  it('a full disk at commit is a no for that batch only', async (t) => {
    const trouble = { isOn: false }
    const full = sqliteError(SQLITE_FULL, 'database or disk is full')
    const { storage, fatal } = await openLocally(t, failing('commit', full, trouble))
    trouble.isOn = true
    await assert.rejects(storage.execute(issue({ no: 1 })), { kind: 'full' })
    assert.equal(await storage.payments.find(ALPHA, paymentId(1)), undefined)
    trouble.isOn = false
    assert.equal((await storage.execute(issue({ no: 1 }))).kind, 'issued')
    assert.deepEqual(fatal, [])
  })

  it('a full file refuses writes, goes on reading, and works again when there is space', async (t) => {
    let handle: SqlHandle | undefined
    const { storage, fatal } = await openLocally(t, (opened) => {
      handle = opened
      return opened
    })
    await storage.execute(issue({ no: 1, personal: true }))
    const pages = Number(handle?.prepare('pragma page_count').get()?.['page_count'])
    handle?.exec(`pragma max_page_count = ${pages + 1}`)
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, (_, i) => storage.execute(issue({ no: i + 2, personal: true }))),
    )
    const kinds = results.map((result) => (result.status === 'rejected' ? result.reason.kind : result.status))
    assert.deepEqual(tally(kinds), { full: 300 })
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
    assert.equal(await storage.payments.find(ALPHA, paymentId(2)), undefined)
    handle?.exec('pragma max_page_count = 1000000')
    assert.equal((await storage.execute(issue({ no: 2, personal: true }))).kind, 'issued')
    await storage.check()
    assert.deepEqual(fatal, [])
  })

  it('a lock that somebody else holds is a no, and nothing was written', async (t) => {
    const trouble = { isOn: false }
    const busy = sqliteError(SQLITE_BUSY, 'database is locked')
    const { storage, fatal } = await openLocally(t, failing('begin immediate', busy, trouble))
    trouble.isOn = true
    await assert.rejects(storage.execute(issue({ no: 1 })), { kind: 'overloaded' })
    trouble.isOn = false
    assert.equal((await storage.execute(issue({ no: 1 }))).kind, 'issued')
    assert.deepEqual(fatal, [])
  })

  it('a checkpoint without space is tried again, one with a broken disk stops everything', async (t) => {
    const trouble = { isOn: true }
    const full = sqliteError(SQLITE_FULL, 'database or disk is full')
    const { storage, fatal } = await openLocally(t, failing('pragma wal_checkpoint(passive)', full, trouble))
    await fillLog(storage.execute)
    assert.deepEqual(fatal, [])
    const other = { isOn: true }
    const broken = await openLocally(
      t,
      failing('pragma wal_checkpoint(passive)', sqliteError(10, 'disk I/O error'), other),
    )
    await assert.rejects(fillLog(broken.storage.execute), { kind: 'unknown' })
    assert.equal(broken.fatal.length, 1)
  })

  it('the log does not grow without end', async (t) => {
    let handle: SqlHandle | undefined
    const { storage } = await openLocally(t, (opened) => {
      handle = opened
      return opened
    })
    await fillLog(storage.execute)
    const { log } = handle?.prepare('pragma wal_checkpoint(noop)').get() ?? {}
    assert.ok(Number(log) < 2 * CHECKPOINT_PAGES, `${String(log)} pages`)
  })

  it('does not open a file whose durability it cannot have', (t) => {
    const folder = scratchFolder(t)
    const lowers = (handle: SqlHandle): SqlHandle => ({
      exec: (sql) => handle.exec(sql === 'pragma synchronous = full' ? 'pragma synchronous = normal' : sql),
      prepare: (sql) => handle.prepare(sql),
      close: () => handle.close(),
    })
    const handle = lowers(openDatabase(databasePath(folder)))
    t.after(() => handle.close())
    const open = () => openWriter({ handle, clocks: createFakeClocks(), migrations: MIGRATIONS })
    assert.throws(open, /synchronous is not FULL/)
  })

  it('is as durable on the second opening as on the first', async (t) => {
    const folder = scratchFolder(t)
    for (const opening of [1, 2]) {
      const handle: SqlHandle = openDatabase(databasePath(folder))
      const writer = openWriter({ handle, clocks: createFakeClocks(), migrations: MIGRATIONS })
      assert.equal(handle.prepare('pragma synchronous').get()?.['synchronous'], 2, `opening ${opening}`)
      assert.equal(handle.prepare('pragma journal_mode').get()?.['journal_mode'], 'wal')
      assert.equal(handle.prepare('pragma wal_autocheckpoint').get()?.['wal_autocheckpoint'], 0)
      assert.equal(handle.prepare('pragma trusted_schema').get()?.['trusted_schema'], 0)
      assert.equal(handle.prepare('pragma mmap_size').get()?.['mmap_size'], 0)
      writer.close()
    }
  })

  it('a row that was edited by hand is not believed', async (t) => {
    let handle: SqlHandle | undefined
    const { storage } = await openLocally(t, (opened) => {
      handle = opened
      return opened
    })
    const edits = ["terms = '{}'", "terms = 'no JSON'", "currency = 'XXX'", 'last_attempt = \'{"id":1}\'']
    for (const [index, edit] of edits.entries()) {
      const no = index + 1
      await storage.execute(issue({ no }))
      handle?.exec(`update payments set ${edit} where id = '${paymentId(no)}'`)
      await assert.rejects(storage.payments.find(ALPHA, paymentId(no)), /broken invariant/)
      await assert.rejects(storage.execute(claim({ key: no, number: no })), /broken invariant/)
    }
  })
})

/** Writes more than a log may hold. */
async function fillLog(execute: (command: ReturnType<typeof issue>) => Promise<unknown>): Promise<void> {
  for (let no = 0; no < 24 * 256; no += 256) {
    const batch = Array.from({ length: 256 }, (_, i) => execute(issue({ no: no + i, personal: true })))
    await Promise.all(batch)
  }
}
