/**
 * Report files, money in suspense and tills' days: a file is kept once, a row is dealt with once, however many come with it at
 * once; what a person does at the desk is done once; and a till's day is counted on all of its sales.
 */
import assert from 'node:assert/strict'
import type { AttemptId, CollectionNumber, Instant, Money, ReportId, SuspenseId } from '../core/brand.ts'
import { NO_ROWS, type ReportHead, type ReportKind, rowKey, type ToldSale } from '../core/report.ts'
import type { CloseDay, ReconcileRow } from '../core/report-commands.ts'
import { type DayKey, type DayTotals, dayOfKey, NO_TOTALS } from '../core/till-day.ts'
import { ALPHA, claim, commandId, HOUSE, issue, number, paymentId, reverse, settle, till } from './contract-commands.ts'
import { assertFolds, type Promises, tally } from './contract-subject.ts'
import type { Storage } from './storage.ts'

const PARALLEL = 200
const DATE = '20261122'
const [, OUTLET = ''] = till(1).split('/')

export const reportPromises: Promises = {
  'of a file that is taken many times at once there is one, with what it told': async ({ storage }) => {
    const rows = [toldOf(1), toldOf(2)]
    const taken = await Promise.all(
      Array.from({ length: PARALLEL }, (_, index) => storage.reports.take(head(index + 1, 'file-1'), rows)),
    )
    assert.equal(new Set(taken.map(({ id }) => id)).size, 1)
    const [first] = taken
    assert.ok(first)
    assert.deepEqual(await storage.reports.find(first.id), first)
    assert.deepEqual(await storage.reports.told(first.id), rows)
    const other = await storage.reports.take(head(900, 'file-1', { sha256: 'other' }), [])
    assert.deepEqual([other.id, other.sha256], [first.id, first.sha256])
    assert.notEqual((await storage.reports.take(head(901, 'file-2'), rows)).id, first.id)
  },

  'files are listed newest first, by network and date, page by page; the first end of one stays': async ({
    storage,
  }) => {
    for (let no = 1; no <= 5; no += 1)
      await storage.reports.take(head(no, `file-${no}`, { date: no > 3 ? '20261123' : DATE }), [])
    const listed = async (filter: Parameters<Storage['reports']['list']>[0], after: number | null, limit: number) =>
      (await storage.reports.list(filter, after === null ? null : reportId(after), limit)).map(({ id }) => id)
    assert.deepEqual(await listed({}, null, 10), [5, 4, 3, 2, 1].map(reportId))
    assert.deepEqual(await listed({ network: HOUSE, date: DATE }, null, 2), [3, 2].map(reportId))
    assert.deepEqual(await listed({ date: DATE }, 2, 2), [reportId(1)])
    assert.deepEqual(await storage.reports.unfinished(), [1, 2, 3, 4, 5].map(reportId))
    const ended = { counts: { ...NO_ROWS, matched: 3 }, oursOnly: 1 }
    assert.deepEqual((await storage.reports.end(reportId(2), ended)).ended, ended)
    const again = await storage.reports.end(reportId(2), { counts: NO_ROWS, oursOnly: 0 })
    assert.deepEqual(again.ended, ended)
    assert.deepEqual(await storage.reports.unfinished(), [1, 3, 4, 5].map(reportId))
  },

  'a row is dealt with once, however many come with it at once, and so is the money it tells of': async ({
    storage,
  }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.reports.take(head(1, 'file-1'), [toldOf(1), toldOf(9)])
    const outcomes = await Promise.all(
      Array.from({ length: PARALLEL }, (_, index) => storage.execute(reconcile({ of: 1, suspense: index + 1 }))),
    )
    assert.deepEqual(tally(outcomes.map(({ kind }) => kind)), { reconciled: PARALLEL })
    assert.equal(outcomes.filter((outcome) => outcome.kind === 'reconciled' && !outcome.again).length, 1)
    const payment = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(payment?.state, 'paid')
    await assertFolds(storage, payment)
    for (const suspense of [501, 502]) await storage.execute(reconcile({ no: 2, of: 9, suspense }))
    assert.deepEqual(
      (await storage.suspense.list({}, null, 10)).map(({ id }) => id),
      [suspenseId(501)],
    )
    assert.deepEqual(await storage.reports.done(reportId(1)), new Set([1, 2]))
    assert.deepEqual(await storage.reports.counts(reportId(1)), { ...NO_ROWS, theirs_only: 2 })
  },

  'what files told of a number is seen by the next row of it, in a batch and after it': async ({ storage }) => {
    await filed(storage)
    await collected(storage, 1)
    const key = till(1)
    const outcomes = await Promise.all([
      storage.execute(reconcile({ no: 1, of: 1, stan: stanOf(1) })),
      storage.execute(reconcile({ no: 2, of: 1, stan: '77', suspense: 2 })),
    ])
    const results = outcomes.map((outcome) => outcome.kind === 'reconciled' && outcome.row.result)
    assert.deepEqual(results.toSorted(), ['duplicate', 'matched'])
    const later = await storage.execute(reconcile({ report: 2, no: 1, of: 1, kind: '02', stan: stanOf(1) }))
    assert.ok(later.kind === 'reconciled')
    assert.deepEqual([later.row.result, later.row.attempt], ['matched', key])
    assert.equal(later.row.sale, rowKey(reportId(1), 1))
    const rows = await storage.reports.rows(reportId(1), null, 0, 10)
    assert.deepEqual(
      rows.map(({ no }) => no),
      [1, 2],
    )
    assert.deepEqual(
      (await storage.reports.rows(reportId(1), 'duplicate', 0, 10)).map(({ no }) => no),
      [2],
    )
    assert.deepEqual(
      (await storage.reports.rows(reportId(1), null, 1, 10)).map(({ no }) => no),
      [2],
    )
  },

  'ours only is what stands, of these days, and no file of the kind names': async ({ storage }) => {
    await filed(storage)
    for (const no of [1, 8, 15]) await collected(storage, no)
    await storage.execute(reverse({ key: 30, original: 15 }))
    const day = dayOfKey(till(1))
    const ours = async (kind: ReportKind) =>
      (await storage.reports.oursOnly([day], kind)).map((each) => each.state !== 'tombstoned' && each.request.key)
    assert.deepEqual(await ours('01'), [till(1), till(8)])
    await storage.execute(reconcile({ of: 1, stan: stanOf(1) }))
    assert.deepEqual(await ours('01'), [till(8)])
    assert.deepEqual(await ours('02'), [till(1), till(8)])
    assert.deepEqual(await storage.reports.oursOnly([`${day}9` as DayKey], '01'), [])
  },

  'an entry at the desk is settled once, whoever asks at once, and is listed by what became of it': async ({
    storage,
  }) => {
    await filed(storage)
    await storage.execute(issue({ no: 1 }))
    await storage.execute({
      type: 'suspend',
      id: commandId(),
      merchantId: ALPHA,
      paymentId: paymentId(1),
      reason: null,
    })
    await storage.execute(reconcile({ no: 1, of: 1, suspense: 1 }))
    await storage.execute(reconcile({ no: 2, of: 8, suspense: 2 }))
    await storage.execute({ type: 'resume', id: commandId(), merchantId: ALPHA, paymentId: paymentId(1) })
    const entry = await storage.suspense.find(suspenseId(1))
    assert.ok(entry)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? storage.execute({
              type: 'post_suspense',
              id: commandId(),
              entry,
              paymentId: paymentId(1),
              note: null,
              late: late(700 + index),
            })
          : storage.execute({
              type: 'settle_suspense',
              id: commandId(),
              suspenseId: entry.id,
              as: 'refunded',
              note: 'x',
            }),
      ),
    )
    assert.equal(outcomes.filter(({ kind }) => kind !== 'desk_refused').length, 1)
    const settled = await storage.suspense.find(entry.id)
    const payment = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(payment?.state, settled?.state === 'posted' ? 'paid' : 'ready')
    await assertFolds(storage, payment)
    const ids = async (state?: 'open' | 'held' | 'refunded') =>
      (await storage.suspense.list(state ? { state } : {}, null, 10)).map(({ id }) => id)
    assert.deepEqual(await ids(), [2, 1].map(suspenseId))
    assert.deepEqual(await ids('open'), [suspenseId(2)])
    await storage.execute({
      type: 'settle_suspense',
      id: commandId(),
      suspenseId: suspenseId(2),
      as: 'held',
      note: '확인 중',
    })
    assert.deepEqual([await ids('open'), await ids('held')], [[], [suspenseId(2)]])
    assert.deepEqual(await storage.suspense.list({}, suspenseId(2), 10), [settled])
    assert.deepEqual(await storage.suspense.list({ network: 'elsewhere' as typeof HOUSE }, null, 10), [])
  },

  'late money is found by the names of its collection': async ({ storage }) => {
    await filed(storage)
    await storage.execute(issue({ no: 1 }))
    await storage.execute(reconcile({ of: 1 }))
    for (const name of ['att_1001', '900000001001', '90001001'])
      assert.deepEqual(
        (await storage.payments.ofAttempt(ALPHA, name, 10)).map(({ id }) => id),
        [paymentId(1)],
        name,
      )
  },

  'a day is closed on all of its till’s sales, once, and nothing is sold under it any more': async ({ storage }) => {
    for (const no of [1, 8]) await collected(storage, no)
    await storage.execute(issue({ no: 15 }))
    const day = dayOfKey(till(1))
    const wrong = await storage.execute(close(cash(1, 1000)))
    assert.ok(wrong.kind === 'day_differs')
    assert.deepEqual([wrong.rejection.name, wrong.ours], ['day_count_differs', cash(2, 2000)])
    const opened = await storage.execute({ type: 'open_day', id: commandId(), day })
    assert.equal(opened.kind, 'day_opened')
    const closing = await Promise.all(Array.from({ length: 20 }, () => storage.execute(close(cash(2, 2000)))))
    assert.deepEqual(tally(closing.map(({ kind }) => kind)), { day_closed: 20 })
    assert.equal(new Set(closing.map((each) => each.kind === 'day_closed' && each.closed.gatewayRef)).size, 1)
    const refused = await storage.execute(claim({ key: 15, number: 15 }))
    assert.ok(refused.kind === 'answered' && refused.answer.kind === 'declined')
    assert.equal(refused.answer.rejection.name, 'day_closed')
    const undone = await storage.execute(reverse({ key: 20, original: 8 }))
    assert.ok(undone.kind === 'answered' && undone.answer.kind === 'reversed' && undone.answer.original === 'reversed')
    assert.equal((await storage.execute({ type: 'open_day', id: commandId(), day })).kind, 'rejected')
  },

  'what the sandbox forgets is forgotten with its files, its suspense and its days': async ({ storage }) => {
    await collected(storage, 1)
    await storage.reports.take(head(1, 'file-1'), [toldOf(1)])
    await storage.execute(reconcile({ of: 9, suspense: 1 }))
    await storage.execute(close(cash(1, 1000)))
    await storage.forgetPayments()
    assert.deepEqual(await storage.reports.list({}, null, 10), [])
    assert.deepEqual(await storage.suspense.list({}, null, 10), [])
    assert.deepEqual(await storage.reports.rows(reportId(1), null, 0, 10), [])
    assert.equal((await storage.execute(close(NO_TOTALS))).kind, 'day_closed')
  },
}

