/** The store's side by command: networks and their calendars, shops and tills from a file, secrets, suspensions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MerchantId, NetworkId } from '../core/brand.ts'
import { hoursText, readMoment, serviceAt } from '../core/calendar.ts'
import { SHOP_ROWS_MAX } from '../gateway/shop-import.ts'
import { encodeCp949 } from '../wire/fixed/cp949.ts'
import { VERBS } from './directory-verbs.ts'
import { type Desk, openDesk, type Row } from './test-desk.ts'

const HOUSE = { network: 'house' }
const TILL = { network: 'house', outlet: 'HB001', till: '1' }
const CHAIN = '한빛편의점'

const asFile = (content: string | Uint8Array): Row => ({ file: Buffer.from(content).toString('base64') })
const networkOf = ({ directory }: Desk) => directory().networks.get('house' as NetworkId) ?? assert.fail('no network')

test('network-add takes phases, and network-set changes them, the ways of paying and the amount, for all or for one chain', async (t) => {
  const desk = await openDesk(t)
  const added = await desk.done('network-add', {
    network: 'two',
    prefix: '0123',
    phases: 'two',
    'notify-on': 'complete',
  })
  assert.deepEqual([added['phases'], added['notify_on']], ['two', 'complete'])
  await desk.done('network-set', { ...HOUSE, phases: 'two', 'pay-types': 'card', 'amount-max': '500000' })
  await desk.done('network-set', { ...HOUSE, chain: CHAIN, 'pay-types': 'card,cash' })
  const { phases, notifyOn, limits } = networkOf(desk)
  assert.deepEqual([phases, notifyOn], ['two', 'approve'])
  assert.deepEqual(limits, {
    payTypes: ['card'],
    amountMax: 500_000,
    chains: { [CHAIN]: { payTypes: ['cash', 'card'], amountMax: 500_000 } },
  })
  await desk.done('network-set', { ...HOUSE, 'amount-max': 'none' })
  assert.equal(networkOf(desk).limits.amountMax, null)
  const [row] = (await desk.listed('network-list')).filter(({ network }) => network === 'house')
  assert.equal(row?.[`limits of ${CHAIN}`], 'cash,card, 500000 won at most')
})

test('network-calendar changes one thing at a time by option, of the network or of a chain, and shows all of it', async (t) => {
  const desk = await openDesk(t)
  await desk.listed('network-calendar', {
    ...HOUSE,
    'cut-off': '04:00',
    hours: '07:00-22:00',
    holiday: '20270101=closed',
  })
  await desk.listed('network-calendar', { ...HOUSE, holiday: '20270207=10:00-01:00' })
  await desk.listed('network-calendar', { ...HOUSE, chain: CHAIN, hours: '00:00-24:00', holiday: '20270101=usual' })
  const work = { 'maintenance-from': '20261201 03:00', 'maintenance-until': '20261201 04:00' }
  const [row, ofChain] = await desk.listed('network-calendar', { ...HOUSE, ...work, 'maintenance-reason': '정기 점검' })
  assert.deepEqual(row, {
    network: 'house',
    cut_off: '04:00',
    hours: '07:00-22:00',
    holidays: '20270101=closed 20270207=10:00-01:00',
    'maintenance 1': '20261201 03:00 - 20261201 04:00 정기 점검',
  })
  assert.deepEqual(ofChain, { chain: CHAIN, hours: '00:00-24:00', holidays: '20270207=10:00-01:00' })
  const { calendar } = networkOf(desk)
  const at = (moment: string) => readMoment(moment) ?? assert.fail(moment)
  assert.deepEqual(serviceAt(calendar, '나루24', at('20270101 12:00')), { open: false, reason: { kind: 'holiday' } })
  assert.deepEqual(serviceAt(calendar, CHAIN, at('20270101 12:00')), { open: true })
  assert.deepEqual(await desk.listed('network-calendar', HOUSE), [row, ofChain])
  await desk.listed('network-calendar', { ...HOUSE, 'maintenance-drop': '20261201 03:00' })
  const plain = await desk.listed('network-calendar', { ...HOUSE, chain: CHAIN, hours: 'usual' })
  assert.deepEqual(plain, [{ network: 'house', cut_off: '04:00', hours: '07:00-22:00', holidays: row?.['holidays'] }])
})

const CALENDAR = {
  cut_off: '04:00',
  hours: '18:00-02:00',
  holidays: { '20270101': 'closed' },
  maintenance: [{ from: '20261201 03:00', until: '20261201 04:00', reason: '점검' }],
  chains: { [CHAIN]: { hours: '00:00-24:00' } },
}

test('network-calendar takes the whole calendar from a file; a dry run shows it and changes nothing', async (t) => {
  const desk = await openDesk(t)
  const before = networkOf(desk)
  const file = asFile(JSON.stringify(CALENDAR))
  const [dry] = await desk.listed('network-calendar', { ...HOUSE, ...file, 'dry-run': 'yes' })
  assert.equal(dry?.['dry_run'], 'nothing was changed')
  assert.equal(networkOf(desk), before)
  await desk.listed('network-calendar', { ...HOUSE, ...file })
  const { cutOff, hours, holidays, maintenance, chains } = networkOf(desk).calendar
  assert.deepEqual([cutOff, hoursText(hours), holidays.length, maintenance.length], [240, '18:00-02:00', 1, 1])
  assert.deepEqual(chains[CHAIN]?.holidays, [])
})

const FILE = ['till,outlet,outlet_name,chain', '1,A01,강남 1호점,새편의점', '2,A01,,', '9,HB001,,', '']
const inCp949 = (lines: readonly string[]): Uint8Array =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(encodeCp949(line, 1000)), Buffer.from('\r\n')]))

for (const [name, bytes] of [
  ['UTF-8 with its mark', `\ufeff${FILE.join('\r\n')}`],
  ['UTF-8 without it', FILE.join('\n')],
  ['CP949', inCp949(FILE)],
] as const) {
  test(`shop-import reads ${name}, and its tills have secrets of their own that open by these keys`, async (t) => {
    const desk = await openDesk(t)
    const taken = await desk.listed('shop-import', { ...HOUSE, ...asFile(bytes) })
    assert.deepEqual(
      taken.map(({ terminal }) => terminal),
      ['house/A01/1', 'house/A01/2', 'house/HB001/9'],
    )
    assert.equal(new Set(taken.map(({ secret }) => secret)).size, 3)
    const { tills, outlets } = desk.directory()
    for (const { terminal = '', secret } of taken)
      assert.equal(desk.deps.secrets.open(tills.get(terminal)?.secret ?? ''), secret)
    const shop = outlets.get('house/A01')
    assert.deepEqual([shop?.name, shop?.chain], ['강남 1호점', '새편의점'])
  })
}

const BAD_FILE = [
  'outlet,outlet_name,chain,till',
  'A01,강남 1호점,새편의점,1',
  'TOOLONG8,이름,체인,1',
  'A01,강남 1호점,새편의점,1',
  'HB001,다른 이름,,9',
  'HB001,,,1',
  'B01,,체인,1',
  'B01,이름,체인',
  '"B,1",이름,체인,1',
  `B01,${'가'.repeat(41)},체인,1`,
].join('\n')

const PROBLEMS = [
  ['3', 'outlet TOOLONG8: it is 1 to 7 letters, digits, _ or -'],
  ['4', 'till A01/1 stands in the file twice'],
  ['5', 'outlet_name 다른 이름: shop HB001 is known with 한빛편의점 1호점'],
  ['6', 'till house/HB001/1 exists'],
  ['7', 'outlet_name is missing, and there is no shop B01 yet'],
  ['8', 'has not as many cells as the first line; put a value that holds a comma in quotes'],
  ['9', 'outlet B,1: it is 1 to 7 letters, digits, _ or -'],
  ['10', 'outlet_name is 1 to 40 characters, in one line'],
] as const

test('a dry run of shop-import names what is wrong with every row, and the chains it would make, and changes nothing', async (t) => {
  const desk = await openDesk(t)
  const before = desk.directory()
  const rows = await desk.listed('shop-import', { ...HOUSE, ...asFile(BAD_FILE), 'dry-run': 'yes' })
  assert.deepEqual(
    rows.slice(0, -1).map(({ line, problem }) => [line, problem]),
    PROBLEMS,
  )
  assert.deepEqual(rows.at(-1), {
    rows: '9',
    wrong_rows: '8',
    new_shops: '1',
    new_tills: '1',
    new_chains: '새편의점',
    dry_run: 'nothing was changed',
  })
  assert.equal(desk.directory(), before)
})

test('shop-import takes all of a file or nothing of it, and says why', async (t) => {
  const desk = await openDesk(t)
  const before = desk.directory()
  const refusal = await desk.refused('shop-import', { ...HOUSE, ...asFile(BAD_FILE) })
  assert.match(refusal, /^shop-import: nothing was taken\. line 3: outlet TOOLONG8.*; line 10: outlet_name/)
  assert.equal(desk.directory(), before)
})

test('as many shops as a file may hold are taken at once', async (t) => {
  const desk = await openDesk(t)
  const rows = Array.from({ length: SHOP_ROWS_MAX }, (_, no) => `X${no},점포 ${no},한빛편의점,1`)
  const file = (more: readonly string[]) => asFile(['outlet,outlet_name,chain,till', ...rows, ...more].join('\n'))
  assert.match(
    await desk.refused('shop-import', { ...HOUSE, ...file(['Y1,하나 더,한빛편의점,1']) }),
    /at most 5000 rows/,
  )
  assert.equal((await desk.listed('shop-import', { ...HOUSE, ...file([]) })).length, SHOP_ROWS_MAX)
  assert.equal(desk.directory().tills.size, SHOP_ROWS_MAX + 6)
})

test('till-secret with an overlap leaves the former secret in use until its hour, or until till-secret-end', async (t) => {
  const desk = await openDesk(t)
  const tillNow = () => desk.directory().tills.get('house/HB001/1') ?? assert.fail('no till')
  const { secret: former } = tillNow()
  const row = await desk.done('till-secret', { ...TILL, 'overlap-hours': '48' })
  const { former: kept, secret } = tillNow()
  assert.equal(desk.deps.secrets.open(secret), row['secret'])
  assert.equal(kept?.secret, former)
  const until = (kept?.until ?? 0) - desk.storage.clock.wall()
  assert.ok(until > 47 * 3_600_000 && until <= 48 * 3_600_000, String(until))
  assert.equal(row['former_secret_until'], new Date(kept?.until ?? 0).toISOString())
  const ended = await desk.done('till-secret-end', TILL)
  assert.deepEqual([tillNow().former, ended['former_secret_until']], [null, undefined])
  await desk.done('till-secret', { ...TILL, 'overlap-hours': '1' })
  await desk.done('till-secret', TILL)
  assert.equal(tillNow().former, null, 'without an overlap nothing former is left')
})

test('a merchant, a chain and a shop are suspended with a reason and resumed, and lists say so', async (t) => {
  const desk = await openDesk(t)
  const merchant = { merchant: 'mer_example' }
  await desk.done('merchant-suspend', { ...merchant, reason: '심사 중' })
  await desk.done('chain-suspend', { ...HOUSE, chain: CHAIN, reason: '계약 종료' })
  await desk.done('shop-suspend', { ...HOUSE, outlet: 'HB002', reason: '정산 지연' })
  const { merchants, networks, outlets } = desk.directory()
  assert.equal(merchants.get('mer_example' as MerchantId)?.suspended, '심사 중')
  assert.deepEqual(networks.get('house' as NetworkId)?.suspendedChains, { [CHAIN]: '계약 종료' })
  assert.equal(outlets.get('house/HB002')?.suspended, '정산 지연')
  assert.equal((await desk.listed('merchant-list'))[0]?.['suspended'], '심사 중')
  assert.equal((await desk.listed('network-list'))[0]?.[`suspended: ${CHAIN}`], '계약 종료')
  const suspended = (await desk.listed('shop-list', { ...HOUSE, chain: CHAIN })).map((row) => row['suspended'])
  assert.deepEqual(suspended, ['-', '정산 지연'])
  await desk.done('merchant-resume', merchant)
  await desk.done('chain-resume', { ...HOUSE, chain: CHAIN })
  await desk.done('shop-resume', { ...HOUSE, outlet: 'HB002' })
  const after = desk.directory()
  assert.equal(after.merchants.get('mer_example' as MerchantId)?.suspended, null)
  assert.deepEqual(after.networks.get('house' as NetworkId)?.suspendedChains, {})
  assert.equal(after.outlets.get('house/HB002')?.suspended, null)
})

test('a till and a shop are disabled and enabled, and lists say so', async (t) => {
  const desk = await openDesk(t)
  const states = async () => (await desk.listed('till-list', HOUSE)).map(({ state }) => state)
  await desk.done('till-disable', TILL)
  await desk.done('shop-disable', { ...HOUSE, outlet: 'NR001' })
  assert.deepEqual(await states(), ['disabled', 'accepted', 'accepted', 'accepted', 'disabled', 'disabled'])
  await desk.done('till-enable', TILL)
  await desk.done('shop-enable', { ...HOUSE, outlet: 'NR001' })
  assert.deepEqual(new Set(await states()), new Set(['accepted']))
})

const REASON_RULE = /a reason is 1 to 100 characters, in one line/
const calendarWith = (of: object): Row => ({ ...HOUSE, ...asFile(JSON.stringify({ ...CALENDAR, ...of })) })

const WRONG: readonly (readonly [string, Row, RegExp])[] = [
  ['network-add', { network: 'two', prefix: '0123', phases: 'three' }, /--phases three: it is one of one, two/],
  ['network-add', { network: 'two', prefix: '0123', 'notify-on': 'complete' }, /only a network of two phases/],
  ['network-set', { network: 'none' }, /--network none: no such network\. There are: house/],
  ['network-set', { ...HOUSE, 'pay-types': 'cash,coupon' }, /--pay-types cash,coupon: some of cash,card/],
  ['network-set', { ...HOUSE, 'amount-max': '0' }, /--amount-max 0: it is a whole number from 1 to/],
  [
    'network-set',
    { ...HOUSE, chain: '없는체인', 'amount-max': '1' },
    /없는체인: no shop of house is of this chain\. There are: 한빛편의점, 나루24/,
  ],
  ['network-set', { ...HOUSE, chain: CHAIN, phases: 'two', 'notify-on': 'approve' }, /are of the whole network/],
  ['network-calendar', { ...HOUSE, hours: '0700-2200' }, /--hours "0700-2200": written like 07:00-22:00/],
  ['network-calendar', { ...HOUSE, 'cut-off': '13:00' }, /cut_off "13:00": a time from 00:00 to 12:00/],
  [
    'network-calendar',
    { ...HOUSE, holiday: '2027-01-01=closed' },
    /holiday "2027-01-01": a date is written like 20270101/,
  ],
  ['network-calendar', { ...HOUSE, holiday: '20270101' }, /holiday 20270101 "": closed, or hours written like/],
  ['network-calendar', { ...HOUSE, holiday: '20270101=usual' }, /there is none on this date/],
  ['network-calendar', { ...HOUSE, 'maintenance-drop': '20261201 03:00' }, /none begins then; written like/],
  ['network-calendar', { ...HOUSE, chain: CHAIN, 'maintenance-drop': '20261201 03:00' }, /are of the whole network/],
  ['network-calendar', { ...HOUSE, chain: CHAIN, hours: 'usual' }, /it has no hours of its own/],
  [
    'network-calendar',
    { ...HOUSE, 'maintenance-from': '20261201 03:00' },
    /until is missing: two times, written like "20261201 03:00"/,
  ],
  [
    'network-calendar',
    {
      ...HOUSE,
      'maintenance-from': '20261201 03:00',
      'maintenance-until': '20261201 03:00',
      'maintenance-reason': '점검',
    },
    /the later one last/,
  ],
  [
    'network-calendar',
    { ...HOUSE, 'maintenance-from': '20261201 03:00', 'maintenance-until': '20261201 04:00' },
    REASON_RULE,
  ],
  ['network-calendar', { ...HOUSE, chain: '없는체인', hours: '07:00-22:00' }, /no shop of house is of this chain/],
  ['network-calendar', { ...HOUSE, chain: CHAIN, 'cut-off': '04:00' }, /are of the whole network; leave --chain out/],
  [
    'network-calendar',
    { ...calendarWith({}), hours: '07:00-22:00', 'dry-run': 'yes' },
    /--file holds the whole calendar; give it alone/,
  ],
  ['network-calendar', { ...HOUSE, ...asFile('{') }, /the calendar is no JSON/],
  ['network-calendar', calendarWith({ hours: 700 }), /hours 700: written like/],
  [
    'network-calendar',
    calendarWith({ open: true }),
    /calendar: open is not one of cut_off, hours, holidays, maintenance, chains/,
  ],
  ['network-calendar', calendarWith({ holidays: { 20270230: 'closed' } }), /holiday "20270230"/],
  ['network-calendar', calendarWith({ maintenance: {} }), /maintenance: a list/],
  ['network-calendar', calendarWith({ chains: { 없는체인: { hours: '07:00-22:00' } } }), /없는체인: no shop of house/],
  ['network-calendar', calendarWith({ chains: { [CHAIN]: { hours: '7-22' } } }), /한빛편의점: hours "7-22"/],
  ['shop-import', { ...HOUSE, ...asFile('\n') }, /the first line names the columns outlet, outlet_name, chain, till/],
  ['shop-import', { ...HOUSE, ...asFile('outlet,outlet_name,chain,till') }, /the file has no rows/],
  ['shop-import', { ...HOUSE, ...asFile('outlet,chain,till\nA,B,1') }, /the first line names the columns/],
  [
    'shop-import',
    { ...HOUSE, ...asFile('outlet,outlet_name,chain,till\n"A,B,1') },
    /a quote stands in the wrong place/,
  ],
  [
    'shop-import',
    { ...HOUSE, ...asFile(Buffer.from('outlet\n\xff\xff\n', 'latin1')) },
    /line 2 is neither UTF-8 nor CP949/,
  ],
  ['shop-import', { network: 'none', ...asFile(FILE.join('\n')), 'dry-run': 'yes' }, /no such network/],
  ['shop-suspend', { ...HOUSE, outlet: 'NONE', reason: '점검' }, /--outlet NONE: no such shop of house; see shop-list/],
  ['shop-suspend', { ...HOUSE, outlet: 'HB001', reason: 'a\nb' }, REASON_RULE],
  ['shop-resume', { ...HOUSE, outlet: 'NONE' }, /--outlet NONE: no such shop of house/],
  ['chain-suspend', { ...HOUSE, chain: '없는체인', reason: '점검' }, /no shop of house is of this chain/],
  ['chain-suspend', { ...HOUSE, chain: CHAIN, reason: '가'.repeat(101) }, REASON_RULE],
  ['chain-resume', { ...HOUSE, chain: '없는체인' }, /no shop of house is of this chain/],
  ['merchant-suspend', { merchant: 'mer_none', reason: '점검' }, /--merchant mer_none: no such merchant/],
  ['merchant-suspend', { merchant: 'mer_example', reason: '  ' }, REASON_RULE],
  ['merchant-resume', { merchant: 'mer_none' }, /no such merchant/],
  ['shop-disable', { ...HOUSE, outlet: 'NONE' }, /--outlet NONE: no such shop of house/],
  ['shop-enable', { ...HOUSE, outlet: 'NONE' }, /--outlet NONE: no such shop of house/],
  ['till-disable', { ...TILL, till: '9' }, /--till 9: no such till of shop house\/HB001; see till-list/],
  ['till-enable', { ...TILL, outlet: 'NONE' }, /no such till of shop house\/NONE/],
  ['till-secret', { ...TILL, 'overlap-hours': '721' }, /--overlap-hours 721: it is a whole number from 1 to 720/],
  ['till-secret-end', { ...TILL, till: '9' }, /no such till of shop house\/HB001/],
]

test('every wrong option is named together with what would be right, and nothing is changed', async (t) => {
  const { refused, directory } = await openDesk(t)
  const before = directory()
  for (const [verb, options, says] of WRONG) assert.match(await refused(verb, options), says, JSON.stringify(options))
  assert.equal(directory(), before)
})

test('every option of these commands is tried here, or by test of the command line', () => {
  const tried = new Set(WRONG.flatMap(([verb, options]) => Object.keys(options).map((name) => `${verb} --${name}`)))
  const missing = Object.entries(VERBS)
    .filter(([verb]) => /^(network|chain|shop|till|merchant-(suspend|resume)$)-?/.test(verb))
    .flatMap(([verb, { takes }]) => takes.map((name) => `${verb} --${name.replace(/[!?]$/, '')}`))
    .filter((option) => !tried.has(option) && !option.endsWith('--secrets-to'))
  assert.deepEqual(missing, FILTERS_AND_ELSEWHERE)
})

/** Filters refuse nothing; till-add is tried in directory-verbs.test.ts. */
const FILTERS_AND_ELSEWHERE = [
  ...['shop-list --network', 'shop-list --chain'],
  ...['network', 'outlet', 'outlet-name', 'chain', 'till'].map((name) => `till-add --${name}`),
  ...['till-list --network', 'till-list --outlet'],
]
