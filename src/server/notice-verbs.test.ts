/** An operator looks after a merchant's endpoints and notices: every command, and what it says when it is given wrongly. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId } from '../core/brand.ts'
import { SECRET_OVERLAP_MS, signingSecrets } from '../core/endpoint.ts'
import { ENDPOINTS_MAX } from '../gateway/endpoints.ts'
import { BROKEN, OK, tryDue, tryToTheEnd } from '../merchant/test-notices.ts'
import { issue as issueCommand } from '../storage/contract-commands.ts'
import { runVerb, VERBS } from './directory-verbs.ts'
import { type Desk, openDesk, type Row } from './test-desk.ts'

const MERCHANT = 'mer_example' as MerchantId
const shop = { merchant: MERCHANT }
const HOOK = 'https://hook.example/sunap'

async function addEndpoint({ done }: Desk, options: Row = {}): Promise<Row & { readonly endpoint: string }> {
  const row = await done('endpoint-add', { ...shop, url: HOOK, ...options })
  return { ...row, endpoint: row['endpoint'] ?? '' }
}

/** Told to every modern endpoint; `no` is in the id of the payment and of its deliveries. */
async function issue({ storage }: Desk, no: number): Promise<void> {
  await storage.execute(issueCommand({ no, merchantId: MERCHANT, expiresAt: null }))
}

async function openTold(t: TestContext) {
  const desk = await openDesk(t)
  const { endpoint } = await addEndpoint(desk)
  await issue(desk, 1)
  await issue(desk, 2)
  await tryToTheEnd(desk.storage, BROKEN)
  return { ...desk, endpoint }
}

test('endpoint-add shows the secret once; endpoint-list shows everything else, the Notification URL first', async (t) => {
  const desk = await openDesk(t)
  const { secret, ...row } = await addEndpoint(desk, { description: '재고', events: 'payment.paid,payment.reversed' })
  assert.match(secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/)
  const [first, second, ...others] = await desk.listed('endpoint-list', shop)
  assert.deepEqual(
    [first?.['endpoint'], first?.['url'], first?.['format'], first?.['events']],
    ['default', 'http://127.0.0.1:8080/shop/notice', 'v1_json', 'v1_notices paid'],
  )
  assert.deepEqual(second, row)
  assert.deepEqual(row, {
    endpoint: row.endpoint,
    merchant: MERCHANT,
    url: HOOK,
    description: '재고',
    format: 'modern',
    events: 'payment.paid,payment.reversed',
    state: 'active',
  })
  assert.deepEqual(others, [])
})

test('endpoint-set changes what is named; endpoint-remove takes it away', async (t) => {
  const desk = await openDesk(t)
  const { endpoint, secret: _secret, ...row } = await addEndpoint(desk)
  const changed = await desk.done('endpoint-set', { ...shop, endpoint, format: 'v1_form', events: 'payment.issued' })
  assert.deepEqual(changed, { endpoint, ...row, format: 'v1_form', events: 'payment.issued' })
  assert.equal((await desk.done('endpoint-set', { ...shop, endpoint, events: 'all' }))['events'], 'all')
  assert.deepEqual(await desk.done('endpoint-remove', { ...shop, endpoint }), { removed: endpoint })
  assert.match(await desk.refused('endpoint-remove', { ...shop, endpoint }), /There is no such endpoint/)
})

test('endpoint-pause and endpoint-resume, the Notification URL too, and the list says why', async (t) => {
  const desk = await openDesk(t)
  const { endpoint } = await addEndpoint(desk)
  for (const each of [endpoint, 'default']) {
    const paused = await desk.done('endpoint-pause', { ...shop, endpoint: each })
    assert.match(paused['state'] ?? '', /^paused since \d{4}-.*Z\. Paused by hand/)
    assert.equal((await desk.done('endpoint-resume', { ...shop, endpoint: each }))['state'], 'active')
  }
})