export const reportRestartPromises: Promises = {
  'files, rows, suspense and days are there after a restart': async ({ storage, subject }) => {
    await collected(storage, 1)
    await storage.reports.take(head(1, 'file-1'), [toldOf(1), toldOf(9)])
    await storage.execute(reconcile({ no: 2, of: 9, suspense: 1 }))
    await storage.execute(close(cash(1, 1000)))
    const all = (from: Storage) =>
      Promise.all([
        from.reports.list({}, null, 10),
        from.reports.told(reportId(1)),
        from.reports.done(reportId(1)),
        from.reports.rows(reportId(1), null, 0, 10),
        from.suspense.list({}, null, 10),
        from.execute(close(NO_TOTALS)),
      ])
    const before = await all(storage)
    assert.deepEqual(await all(await subject.reopen()), before)
  },
}

/** Two files that rows may be of. */
async function filed(storage: Storage): Promise<void> {
  for (const no of [1, 2]) await storage.reports.take(head(no, `file-${no}`), [])
}

async function collected(storage: Storage, no: number): Promise<void> {
  await storage.execute(issue({ no }))
  await storage.execute(claim({ key: no, number: no }))
  const { answer } = await storage.execute(settle({ key: no, fence: 1 }))
  assert.equal(answer.kind, 'collected')
}

