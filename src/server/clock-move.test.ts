import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { merchantAt, type RemoteMerchant, tillAt } from '../../test/e2e/parties.ts'
import type { DeliveryId, Instant, Money, PaymentId } from '../core/brand.ts'
import { RETRY_DELAYS_MS } from '../core/delivery.ts'
import { NOBODY } from '../numbers/receipt-identifier.ts'
import { hang, openSeller, status } from '../outbound/test-seller.ts'
import { openTown, type Town } from '../sandbox/test-town.ts'
import type { Storage } from '../storage/storage.ts'
import { moveClock } from './clock-move.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** What real time may add while a test runs. */
const SLACK_MS = 60_000

interface Scene {
  readonly town: Town
  readonly merchant: RemoteMerchant
  readonly now: () => number
  readonly move: (ms: number) => Promise<void>
  /** How often the clock was moved. */
  readonly stops: () => number
}

async function openScene(t: TestContext): Promise<Scene> {
  const town = await openTown(t)
  const { storage, parts, practice, apiUrl } = town
  let stops = 0
  const counted: Storage = {
    ...storage,
    clock: {
      ...storage.clock,
      advance(ms) {
        stops += 1
        return storage.clock.advance(ms)
      },
    },
  }
  return {
    town,
    merchant: merchantAt(apiUrl, practice),
    now: storage.clock.now,
    move: (ms) => moveClock(counted, parts, (storage.clock.now() + ms) as Instant),
    stops: () => stops,
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

test('a receiver that fails gets all fifteen tries in nine days, each when it is due', async (t) => {
  const { town, merchant, now, move } = await openScene(t)
  const seller = await openSeller(t, status(500))
  const triedAt: number[] = []
  seller.answer((response) => {
    triedAt.push(now())
    response.writeHead(500).end()
  })
  const { payment } = await merchant.issue({ notice_url: seller.url })
  await town.pay({ imp_uid: payment.imp_uid })
  await move(9 * DAY_MS)
  assert.equal(triedAt.length, 15)
  for (const [at, delayMs] of RETRY_DELAYS_MS.entries()) {
    const waitedMs = (triedAt[at + 1] ?? 0) - (triedAt[at] ?? 0)
    assert.ok(waitedMs >= delayMs * 0.8 - 1, `try ${at + 2} came after ${waitedMs} ms, due after ${delayMs}`)
    assert.ok(waitedMs <= delayMs * 1.2 + SLACK_MS, `try ${at + 2} came after ${waitedMs} ms, due after ${delayMs}`)
  }
  const [delivery] = await town.storage.deliveries.ofPayment(town.practice.merchantId, payment.imp_uid as PaymentId)
  assert.deepEqual([delivery?.state, delivery?.tries], ['exhausted', 15])
  const tries = await town.storage.deliveries.tries(town.practice.merchantId, delivery?.id ?? ('' as DeliveryId))
  assert.equal(tries.length, 15)
  assert.deepEqual(town.faults, [])
})

test('a receiver that comes back is told by the next try, and no more', async (t) => {
  const { town, merchant, move } = await openScene(t)
  const seller = await openSeller(t, status(500))
  const { payment } = await merchant.issue({ notice_url: seller.url })
  await town.pay({ imp_uid: payment.imp_uid })
  await move(10 * 60_000)
  const failed = seller.received.length
  seller.answer(status(200))
  await move(9 * DAY_MS)
  assert.equal(seller.received.length, failed + 1)
})

test('a number ends at its deadline, or at the end of its grace, however far the clock is moved', async (t) => {
  const { town, merchant, now, move } = await openScene(t)
  const heard: { readonly imp_uid: string; readonly at: number }[] = []
  const seller = await openSeller(t)
  seller.answer((response, { body }) => {
    heard.push({ imp_uid: JSON.parse(body).imp_uid, at: now() })
    response.writeHead(200).end()
  })
  const deadline = seconds(now() + 2 * DAY_MS)
  const of = { expired_at: deadline, notice_url: seller.url }
  await town.storage.directory.put([{ kind: 'merchant', entry: { ...sellerOf(town), v1Notices: 'all' } }])
  const plain = await merchant.issue(of)
  const inquired = await merchant.issue(of)
  const [terminal] = town.practice.terminals
  assert.ok(terminal)
  assert.equal((await tillAt(town.posUrl, terminal).inquire(inquired.payment.barcode)).code, '0000')
  heard.length = 0
  await move(9 * DAY_MS)
  const ended = [await merchant.look(plain.payment.imp_uid), await merchant.look(inquired.payment.imp_uid)]
  assert.deepEqual(
    ended.map(({ status, failed_at }) => [status, failed_at]),
    [
      ['failed', deadline],
      ['failed', deadline + 1800],
    ],
  )
  const heardAt = (impUid: string): number => heard.find(({ imp_uid }) => imp_uid === impUid)?.at ?? 0
  for (const { imp_uid, failed_at } of ended) {
    const lateMs = heardAt(imp_uid) - (failed_at ?? 0) * 1000
    assert.ok(lateMs >= 0 && lateMs < SLACK_MS, `told ${lateMs} ms after the end`)
  }
})

function sellerOf({ storage, practice }: Town) {
  const merchant = storage.directory.current().merchants.get(practice.merchantId)
  assert.ok(merchant)
  return merchant
}

test('a collect under way, a token and a till’s signature live in real time and are not touched', async (t) => {
  const { town, merchant, move } = await openScene(t)
  const waiting = hang()
  const seller = await openSeller(t, waiting.answer)
  const token = await merchant.token()
  const { payment } = await merchant.issue({ confirm_url: seller.url, expired_at: seconds(Date.now() + HOUR_MS) })
  const [terminal] = town.practice.terminals
  assert.ok(terminal)
  const till = tillAt(town.posUrl, terminal)
  const collect = till.collect(payment.barcode, 1000)
  await seller.heard(1)
  await move(9 * DAY_MS)
  assert.equal((await town.storage.payments.authorising()).length, 1)
  waiting.letGo()
  assert.equal((await collect).code, '0000')
  const answer = await fetch(`${town.apiUrl}/payments/${payment.imp_uid}`, { headers: { authorization: token } })
  assert.equal(answer.status, 200)
  assert.equal((await merchant.look(payment.imp_uid)).status, 'paid')
  assert.equal((await till.inquire(payment.barcode)).code, '2103')
})

test('the clock stops once for each due time, and nowhere else', async (t) => {
  const { merchant, now, move, stops } = await openScene(t)
  await move(9 * DAY_MS)
  assert.equal(stops(), 1)
  const deadlines = [1, 1, 1, 2, 3, 3].map((days) => seconds(now() + days * DAY_MS))
  await Promise.all(deadlines.map((expired_at) => merchant.issue({ expired_at })))
  const before = stops()
  await move(9 * DAY_MS)
  assert.equal(stops() - before, new Set(deadlines).size + 1)
})

test('a thousand numbers with one deadline end in one stop', async (t) => {
  const { merchant, now, move, stops } = await openScene(t)
  const expired_at = seconds(now() + DAY_MS)
  await merchant.token()
  for (let batch = 0; batch < 10; batch += 1)
    await Promise.all(Array.from({ length: 100 }, () => merchant.issue({ expired_at })))
  await move(2 * DAY_MS)
  assert.equal(stops(), 2)
})

test('a move to where the clock already is does what is due and leaves the clock alone', async (t) => {
  const { town, merchant, move, stops } = await openScene(t)
  const seller = await openSeller(t, status(500))
  const { payment } = await merchant.issue({ notice_url: seller.url })
  await town.pay({ imp_uid: payment.imp_uid })
  await move(0)
  assert.equal(stops(), 0)
})

test('a cash receipt becomes final on the next working day, and is asked about once', async (t) => {
  const { town, merchant, now, move } = await openScene(t)
  const { payment } = await merchant.issue({})
  await town.pay({ imp_uid: payment.imp_uid, pay_type: 'cash' })
  const { merchantId } = town.practice
  const { receipts } = town.parts.gateway
  const asked = { use: 'person', identifier: NOBODY, taxFree: 0 as Money, vat: null } as const
  assert.equal((await receipts.ask(merchantId, payment.imp_uid as PaymentId, asked)).kind, 'done')
  const receipt = async () => (await town.storage.payments.find(merchantId, payment.imp_uid as PaymentId))?.receipt
  const provisional = await receipt()
  assert.ok(provisional?.state === 'issued' && provisional.dueAt !== null)
  await move(provisional.dueAt - now() - SLACK_MS)
  assert.deepEqual(await receipt(), provisional)
  await move(4 * DAY_MS)
  assert.deepEqual(await receipt(), { ...provisional, dueAt: null })
  const events = await town.storage.payments.events(merchantId, payment.imp_uid as PaymentId)
  const ofReceipt = events.map(({ data }) => data.type).filter((type) => type.startsWith('receipt'))
  assert.deepEqual(ofReceipt, ['receipt_asked', 'receipt_issued', 'receipt_retried', 'receipt_final'])
})
