/**
 * Read your notice: a merchant that looks the payment up the moment it is told must find what it was told, or what has
 * come since, never what was before. The gateway is a real one, on its database; the merchant asks before it acknowledges.
 */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openSeller, type Received } from '../../src/outbound/test-seller.ts'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import type { RemoteMerchant } from './parties.ts'
import { KEEPERS, type RunningGateway, startGateway } from './running-gateway.ts'

interface Reading {
  readonly told: { readonly status: string; readonly version: number }
  /** By its id, and by its order. */
  readonly found: readonly PaymentAnswer[]
}

const TILLS = 6
const SALES_A_TILL = 2
const SALES = TILLS * SALES_A_TILL

for (const keeper of KEEPERS) {
  describe(`on ${keeper}`, () => {
    test('a merchant that was told reads what it was told, or newer', { timeout: 60_000 }, async (t) => {
      const gateway = await startGateway(keeper)
      t.after(() => gateway.stop())
      const listener = await openListener(t, gateway.merchant)
      await gateway.setMerchant({ v1Notices: 'all', noticeUrl: `${listener.url}/notice` })
      const tills = Array.from({ length: TILLS }, (_, at) => sellAndSellAgain(gateway, at))
      await Promise.all([...tills, revokeOne(gateway), letOneExpire(gateway)])
      await gateway.advance('10s')
      // A sale: issued, paid, reversed, paid. The one revoked, the one expired: issued and ended. And what came again.
      const told = { ready: 2 * SALES + 2, paid: 2 * SALES + listener.turnedAway(), cancelled: 1, failed: 1 }
      await listener.heard(Object.values(told).reduce((sum, count) => sum + count))
      const readings = await listener.readings()
      assert.deepEqual(tally(readings), told)
      for (const { told, found } of readings) {
        for (const { status, cvs } of found) {
          assert.ok(cvs.version >= told.version, `told of version ${told.version}, read ${cvs.version}`)
          if (cvs.version === told.version) assert.equal(status, told.status)
        }
      }
      const newer = readings.filter(({ told, found }) => found.some(({ cvs }) => cvs.version > told.version))
      assert.ok(newer.length >= listener.turnedAway(), 'what came again must have found the newer state')
      assert.ok(newer.length < readings.length, 'what came at once must have found its own state')
    })
  })
}

/** Hears of every event, looks the payment up, and only then acknowledges. The first `paid` of a payment it turns away. */
async function openListener(t: TestContext, merchant: RemoteMerchant) {
  const turnedAway = new Set<string>()
  const readings: Promise<Reading>[] = []
  const seller = await openSeller(t, async (response, notice) => {
    const { imp_uid, merchant_uid, status } = JSON.parse(notice.body)
    const isFirstPaid = status === 'paid' && !turnedAway.has(imp_uid)
    if (isFirstPaid) turnedAway.add(imp_uid)
    const reading = readBack(merchant, notice, { imp_uid, merchant_uid, status })
    readings.push(reading)
    await reading.catch(() => {})
    response.writeHead(isFirstPaid ? 500 : 200).end()
  })
  return {
    url: seller.url,
    heard: seller.heard,
    turnedAway: () => turnedAway.size,
    readings: () => Promise.all(readings),
  }
}

async function readBack(
  merchant: RemoteMerchant,
  { headers }: Received,
  { imp_uid, merchant_uid, status }: Readonly<Record<'imp_uid' | 'merchant_uid' | 'status', string>>,
): Promise<Reading> {
  const paths = [`/payments/${imp_uid}`, `/payments/find/${merchant_uid}`]
  const replies = await Promise.all(paths.map((path) => merchant.ask('GET', path)))
  return {
    told: { status, version: Number(headers['sunap-version']) },
    found: replies.map(({ payment }) => payment),
  }
}

/** Collected, undone and collected again; the tills do so at the same time. */
async function sellAndSellAgain({ merchant, till }: RunningGateway, at: number): Promise<void> {
  const { collect, reverse } = till(at)
  for (let sale = 0; sale < SALES_A_TILL; sale += 1) {
    const { payment } = await merchant.issue()
    assert.equal((await collect(payment.barcode, 1000)).code, '0000')
    assert.equal((await reverse()).code, '0000')
    assert.equal((await collect(payment.barcode, 1000)).code, '0000')
  }
}

async function revokeOne({ merchant }: RunningGateway): Promise<void> {
  const { payment } = await merchant.issue()
  assert.equal((await merchant.ask('DELETE', `/cvs/${payment.imp_uid}`)).status, 200)
}

/** Its time is over when the clock is moved. */
async function letOneExpire({ merchant, running }: RunningGateway): Promise<void> {
  const { status } = await merchant.issue({ expired_at: Math.floor(running.storage.clock.now() / 1000) + 9 })
  assert.equal(status, 200)
}

function tally(readings: readonly Reading[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { told } of readings) counts[told.status] = (counts[told.status] ?? 0) + 1
  return counts
}
