/** Lists of a merchant's payments: which there are, in which order, how many in all; and several looked up at once. */
import assert from 'node:assert/strict'
import type { Instant, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { inOrder, type Sorting, statusSince } from '../core/sorting.ts'
import { V1_STATUS, type V1Status } from '../core/v1-status.ts'
import {
  ALPHA,
  BRAVO,
  claim,
  expire,
  inquire,
  issue,
  paymentId,
  personal,
  reverse,
  revoke,
  settle,
} from './contract-commands.ts'
import type { Promises, Scene } from './contract-subject.ts'
import type { ListAsked, Storage } from './storage.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const PAYMENTS = 64
const STATUSES: readonly (V1Status | null)[] = [null, 'ready', 'paid', 'cancelled', 'failed']
const SORTINGS: readonly Sorting[] = ['-started', 'started', '-paid', 'paid', '-updated', 'updated']
const ALL: ListAsked = {
  merchantId: ALPHA,
  status: null,
  from: 0 as Instant,
  to: Number.MAX_SAFE_INTEGER as Instant,
  sorting: '-started',
  skip: 0,
  take: 1000,
}

export const listPromises: Promises = {
  'a list is what looking at each payment finds, for every status, period and order': async (scene) => {
    const whole = await town(scene)
    const now = scene.storage.clock.now()
    const periods = [
      [ALL.from, ALL.to],
      [now - 3 * DAY_MS, now - DAY_MS],
      [now, now],
      [now - DAY_MS, now + 5 * DAY_MS],
    ] as [Instant, Instant][]
    for (const status of STATUSES) {
      for (const [from, to] of periods) {
        for (const sorting of SORTINGS) {
          const asked = { ...ALL, status, from, to, sorting }
          const { total, payments } = await scene.storage.payments.list(asked)
          assert.deepEqual(payments, expected(whole, asked), `${status} ${from} ${to} ${sorting}`)
          assert.equal(total, payments.length)
        }
      }
    }
  },

  'the pages of a list are the whole of it, each payment on one page, before a sweep has been by and after it': async (
    scene,
  ) => {
    const { payments, clock, execute } = scene.storage
    const whole = await town(scene)
    const now = clock.now()
    for (const sweep of [async () => {}, sweepAll]) {
      await sweep()
      const swept = (await payments.findAll(ALPHA, idsOf(whole))).map((payment) => asOf(payment, now))
      for (const sorting of SORTINGS) {
        for (const status of STATUSES) {
          for (const from of [ALL.from, now - 3 * DAY_MS, now - DAY_MS] as Instant[])
            await assertPages(scene.storage, swept, { ...ALL, sorting, status, from })
        }
      }
    }
    async function sweepAll(): Promise<void> {
      for (const id of (await payments.overdue(PAYMENTS)).expired) await execute(expire(Number(id.slice(4))))
      assert.deepEqual((await payments.overdue(PAYMENTS)).expired, [])
    }
  },

  'a payment past its end is listed as failed at its end, before the sweep has been by and after it': async ({
    storage,
    clocks,
  }) => {
    const endsAt = (storage.clock.now() + HOUR_MS) as Instant
    await storage.execute(issue({ no: 1, expiresAt: endsAt }))
    const failedAt = (from: number, to = from) => ({
      ...ALL,
      status: 'failed' as const,
      from: from as Instant,
      to: to as Instant,
    })
    clocks.moveWall(HOUR_MS - 1)
    assert.equal((await storage.payments.list({ ...ALL, status: 'ready' })).total, 1)
    clocks.moveWall(1)
    for (const sweep of [async () => {}, () => storage.execute(expire(1))]) {
      await sweep()
      const { total, payments } = await storage.payments.list(failedAt(endsAt))
      const [payment] = payments
      assert.deepEqual([total, payment?.state === 'failed' && payment.failedAt], [1, endsAt])
      assert.equal((await storage.payments.list(failedAt(0, endsAt - 1))).total, 0)
      assert.equal((await storage.payments.list(failedAt(endsAt + 1, endsAt + DAY_MS))).total, 0)
      assert.equal((await storage.payments.list({ ...ALL, status: 'ready' })).total, 0)
      assert.equal((await storage.payments.list(ALL)).total, 1)
    }
  },

  'total and page are of one moment while others write': async ({ storage }) => {
    const asked: ListAsked = { ...ALL, sorting: 'started', take: 500 }
    const writing = Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await storage.execute(issue({ no: i + 1 }))
        await storage.execute(revoke(i + 1))
      }),
    )
    let isOver = false
    const over = writing.then(() => {
      isOver = true
    })
    do {
      // Reads alone would never let a writer in another thread be heard.
      await new Promise(setImmediate)
      for (const status of [null, 'ready', 'cancelled'] as const) {
        const { total, payments } = await storage.payments.list({ ...asked, status })
        assert.equal(payments.length, total)
        assert.equal(new Set(payments.map(({ id }) => id)).size, total)
        if (status !== null) assert.ok(payments.every(({ state }) => V1_STATUS[state] === status))
      }
    } while (!isOver)
    await over
    assert.equal((await storage.payments.list({ ...asked, status: 'cancelled' })).total, 300)
  },

  'several are looked up at once, in the order asked, and nothing of another merchant': async ({ storage }) => {
    for (const no of [1, 2, 3]) await storage.execute(issue({ no, personal: no !== 2 }))
    await storage.execute(issue({ no: 4, merchantId: BRAVO, personal: true }))
    const ids = [3, 9, 4, 1, 2].map(paymentId)
    const found = await storage.payments.findAll(ALPHA, ids)
    assert.deepEqual(
      found.map(({ id }) => id),
      [3, 1, 2].map(paymentId),
    )
    assert.deepEqual(found[1], await storage.payments.find(ALPHA, paymentId(1)))
    const fields = await storage.payments.findPersonals(ALPHA, ids)
    assert.deepEqual(Object.fromEntries(fields), { [paymentId(3)]: personal(3), [paymentId(1)]: personal(1) })
    assert.deepEqual(await storage.payments.findAll(ALPHA, []), [])
    assert.equal((await storage.payments.findPersonals(ALPHA, [])).size, 0)
  },
}

