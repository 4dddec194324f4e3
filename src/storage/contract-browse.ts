/** Payments by a part of a name, piece by piece from the newest issue back, and by a customer's field. */
import assert from 'node:assert/strict'
import type { CollectionNumber, Instant, PaymentId } from '../core/brand.ts'
import { ALPHA, BRAVO, claim, issue, paymentId, revoke, settle } from './contract-commands.ts'
import type { Promises } from './contract-subject.ts'
import type { BrowseAsked, BuyerAsked, BuyerField, Storage } from './storage.ts'

const ALL: Omit<BrowseAsked, 'merchantId'> = {
  text: null,
  status: null,
  from: 0 as Instant,
  to: Number.MAX_SAFE_INTEGER as Instant,
  after: null,
  limit: 100,
  look: 100,
}

async function ofBuyer(storage: Storage, field: BuyerField, hash: string, asked: Partial<BuyerAsked> = {}) {
  const found = await storage.payments.ofBuyer({ merchantId: ALPHA, field, hash, after: null, limit: 9, ...asked })
  return found?.map(({ id }) => id)
}

async function browsed(storage: Storage, asked: Partial<BrowseAsked> = {}) {
  const found = await storage.payments.browse({ merchantId: ALPHA, ...ALL, ...asked })
  return found && { ids: found.payments.map(({ id }) => id), next: found.lookedTo?.id ?? null }
}