const reportId = (no: number): ReportId => `rpt_${String(no).padStart(4, '0')}` as ReportId
const suspenseId = (no: number): SuspenseId => `sus_${String(no).padStart(4, '0')}` as SuspenseId

function head(no: number, fileId: string, words: Partial<ReportHead> = {}): ReportHead {
  return {
    ...{ id: reportId(no), network: HOUSE, sender: { kind: 'outlet', name: OUTLET }, fileId, seq: 1, date: DATE },
    ...{ kind: '01', currency: 'KRW', sha256: 'a', count: 2, sum: 2000 },
    ...words,
  }
}

function stanOf(no: number): string {
  return till(no).split('/').at(-1) ?? ''
}

function toldOf(no: number, stan: string | null = null): ToldSale {
  const [, , tillId = '', date = ''] = till(1).split('/')
  return {
    number: number(no) as CollectionNumber,
    amount: 1000 as Money,
    sign: '+',
    payType: 'cash',
    outlet: OUTLET,
    till: stan === null ? null : tillId,
    stan,
    date,
    takenAt: null as Instant | null,
  }
}

interface RowParts {
  readonly report?: number
  readonly no?: number
  readonly of: number
  readonly kind?: ReportKind
  readonly stan?: string
  readonly suspense?: number
}

function reconcile({ report = 1, no = 1, of, kind = '01', stan, suspense = 999 }: RowParts): ReconcileRow {
  const told = toldOf(of, stan ?? null)
  return {
    type: 'reconcile_row',
    id: commandId(),
    head: { id: reportId(report), network: HOUSE, date: told.date, kind, currency: 'KRW' },
    no,
    told,
    shop: { chain: 'c', outletName: 'o' },
    suspenseId: suspenseId(suspense),
    late: late(1000 + no),
  }
}

function late(no: number) {
  return {
    attemptId: `att_${no}` as AttemptId,
    gatewayRef: `90000000${no}`,
    approvalNo: `9000${no}`,
    receiptId: null,
  }
}

let closings = 0

function close(counted: DayTotals): CloseDay {
  closings += 1
  return {
    type: 'close_day',
    id: commandId(),
    day: dayOfKey(till(1)),
    counted,
    gatewayRef: String(closings).padStart(12, '0'),
  }
}

function cash(count: number, sum: number): DayTotals {
  return { ...NO_TOTALS, collected: { ...NO_TOTALS.collected, cash: { count, sum } } }
}
