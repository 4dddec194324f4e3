/** Payments by a number, by what an attempt is called, and by the outlet of their latest attempt. */
import assert from 'node:assert/strict'
import type { Instant, MerchantId, PaymentId } from '../core/brand.ts'
import type { Claim } from '../core/commands.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { statusSince } from '../core/sorting.ts'
import {
  ALPHA,
  attemptId,
  BRAVO,
  type ClaimParts,
  claim,
  issue,
  number,
  paymentId,
  reverse,
  revoke,
  settle,
} from './contract-commands.ts'
import { payOut, refund } from './contract-refund-commands.ts'
import type { Promises, Scene } from './contract-subject.ts'
import type { OutletAsked, Storage } from './storage.ts'

const HOUR_MS = 3_600_000
const PAYMENTS = 40

export const searchPromises: Promises = {
  'by a number are all that the merchant ever had on it, newest first': async ({ storage, clocks }) => {
    for (const [no, merchantId] of [
      [1, ALPHA],
      [2, BRAVO],
      [3, ALPHA],
      [4, ALPHA],
    ] as const) {
      const issued = await storage.execute(issue({ no, merchantId, number: 7, scheme: 'registered' }))
      assert.equal(issued.kind, 'issued')
      if (no < 4) await storage.execute(revoke(no, merchantId))
      // Until then a number that was another merchant's is not given to this one.
      clocks.moveWall(100 * 24 * HOUR_MS)
    }
    await storage.execute(issue({ no: 5 }))
    const found = async (merchantId: MerchantId, limit = 10) =>
      idsOf(await storage.payments.ofNumber(merchantId, number(7), limit))
    assert.deepEqual(await found(ALPHA), [4, 3, 1].map(paymentId))
    assert.deepEqual(await found(ALPHA, 2), [4, 3].map(paymentId))
    assert.deepEqual(await found(BRAVO), [paymentId(2)])
    assert.deepEqual(await storage.payments.ofNumber(ALPHA, number(9), 10), [])
    assert.deepEqual((await storage.payments.ofNumber(ALPHA, number(7), 1))[0], await findIn(storage, 4))
  },

  'by an attempt’s id, reference and approval number is its payment, also when it was undone and tried again': async ({
    storage,
  }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, merchantId: BRAVO }))
    await storage.execute(issue({ no: 3 }))
    await collect(storage, { key: 11, number: 1 })
    await storage.execute(reverse({ key: 12, original: 11 }))
    await storage.execute(claim({ key: 13, number: 1 }))
    await collect(storage, { key: 21, number: 2 })
    const found = async (name: string, merchantId = ALPHA) =>
      idsOf(await storage.payments.ofAttempt(merchantId, name, 9))
    for (const name of [attemptId(11), attemptId(13), refOf(11), refOf(13), approvalOf(11)])
      assert.deepEqual(await found(name), [paymentId(1)], name)
    for (const name of [attemptId(21), refOf(21), approvalOf(21), approvalOf(13), attemptId(99), '', 'S1'])
      assert.deepEqual(await found(name), [], name)
    assert.deepEqual(await found(attemptId(21), BRAVO), [paymentId(2)])
    assert.deepEqual(await storage.payments.ofAttempt(ALPHA, attemptId(13), 9), [await findIn(storage, 1)])
  },

  'by a payout’s attempt id, reference and approval number is the payment whose refund it paid out': async ({
    storage,
  }) => {
    for (const no of [1, 2]) {
      await storage.execute(issue({ no, merchantId: no === 1 ? ALPHA : BRAVO }))
      await collect(storage, { key: no, number: no })
      await storage.execute(refund({ no, refund: no, amount: 100, slip: no, merchantId: no === 1 ? ALPHA : BRAVO }))
      const paidOut = await storage.execute(payOut({ key: 30 + no, slip: no, amount: 100 }))
      assert.ok(paidOut.kind === 'answered' && paidOut.answer.kind === 'paid_out')
    }
    const found = async (name: string, merchantId = ALPHA) =>
      idsOf(await storage.payments.ofAttempt(merchantId, name, 9))
    for (const name of [attemptId(31), refOf(31), '00000031']) {
      assert.deepEqual(await found(name), [paymentId(1)], name)
      assert.deepEqual(await found(name, BRAVO), [], name)
    }
    await storage.execute(reverse({ key: 40, original: 31 }))
    assert.deepEqual(await found('00000031'), [paymentId(1)], 'also when it was undone')
  },

  'one approval number of two days is two payments, newest first': async ({ storage, clocks }) => {
    for (const key of [1, 2]) {
      await storage.execute(issue({ no: key }))
      await storage.execute(claim({ key, number: key }))
      await storage.execute({ ...settle({ key, fence: 1 }), approvalNo: approvalOf(7) })
      clocks.moveWall(24 * HOUR_MS)
    }
    const found = (limit: number) => storage.payments.ofAttempt(ALPHA, approvalOf(7), limit)
    assert.deepEqual(idsOf(await found(9)), [2, 1].map(paymentId))
    assert.deepEqual(idsOf(await found(1)), [paymentId(2)])
  },

  'by an outlet are those whose latest attempt was there, in the time asked, page by page': async (scene) => {
    const { storage } = scene
    const start = storage.clock.now()
    const all = await town(scene)
    const now = storage.clock.now()
    const times = [
      [0, now],
      [start + 5 * HOUR_MS, start + 9 * HOUR_MS],
      [now, now],
    ] as [Instant, Instant][]
    for (const outlet of ['S1', 'S2', 'S3', 's1']) {
      for (const [from, to] of times) {
        const expected = all.filter(
          (payment) =>
            payment.lastAttempt?.request.outlet === outlet &&
            statusSince(payment) >= from &&
            statusSince(payment) <= to,
        )
        for (const limit of [1, 4, 100]) {
          const asked = { merchantId: ALPHA, outlet, from, to, after: null, limit }
          assert.deepEqual(await readAll(storage, asked), expected, `${outlet} ${from} ${to}`)
        }
      }
    }
    const others = all.find(({ lastAttempt }) => lastAttempt === null)
    const asked = { merchantId: ALPHA, outlet: 'S1', from: 0 as Instant, to: now, limit: 100 }
    assert.ok(await storage.payments.atOutlet({ ...asked, after: others?.id ?? null }))
    for (const after of [paymentId(9), paymentId(999)])
      assert.equal(await storage.payments.atOutlet({ ...asked, after }), undefined, 'of another merchant, or none')
  },
}