export const browsePromises: Promises = {
  'a part of an order, a payment, a number or the goods finds it, capitals or not, and nothing else does': async ({
    storage,
  }) => {
    for (const no of [1, 2, 12]) await storage.execute(issue({ no }))
    await storage.execute(issue({ no: 30, collectionNumber: 'AB-777-Z' as CollectionNumber, scheme: 'registered' }))
    await storage.execute(issue({ no: 31, merchantId: BRAVO }))
    const found = async (text: string) => (await browsed(storage, { text }))?.ids
    assert.deepEqual(await found('ORDER-1'), [paymentId(12), paymentId(1)])
    assert.deepEqual(await found('imp_00000000003'), [paymentId(30)])
    assert.deepEqual(await found('b-77'), [paymentId(30)])
    assert.deepEqual(await found('면 한 상'), [paymentId(30), paymentId(12), paymentId(2)])
    // What stands in the terms beside the goods, and signs that a pattern would take for others.
    for (const text of ['galaxia', 'cash', 'payTypes', '%', '_rder', '"', '\\', "'"])
      assert.deepEqual(await found(text), [], text)
  },

  'by status it is as it is now, swept or not': async ({ storage, clocks }) => {
    for (const no of [1, 2, 3]) await storage.execute(issue({ no }))
    await storage.execute(revoke(2))
    await storage.execute(claim({ key: 3, number: 3 }))
    await storage.execute(settle({ key: 3, fence: 1 }))
    const ids = async (status: BrowseAsked['status']) => (await browsed(storage, { status }))?.ids
    assert.deepEqual(
      [await ids('ready'), await ids('cancelled'), await ids('paid'), await ids('failed')],
      [[paymentId(1)], [paymentId(2)], [paymentId(3)], []],
    )
    clocks.moveWall(400 * 86_400_000)
    assert.deepEqual([await ids('ready'), await ids('failed')], [[], [paymentId(1)]])
    const [failed] = (await storage.payments.browse({ merchantId: ALPHA, ...ALL, status: 'failed' }))?.payments ?? []
    assert.equal(failed?.state, 'failed')
  },

  'pieces follow each other without a gap and without a repeat, whatever is looked for': async ({
    storage,
    clocks,
  }) => {
    for (let no = 1; no <= 30; no += 1) {
      await storage.execute(issue({ no, merchantId: no % 7 === 0 ? BRAVO : ALPHA }))
      if (no % 3 === 0) clocks.moveWall(1)
      if (no % 5 === 0) await storage.execute(revoke(no, no % 7 === 0 ? BRAVO : ALPHA))
    }
    const whole = (await browsed(storage))?.ids ?? []
    assert.equal(whole.length, 26)
    for (const status of [null, 'ready', 'cancelled'] as const)
      for (const text of [null, 'order-2'])
        for (const [limit, look] of [
          [1, 1],
          [2, 5],
          [4, 4],
          [100, 3],
        ] as const) {
          const atOnce = (await browsed(storage, { status, text }))?.ids
          const found: PaymentId[] = []
          let after: PaymentId | null = null
          let pieces = 0
          do {
            const piece = await browsed(storage, { status, text, limit, look, after })
            assert.ok(piece !== undefined && piece.ids.length <= limit)
            found.push(...piece.ids)
            after = piece.next
            pieces += 1
          } while (after !== null)
          assert.deepEqual(found, atOnce, `${status} ${text} ${limit} ${look}`)
          assert.ok(pieces <= 27)
        }
  },

  'of a time are those that were issued in it, both ends included': async ({ storage, clocks }) => {
    const times: Instant[] = []
    for (const no of [1, 2, 3]) {
      await storage.execute(issue({ no }))
      times.push((await storage.payments.find(ALPHA, paymentId(no)))?.issuedAt ?? (0 as Instant))
      clocks.moveWall(1000)
    }
    const [first, second, third] = times as [Instant, Instant, Instant]
    assert.deepEqual((await browsed(storage, { from: second, to: third }))?.ids, [paymentId(3), paymentId(2)])
    assert.deepEqual((await browsed(storage, { from: first, to: first }))?.ids, [paymentId(1)])
  },

  'behind a payment that the merchant has not there is nothing to look at': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, merchantId: BRAVO }))
    assert.equal(await browsed(storage, { after: paymentId(2) }), undefined)
    assert.equal(await browsed(storage, { after: paymentId(9) }), undefined)
    assert.deepEqual(await browsed(storage, { after: paymentId(1) }), { ids: [], next: null })
  },

  'a customer’s field finds the payments of that merchant alone, newest first': async ({ storage }) => {
    for (const no of [1, 2]) await storage.execute(issue({ no, personal: true }))
    await storage.execute(issue({ no: 3, merchantId: BRAVO, personal: true }))
    await storage.execute(issue({ no: 4 }))
    const sealed = await storage.payments.findPersonal(ALPHA, paymentId(1))
    for (const [field, hash] of [
      ['phone', sealed?.phoneHash],
      ['phoneLast4', sealed?.phoneLast4Hash],
      ['email', sealed?.emailHash],
      ['name', sealed?.nameHash],
    ] as const) {
      if (hash == null) continue
      assert.deepEqual(await ofBuyer(storage, field, hash), [paymentId(1)], field)
    }
    assert.deepEqual(await ofBuyer(storage, 'phone', 'hash of nobody'), [])
    assert.deepEqual(await ofBuyer(storage, 'phone', sealed?.phoneLast4Hash ?? ''), [], 'a hash is of its field')
  },

  'those whose phone ends alike are walked through page by page, one issue behind the other': async ({
    storage,
    clocks,
  }) => {
    for (let no = 1; no <= 30; no += 1) {
      await storage.execute(issue({ no, merchantId: no % 7 === 0 ? BRAVO : ALPHA, personal: no % 4 !== 0 }))
      if (no % 6 === 0) clocks.moveWall(1)
    }
    // Of the sealed records every third ends alike.
    const whole = [28, 25, 22, 19, 16, 13, 10, 7, 4, 1].filter((no) => no % 7 !== 0 && no % 4 !== 0).map(paymentId)
    const hash = (await storage.payments.findPersonal(ALPHA, paymentId(1)))?.phoneLast4Hash ?? ''
    for (const limit of [1, 2, 5, 9]) {
      const found: PaymentId[] = []
      for (;;) {
        const page = await ofBuyer(storage, 'phoneLast4', hash, { after: found.at(-1) ?? null, limit })
        assert.ok(page !== undefined && page.length <= limit)
        found.push(...page)
        if (page.length < limit) break
      }
      assert.deepEqual(found, whole, `${limit} a page`)
    }
    // From one that ends otherwise it goes on as well; from another merchant's, or none, it cannot.
    assert.deepEqual(await ofBuyer(storage, 'phoneLast4', hash, { after: paymentId(12) }), [10, 1].map(paymentId))
    for (const after of [paymentId(7), paymentId(999)])
      assert.equal(await ofBuyer(storage, 'phoneLast4', hash, { after }), undefined)
  },

  'the end of the feed is the event that was placed last': async ({ storage }) => {
    assert.equal(await storage.payments.feedEnd(ALPHA), undefined)
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, merchantId: BRAVO }))
    await storage.execute(issue({ no: 3 }))
    assert.deepEqual(await storage.payments.feedEnd(ALPHA), { paymentId: paymentId(3), version: 1 })
    const feed = await storage.payments.feed(ALPHA, null, 10)
    assert.deepEqual(await storage.payments.feedEnd(ALPHA), feed?.at(-1))
  },
}
