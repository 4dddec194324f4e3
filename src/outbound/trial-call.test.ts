/** A call that asks whether calls arrive is made as a notice is, once, and one at a time. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId, WallTime } from '../core/brand.ts'
import { createGuardedClient } from './guarded-client.ts'
import { rulesFor } from './loopback-server.ts'
import { expectedSignature, hang, openSeller, status } from './test-seller.ts'
import { createTrialCall, type Trial } from './trial-call.ts'

const secret = (letter: string): string => `whsec_${Buffer.alloc(32, letter).toString('base64')}`
const NOW = 1_800_000_000_000 as WallTime
const BODY = '{"imp_uid":"imp_1234567890","merchant_uid":"merchant_1234567890","status":"ready"}'

function openTrial(t: TestContext, mode: 'sandbox' | 'production' = 'sandbox') {
  const client = createGuardedClient({ rules: rulesFor(mode), version: 'test' })
  t.after(() => client.close())
  let ids = 0
  const send = createTrialCall({
    client,
    openSecret: (sealed) => sealed.replace('sealed ', ''),
    wall: () => NOW,
    newId: () => {
      ids += 1
      return `test_${ids}`
    },
  })
  return (url: string, changes: Partial<Trial> = {}) =>
    send({
      merchantId: 'mer_a' as MerchantId,
      url,
      format: 'v1_json',
      body: BODY,
      secrets: [{ sealed: `sealed ${secret('a')}`, until: null }],
      ...changes,
    })
}

test('it is signed with every secret in use, and with no other', async (t) => {
  const seller = await openSeller(t, status(200, 'fine'))
  const send = openTrial(t)
  const secrets = [
    { sealed: `sealed ${secret('n')}`, until: null },
    { sealed: `sealed ${secret('o')}`, until: (NOW + 1) as WallTime },
    { sealed: `sealed ${secret('x')}`, until: NOW },
  ]
  const outcome = await send(`${seller.url}/hook`, { secrets })
  const [received] = seller.received
  assert.ok(received)
  const both = [expectedSignature(secret('n'), received), expectedSignature(secret('o'), received)]
  assert.equal(received.headers['webhook-signature'], both.join(' '))
  assert.equal(received.headers['webhook-timestamp'], String(NOW / 1000))
  assert.equal(received.headers['webhook-id'], 'test_1')
  assert.deepEqual([received.path, received.body], ['/hook', BODY])
  assert.deepEqual([outcome?.delivered, outcome?.status, outcome?.cause, outcome?.answer], [true, 200, null, 'fine'])
})

test('the content type is that of the format', async (t) => {
  const seller = await openSeller(t)
  const send = openTrial(t)
  for (const format of ['v1_json', 'v1_form', 'modern'] as const) await send(seller.url, { format })
  assert.deepEqual(
    seller.received.map(({ headers }) => headers['content-type']),
    ['application/json', 'application/x-www-form-urlencoded', 'application/json'],
  )
})

test('what did not arrive is said in Korean and English, with how the answer began', async (t) => {
  const seller = await openSeller(t, status(500, '<h1>Fatal error</h1>'))
  const outcome = await openTrial(t)(seller.url)
  assert.deepEqual([outcome?.delivered, outcome?.status, outcome?.answer], [false, 500, '<h1>Fatal error</h1>'])
  assert.match(outcome?.words.en ?? '', /^answered 500 in \d+ ms/)
  assert.match(outcome?.words.ko ?? '', /500/)
})

test('a redirect is not followed and not delivered', async (t) => {
  const seller = await openSeller(t, status(302, '', { location: '/elsewhere' }))
  const outcome = await openTrial(t)(seller.url)
  assert.deepEqual([outcome?.delivered, outcome?.status, seller.received.length], [false, 302, 1])
})

test('nobody is reached whom a notice would not reach', async (t) => {
  const seller = await openSeller(t)
  const outcome = await openTrial(t, 'production')(seller.url.replace('127.0.0.1', 'localhost'))
  assert.deepEqual([outcome?.delivered, outcome?.cause, outcome?.status], [false, 'address_refused', null])
  assert.deepEqual(seller.received, [])
})

test("a merchant's second call waits for the first to end; another merchant's does not", async (t) => {
  const { answer, letGo } = hang()
  const seller = await openSeller(t, answer)
  const send = openTrial(t)
  const first = send(seller.url)
  assert.equal(await send(seller.url), undefined)
  const others = send(seller.url, { merchantId: 'mer_b' as MerchantId })
  await seller.heard(2)
  letGo()
  assert.equal((await first)?.delivered, true)
  assert.equal((await others)?.delivered, true)
  assert.equal((await send(seller.url))?.delivered, true)
})
