import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { merchantAt, type RemoteMerchant, tillAt } from '../../test/e2e/parties.ts'
import type { ChannelKey, MerchantId } from '../core/brand.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { openSeller, status } from '../outbound/test-seller.ts'
import type { SandboxPorts, Seen } from '../sandbox/ports.ts'
import { openTown, type Town } from '../sandbox/test-town.ts'
import { sandboxPorts } from './sandbox-ports.ts'

const HOUR_MS = 3_600_000

interface Scene {
  readonly town: Town
  readonly ports: SandboxPorts
  readonly merchant: RemoteMerchant
}

async function openScene(t: TestContext): Promise<Scene> {
  const town = await openTown(t)
  const { storage, parts, practice, posUrl, apiUrl } = town
  const ports = sandboxPorts({ storage, parts, practice, posUrl, publicUrl: 'https://pay.test', reset: async () => {} })
  return { town, ports, merchant: merchantAt(apiUrl, practice) }
}

test('a payment is found by its number however it is written, and by its id', async (t) => {
  const { ports, merchant } = await openScene(t)
  const { payment } = await merchant.issue({ amount: 1500 })
  const facts = await ports.payment({ imp_uid: payment.imp_uid })
  assert.ok(facts)
  assert.deepEqual(
    [facts.merchant_uid, facts.number, facts.amount, facts.currency, facts.status],
    [payment.merchant_uid, payment.barcode, 1500, 'KRW', 'ready'],
  )
  assert.equal(facts.expiresAtMs, facts.endsAtMs)
  assert.match(facts.pay_url, /^https:\/\/pay\.test\/p\/[\w-]{22,}$/)
  for (const number of [payment.barcode, groupNumber(payment.barcode), ` ${payment.barcode}\n`])
    assert.deepEqual(await ports.payment({ number }), facts)
})

test('what nobody was issued is not found', async (t) => {
  const { ports } = await openScene(t)
  assert.equal(await ports.payment({ number: '81000000000000000000' }), undefined)
  assert.equal(await ports.payment({ number: '' }), undefined)
  assert.equal(await ports.payment({ number: 'no number!' }), undefined)
  assert.equal(await ports.payment({ imp_uid: 'imp_000000000000' }), undefined)
})

test('payments of every merchant are found', async (t) => {
  const { town, ports } = await openScene(t)
  const { practice, storage } = town
  const { merchants, channels, apiKeys } = storage.directory.current()
  const id = 'mer_other' as MerchantId
  const [seller, [channel], apiKey] = [merchants.get(practice.merchantId), channels, apiKeys.get(practice.impKey)]
  assert.ok(seller && channel && apiKey)
  const key = 'channel-key-00000000-0000-4000-8000-000000000009' as ChannelKey
  await storage.directory.put([
    { kind: 'merchant', entry: { ...seller, id, name: '다른상점' } },
    { kind: 'channel', entry: { ...channel, key, merchantId: id, mid: 'other', isDefault: true } },
    { kind: 'api_key', entry: { impKey: 'other', merchantId: id, secretHash: apiKey.secretHash } },
  ])
  const other = merchantAt(town.apiUrl, { impKey: 'other', impSecret: practice.impSecret })
  const { payment } = await other.issue()
  assert.equal((await ports.payment({ imp_uid: payment.imp_uid }))?.number, payment.barcode)
  assert.equal((await ports.payment({ number: payment.barcode }))?.imp_uid, payment.imp_uid)
})

test('a payment is told as it is now, before the sweep comes by, and with its grace', async (t) => {
  const { town, ports, merchant } = await openScene(t)
  const expired_at = Math.floor((ports.clock.now() + HOUR_MS) / 1000)
  const { payment } = await merchant.issue({ expired_at })
  const inquired = await merchant.issue({ expired_at })
  const [terminal] = ports.terminals
  assert.ok(terminal)
  await tillAt(town.posUrl, terminal).inquire(inquired.payment.barcode)
  const facts = await ports.payment({ number: inquired.payment.barcode })
  assert.deepEqual([facts?.expiresAtMs, facts?.endsAtMs], [expired_at * 1000, expired_at * 1000 + HOUR_MS / 2])
  await town.storage.clock.advance(HOUR_MS + 1000)
  assert.equal((await ports.payment({ number: payment.barcode }))?.status, 'failed')
  assert.equal((await ports.payment({ number: inquired.payment.barcode }))?.status, 'ready')
})

test('who watches a payment sees what its seller was asked and told, nothing of others, until the watching stops', async (t) => {
  const { town, ports, merchant } = await openScene(t)
  const seller = await openSeller(t, (response, { path }) => response.writeHead(path === '/notice' ? 500 : 200).end())
  const urls = { confirm_url: `${seller.url}/confirm`, notice_url: `${seller.url}/notice` }
  const watched = await merchant.issue(urls)
  const other = await merchant.issue(urls)
  const seen: Seen[] = []
  const stop = ports.watch(watched.payment.imp_uid, (event) => seen.push(event))
  await town.pay({ imp_uid: other.payment.imp_uid })
  assert.equal(seen.length, 0)
  await town.pay({ imp_uid: watched.payment.imp_uid })
  assert.deepEqual(
    seen.map(({ type }) => type),
    ['asked', 'queued', 'told'],
  )
  const [asked, queued, told] = seen
  assert.ok(asked?.type === 'asked' && queued?.type === 'queued' && told?.type === 'told')
  assert.deepEqual([asked.confirm_url, asked.verdict, asked.reason], [urls.confirm_url, 'payable', null])
  assert.deepEqual(told.notice, queued.notice)
  assert.deepEqual([told.notice.url, told.notice.event, told.notice.status], [urls.notice_url, 'collected', 'paid'])
  assert.deepEqual([told.tryNumber, told.result, told.httpStatus], [1, 'failed', 500])
  assert.ok((told.nextTryAtMs ?? 0) > ports.clock.now())
  stop()
  seller.answer(status(200))
  await ports.clock.advanceTo(ports.clock.now() + HOUR_MS)
  assert.equal(seen.length, 3)
})

test('a seller’s no is seen with its reason, and a payment without confirm_url asks nobody', async (t) => {
  const { town, ports, merchant } = await openScene(t)
  const seller = await openSeller(t, status(409, JSON.stringify({ reason: '품절' })))
  const refused = await merchant.issue({ confirm_url: seller.url })
  const unasked = await merchant.issue()
  const seen: Seen[] = []
  ports.watch(refused.payment.imp_uid, (event) => seen.push(event))
  ports.watch(unasked.payment.imp_uid, (event) => seen.push(event))
  await town.pay({ imp_uid: refused.payment.imp_uid })
  await town.pay({ imp_uid: unasked.payment.imp_uid })
  const asked = seen.filter((event) => event.type === 'asked')
  assert.deepEqual(
    asked.map(({ confirm_url, verdict, reason }) => [confirm_url, verdict, reason]),
    [[seller.url, 'refused', '품절']],
  )
})

test('two moves of the clock at once go no further than the further of them', async (t) => {
  const { ports, merchant } = await openScene(t)
  const start = ports.clock.now()
  await Promise.all(
    [1, 2, 3].map((hour) => merchant.issue({ expired_at: Math.floor((start + hour * HOUR_MS) / 1000) })),
  )
  const target = start + 5 * HOUR_MS
  await Promise.all([
    ports.clock.advanceTo(target),
    ports.clock.advanceTo(target),
    ports.clock.advanceTo(start + HOUR_MS),
  ])
  const overMs = ports.clock.now() - target
  assert.ok(overMs >= 0 && overMs < 60_000, `${overMs} ms beyond the target`)
})