async function assertPages({ payments }: Storage, newestFirst: readonly Payment[], asked: ListAsked): Promise<void> {
  const all = expected(newestFirst, asked)
  for (const take of [1, 7, 20]) {
    const last = all.length - (all.length % take)
    for (const skip of new Set([0, take, Math.floor(all.length / 2), last - take, all.length - take + 1, all.length])) {
      if (skip < 0) continue
      const page = await payments.list({ ...asked, skip, take })
      const name = `${asked.sorting} ${asked.status} ${asked.from} ${skip} ${take}`
      assert.deepEqual(page, { total: all.length, payments: all.slice(skip, skip + take) }, name)
    }
  }
}

function idsOf(payments: readonly Payment[]): readonly PaymentId[] {
  return payments.map(({ id }) => id)
}

/**
 * Payments of two merchants with every history there is: several issued in one instant, some inquired, held, collected,
 * reversed, refused, revoked, expired, some past their end and not swept. Answers Alpha's, newest issue first.
 */
async function town(scene: Scene): Promise<readonly Payment[]> {
  const { storage, clocks } = scene
  const start = storage.clock.now()
  for (let no = 1; no <= PAYMENTS; no += 1) {
    const merchantId = no % 9 === 0 ? BRAVO : ALPHA
    const expiresAt = no % 8 === 6 ? start + (no + 30) * HOUR_MS : start + 30 * DAY_MS
    await storage.execute(issue({ no, merchantId, expiresAt }))
    if (no % 3 === 0) clocks.moveWall(HOUR_MS)
    if (no > 3) await happen(storage, no - 3)
  }
  clocks.moveWall(2 * DAY_MS)
  for (let no = 6; no <= PAYMENTS; no += 16) await storage.execute(expire(no))
  const found = await storage.payments.findAll(
    ALPHA,
    Array.from({ length: PAYMENTS }, (_, i) => paymentId(PAYMENTS - i)),
  )
  assert.equal(found.length, PAYMENTS - Math.floor(PAYMENTS / 9))
  const at = storage.clock.now()
  return found.map((payment) => asOf(payment, at))
}

async function happen(storage: Storage, no: number): Promise<void> {
  switch (no % 8) {
    case 1:
      await storage.execute(inquire(no))
      return
    case 2:
      await collect(storage, no)
      return
    case 3:
      await storage.execute(revoke(no, no % 9 === 0 ? BRAVO : ALPHA))
      return
    case 4:
      await collect(storage, no)
      await storage.execute(reverse({ key: no + 1000, original: no }))
      return
    case 5:
      await storage.execute(claim({ key: no, number: no }))
      return
    default:
  }
}

async function collect(storage: Storage, no: number): Promise<void> {
  await storage.execute(claim({ key: no, number: no }))
  await storage.execute(settle({ key: no, fence: 1 }))
}

function expected(newestFirst: readonly Payment[], { status, from, to, sorting }: ListAsked): readonly Payment[] {
  const wanted = newestFirst.filter((payment) => {
    const since = statusSince(payment)
    return since >= from && since <= to && (status === null || V1_STATUS[payment.state] === status)
  })
  return inOrder(wanted, sorting)
}
