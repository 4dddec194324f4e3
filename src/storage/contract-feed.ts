/** The feed: all events of a merchant in one order that stays, to be read in pages of any size while others write. */
import assert from 'node:assert/strict'
import type { MerchantId, PaymentId } from '../core/brand.ts'
import { type EventKey, eventId } from '../core/event-id.ts'
import type { PaymentEvent } from '../core/payment.ts'
import { ALPHA, BRAVO, claim, inquire, issue, paymentId, reverse, revoke, settle } from './contract-commands.ts'
import type { Promises, Scene } from './contract-subject.ts'
import type { Storage } from './storage.ts'

const PAYMENTS = 24

export const feedPromises: Promises = {
  'in pages of any size it is every event of the merchant once, each payment’s by version': async ({ storage }) => {
    await live(storage)
    for (const merchantId of [ALPHA, BRAVO]) {
      const whole = await assertWhole(storage, merchantId, PAYMENTS)
      assert.ok(whole.length > PAYMENTS / 2)
      for (const limit of [1, 2, 7, whole.length, whole.length + 1])
        assert.deepEqual(await readAll(storage, merchantId, limit), whole)
    }
  },

  'whoever follows it while others write meets every event once': async ({ storage }) => {
    let isOver = false
    const writing = live(storage).then(() => {
      isOver = true
    })
    const met: EventKey[] = []
    for (let isLast = false; !isLast; ) {
      isLast = isOver
      met.push(...(await readAll(storage, ALPHA, 3, met.at(-1) ?? null)))
      // Reads alone would never let a writer in another thread be heard.
      await new Promise(setImmediate)
    }
    await writing
    assert.deepEqual(met, await assertWhole(storage, ALPHA, PAYMENTS))
  },

  'what was acknowledged is in it at once': async ({ storage }) => {
    for (let no = 1; no <= 20; no += 1) {
      await storage.execute(issue({ no }))
      const last = (await readAll(storage, ALPHA, 100)).at(-1)
      assert.deepEqual(last, { paymentId: paymentId(no), version: 1 })
    }
  },

  'a place stays, also after a restart': async ({ storage, subject }) => {
    await live(storage)
    const whole = await readAll(storage, ALPHA, 5)
    const again = await subject.reopen()
    await again.execute(issue({ no: PAYMENTS + 1 }))
    const added = { paymentId: paymentId(PAYMENTS + 1), version: 1 }
    for (const [index, after] of whole.entries())
      assert.deepEqual(await readAll(again, ALPHA, 9, after), [...whole.slice(index + 1), added], eventId(after))
  },

  'there is no place in it behind an event that is not there, is another merchant’s, or was forgotten': async ({
    storage,
  }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, merchantId: BRAVO }))
    const [own, others] = [1, 2].map((no) => ({ paymentId: paymentId(no), version: 1 }))
    assert.ok(own && others)
    assert.deepEqual(await storage.payments.feed(ALPHA, null, 9), [own])
    assert.deepEqual(await storage.payments.feed(BRAVO, null, 9), [others])
    for (const after of [others, { ...own, version: 2 }, { paymentId: paymentId(3), version: 1 }])
      assert.equal(await storage.payments.feed(ALPHA, after, 9), undefined, eventId(after))
    assert.deepEqual(await storage.payments.feed(ALPHA, own, 9), [])
    await storage.forgetPayments()
    assert.equal(await storage.payments.feed(ALPHA, own, 9), undefined)
    assert.deepEqual(await storage.payments.feed(ALPHA, null, 9), [])
  },

  'the histories of many payments are those of each, and nothing of another merchant': async ({ storage }) => {
    await live(storage)
    const ids = Array.from({ length: PAYMENTS + 3 }, (_, i) => paymentId(PAYMENTS + 3 - i))
    for (const merchantId of [ALPHA, BRAVO]) {
      const found = await storage.payments.histories(merchantId, ids)
      const each = await Promise.all(
        ids.map(async (id) => [id, await storage.payments.events(merchantId, id)] as const),
      )
      assert.deepEqual(new Map(found), new Map(each.filter(([, events]) => events.length > 0)))
    }
    assert.equal((await storage.payments.histories(ALPHA, [])).size, 0)
  },
}

/** From a place to the end, page by page, as long as a page is full. */
export async function readAll(
  { payments }: Pick<Storage, 'payments'>,
  merchantId: MerchantId,
  limit: number,
  after: EventKey | null = null,
): Promise<readonly EventKey[]> {
  const read: EventKey[] = []
  for (;;) {
    const page = await payments.feed(merchantId, read.at(-1) ?? after, limit)
    assert.ok(page && page.length <= limit)
    read.push(...page)
    if (page.length < limit) return read
  }
}

/** Answers it. Payments are numbered from 1 to `payments`. */
export async function assertWhole(
  storage: Pick<Storage, 'payments'>,
  merchantId: MerchantId,
  payments: number,
): Promise<readonly EventKey[]> {
  const read = await readAll(storage, merchantId, 4)
  const ids = Array.from({ length: payments }, (_, i) => paymentId(i + 1))
  const histories = await Promise.all(ids.map((id) => storage.payments.events(merchantId, id)))
  const names = (events: readonly Pick<PaymentEvent, 'paymentId' | 'version'>[]) => events.map(eventId).toSorted()
  assert.deepEqual(names(read), names(histories.flat()))
  const versions = new Map<PaymentId, number>()
  for (const { paymentId: id, version } of read) {
    assert.equal(version, (versions.get(id) ?? 0) + 1, `${id} in order`)
    versions.set(id, version)
  }
  return read
}

/** Payments of two merchants at once, each with a life of its own, in batches that hold several. */
async function live(storage: Scene['storage']): Promise<void> {
  const ofOne = async (no: number): Promise<void> => {
    const merchantId = no % 3 === 0 ? BRAVO : ALPHA
    await storage.execute(issue({ no, merchantId }))
    if (no % 2 === 0) await storage.execute(inquire(no))
    if (no % 4 === 1) {
      await storage.execute(revoke(no, merchantId))
      return
    }
    await storage.execute(claim({ key: no, number: no }))
    await storage.execute(settle({ key: no, fence: 1 }))
    if (no % 5 === 0) await storage.execute(reverse({ key: no + 1000, original: no }))
  }
  await Promise.all(Array.from({ length: PAYMENTS }, (_, i) => ofOne(i + 1)))
}