async function readAll({ payments }: Storage, asked: OutletAsked): Promise<readonly Payment[]> {
  const read: Payment[] = []
  for (;;) {
    const page = await payments.atOutlet({ ...asked, after: read.at(-1)?.id ?? null })
    assert.ok(page && page.length <= asked.limit)
    read.push(...page)
    if (page.length < asked.limit) return read
  }
}

/** Of two merchants at two outlets: tried, collected, undone, past their end. Answers Alpha's, newest issue first. */
async function town({ storage, clocks }: Scene): Promise<readonly Payment[]> {
  for (let no = 1; no <= PAYMENTS; no += 1) {
    const merchantId = no % 9 === 0 ? BRAVO : ALPHA
    const expiresAt = no % 5 === 3 ? storage.clock.now() + 8 * HOUR_MS : null
    await storage.execute(issue({ no, merchantId, expiresAt }))
    if (no % 3 === 0) clocks.moveWall(HOUR_MS)
    if (no % 4 === 0) continue
    const outlet = no % 2 === 0 ? 'S2' : 'S1'
    if (no % 5 === 3) await refuse(storage, { key: no, number: no }, outlet)
    else await collect(storage, { key: no, number: no }, outlet)
    if (no % 7 === 0) {
      await storage.execute(reverse({ key: no + 1000, original: no }))
      await storage.execute(claimAt('S2', { key: no + 2000, number: no }))
    }
  }
  const found = await storage.payments.findAll(
    ALPHA,
    Array.from({ length: PAYMENTS }, (_, i) => paymentId(PAYMENTS - i)),
  )
  const at = storage.clock.now()
  return found.map((payment) => asOf(payment, at))
}

function claimAt(outlet: string, parts: ClaimParts): Claim {
  const command = claim(parts)
  return { ...command, request: { ...command.request, outlet } }
}

async function collect(storage: Storage, parts: ClaimParts, outlet = 'S1'): Promise<void> {
  await storage.execute(claimAt(outlet, parts))
  await storage.execute(settle({ key: parts.key, fence: 1 }))
}

async function refuse(storage: Storage, parts: ClaimParts, outlet: string): Promise<void> {
  await storage.execute(claimAt(outlet, parts))
  await storage.execute(settle({ key: parts.key, fence: 1, verdict: { kind: 'refused', reason: '품절' } }))
}

const refOf = (key: number): string => String(key).padStart(12, '0')
const approvalOf = (key: number): string => String(key).padStart(8, '0')

function idsOf(payments: readonly Payment[]): readonly PaymentId[] {
  return payments.map(({ id }) => id)
}

function findIn(storage: Storage, no: number): Promise<Payment | undefined> {
  return storage.payments.find(ALPHA, paymentId(no))
}
