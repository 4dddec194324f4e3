import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import type { MonoTime } from '../core/brand.ts'
import { dayOf } from '../core/day-figures.ts'
import { COUNTED_WHILE_WAITING } from '../gateway/day-figures.ts'
import { HomeAnswer } from '../wire/admin/home.ts'
import { key, openConsole, type SignedIn } from './test-console.ts'

const DAY_MS = 86_400_000

async function homeOf({ ask }: SignedIn, shop: string, days = 14): Promise<HomeAnswer> {
  const reply = await ask({ path: `/merchants/${shop}/home?days=${days}` })
  assert.ok(Value.Check(HomeAnswer, reply.answer), reply.text)
  return reply.answer
}

test('the days of a merchant say what was issued, collected, cancelled, refunded and expired, and what waits now', async (t) => {
  const console = await openConsole(t)
  const owner = await console.signedIn('owner')
  const empty = await homeOf(owner, console.shop)
  assert.deepEqual(empty.currencies[0]?.waiting, { count: 0, amount: 0 })
  const [paid, revoked, waits] = [
    await console.issue({ amount: 5000 }),
    await console.issue({ amount: 300 }),
    await console.issue({ amount: 20 }),
  ]
  await console.issue({ merchantId: console.other, amount: 999 })
  await console.collect(paid)
  const payments = `/merchants/${console.shop}/payments`
  await owner.ask({ method: 'POST', path: `${payments}/${revoked.id}/revoke`, body: {}, headers: key() })
  const body = { amount: 70, version: 1 }
  await owner.ask({ method: 'POST', path: `${payments}/${waits.id}/amend`, body, headers: key() })
  const refund = { amount: 1200, reason: '부분 환불' }
  await owner.ask({ method: 'POST', path: `${payments}/${paid.id}/refund`, body: refund, headers: key() })
  const today = await homeOf(owner, console.shop)
  const [won] = today.currencies
  assert.equal(today.behind, false)
  assert.equal(today.refunds_pending, 1)
  assert.deepEqual(won?.waiting, { count: 1, amount: 70 })
  assert.equal(won?.days.length, 14)
  const last = won?.days.at(-1)
  assert.equal(last?.day, new Date(dayOf(console.gateway.now()) * DAY_MS).toISOString().slice(0, 10))
  assert.deepEqual(last, {
    day: last?.day,
    issued: { count: 3, amount: 5320 },
    collected: { count: 1, amount: 5000 },
    cancelled: { count: 1, amount: 300 },
    expired: { count: 0, amount: 0 },
    reversed: { count: 0, amount: 0 },
    refunded: { count: 1, amount: 1200 },
    refused: { count: 0, amount: 0 },
  })
  assert.deepEqual(await homeOf(owner, console.shop), { ...today, now: (await homeOf(owner, console.shop)).now })
})

test('what a till undid is reversed and waits again', async (t) => {
  const console = await openConsole(t)
  const owner = await console.signedIn('viewer')
  const payment = await console.issue({ amount: 5000 })
  await console.collect(payment)
  const till = { network: payment.network, chain: '강변마트', outlet: 'RV001', outletName: '강변점', till: '1' }
  const day = { businessDate: '20270301', deadline: Number.MAX_SAFE_INTEGER as MonoTime }
  const done = await console.gateway.reverse(till, {
    ...day,
    stan: '99',
    original: { ...day, stan: '1' },
    reason: 'timeout',
  })
  assert.equal(done.kind, 'stored')
  const [won] = (await homeOf(owner, console.shop)).currencies
  assert.deepEqual(won?.waiting, { count: 1, amount: 5000 })
  const { collected, reversed } = won?.days.at(-1) ?? {}
  assert.deepEqual([collected?.count, reversed], [1, { count: 1, amount: 5000 }])
})

test('a month that nobody looked is counted in pieces, once, and says that it is behind until it is whole', async (t) => {
  const console = await openConsole(t)
  const owner = await console.signedIn('viewer')
  const many = COUNTED_WHILE_WAITING + 100
  for (let no = 0; no < many; no += 100)
    await Promise.all(Array.from({ length: 100 }, () => console.issue({ amount: 10 })))
  const counts: number[] = []
  for (;;) {
    const [one, two] = await Promise.all([homeOf(owner, console.shop), homeOf(owner, console.shop)])
    counts.push(one.currencies[0]?.waiting.count ?? 0)
    if (!one.behind && !two.behind) break
  }
  assert.equal(counts.at(-1), many)
  const home = await homeOf(owner, console.shop)
  assert.deepEqual(home.currencies[0]?.days.at(-1)?.issued, { count: many, amount: many * 10 })
  console.moveWall(2 * DAY_MS)
  const later = await console.signedIn('viewer')
  assert.deepEqual((await homeOf(later, console.shop)).currencies[0]?.days.at(-3)?.issued.count, many)
})
