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
  /** Collected under trace number 900 before the story begins. */
  readonly paid: string
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
  await collectPaid(client, house.businessDate, String(paid.number))
  return {
    client,
    url: house.url,
    date: house.businessDate,
    bill: await number('bill'),
    other: await number('other'),
    paid: String(paid.number),
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
  const client = createTillClient({ url: gateway.url, terminal: TERMINAL, secret: secretOf(TERMINAL) })
  const paid = number('0005')
  await collectPaid(client, gateway.businessDate(), paid)
  return {
    client,
    url: gateway.url,
    date: gateway.businessDate(),
    bill: number('0001'),
    other: number('0002'),
    paid,
    soldOut: number('0003', { moneyRefused: 'merchant_refused' }),
    slip: number('0004', { direction: 'out' }),
  }
}

async function collectPaid(client: TillClient, date: string, number: string): Promise<void> {
  const sale = { number, amount: 1000, currency: 'KRW', pay_type: 'cash' } as const
  await client.collect({ business_date: date, stan: '900', ...sale })
}

type Said = Promise<TillExchange<object>>
type Steps = readonly (readonly [string, () => Said])[]

/** What a till may say, in an order in which each answer depends on those before. */
function saleStory({ client, url, date, bill, other, soldOut, slip }: Side): Steps {
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

/** What may be asked about what was sold above. */
function undoStory({ client, date, bill }: Side): Steps {
  const key = (stan: string) => ({ business_date: date, stan })
  const complete = (stan: string, original: string, amount = 1000): Said =>
    client.complete({ ...key(stan), original: key(original), amount })
  const cancel = (stan: string, original: string, more: object = {}): Said =>
    client.cancel({ ...key(stan), original: key(original), amount: 1000, reason: '고객 변심', ...more })
  const reverse = (stan: string, original: string): Said =>
    client.reverse({ ...key(stan), original: key(original), reason: 'timeout' })
  return [
    ['a completion', () => complete('40', '13')],
    ['the same completion again', () => complete('40', '13')],
    ['a second completion', () => complete('41', '13')],
    ['its key for another one', () => complete('40', '900')],
    ['a completion of another amount', () => complete('42', '13', 999)],
    ['a completion of nothing', () => complete('43', '99')],
    ['a completion of what was reversed', () => complete('44', '6')],
    ['a completion of what was refused', () => complete('45', '18')],
    ['a cancel of another amount', () => cancel('50', '13', { amount: 999 })],
    ['a cancel of nothing', () => cancel('51', '99')],
    ['a cancel of what was refused', () => cancel('52', '18')],
    ['a cancel of what was reversed', () => cancel('53', '6')],
    ['a cancel of a reversed payout', () => cancel('54', '24')],
    ['a cancel under the key of a completion', () => cancel('40', '13')],
    ['a cancel at another till', () => cancel('55', '13', { original: { ...key('13'), till: '2' } })],
    ['a cancel', () => cancel('56', '13')],
    ['the same cancel again', () => cancel('56', '13')],
    ['the same in other words', () => cancel('56', '13', { reason: '점원 착오' })],
    ['a second cancel', () => cancel('57', '13')],
    ['a completion of what was cancelled', () => complete('58', '13')],
    ['status of what was cancelled', () => client.status({ ...key('59'), original: key('13') })],
    ['an inquiry of what was cancelled', () => client.inquire({ ...key('59'), number: bill })],
    ['reversal of what was cancelled', () => reverse('60', '13')],
    ['reversal of the cancel', () => reverse('61', '56')],
    ['reversal of a refused cancel', () => reverse('62', '50')],
    ['reversal of a completion', () => reverse('63', '40')],
    ['a reversal before its cancel', () => reverse('64', '65')],
    ['the cancel behind its reversal', () => cancel('65', '900')],
  ]
}

const NOTHING = { count: 0, sum: 0 }
const ONE = { count: 1, sum: 1000 }
const COUNTED = {
  collected: { cash: { count: 2, sum: 2000 }, card: NOTHING },
  cancelled: { cash: ONE, card: NOTHING },
  paid_out: ONE,
}

/** The end of that day: its file, its drawer, and what is still answered then. */
function dayStory({ client, date, other, paid, slip }: Side): Steps {
  const key = (stan: string) => ({ business_date: date, stan })
  const tomorrow = dayAfter(date)
  const sold = { number: paid, amount: 1000, pay_type: 'cash', till: '1', stan: '900' } as const
  const strange = { number: NOT_ISSUED, amount: 500, pay_type: 'card' } as const
  const file = { file_id: 'S001-1', seq: 1, date, kind: '01', currency: 'KRW', count: 2, sum: 1500 } as const
  const report = (stan: string, more: object = {}): Said =>
    client.report({ ...key(stan), ...file, rows: [sold, strange], ...more })
  const close = (stan: string, more: object = {}): Said =>
    client.close({ ...key(stan), totals: { ...COUNTED, ...more } })
  const money = { amount: 1000, currency: 'KRW' } as const
  return [
    ['the day is opened', () => client.open(key('70'))],
    ['opened again', () => client.open(key('71'))],
    ['tomorrow is opened', () => client.open({ business_date: tomorrow, stan: '72' })],
    ['a file of the wrong count', () => report('73', { count: 1 })],
    ['a file of the wrong sum', () => report('73', { sum: 1000 })],
    ['a file of tomorrow', () => report('73', { date: tomorrow })],
    ['a file', () => report('74')],
    ['the same file again', () => report('75')],
    ['its name for another file', () => report('76', { rows: [strange, sold] })],
    ['the same sales under another name', () => report('77', { file_id: 'S001-2', seq: 2 })],
    ['a count that differs', () => close('80', { paid_out: NOTHING })],
    ['a sum that differs', () => close('81', { paid_out: { count: 1, sum: 999 } })],
    ['tomorrow is closed', () => client.close({ business_date: tomorrow, stan: '82', totals: COUNTED })],
    ['the day is closed', () => close('83')],
    ['closed again', () => close('84', { paid_out: NOTHING })],
    ['opened once more', () => client.open(key('85'))],
    ['a sale of a closed day', () => client.collect({ ...key('86'), number: other, ...money, pay_type: 'cash' })],
    ['a payout of a closed day', () => client.payOut({ ...key('87'), number: slip, ...money })],
    [
      'a cancel of a closed day',
      () => client.cancel({ ...key('88'), original: key('900'), amount: 1000, reason: '변심' }),
    ],
    [
      'a sale of the next',
      () => client.collect({ business_date: tomorrow, stan: '1', number: other, ...money, pay_type: 'cash' }),
    ],
    [
      'its reversal',
      () => client.reverse({ ...key('90'), original: { business_date: tomorrow, stan: '1' }, reason: 'power' }),
    ],
    ['reversal of the payout', () => client.reverse({ ...key('91'), original: key('30'), reason: 'power' })],
  ]
}

function dayAfter(date: string): string {
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)) + 1)
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
}

const storyOf = (side: Side): Steps => [...saleStory(side), ...undoStory(side), ...dayStory(side)]

/** What differs from sale to sale is there, and may be anything. */
const OWN = [
  ...[
    'gateway_ref',
    'server_time',
    'approval_no',
    'paid_at',
    'paid_out_at',
    'cancelled_at',
    'receipt',
    'inquiry_token',
  ],
  ...['opened_at', 'closed_at', 'sha256'],
]
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
  const answers = storyOf(exam)
  for (const [nth, [name, ask]] of storyOf(real).entries()) {
    const [expected, given] = [await ask(), await answers[nth]?.[1]()]
    assert.equal(given?.status, expected.status, name)
    assert.deepEqual(comparable(given?.reply ?? {}), comparable(expected.reply), name)
  }
})