test('endpoint-rotate and webhook-secret-rotate show the new secret; the former goes on for a day', async (t) => {
  const desk = await openDesk(t)
  const { endpoint, secret } = await addEndpoint(desk)
  const rotated = await desk.done('endpoint-rotate', { ...shop, endpoint })
  const { secrets = [] } = desk.directory().endpoints.get(MERCHANT)?.[0] ?? {}
  const open = (sealed: string): string => desk.deps.secrets.open(sealed)
  assert.deepEqual(signingSecrets(secrets, desk.storage.clock.wall()).map(open), [rotated['secret'], secret])
  const until = Date.parse((rotated['former_secret'] ?? '').replace('signs too until ', ''))
  assert.ok(Math.abs(until - Date.now() - SECRET_OVERLAP_MS) < 60_000)
  const own = await desk.done('webhook-secret-rotate', shop)
  const merchant = desk.directory().merchants.get(MERCHANT)
  assert.equal(open(merchant?.webhookSecrets[0]?.sealed ?? ''), own['secret'])
  assert.equal(merchant?.webhookSecrets.length, 2)
})

test('delivery-list shows what nobody received, newest first, and why', async (t) => {
  const desk = await openTold(t)
  await issue(desk, 3)
  const rows = await desk.listed('delivery-list', shop)
  assert.deepEqual(
    rows.map((row) => row['delivery']),
    ['dlv_000000000002_1_1', 'dlv_000000000001_1_1'],
  )
  const { event, ...row } = rows[0] ?? {}
  assert.match(event ?? '', /^payment\.issued \(ready\), \d{4}-.*Z$/)
  assert.deepEqual(row, {
    delivery: 'dlv_000000000002_1_1',
    merchant: MERCHANT,
    imp_uid: 'imp_000000000002',
    merchant_uid: row['merchant_uid'],
    endpoint: desk.endpoint,
    url: HOOK,
    state: 'undelivered',
    tries: '15',
    why: 'answered 500 in 7 ms',
  })
  assert.equal((await desk.listed('delivery-list', { ...shop, state: 'all' })).length, 3)
  assert.equal((await desk.listed('delivery-list', { ...shop, state: 'waiting' })).length, 1)
  assert.equal((await desk.listed('delivery-list', { ...shop, 'imp-uid': 'imp_000000000001' })).length, 1)
  assert.equal((await desk.listed('delivery-list', { ...shop, endpoint: 'default' })).length, 0)
  assert.equal((await desk.listed('delivery-list', { ...shop, from: '2200-01-01T00:00Z' })).length, 0)
})

test('a long delivery-list says how to go on', async (t) => {
  const desk = await openDesk(t)
  await addEndpoint(desk)
  for (let no = 1; no <= 105; no += 1) await issue(desk, no)
  const first = await desk.listed('delivery-list', { ...shop, state: 'all' })
  assert.equal(first.length, 101)
  const after = (first.at(-1)?.['more'] ?? '').replace('--after ', '')
  assert.equal(after, first.at(-2)?.['delivery'])
  const rest = await desk.listed('delivery-list', { ...shop, state: 'all', after })
  assert.equal(new Set([...first.slice(0, -1), ...rest].map((row) => row['delivery'])).size, 105)
})

test('delivery-show shows the delivery and every try', async (t) => {
  const desk = await openTold(t)
  const [delivery, ...tries] = await desk.listed('delivery-show', { ...shop, delivery: 'dlv_000000000001_1_1' })
  assert.equal(delivery?.['state'], 'undelivered')
  assert.equal(tries.length, 15)
  const { at, ...last } = tries.at(-1) ?? {}
  assert.match(at ?? '', /^\d{4}-.*Z$/)
  assert.deepEqual(last, { try: '15', url: HOOK, came_of_it: 'answered 500 in 7 ms', answer: 'out of order' })
})

test('delivery-replay sends one again, or all of a time that nobody received', async (t) => {
  const desk = await openTold(t)
  const one = await desk.done('delivery-replay', { ...shop, delivery: 'dlv_000000000001_1_1' })
  assert.deepEqual([one['state'], one['tries']], ['waiting', '15'])
  await tryDue(desk.storage, OK)
  const from = new Date(desk.storage.clock.now() - 80 * 24 * 3_600_000).toISOString().replace(/\.\d+Z/, 'Z')
  const again = { merchant: MERCHANT, sent_again: '1' }
  assert.deepEqual(await desk.done('delivery-replay', { ...shop, from }), again)
  await tryDue(desk.storage, OK)
  assert.deepEqual(await desk.done('delivery-replay', { ...shop, from }), { ...again, sent_again: '0' })
  assert.deepEqual(await desk.done('delivery-replay', { ...shop, from, state: 'delivered' }), {
    ...again,
    sent_again: '2',
  })
})

