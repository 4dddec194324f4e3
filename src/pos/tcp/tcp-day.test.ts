/** The end of a day in frames: what the other line says of drawers and report files, field for field. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { dateAfter } from '../../core/seoul-day.ts'
import type { TillClient } from '../../sandbox/till-client.ts'
import type { DrawerTotals, ReportMessage, ReportRow } from '../../wire/till-day.ts'
import { type House, openHouse, sale } from '../test-house.ts'
import { openTcp } from './test-tcp.ts'

interface TwoLines {
  readonly house: House
  readonly overHttp: TillClient
  readonly overTcp: TillClient
}

async function openBoth(t: TestContext): Promise<TwoLines> {
  const house = await openHouse(t)
  const { url } = await openTcp(t, house)
  return { house, overHttp: house.till(), overTcp: house.till('house/S001/1', url) }
}

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

const CANCELLED = { cash: { count: 1, sum: 900 }, card: { count: 0, sum: 0 } }
const COUNTED: DrawerTotals = {
  collected: { cash: { count: 3, sum: 4400 }, card: { count: 1, sum: 700 } },
  cancelled: CANCELLED,
  paid_out: { count: 1, sum: 400 },
}

/** What an answer says, without which one it is and when it was given. */
function unstamped(reply: object): object {
  return { ...reply, gateway_ref: '', server_time: 0 }
}

/** Sales of 1,000, 2,500 and 900 won in cash and of 700 by card; the 900 are cancelled, and a slip of 400 is paid out. */
async function sellAll({ house, overTcp }: TwoLines): Promise<void> {
  const [first, ...others] = await Promise.all([1000, 2500, 900, 700].map((amount) => house.issue({ amount })))
  assert.ok(first)
  for (const [index, { number, amount }] of [first, ...others].entries()) {
    const payType = amount === 700 ? 'card' : 'cash'
    const { reply } = await overTcp.collect({ ...sale(house, `${index + 1}`, number, amount), pay_type: payType })
    assert.equal(reply.code, '0000')
  }
  const cancel = { ...key(house, '5'), original: key(house, '3'), amount: 900, reason: '고객 변심' }
  assert.equal((await overTcp.cancel(cancel)).reply.code, '0000')
  const { number } = await house.slip(first, 400)
  const { reply } = await overTcp.payOut({ ...key(house, '6'), number, amount: 400, currency: 'KRW' })
  assert.equal(reply.code, '0000')
}

test('a till opens its day, sells, counts its drawer wrong, is shown what is held here, and closes it right', async (t) => {
  const lines = await openBoth(t)
  const { house, overHttp, overTcp } = lines
  const { reply: opened } = await overTcp.open(key(house, '90'))
  assert.ok(opened.class === 'OK' && opened.business_date === house.businessDate)
  const { reply: openedAgain } = await overHttp.open(key(house, '91'))
  assert.ok(openedAgain.class === 'OK' && openedAgain.opened_at === opened.opened_at)
  await sellAll(lines)
  for (const [code, totals] of [
    ['4401', { ...COUNTED, paid_out: { count: 2, sum: 400 } }],
    ['4402', { ...COUNTED, cancelled: { ...CANCELLED, cash: { count: 1, sum: 901 } } }],
  ] as const) {
    const { reply } = await overTcp.close({ ...key(house, '92'), totals })
    const { reply: saidOverHttp } = await overHttp.close({ ...key(house, '92'), totals })
    assert.ok(reply.class === 'DECLINED' && 'totals' in reply && reply.gateway_ref !== null)
    assert.deepEqual([reply.code, reply.totals], [code, COUNTED])
    assert.deepEqual(unstamped(saidOverHttp), unstamped(reply))
  }
  const { reply: closed } = await overTcp.close({ ...key(house, '93'), totals: COUNTED })
  assert.ok(closed.class === 'OK')
  assert.deepEqual([closed.business_date, closed.totals], [house.businessDate, COUNTED])
})

