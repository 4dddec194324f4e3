/** What the operator sets, and what is counted and timed: the directory, tokens, counters and the business clock. */
import assert from 'node:assert/strict'
import type { Instant, MerchantId, Money, NetworkId, WallTime } from '../core/brand.ts'
import { ALL_DAY } from '../core/calendar.ts'
import type { Outcome } from '../core/commands.ts'
import { type Network, newTill, openOutlet, plainNetwork } from '../core/network.ts'
import type { Rejection } from '../core/rejections.ts'
import { TOKEN_EXTENSION_MS, TOKEN_LIFE_MS } from '../core/token.ts'
import { ALPHA, BRAVO, channel, HOUSE, inquire, issue, merchant } from './contract-commands.ts'
import { EP1, EP2, putEndpoint, removeEndpoint } from './contract-outbox.ts'
import type { Promises } from './contract-subject.ts'
import { COUNTERS, type DirectoryEntry } from './storage.ts'

const SHOP: readonly DirectoryEntry[] = [
  { kind: 'channel', entry: channel('1', { isDefault: true }) },
  { kind: 'channel', entry: channel('2', { mid: 'sunap0002', amountMax: 500_000 as Money, payTypes: ['cash'] }) },
  { kind: 'outlet', entry: openOutlet({ network: HOUSE, id: 'S1', chain: '가게', name: '1호점' }) },
  { kind: 'till', entry: newTill({ network: HOUSE, outlet: 'S1', id: 'T1', secret: 'sealed' }) },
  { kind: 'api_key', entry: { impKey: 'key-a', merchantId: ALPHA, secretHash: 'hash-a' } },
  { kind: 'api_key', entry: { impKey: 'key-b', merchantId: BRAVO, secretHash: 'hash-b' } },
]

const TWO_PHASE: Network = {
  id: 'two' as NetworkId,
  prefix: '8803',
  phases: 'two',
  notifyOn: 'complete',
  calendar: {
    cutOff: 240,
    hours: { from: 420, to: 120 },
    holidays: [
      { date: '20270101', hours: null },
      { date: '20270207', hours: { from: 600, to: 1080 } },
    ],
    maintenance: [{ from: 1000 as Instant, until: 2000 as Instant, reason: '정기 점검' }],
    chains: { 나루24: { hours: ALL_DAY, holidays: [{ date: '20270101', hours: { from: 0, to: 60 } }] } },
  },
  limits: {
    payTypes: ['card'],
    amountMax: 500_000 as Money,
    chains: { 나루24: { payTypes: ['cash', 'card'], amountMax: null } },
  },
  suspendedChains: { 한빛마트: '정산 지연' },
}

async function refusalOf(asked: Promise<Outcome>): Promise<Rejection | undefined> {
  const outcome = await asked
  return outcome.kind === 'rejected' ? outcome.rejection : undefined
}

