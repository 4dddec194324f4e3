/** What a till hears of hours, limits and suspensions, over its line: with the reason, and what to do with the money. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant, MerchantId, Money, NetworkId } from '../core/brand.ts'
import { ALL_DAY } from '../core/calendar.ts'
import type { Network } from '../core/network.ts'
import type { Payment } from '../core/payment.ts'
import { seoulDay, startOfDay } from '../core/seoul-day.ts'
import { type House, openHouse, sale } from './test-house.ts'

async function setNetwork(house: House, settings: (network: Network) => Partial<Network>): Promise<void> {
  const network = house.gateway.directory().networks.get('house' as NetworkId) ?? assert.fail('no network')
  await house.storage.directory.put([{ kind: 'network', entry: { ...network, ...settings(network) } }])
}

async function suspendMerchant(house: House, suspended: string | null): Promise<void> {
  const merchant = house.gateway.directory().merchants.get('mer_test' as MerchantId) ?? assert.fail('no merchant')
  await house.storage.directory.put([{ kind: 'merchant', entry: { ...merchant, suspended } }])
}

let stan = 100

/** What an inquiry and a collect are answered: code and Korean text. */
async function hears(house: House, { number }: Payment): Promise<readonly [string, string]> {
  stan += 1
  const { business_date } = sale(house, '1', number)
  const inquiry = (await house.till().inquire({ business_date, stan: String(stan), number })).reply
  stan += 1
  const collect = (await house.till().collect(sale(house, String(stan), number))).reply
  assert.equal(inquiry.code, collect.code)
  assert.deepEqual(inquiry.text, collect.text)
  return [collect.code, collect.text.ko]
}

test('4001 with the words of the operator while the network is closed for maintenance, and 0000 after it', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const until = (house.gateway.now() + 3_600_000) as Instant
  await setNetwork(house, ({ calendar }) => ({
    calendar: { ...calendar, maintenance: [{ from: 0 as Instant, until, reason: '정기 점검 $&' }] },
  }))
  assert.deepEqual(await hears(house, payment), [
    '4001',
    '점검 중이라 지금은 수납할 수 없습니다(정기 점검 $&). 나중에 다시 하고 돈을 받지 마세요. 받은 돈은 돌려주세요.',
  ])
  await house.storage.clock.advance(3_600_000)
  assert.equal((await house.till().collect(sale(house, '1', payment.number))).reply.code, '0000')
})

test('4001 with the hours outside of them, and where the shop, its chain or the seller are suspended with the reason', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const closing = { ...ALL_DAY, to: 1 }
  await setNetwork(house, ({ calendar }) => ({
    calendar: { ...calendar, chains: { 한빛편의점: { hours: closing, holidays: [] } } },
  }))
  const now = house.gateway.now()
  await house.storage.clock.advance(startOfDay(seoulDay(now) + 1) + 12 * 3_600_000 - now)
  const [code, text] = await hears(house, payment)
  assert.ok(code === '4001' && text.includes('(00:00-00:01)'), text)
  await setNetwork(house, ({ calendar }) => ({
    calendar: { ...calendar, chains: {} },
    suspendedChains: { 한빛편의점: '정산 지연' },
  }))
  assert.match((await hears(house, payment)).join(' '), /^4001 이 점포에서는 지금 수납할 수 없습니다\(정산 지연\)/)
  await setNetwork(house, () => ({ suspendedChains: {} }))
  await suspendMerchant(house, '심사 중')
  assert.match((await hears(house, payment)).join(' '), /^4001 이 판매자의 결제는 지금 받을 수 없습니다\(심사 중\)/)
})

test('what was collected is reversed, and told by status, whatever is suspended and closed since', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const till = house.till()
  const sold = sale(house, '1', payment.number)
  assert.equal((await till.collect(sold)).reply.code, '0000')
  await suspendMerchant(house, '심사 중')
  await setNetwork(house, ({ calendar }) => ({
    calendar: { ...calendar, holidays: [{ date: house.businessDate, hours: null }] },
    suspendedChains: { 한빛편의점: '정산 지연' },
  }))
  const { business_date } = sold
  const original = { business_date, stan: '1' }
  const status = (await till.status({ business_date, stan: '2', original })).reply
  assert.ok('original' in status && status.original === 'collected')
  const reversed = (await till.reverse({ business_date, stan: '3', original, reason: 'timeout' })).reply
  assert.ok('original' in reversed && reversed.original === 'reversed')
})

test('2203 above the limit of the network; 2202, and pay_types without it, for what the network does not take', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue({ amount: 1000 })
  await setNetwork(house, ({ limits }) => ({ limits: { ...limits, amountMax: 999 as Money } }))
  assert.equal((await hears(house, payment))[0], '2203')
  await setNetwork(house, ({ limits }) => ({ limits: { ...limits, amountMax: null, payTypes: ['card'] } }))
  const till = house.till()
  const { business_date } = sale(house, '1', payment.number)
  const shown = (await till.inquire({ business_date, stan: '1', number: payment.number })).reply
  assert.deepEqual('pay_types' in shown && shown.pay_types, ['card'])
  assert.equal((await till.collect({ ...sale(house, '1', payment.number), pay_type: 'cash' })).reply.code, '2202')
  assert.equal((await till.collect({ ...sale(house, '2', payment.number), pay_type: 'card' })).reply.code, '0000')
})