test('a day that is closed over TCP is closed: every repeat on either line hears the first answer, and nothing is sold', async (t) => {
  const lines = await openBoth(t)
  const { house, overHttp, overTcp } = lines
  await sellAll(lines)
  const close = { ...key(house, '90'), totals: COUNTED }
  const { reply, raw } = await overTcp.close(close)
  assert.equal(reply.code, '0000')
  house.pass(5000)
  const again = await overTcp.close(close)
  assert.deepEqual(Buffer.from(again.raw), Buffer.from(raw))
  assert.deepEqual((await overHttp.close(close)).reply, reply)
  const { number } = await house.issue()
  for (const line of [overTcp, overHttp])
    assert.equal((await line.collect(sale(house, '91', number))).reply.code, '4001')
  assert.equal((await overTcp.open(key(house, '92'))).reply.code, '4001')
})

test('another date than one that can be opened or closed now is told so over TCP, without totals', async (t) => {
  const { house, overTcp } = await openBoth(t)
  const tomorrow = { business_date: dateAfter(house.businessDate, 1), stan: '1' }
  for (const { reply } of [await overTcp.open(tomorrow), await overTcp.close({ ...tomorrow, totals: COUNTED })]) {
    assert.equal(reply.code, '4403')
    assert.ok(!('totals' in reply))
  }
})

const UNKNOWN: ReportRow = { number: '81001234567890123457', amount: 50, pay_type: 'card' }

/** One sale by its key and its time, one that was undone, and what no till told of, as many as a frame has room for. */
async function fullFile(house: House, till: TillClient, name: string): Promise<Omit<ReportMessage, 'sent_at'>> {
  const sold = await house.issue()
  assert.equal((await till.collect(sale(house, '000017', sold.number))).reply.code, '0000')
  const known = { number: sold.number, amount: 1000, pay_type: 'cash', till: '1', stan: '000017' } as const
  const takenAt = Math.floor(house.gateway.now() / 1000)
  const rows: ReportRow[] = [
    { ...known, date: house.businessDate, taken_at: takenAt, sign: '+' },
    { ...UNKNOWN, sign: '-' },
    ...Array<ReportRow>(78).fill(UNKNOWN),
  ]
  const file = { file_id: name, seq: 1, date: house.businessDate, kind: '01', currency: 'KRW' } as const
  return { ...key(house, '100'), ...file, count: 80, sum: 1000 + 77 * 50, rows }
}

test('a report in a frame is the same file as over HTTP, whichever comes first, and is answered alike', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  const file = await fullFile(house, overTcp, 'S001-1')
  const { reply } = await overTcp.report(file)
  assert.ok(reply.class === 'OK' && reply.state === 'done')
  assert.deepEqual([reply.count, reply.sum, reply.results.matched], [80, 4850, 1])
  const held = (await house.gateway.suspense.list({}, null, 100)).length
  assert.ok(held > 0)
  const { reply: saidOverHttp } = await overHttp.report(file)
  assert.deepEqual(unstamped(saidOverHttp), unstamped(reply))
  assert.equal((await house.gateway.suspense.list({}, null, 100)).length, held)
  const other = { ...file, file_id: 'S001-2' }
  const { reply: first } = await overHttp.report(other)
  const { reply: second } = await overTcp.report(other)
  assert.ok(first.class === 'OK' && first.state === 'done' && first.file_id === 'S001-2')
  assert.deepEqual(unstamped(second), unstamped(first))
})

test('a report in a frame whose totals are wrong, or whose name is taken, is refused with the head alone', async (t) => {
  const { house, overTcp } = await openBoth(t)
  const file = await fullFile(house, overTcp, 'S001-1')
  for (const [words, code] of [
    [{ count: 79 }, '4401'],
    [{ sum: 1 }, '4402'],
    [{}, '0000'],
    [{ seq: 2 }, '9401'],
    [{ kind: '04' as '01' }, '1001'],
  ] as const)
    assert.equal((await overTcp.report({ ...file, ...words })).reply.code, code)
})