export const settingsPromises: Promises = {
  'the directory holds what was put, replaced by id': async ({ storage }) => {
    const after = await storage.directory.put(SHOP)
    assert.equal(storage.directory.current(), after)
    assert.deepEqual(after.merchants.get(ALPHA), merchant(ALPHA))
    assert.deepEqual(after.channels, [SHOP[0]?.entry, SHOP[1]?.entry])
    assert.deepEqual(after.outlets.get('house/S1'), SHOP[2]?.entry)
    assert.deepEqual(after.tills.get('house/S1/T1'), SHOP[3]?.entry)
    assert.equal(after.apiKeys.get('key-a')?.no, 1)
    assert.equal(after.apiKeys.get('key-b')?.no, 2)
    const entry = { impKey: 'key-a', merchantId: ALPHA, secretHash: 'new' }
    const replaced = await storage.directory.put([
      { kind: 'api_key', entry },
      { kind: 'merchant', entry: merchant(ALPHA, { name: '새 이름', noticeUrl: null, webhookSecrets: [] }) },
    ])
    assert.deepEqual(replaced.apiKeys.get('key-a'), { ...entry, no: 1 })
    assert.equal(replaced.merchants.get(ALPHA)?.name, '새 이름')
    assert.equal(replaced.merchants.size, 2)
  },

  'a network is kept with its calendar and its limits, also after a restart': async ({ storage, subject }) => {
    const river = plainNetwork('river' as NetworkId, '8802')
    await storage.directory.put([
      { kind: 'network', entry: river },
      { kind: 'network', entry: TWO_PHASE },
    ])
    for (const keeper of [storage, await subject.reopen()]) {
      const { networks } = keeper.directory.current()
      assert.deepEqual(networks.get(river.id), river)
      assert.deepEqual(networks.get(TWO_PHASE.id), TWO_PHASE)
    }
  },

  'what is stopped, and the secret a till changes over from, are kept, also after a restart': async ({
    storage,
    subject,
  }) => {
    const stopped: readonly DirectoryEntry[] = [
      { kind: 'merchant', entry: merchant(ALPHA, { suspended: '심사 중' }) },
      {
        kind: 'outlet',
        entry: { network: HOUSE, id: 'S1', chain: '가게', name: '1호점', disabled: true, suspended: '정산 지연' },
      },
      {
        kind: 'till',
        entry: {
          ...{ network: HOUSE, outlet: 'S1', id: 'T1', secret: 'new', disabled: true },
          former: { secret: 'old', until: 5000 as WallTime },
        },
      },
    ]
    await storage.directory.put([...SHOP, ...stopped])
    for (const keeper of [storage, await subject.reopen()]) {
      const { merchants, outlets, tills } = keeper.directory.current()
      const kept = [merchants.get(ALPHA), outlets.get('house/S1'), tills.get('house/S1/T1')]
      assert.deepEqual(
        kept,
        stopped.map(({ entry }) => entry),
      )
    }
  },

  'of each till the latest sighting stays, whoever notes it and when, also after a restart': async ({
    storage,
    subject,
  }) => {
    const at = (ms: number) => ms as WallTime
    assert.deepEqual(await storage.tillSightings.all(), [])
    await storage.tillSightings.note([
      { terminal: 'house/S1/2', at: at(2000) },
      { terminal: 'house/S1/1', at: at(2000) },
    ])
    await Promise.all([
      storage.tillSightings.note([{ terminal: 'house/S1/1', at: at(1000) }]),
      storage.tillSightings.note([{ terminal: 'house/S1/2', at: at(3000) }]),
      storage.tillSightings.note([]),
    ])
    const latest = [
      { terminal: 'house/S1/1', at: 2000 },
      { terminal: 'house/S1/2', at: 3000 },
    ]
    assert.deepEqual(await storage.tillSightings.all(), latest)
    const again = await subject.reopen()
    assert.deepEqual(await again.tillSightings.all(), latest)
  },

  'a till of a shop that was suspended, or of a network that was closed, moves no money': async ({ storage }) => {
    await storage.directory.put(SHOP)
    for (const no of [1, 2]) await storage.execute(issue({ no }))
    const shop = openOutlet({ network: HOUSE, id: 'S1', chain: '가게', name: '1호점' })
    await storage.directory.put([{ kind: 'outlet', entry: { ...shop, suspended: '정산 지연' } }])
    assert.deepEqual(await refusalOf(storage.execute(inquire(1))), { name: 'shop_suspended', reason: '정산 지연' })
    const house = storage.directory.current().networks.get(HOUSE) ?? assert.fail('no network')
    const maintenance = [{ from: 0 as Instant, until: 9e15 as Instant, reason: '점검' }]
    await storage.directory.put([
      { kind: 'outlet', entry: shop },
      { kind: 'network', entry: { ...house, calendar: { ...house.calendar, maintenance } } },
    ])
    assert.deepEqual(await refusalOf(storage.execute(inquire(2))), { name: 'maintenance', reason: '점검' })
    await storage.directory.put([{ kind: 'network', entry: house }])
    assert.equal((await storage.execute(inquire(1))).kind, 'payable')
  },

  "a new default channel takes the place of the merchant's former default": async ({ storage }) => {
    await storage.directory.put(SHOP)
    const { channels } = await storage.directory.put([
      { kind: 'channel', entry: channel('2', { isDefault: true }) },
      { kind: 'channel', entry: channel('3', { isDefault: true, merchantId: BRAVO }) },
    ])
    assert.deepEqual(
      channels.map(({ key, isDefault }) => [key, isDefault]),
      [
        ['channel-key-1', false],
        ['channel-key-2', true],
        ['channel-key-3', true],
      ],
    )
  },

  'settings that name what is not there are refused, and none of them is kept': async ({ storage }) => {
    const before = storage.directory.current()
    const nobody = 'mer_nobody' as MerchantId
    const nowhere = 'nowhere' as NetworkId
    const wrong: readonly DirectoryEntry[] = [
      { kind: 'channel', entry: channel('9', { merchantId: nobody }) },
      { kind: 'channel', entry: channel('9', { network: nowhere }) },
      { kind: 'outlet', entry: openOutlet({ network: nowhere, id: 'S1', chain: 'c', name: 'n' }) },
      { kind: 'till', entry: newTill({ network: HOUSE, outlet: 'S9', id: 'T1', secret: 's' }) },
      { kind: 'api_key', entry: { impKey: 'k', merchantId: nobody, secretHash: 'h' } },
      putEndpoint(EP1, { merchantId: nobody }),
    ]
    for (const entry of wrong) {
      const good: DirectoryEntry = { kind: 'network', entry: plainNetwork('new' as NetworkId, '9999') }
      await assert.rejects(storage.directory.put([good, entry]), /no (merchant|network|outlet) /)
    }
    assert.deepEqual(storage.directory.current(), before)
  },

  'what belongs to one merchant is not handed to another by writing it again': async ({ storage }) => {
    await storage.directory.put([...SHOP, putEndpoint(EP1), putEndpoint(EP2, { merchantId: BRAVO })])
    const stolen: readonly DirectoryEntry[] = [
      putEndpoint(EP1, { merchantId: BRAVO }),
      { kind: 'channel', entry: channel('1', { merchantId: BRAVO }) },
      { kind: 'api_key', entry: { impKey: 'key-a', merchantId: BRAVO, secretHash: 'h' } },
    ]
    for (const entry of stolen) await assert.rejects(storage.directory.put([entry]), /belongs to another merchant/)
    await storage.directory.put([removeEndpoint(EP2, ALPHA)])
    assert.equal(storage.directory.current().endpoints.get(BRAVO)?.length, 1)
  },

  'the first proof of the keys stays, also after a restart': async ({ storage, subject }) => {
    assert.equal(storage.directory.current().keyProof, null)
    await storage.directory.put([{ kind: 'key_proof', entry: { sealed: 'first' } }])
    const after = await storage.directory.put([{ kind: 'key_proof', entry: { sealed: 'second' } }])
    assert.equal(after.keyProof, 'first')
    const again = await subject.reopen()
    assert.equal(again.directory.current().keyProof, 'first')
  },

  'commands know a changed setting when its promise has resolved': async ({ storage }) => {
    await storage.directory.put([{ kind: 'merchant', entry: merchant(ALPHA, { noticeUrl: 'https://new.example/n' }) }])
    const issued = await storage.execute(issue({ no: 1 }))
    const [delivery] = await storage.deliveries.ofPayment(ALPHA, issue({ no: 1 }).terms.id)
    assert.deepEqual([issued.kind, delivery?.url], ['issued', 'https://new.example/n'])
  },

  'a key has one token while it lives, however many ask at once': async ({ storage, clocks }) => {
    assert.equal(await storage.tokens.find(1), undefined)
    const granted = await Promise.all(Array.from({ length: 50 }, () => storage.tokens.grant(1)))
    assert.equal(new Set(granted.map((token) => JSON.stringify(token))).size, 1)
    const [first] = granted
    assert.deepEqual(await storage.tokens.find(1), first)
    clocks.moveWall(TOKEN_LIFE_MS - 30_000)
    const extended = await storage.tokens.grant(1)
    assert.deepEqual(extended, { ...first, expiresAt: (first?.expiresAt ?? 0) + TOKEN_EXTENSION_MS })
    clocks.moveWall(2 * TOKEN_LIFE_MS)
    const [fresh, other] = await Promise.all([storage.tokens.grant(1), storage.tokens.grant(2)])
    assert.notDeepEqual(fresh, extended)
    assert.deepEqual(await storage.tokens.find(1), fresh)
    assert.deepEqual(await storage.tokens.find(2), other)
  },

  'no number of a counter is handed out twice, also after a restart and with the wall set back': async ({
    storage,
    subject,
    clocks,
  }) => {
    for (const counter of COUNTERS) {
      const firsts = await Promise.all(Array.from({ length: 30 }, (_, i) => storage.takeBlock(counter, i + 1)))
      const taken = firsts.flatMap((first, i) => Array.from({ length: i + 1 }, (_, k) => first + k))
      assert.equal(new Set(taken).size, taken.length)
    }
    const last = await storage.takeBlock('payment', 1)
    clocks.moveWall(-3_600_000)
    const again = await subject.reopen()
    assert.equal(await again.takeBlock('payment', 1), last + 1)
    assert.equal(await again.takeBlock('approval', 1), 466)
  },

  'payment numbers follow the wall clock, so that they sort by time': async ({ storage, clocks }) => {
    assert.equal(await storage.takeBlock('payment', 10), clocks.wall() % 1_000_000_000_000)
    clocks.moveWall(60_000)
    assert.equal(await storage.takeBlock('payment', 10), clocks.wall() % 1_000_000_000_000)
  },

  'the clock is never behind what was acknowledged': async ({ storage, clocks }) => {
    clocks.moveWall(60_000)
    const issued = await storage.execute(issue({ no: 1 }))
    clocks.moveWall(-60_000)
    assert.equal(issued.kind === 'issued' && issued.payment.issuedAt, storage.clock.now())
  },

  'business time moves forward only, whatever the wall does, also after a restart': async ({
    storage,
    subject,
    clocks,
  }) => {
    const before = storage.clock.now()
    const advanced = await storage.clock.advance(3_600_000)
    assert.equal(advanced, before + 3_600_000)
    assert.ok(storage.clock.now() >= advanced)
    clocks.moveWall(-600_000)
    assert.ok(storage.clock.now() >= advanced)
    const issued = await storage.execute(issue({ no: 1 }))
    assert.ok(issued.kind === 'issued' && issued.payment.issuedAt >= advanced)
    await assert.rejects(storage.clock.advance(-1), /forward only/)
    const again = await subject.reopen()
    assert.ok(again.clock.now() >= advanced)
    clocks.moveWall(600_000 + 1000)
    assert.equal(again.clock.now(), advanced + 1000)
    assert.equal(again.clock.wall(), clocks.wall(), 'wall time is never moved')
  },
}
