import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS } from '../../test/compat/api-under-test.ts'
import { UnauthorizedError } from './errors.ts'
import type { TestLine } from './test-line.ts'
import { openShop } from './test-shop.ts'

const HOUR_MS = 3_600_000
const TOKEN_MS = 1_800_000

function tokensGot({ passed }: TestLine): number {
  return passed.filter(({ path }) => path === '/users/getToken').length
}

test('nothing is asked before a token is needed, and many calls at once wait for the same one', async (t) => {
  const { client, line } = await openShop(t)
  assert.equal(line.passed.length, 0)
  await Promise.all(Array.from({ length: 20 }, () => client.banks()))
  assert.equal(tokensGot(line), 1)
  assert.equal(line.passed.length, 21)
})

for (const [sense, hours] of [
  ['behind', 5],
  ['ahead', -5],
] as const) {
  test(`on a machine whose date is hours ${sense}, a token is kept for its time and renewed before it ends`, async (t) => {
    const { api, line, another } = await openShop(t)
    api.moveWall(hours * HOUR_MS)
    let nowMs = 0
    const client = another({}, { monotonicMs: () => nowMs })
    const pass = (ms: number): void => {
      nowMs += ms
      api.moveWall(ms)
    }
    await client.banks()
    pass(TOKEN_MS - 31_000)
    await client.banks()
    assert.equal(tokensGot(line), 1)
    pass(2_000)
    await client.banks()
    assert.equal(tokensGot(line), 2)
    assert.equal(line.passed.length, 5)
  })
}

test('a token that ends early is renewed once, by one request however many calls it fails', async (t) => {
  const { api, client, line } = await openShop(t)
  await client.banks()
  api.moveWall(TOKEN_MS + 1_000)
  const [payment] = await Promise.all([
    client.issue({ merchant_uid: 'order-1', amount: 1000 }),
    ...Array.from({ length: 9 }, () => client.banks()),
  ])
  assert.equal(payment.status, 'ready')
  assert.equal(tokensGot(line), 2)
})

test('a request that is refused with the new token too is not sent a third time', async (t) => {
  const { client, line } = await openShop(t)
  const refused = { status: 401, body: JSON.stringify({ code: -1, message: 'Unauthorized', response: null }) }
  line.fate(({ path }) => (path === '/cvs' ? refused : 'pass'))
  await assert.rejects(client.issue({ merchant_uid: 'order-1', amount: 1000 }), (error) => {
    assert.ok(error instanceof UnauthorizedError)
    assert.deepEqual([error.status, error.code, error.mayHaveHappened], [401, -1, false])
    return true
  })
  assert.equal(line.passed.filter(({ path }) => path === '/cvs').length, 2)
})

test('a wrong secret is told, and the next call asks anew', async (t) => {
  const { line, another } = await openShop(t)
  const client = another({ impSecret: 'wrong' })
  for (const _ of [1, 2])
    await assert.rejects(client.banks(), (error) => {
      assert.ok(error instanceof UnauthorizedError)
      assert.equal(error.operation, 'getToken')
      assert.match(error.message, /^인증에 실패하였습니다/)
      return true
    })
  assert.equal(tokensGot(line), 2)
  assert.equal(line.passed.length, 2)
})

test('who waits for a token and gives up takes it from nobody else', async (t) => {
  const { client, line, another } = await openShop(t)
  const impatient = new AbortController()
  line.fate(({ path }) => {
    if (path === '/users/getToken') impatient.abort(new Error('enough'))
    return 'pass'
  })
  const [left, stayed] = await Promise.allSettled([client.banks({ signal: impatient.signal }), client.banks()])
  assert.equal(left.status === 'rejected' && left.reason.message, 'enough')
  assert.equal(stayed.status, 'fulfilled')
  assert.equal(tokensGot(line), 1)
  await another(KEYS.other).banks()
  assert.equal(tokensGot(line), 2)
})
