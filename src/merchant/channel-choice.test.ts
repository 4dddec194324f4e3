import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import type { ChannelKey, MerchantId, NetworkId } from '../core/brand.ts'
import type { Channel } from '../core/merchant.ts'
import { chooseChannel } from './channel-choice.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

test('200 the channel is the named one, the one its pg names, or the default', async () => {
  const cases = [
    [{}, 'sunap0001'],
    [{ channel_key: CHANNEL_KEYS.second }, 'sunap0002'],
    [{ pg: 'galaxia.sunap0002' }, 'sunap0002'],
    [{ pg: 'galaxia' }, 'sunap0001'],
    [{ channel_key: null, pg: null }, 'sunap0001'],
    [{ channel_key: CHANNEL_KEYS.second, pg: 'galaxia.sunap0002' }, 'sunap0002'],
    [{ channel_key: CHANNEL_KEYS.second, pg: 'galaxia' }, 'sunap0002'],
  ] as const
  for (const [named, mid] of cases) {
    const { status, payment } = await api.issue(named)
    assert.equal(status, 200, JSON.stringify(named))
    assert.equal(payment.pg_id, mid)
    assert.equal(payment.pg_provider, 'galaxia')
  }
})

test('400 an unknown channel, a contradiction and an empty name are refused, naming the parameter', async () => {
  const cases = [
    [{ channel_key: 'channel-key-nowhere' }, /^channel_key: .*no channel of yours/],
    [{ pg: 'galaxia.elsewhere' }, /^pg: .*galaxia\.sunap0001, galaxia\.sunap0002/],
    [{ pg: 'kakaopay' }, /^pg: /],
    [{ channel_key: CHANNEL_KEYS.second, pg: 'galaxia.sunap0001' }, /^pg: .*another channel than channel_key/],
    [{ pg: '' }, /^pg: .*is empty/],
    [{ channel_key: 5 }, /^channel_key: .*a number came/],
  ] as const
  const commits = api.commits()
  for (const [named, message] of cases) {
    const reply = await api.issue(named)
    assert.equal(reply.status, 400, JSON.stringify(named))
    assert.equal(reply.code, -1)
    assert.match(reply.message ?? '', message)
  }
  assert.equal(api.commits(), commits)
})

test("400 another merchant's channel is as unknown as one that never was", async () => {
  const others = await api.issue({ channel_key: CHANNEL_KEYS.others })
  const unknown = await api.issue({ channel_key: 'channel-key-nowhere' })
  assert.equal(others.status, 400)
  assert.equal(others.text, unknown.text)
})

test('several channels and no default are not guessed at; none at all is said', () => {
  const of = (mid: string): Channel => ({
    key: `channel-key-${mid}` as ChannelKey,
    merchantId: 'mer_a' as MerchantId,
    provider: 'galaxia',
    mid,
    isDefault: false,
    sandbox: false,
    network: 'house' as NetworkId,
    scheme: 'kr-generic-20',
    currency: 'KRW',
    reissue: 'allow',
    payTypes: ['cash'],
    tillCancel: 'same_till',
    deadlineDays: 1,
    deadlineDaysMax: 1,
    amountMax: null,
    confirmTimeoutMs: 1,
    receipts: 'none',
    refundSlipDays: null,
  })
  const nothing = { channelKey: null, pg: null }
  const two = chooseChannel([of('a'), of('b')], nothing)
  assert.ok(!two.ok)
  assert.match(two.refusal.message, /^pg: .*galaxia\.a, galaxia\.b/)
  const byProvider = chooseChannel([of('a'), of('b')], { ...nothing, pg: 'galaxia' })
  assert.ok(!byProvider.ok)
  const none = chooseChannel([], nothing)
  assert.ok(!none.ok)
  assert.match(none.refusal.message, /no payment channel/)
  const one = chooseChannel([of('a')], nothing)
  assert.ok(one.ok)
  assert.equal(one.channel.mid, 'a')
})
