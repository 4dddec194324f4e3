import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MerchantId, NetworkId, WallTime } from '../core/brand.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { Directory } from '../storage/storage.ts'
import { runVerb, VERBS } from './directory-verbs.ts'
import { hashSecret } from './secrets.ts'
import { isRow, openDesk, type Row } from './test-desk.ts'

const NEW_SHOP = { network: 'house', outlet: 'A', till: '1', 'outlet-name': '가', chain: '나' }
const shop = { merchant: 'mer_example' }

test('merchant-add shows every secret once, and keeps none that can be read', async (t) => {
  const { done, deps, directory } = await openDesk(t)
  const row = await done('merchant-add', {
    name: '새상점',
    'notice-url': 'http://127.0.0.1:9/n',
    'content-type': 'form',
  })
  const { merchant, imp_key = '', imp_secret = '', webhook_secret = '' } = row
  assert.match(merchant ?? '', /^mer_[0-9a-f]{16}$/)
  assert.match(imp_key, /^\d{16}$/)
  assert.match(imp_secret, /^[0-9a-f]{80}$/)
  assert.match(webhook_secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  const kept = directory().merchants.get(merchant as MerchantId)
  assert.ok(kept)
  assert.deepEqual(
    [kept.name, kept.noticeUrl, kept.noticeContentType, kept.v1Notices],
    ['새상점', 'http://127.0.0.1:9/n', 'form', 'paid'],
  )
  assert.deepEqual(
    kept.webhookSecrets.map(({ sealed }) => deps.secrets.open(sealed)),
    [webhook_secret],
  )
  assert.equal(directory().apiKeys.get(imp_key)?.secretHash, hashSecret(deps.secrets, imp_secret))
  const text = JSON.stringify([...directory().merchants.values(), ...directory().apiKeys.values()])
  for (const secret of [imp_secret, webhook_secret])
    assert.doesNotMatch(text, new RegExp(secret.replace(/[+/]/g, '\\$&')))
})

test('merchant-set changes what is given and nothing else, and an empty address is none', async (t) => {
  const { done, directory } = await openDesk(t)
  const before = directory().merchants.get('mer_example' as MerchantId)
  await done('merchant-set', { ...shop, 'v1-notices': 'all' })
  assert.deepEqual(directory().merchants.get('mer_example' as MerchantId), { ...before, v1Notices: 'all' })
  const row = await done('merchant-set', { ...shop, 'notice-url': '' })
  assert.equal(row['notice_url'], '-')
  assert.equal(directory().merchants.get('mer_example' as MerchantId)?.noticeUrl, null)
})

test('merchant-list shows merchants without their secrets', async (t) => {
  const { listed, done } = await openDesk(t)
  await done('merchant-add', { name: '새상점' })
  const rows = await listed('merchant-list')
  assert.deepEqual(rows.map(({ name }) => name).sort(), ['새상점', '예제상점'])
  for (const row of rows)
    assert.deepEqual(Object.keys(row), ['merchant', 'name', 'notice_url', 'content_type', 'v1_notices'])
})

test('key-add makes another pair, or takes the one that is brought along', async (t) => {
  const { done, refused, deps, directory } = await openDesk(t)
  const made = await done('key-add', shop)
  assert.ok(directory().apiKeys.has(made['imp_key'] ?? ''))
  const own = { 'imp-key': 'imp_apikey', 'imp-secret': 'ekKoeW8RyKuT0zgaZsUtXXTLQ4AhPFW3' }
  assert.deepEqual(await done('key-add', { ...shop, ...own }), {
    imp_key: own['imp-key'],
    imp_secret: own['imp-secret'],
  })
  assert.equal(directory().apiKeys.get('imp_apikey')?.secretHash, hashSecret(deps.secrets, own['imp-secret']))
  assert.equal(await refused('key-add', { ...shop, ...own }), 'key-add: --imp-key imp_apikey is taken')
})

test('channel-add: several at once, each with terms of its own, the first of a merchant its default', async (t) => {
  const { done, listed } = await openDesk(t)
  const { merchant = '' } = await done('merchant-add', { name: '새상점' })
  const first = await done('channel-add', { merchant, mid: 'A-1', 'deadline-days': '3' })
  const second = await done('channel-add', { merchant, mid: 'A_2', 'amount-max': '50000', reissue: 'refuse' })
  assert.match(first['channel_key'] ?? '', /^channel-key-[0-9a-f-]{36}$/)
  assert.deepEqual(
    [first['pg'], first['default'], first['deadline_days'], first['amount_max']],
    ['galaxia.A-1', 'yes', '3', '-'],
  )
  assert.deepEqual(
    [second['pg'], second['default'], second['deadline_days'], second['amount_max']],
    ['galaxia.A_2', 'no', '7', '50000'],
  )
  assert.equal((await listed('channel-list', { merchant })).length, 2)
  assert.equal((await listed('channel-list')).length, 4)
  assert.deepEqual(await listed('channel-list', { merchant: 'mer_none' }), [])
})

test('a second default channel takes the place of the first', async (t) => {
  const { done, listed } = await openDesk(t)
  const { merchant = '' } = await done('merchant-add', { name: '새상점' })
  await done('channel-add', { merchant, mid: 'one' })
  const { channel_key = '' } = await done('channel-add', { merchant, mid: 'two', default: 'yes' })
  const defaults = async (): Promise<readonly (string | undefined)[]> =>
    (await listed('channel-list', { merchant })).filter((row) => row['default'] === 'yes').map(({ pg }) => pg)
  assert.deepEqual(await defaults(), ['galaxia.two'])
  await done('channel-set', { channel: channel_key, default: 'no' })
  assert.deepEqual(await defaults(), [])
})

test('channel-set changes what is given and nothing else', async (t) => {
  const { done, listed, refused } = await openDesk(t)
  const [before] = await listed('channel-list')
  assert.ok(before)
  const channel = before['channel_key'] ?? ''
  const after = await done('channel-set', { channel, 'confirm-timeout-ms': '2500', 'deadline-days': '0' })
  assert.deepEqual(after, { ...before, confirm_timeout_ms: '2500', deadline_days: '0' })
  for (const reissue of ['supersede', 'refuse', 'allow'])
    assert.deepEqual(await done('channel-set', { channel, reissue }), { ...after, reissue })
  const never = await refused('channel-set', { channel, reissue: 'never' })
  assert.match(never, /^channel-set: --reissue never: it is one of allow, supersede, refuse/)
})

test('till-add needs a name and a chain for a new shop only, and its secret opens by these keys', async (t) => {
  const { done, refused, deps, directory } = await openDesk(t)
  const place = { network: 'house', outlet: 'NEW01' }
  assert.equal(
    await refused('till-add', { ...place, till: '1' }),
    'till-add: a new shop needs --outlet-name and --chain',
  )
  const first = await done('till-add', { ...place, till: '1', 'outlet-name': '새점포', chain: '새편의점' })
  assert.deepEqual(
    { ...first, secret: '' },
    { terminal: 'house/NEW01/1', secret: '', outlet_name: '새점포', chain: '새편의점' },
  )
  assert.equal(deps.secrets.open(directory().tills.get('house/NEW01/1')?.secret ?? ''), first['secret'])
  const second = await done('till-add', { ...place, till: 'B-2' })
  assert.deepEqual([second['terminal'], second['outlet_name']], ['house/NEW01/B-2', '새점포'])
  assert.match(
    await refused('till-add', { ...place, till: '1' }),
    /^till-add: till house\/NEW01\/1 exists; till-secret/,
  )
})

test('till-secret: a new secret takes the place of the old one, of that till alone', async (t) => {
  const { done, listed, refused, deps, directory } = await openDesk(t)
  const place = { network: 'house', outlet: 'HB001', till: '1' }
  const before = directory().tills
  const row = await done('till-secret', place)
  assert.deepEqual(
    { ...row, secret: '' },
    { terminal: 'house/HB001/1', outlet_name: '한빛편의점 1호점', chain: '한빛편의점', state: 'accepted', secret: '' },
  )
  assert.match(row['secret'] ?? '', /^[0-9a-f]{64}$/)
  const secretOf = (tills: Directory['tills'], id: string) => deps.secrets.open(tills.get(id)?.secret ?? '')
  assert.equal(secretOf(directory().tills, 'house/HB001/1'), row['secret'])
  assert.notEqual(secretOf(before, 'house/HB001/1'), row['secret'])
  assert.equal(secretOf(directory().tills, 'house/HB001/2'), secretOf(before, 'house/HB001/2'))
  assert.equal((await listed('till-list')).length, before.size)
  assert.match(
    await refused('till-secret', { ...place, till: '9' }),
    /--till 9: no such till of shop house\/HB001; see till-list/,
  )
})

test('till-list shows tills with their shops, of one network or one shop where that is asked, without secrets', async (t) => {
  const { listed, storage } = await openDesk(t)
  assert.equal((await listed('till-list')).length, 6)
  await storage.tillSightings.note([{ terminal: 'house/NR001/2', at: Date.UTC(2026, 10, 29, 11) as WallTime }])
  const shopOf = { outlet_name: '나루24 강변점', chain: '나루24', state: 'accepted' }
  assert.deepEqual(await listed('till-list', { network: 'house', outlet: 'NR001' }), [
    { terminal: 'house/NR001/1', ...shopOf, last_seen: '-' },
    { terminal: 'house/NR001/2', ...shopOf, last_seen: '2026-11-29T11:00:00.000Z' },
  ])
  assert.deepEqual(await listed('till-list', { network: 'other' }), [])
})

test('network-add: each network begins its numbers with digits of its own', async (t) => {
  const { done, listed, refused, directory } = await openDesk(t)
  assert.deepEqual(await done('network-add', { network: 'river', prefix: '0123' }), {
    network: 'river',
    prefix: '0123',
    phases: 'one',
    notify_on: 'approve',
    cut_off: '00:00',
    hours: '00:00-24:00',
    limits: 'cash,card, any amount',
  })
  assert.equal(directory().networks.get('river' as NetworkId)?.prefix, '0123')
  assert.deepEqual(
    (await listed('network-list')).map(({ network }) => network),
    ['house', 'river'],
  )
  assert.equal(
    await refused('network-add', { network: 'river', prefix: '0124' }),
    'network-add: --network river exists',
  )
})

test('a channel issues cash receipts where it is told to, in won, and where somebody issues them', async (t) => {
  const { done, refused, listed } = await openDesk(t)
  const { merchant = '' } = await done('merchant-add', { name: '한빛책방' })
  const { channel_key: channel = '', receipts } = await done('channel-add', { merchant, mid: 'one' })
  assert.equal(receipts, 'none')
  assert.equal((await done('channel-set', { channel, receipts: 'auto' }))['receipts'], 'auto')
  assert.equal((await done('channel-add', { merchant, mid: 'two', receipts: 'asked' }))['receipts'], 'asked')
  assert.match(
    await refused('channel-add', { merchant, mid: 'usd', currency: 'USD', receipts: 'asked' }),
    /--receipts asked: cash receipts are for won, and this channel takes USD/,
  )
  assert.match(
    await refused('channel-set', { channel, receipts: 'yes' }),
    /--receipts yes: it is one of none, asked, auto/,
  )
  assert.equal((await listed('channel-list', { merchant })).length, 2)
})

test('a gateway without an issuer of cash receipts says so instead of promising them', async (t) => {
  const { deps, done } = await openDesk(t)
  const { merchant = '' } = await done('merchant-add', { name: '한빛책방' })
  const none = { ...deps, issuesReceipts: false }
  const answer = await runVerb({ verb: 'channel-add', options: { merchant, mid: 'one', receipts: 'auto' } }, none)
  assert.ok(!answer.ok)
  assert.match(answer.message, /this gateway has no issuer of cash receipts; only the sandbox has one/)
  assert.ok((await runVerb({ verb: 'channel-add', options: { merchant, mid: 'one' } }, none)).ok)
})

test('a channel names its network where there is more than one to choose from', async (t) => {
  const { done, refused } = await openDesk(t)
  assert.equal((await done('channel-add', { ...shop, mid: 'one' }))['network'], 'house')
  await done('network-add', { network: 'river', prefix: '0123' })
  assert.match(
    await refused('channel-add', { ...shop, mid: 'two' }),
    /^channel-add: --network is missing\. There are: house, river$/,
  )
  assert.equal((await done('channel-add', { ...shop, mid: 'two', network: 'river' }))['network'], 'river')
})

test('without any network neither a channel nor a till can be added, and the way out is told', async (t) => {
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  const { deps } = await openDesk(t)
  const bare = { ...deps, directory: storage.directory }
  const added = await runVerb({ verb: 'merchant-add', options: { name: '새상점' } }, bare)
  assert.ok(added.ok && isRow(added.shown))
  const { merchant = '' } = added.shown
  for (const request of [
    { verb: 'channel-add', options: { merchant, mid: 'a' } },
    { verb: 'till-add', options: NEW_SHOP },
  ]) {
    const answer = await runVerb(request, bare)
    assert.ok(!answer.ok)
    assert.equal(answer.message, `${request.verb}: there is no network yet; make one with network-add`)
  }
})

test('a revoked key stays in the list, opens nothing and cannot be taken again', async (t) => {
  const { done, listed, refused, deps, directory } = await openDesk(t)
  const { merchant = '', imp_key = '', imp_secret = '' } = await done('merchant-add', { name: '새상점' })
  const other = await done('key-add', { merchant })
  const { no } = directory().apiKeys.get(imp_key) ?? {}
  assert.deepEqual(await done('key-revoke', { 'imp-key': imp_key }), { imp_key, merchant, state: 'revoked' })
  assert.notEqual(directory().apiKeys.get(imp_key)?.secretHash, hashSecret(deps.secrets, imp_secret))
  assert.equal(directory().apiKeys.get(imp_key)?.no, no)
  assert.deepEqual(await listed('key-list', { merchant }), [
    { imp_key, merchant, state: 'revoked' },
    { imp_key: other['imp_key'], merchant, state: 'in use' },
  ])
  assert.equal((await listed('key-list')).length, 3)
  assert.match(await refused('key-add', { merchant, 'imp-key': imp_key }), /is taken/)
})

const WRONG: readonly (readonly [string, Row, RegExp])[] = [
  ['merchant-add', {}, /^merchant-add: --name is missing$/],
  ['merchant-add', { name: '' }, /--name is missing/],
  ['merchant-add', { name: '   ' }, /--name is 1 to 40 characters/],
  ['merchant-add', { name: '가'.repeat(41) }, /--name is 1 to 40 characters/],
  ['merchant-add', { name: 'a\nb' }, /--name is 1 to 40 characters, in one line/],
  ['merchant-add', { name: 'a', 'notice-url': 'shop.example' }, /--notice-url: ./],
  ['merchant-add', { name: 'a', 'notice-url': 'http://169.254.169.254/latest' }, /--notice-url: ./],
  ['merchant-add', { name: 'a', 'content-type': 'xml' }, /--content-type xml: it is one of json, form/],
  ['merchant-add', { name: 'a', 'v1-notices': 'none' }, /--v1-notices none: it is one of paid, all/],
  ['merchant-add', { name: 'a', colour: 'red' }, /--colour is not an option here\. There are: --name --notice-url/],
  ['merchant-set', { name: 'a' }, /--merchant is missing/],
  ['merchant-set', { merchant: 'mer_none' }, /--merchant mer_none: no such merchant; see merchant-list/],
  ['merchant-list', { name: 'a' }, /--name is not an option here\. There are: none/],
  ['key-add', { merchant: 'mer_none' }, /no such merchant/],
  ['key-add', { ...shop, 'imp-key': '' }, /--imp-key: it is 1 to 200 printable/],
  ['key-add', { ...shop, 'imp-key': 'with space' }, /--imp-key: it is 1 to 200 printable/],
  ['key-add', { ...shop, 'imp-secret': '비밀' }, /--imp-secret: it is 1 to 200 printable/],
  ['channel-add', shop, /--mid is missing/],
  ['channel-add', { merchant: 'mer_none', mid: 'a' }, /no such merchant/],
  ['channel-add', { ...shop, mid: 'a.b' }, /--mid is 1 to 40 letters, digits, _ or -/],
  ['channel-add', { ...shop, mid: 'a'.repeat(41) }, /--mid is 1 to 40/],
  ['channel-add', { ...shop, mid: 'sunap0001' }, /--mid sunap0001 is this merchant's already/],
  ['channel-add', { ...shop, mid: 'a', network: 'other' }, /--network other: no such network\. There are: house/],
  ['channel-add', { ...shop, mid: 'a', receipts: 'yes' }, /--receipts yes: it is one of none, asked, auto/],
  ['channel-add', { ...shop, mid: 'a', currency: 'XXX' }, /--currency XXX: it is one of KRW, /],
  ['channel-add', { ...shop, mid: 'a', reissue: 'never' }, /--reissue never: it is one of /],
  ['channel-add', { ...shop, mid: 'a', default: 'maybe' }, /--default maybe: it is one of yes, no/],
  [
    'channel-add',
    { ...shop, mid: 'a', 'deadline-days': '181' },
    /--deadline-days 181: it is a whole number from 0 to 180/,
  ],
  ['channel-add', { ...shop, mid: 'a', 'deadline-days': '1.5' }, /--deadline-days 1\.5: it is a whole number/],
  ['channel-add', { ...shop, mid: 'a', 'amount-max': '0' }, /--amount-max 0: it is a whole number from 1 to /],
  ['channel-add', { ...shop, mid: 'a', 'amount-max': '9999999999999999' }, /--amount-max 9999999999999999: it is/],
  [
    'channel-add',
    { ...shop, mid: 'a', 'refund-slip-days': '0' },
    /--refund-slip-days 0: it is a whole number from 1 to 90/,
  ],
  [
    'channel-add',
    { ...shop, mid: 'a', 'till-cancel': 'maybe' },
    /--till-cancel maybe: it is one of same_till, until_cutoff, never/,
  ],
  ['channel-set', { channel: 'channel-key-none' }, /--channel channel-key-none: no such channel_key; see channel-list/],
  ['till-add', { network: 'other', outlet: 'A', till: '1' }, /--network other: no such network/],
  ['till-add', { network: 'house', outlet: 'TOOLONG8', till: '1' }, /--outlet TOOLONG8: it is 1 to 7 letters/],
  ['till-add', { network: 'house', outlet: 'A/B', till: '1' }, /--outlet A\/B: it is 1 to 7 letters/],
  ['till-add', { network: 'house', outlet: 'A', till: '1234567' }, /--till 1234567: it is 1 to 6 letters/],
  ['till-add', { ...NEW_SHOP, 'outlet-name': ' ' }, /--outlet-name is 1 to 40 characters/],
  ['till-add', { ...NEW_SHOP, chain: '가'.repeat(41) }, /--chain is 1 to 40 characters/],
  ['key-revoke', {}, /--imp-key is missing/],
  ['key-revoke', { 'imp-key': 'none' }, /--imp-key none: no such imp_key; see key-list/],
  ['network-add', { network: 'a b', prefix: '0123' }, /--network a b: it is 1 to 20 letters/],
  ['network-add', { network: 'a'.repeat(21), prefix: '0123' }, /it is 1 to 20 letters/],
  ['network-add', { network: 'river', prefix: '123' }, /--prefix 123: it is the first 4 digits of its numbers/],
  ['network-add', { network: 'river', prefix: '8100' }, /--prefix 8100 is that of network house/],
  [
    'till-secret',
    { network: 'other', outlet: 'HB001', till: '1' },
    /--till 1: no such till of shop other\/HB001; see till-list/,
  ],
  ['shop-add', {}, /^shop-add: no such command\. There are: merchant-add, merchant-set, /],
  ['constructor', {}, /no such command/],
]

test('every wrong option is named together with what would be right, and nothing is changed', async (t) => {
  const { refused, directory } = await openDesk(t)
  const before = directory()
  for (const [verb, options, says] of WRONG) assert.match(await refused(verb, options), says)
  assert.equal(directory(), before)
})

test('what is no request at all is refused', async (t) => {
  const { deps } = await openDesk(t)
  const shapes = [null, 7, 'merchant-list', {}, { verb: 'merchant-list' }, { verb: 1, options: {} }]
  for (const request of [
    ...shapes,
    { verb: 'merchant-list', options: { name: 1 } },
    { verb: 'key-add', options: null },
  ]) {
    const answer = await runVerb(request, deps)
    assert.ok(!answer.ok)
    assert.equal(answer.message, 'a request is { verb, options }, the options texts')
  }
})

/** Endpoints and deliveries have theirs in notice-verbs.test.ts, refunds and erasure in refund-verbs.test.ts, doubts in doubt-verbs.test.ts, report files and suspense in report-verbs.test.ts, the store's side in store-verbs.test.ts, PGs in connector-verbs.test.ts. */
const TRIED_ELSEWHERE =
  /^(console|endpoint|delivery|webhook|refund|erase|doubt|report|suspense|network|chain|shop|till|merchant-(suspend|resume)$)-?|^channel-probe$/

test('every option that a command takes is tried here', () => {
  const tried = new Set(WRONG.flatMap(([verb, options]) => Object.keys(options).map((name) => `${verb} --${name}`)))
  const missing = Object.entries(VERBS)
    .filter(([verb]) => verb !== 'merchant-set' && verb !== 'channel-set' && !TRIED_ELSEWHERE.test(verb))
    .flatMap(([verb, { takes }]) => takes.map((name) => `${verb} --${name.replace('!', '')}`))
    .filter((option) => !tried.has(option) && !option.includes(' --connector'))
  const filters = ['key-list --merchant', 'channel-list --merchant']
  assert.deepEqual(missing, filters, 'filters refuse nothing')
})