test('what is wrong is said with what would be right, and changes nothing', async (t) => {
  const desk = await openTold(t)
  const { endpoint } = desk
  const before = desk.directory()
  const delivery = 'dlv_000000000001_1_1'
  for (const [verb, options, message] of [
    ['endpoint-add', { url: 'ftp://x' }, /--url: begins with ftp:/],
    ['endpoint-add', {}, /--url is missing/],
    ['endpoint-add', { url: HOOK, format: 'xml' }, /v1_json, v1_form, modern/],
    [
      'endpoint-add',
      { url: HOOK, events: 'payment.lost' },
      /--events payment\.lost: it is all, or some of payment\.issued,/,
    ],
    ['endpoint-add', { url: HOOK, description: 'x'.repeat(201) }, /at most 200 characters/],
    ['endpoint-add', { url: HOOK, description: 'two\nlines' }, /one line/],
    ['endpoint-set', { endpoint: 'ep_1', url: HOOK }, /There is no such endpoint/],
    ['endpoint-set', { endpoint: 'default', url: HOOK }, /merchant-set: --notice-url/],
    ['endpoint-remove', { endpoint: 'default' }, /merchant-set --merchant mer_example --notice-url ''/],
    ['endpoint-rotate', { endpoint: 'default' }, /webhook-secret-rotate/],
    ['endpoint-rotate', { endpoint: 'ep_1' }, /There is no such endpoint/],
    ['endpoint-pause', { endpoint: 'ep_1' }, /There is no such endpoint/],
    ['endpoint-list', { merchant: 'mer_nobody' }, /--merchant mer_nobody: no such merchant/],
    ['webhook-secret-rotate', { merchant: 'mer_nobody' }, /no such merchant/],
    ['delivery-list', { state: 'lost' }, /waiting, delivered, undelivered, all/],
    ['delivery-list', { from: 'yesterday' }, /2026-11-22T09:00\+09:00/],
    ['delivery-list', { 'imp-uid': '1' }, /imp_ and twelve digits/],
    ['delivery-list', { after: 'dlv_999999999999_1_1' }, /no such delivery; see delivery-list/],
    ['delivery-show', { delivery: 'x' }, /dlv_123456789012_3_1/],
    ['delivery-show', { delivery: 'dlv_999999999999_1_1' }, /no such delivery/],
    ['delivery-replay', {}, /--delivery or --from is missing/],
    ['delivery-replay', { delivery, from: '2026-11-22T09:00Z' }, /--from is for all of a time/],
    ['delivery-replay', { delivery: 'dlv_999999999999_1_1' }, /There is no such delivery/],
    ['delivery-replay', { from: '2001-01-01T00:00Z' }, /last 90 days/],
    ['delivery-replay', { from: '2026-01-01T00:00Z', after: 'dlv_999999999999_1_1' }, /no such delivery/],
  ] as const)
    assert.match(await desk.refused(verb, { ...shop, ...options }), message, verb)
  assert.equal(desk.directory(), before)
  await desk.done('endpoint-remove', { ...shop, endpoint })
  assert.match(await desk.refused('delivery-replay', { ...shop, delivery }), /removed or is empty/)
})

test('endpoint-add stops at the limit', async (t) => {
  const desk = await openDesk(t)
  for (let at = 0; at < ENDPOINTS_MAX; at += 1) await addEndpoint(desk, { url: `${HOOK}/${at}` })
  assert.match(await desk.refused('endpoint-add', { ...shop, url: HOOK }), /at most 20 endpoints/)
})

test('no command names an endpoint or a delivery without its merchant', async (t) => {
  const { deps } = await openDesk(t)
  const verbs = Object.keys(VERBS).filter((verb) => /^(endpoint|delivery|webhook)-/.test(verb))
  assert.equal(verbs.length, 11)
  for (const verb of verbs) {
    const answer = await runVerb({ verb, options: {} }, deps)
    assert.ok(!answer.ok)
    assert.equal(answer.message, `${verb}: --merchant is missing`)
  }
})
