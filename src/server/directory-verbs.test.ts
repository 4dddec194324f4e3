import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId } from '../core/brand.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { Directory } from '../storage/storage.ts'
import { runVerb, urlProblemBy, VERBS, type VerbDeps } from './directory-verbs.ts'
import { hashSecret, practiceEntries, practiceOf } from './practice.ts'
import { openSecrets } from './secrets.ts'
import { testFolder } from './test-folder.ts'
import { sandboxUrlRules } from './url-rules.ts'

type Row = Readonly<Record<string, string>>

interface Desk {
  readonly deps: VerbDeps
  readonly directory: () => Directory
  /** What is shown, one row; fails where it is refused. */
  readonly done: (verb: string, options?: Row) => Promise<Row>
  readonly listed: (verb: string, options?: Row) => Promise<readonly Row[]>
  /** Why it is refused; fails where it is done. */
  readonly refused: (verb: string, options?: Row) => Promise<string>
}

async function openDesk(t: TestContext): Promise<Desk> {
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  const secrets = openSecrets(testFolder(t), { mayMake: true })
  const directory = storage.directory.current
  await storage.directory.put(practiceEntries(practiceOf(secrets), secrets, directory(), 'http://127.0.0.1:8080'))
  const deps = { directory: storage.directory, secrets, urlProblem: urlProblemBy(sandboxUrlRules()) }
  const shown = async (verb: string, options: Row): Promise<Row | readonly Row[]> => {
    const answer = await runVerb({ verb, options }, deps)
    assert.ok(answer.ok, `${verb} was refused: ${answer.ok ? '' : answer.message}`)
    return answer.shown
  }
  return {
    deps,
    directory,
    async done(verb, options = {}) {
      const row = await shown(verb, options)
      assert.ok(isRow(row))
      return row
    },
    async listed(verb, options = {}) {
      const rows = await shown(verb, options)
      assert.ok(!isRow(rows))
      return rows
    },
    async refused(verb, options = {}) {
      const answer = await runVerb({ verb, options }, deps)
      assert.ok(!answer.ok, `${verb} ${JSON.stringify(options)} was done`)
      return answer.message
    },
  }
}

function isRow(shown: Row | readonly Row[]): shown is Row {
  return !Array.isArray(shown)
}

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
  assert.deepEqual(kept.webhookSecrets.map(deps.secrets.open), [webhook_secret])
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
  const { done, listed } = await openDesk(t)
  const [before] = await listed('channel-list')
  assert.ok(before)
  const channel = before['channel_key'] ?? ''
  const after = await done('channel-set', { channel, 'confirm-timeout-ms': '2500', 'deadline-days': '0' })
  assert.deepEqual(after, { ...before, confirm_timeout_ms: '2500', deadline_days: '0' })
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
  assert.equal(await refused('till-add', { ...place, till: '1' }), 'till-add: till house/NEW01/1 exists')
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
  ['channel-set', { channel: 'channel-key-none' }, /--channel channel-key-none: no such channel_key; see channel-list/],
  ['till-add', { network: 'other', outlet: 'A', till: '1' }, /--network other: no such network/],
  ['till-add', { network: 'house', outlet: 'TOOLONG8', till: '1' }, /--outlet TOOLONG8: it is 1 to 7 letters/],
  ['till-add', { network: 'house', outlet: 'A/B', till: '1' }, /--outlet A\/B: it is 1 to 7 letters/],
  ['till-add', { network: 'house', outlet: 'A', till: '1234567' }, /--till 1234567: it is 1 to 6 letters/],
  ['till-add', { ...NEW_SHOP, 'outlet-name': ' ' }, /--outlet-name is 1 to 40 characters/],
  ['till-add', { ...NEW_SHOP, chain: '가'.repeat(41) }, /--chain is 1 to 40 characters/],
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
    assert.deepEqual(await runVerb(request, deps), {
      ok: false,
      message: 'a request is { verb, options }, the options texts',
    })
  }
})

test('every option that a command takes is tried here', () => {
  const tried = new Set(WRONG.flatMap(([verb, options]) => Object.keys(options).map((name) => `${verb} --${name}`)))
  const missing = Object.entries(VERBS)
    .filter(([verb]) => verb !== 'merchant-set' && verb !== 'channel-set')
    .flatMap(([verb, { takes }]) => takes.map((name) => `${verb} --${name.replace('!', '')}`))
    .filter((option) => !tried.has(option))
  assert.deepEqual(missing, ['channel-list --merchant'], 'a filter, which refuses nothing')
})
