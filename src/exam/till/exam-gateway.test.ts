/** The exam's gateway answers a till as the real one does; else its grades would be about another protocol. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { MerchantsWord } from '../../gateway/ports.ts'
import { openHouse, PAYABLE, secretOf } from '../../pos/test-house.ts'
import { createTillClient, type TillClient, type TillExchange } from '../../sandbox/till-client.ts'
import { openExamGateway } from './exam-gateway.ts'

const TERMINAL = 'house/S001/1'
const SOLD_OUT: MerchantsWord = { ...PAYABLE, verdict: { kind: 'refused', reason: '품절' } }
const NOT_ISSUED = '81009999999999999996'

/** One of the two gateways, with numbers made for it. */
interface Side {
  readonly client: TillClient
  readonly url: string
  readonly date: string
  readonly bill: string
  readonly other: string
  readonly soldOut: string
  readonly slip: string
}

async function openReal(t: TestContext): Promise<Side> {
  const house = await openHouse(t, {
    askMerchant: async ({ payment }) => (payment.orderId === 'sold-out' ? SOLD_OUT : PAYABLE),
  })
  const number = async (orderId: string) => String((await house.issue({ orderId })).number)
  const paid = await house.issue({ orderId: 'paid' })
  const client = house.till(TERMINAL)
  const key = { business_date: house.businessDate, stan: '900' }
  await client.collect({ ...key, number: String(paid.number), amount: 1000, currency: 'KRW', pay_type: 'cash' })
  return {
    client,
    url: house.url,
    date: house.businessDate,
    bill: await number('bill'),
    other: await number('other'),
    soldOut: await number('sold-out'),
    slip: String((await house.slip(paid, null)).number),
  }
}

async function openExam(t: TestContext): Promise<Side> {
  const gateway = await openExamGateway({
    host: '127.0.0.1',
    port: 0,
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    pause: delay,
  })
  t.after(() => gateway.close())
  gateway.enrol(TERMINAL, secretOf(TERMINAL))
  const number = (last: string, terms: object = {}): string => {
    const added = { number: `8100482130955743${last}`, direction: 'in', merchant: '예제상점', name: '후드티' } as const
    gateway.books.add({ ...added, amount: 1000, ...terms })
    return added.number
  }
  return {
    client: createTillClient({ url: gateway.url, terminal: TERMINAL, secret: secretOf(TERMINAL) }),
    url: gateway.url,
    date: gateway.businessDate(),
    bill: number('0001'),
    other: number('0002'),
    soldOut: number('0003', { moneyRefused: 'merchant_refused' }),
    slip: number('0004', { direction: 'out' }),
  }
}

type Said = Promise<TillExchange<object>>

/** What a till may say, in an order in which each answer depends on those before. */
function story({ client, url, date, bill, other, soldOut, slip }: Side): readonly (readonly [string, () => Said])[] {
  const key = (stan: string) => ({ business_date: date, stan })
  const money = (stan: string, number: string, amount = 1000) =>
    ({ ...key(stan), number, amount, currency: 'KRW' }) as const
  const collect = (stan: string, number: string, amount?: number): Said =>
    client.collect({ ...money(stan, number, amount), pay_type: 'cash' })
  const payOut = (stan: string, number: string): Said => client.payOut(money(stan, number))
  const reverse = (stan: string, original: string): Said =>
    client.reverse({ ...key(stan), original: key(original), reason: 'timeout' })
  const status = (stan: string, original: string): Said => client.status({ ...key(stan), original: key(original) })
  const stranger = createTillClient({ url, terminal: TERMINAL, secret: 'another secret' })
  return [
    ['echo', () => client.echo({ stan: '1' })],
    ['a wrong signature', () => stranger.echo({ stan: '2' })],
    ['an inquiry', () => client.inquire({ ...key('3'), number: bill })],
    ['an inquiry in groups', () => client.inquire({ ...key('3'), number: bill.replace(/(.{4})/g, '$1 ') })],
    ['a number nobody issued', () => client.inquire({ ...key('4'), number: NOT_ISSUED })],
    ['the wrong amount', () => collect('5', bill, 999)],
    ['a collect', () => collect('6', bill)],
    ['the same again', () => collect('6', bill)],
    ['another key', () => collect('7', bill)],
    ['an inquiry of what is paid', () => client.inquire({ ...key('8'), number: bill })],
    ['status of the collect', () => status('9', '6')],
    ['status by number', () => client.status({ ...key('9'), number: bill })],
    ['its reversal', () => reverse('10', '6')],
    ['reversed once more', () => reverse('11', '6')],
    ['the collect after its reversal', () => collect('6', bill)],
    ['status of what was reversed', () => status('12', '6')],
    ['a sale anew', () => collect('13', bill)],
    ['a reversal before its sale', () => reverse('14', '15')],
    ['status of a tombstone', () => status('16', '15')],
    ['the sale behind its reversal', () => collect('15', other)],
    ['status of nothing', () => status('17', '99')],
    ['a refusal of the seller', () => collect('18', soldOut)],
    ['the same refusal again', () => collect('18', soldOut)],
    ['reversal of what was refused', () => reverse('19', '18')],
    ['status of what was refused', () => status('20', '18')],
    ['an inquiry of a slip', () => client.inquire({ ...key('21'), number: slip })],
    ['a collect of a slip', () => collect('22', slip)],
    ['a payout of a bill', () => payOut('23', other)],
    ['a payout', () => payOut('24', slip)],
    ['the same payout again', () => payOut('24', slip)],
    ['status of the payout', () => status('25', '24')],
    ['a second payout', () => payOut('26', slip)],
    ['an inquiry of a paid slip', () => client.inquire({ ...key('27'), number: slip })],
    ['reversal of the payout', () => reverse('28', '24')],
    ['status of the reversed payout', () => status('29', '24')],
    ['the slip once more', () => payOut('30', slip)],
    ['reversal of a refused payout', () => reverse('31', '26')],
    ['status of a refused payout', () => status('32', '26')],
    ['a date too far away', () => client.inquire({ business_date: '20200101', stan: '33', number: bill })],
  ]
}

/** What differs from sale to sale is there, and may be anything. */
const OWN = ['gateway_ref', 'server_time', 'approval_no', 'paid_at', 'paid_out_at', 'receipt', 'inquiry_token']
const ITS_TERMS = ['expires_at', 'hold_until', 'buyer_masked']

function comparable(reply: object): unknown {
  const isMalformed = 'code' in reply && reply.code === '1001'
  return Object.fromEntries(
    Object.entries(reply).map(([name, value]) => {
      // Which field is wrong is told in the words of each.
      if (isMalformed && name === 'text') return [name, '(its own)']
      if (OWN.includes(name) || ITS_TERMS.includes(name)) return [name, '(its own)']
      return [name, typeof value === 'object' && value !== null && !Array.isArray(value) ? comparable(value) : value]
    }),
  )
}

test('whatever a till says, the exam answers with the code, the words and the fields of the real gateway', async (t) => {
  const [real, exam] = [await openReal(t), await openExam(t)]
  const answers = story(exam)
  for (const [nth, [name, ask]] of story(real).entries()) {
    const [expected, given] = [await ask(), await answers[nth]?.[1]()]
    assert.equal(given?.status, expected.status, name)
    assert.deepEqual(comparable(given?.reply ?? {}), comparable(expected.reply), name)
  }
})
