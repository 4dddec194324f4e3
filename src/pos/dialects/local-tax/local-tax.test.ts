/** The example dialect on its own line: the frames of its tables, the house's session behind it. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { dateAfter } from '../../../core/seoul-day.ts'
import { type Body, readFields, readWholeFields, type Table, writeFields } from '../../../wire/fixed/field-table.ts'
import { frameParts, sealedFrame, unsealedFrame } from '../../../wire/fixed/frame.ts'
import { REJECTION_ROWS, tillRefusal } from '../../../wire/rejections.ts'
import { LINE_ROWS, OK_WORDS } from '../../../wire/till-codes.ts'
import { dial, openTcp, type TestLine } from '../../tcp/test-tcp.ts'
import { type House, heldMerchant, openHouse, PAYABLE, sale, TILL_SECRET } from '../../test-house.ts'
import { classOf, ourCodes, theirCode } from './codes.ts'
import { KINDS } from './kinds.ts'
import { localTaxDialect } from './local-tax.ts'
import { seoulTime } from './seoul-time.ts'
import { HEAD, REFUSAL } from './tables.ts'

interface Counter {
  readonly house: House
  readonly line: TestLine
  /** One frame there, one back. */
  ask(gubun: string, fields: Body, bcjNo: string): Promise<Body>
  send(gubun: string, fields: Body, bcjNo: string): void
  heard(): Promise<Body>
}

async function openCounter(t: TestContext, options: Parameters<typeof openHouse>[1] = {}): Promise<Counter> {
  const house = await openHouse(t, options)
  const line = await dial(await openTcp(t, house, { dialect: localTaxDialect }))
  t.after(() => line.socket.destroy())
  const send: Counter['send'] = (gubun, fields, bcjNo) => {
    const head = {
      TX_ID: 'house',
      TX_DATETIME: seoulTime(house.gateway.wall()),
      TX_GUBUN: gubun,
      RS_FLAG: 'DZ',
      RESP_CODE: '0000',
      SIDO: '26',
      BANK_CODE: '000',
      BCJ_NO: bcjNo,
      MEDIA_CODE: '270',
      OUTLET: 'S001',
      TILL: '1',
    }
    const table = KINDS[gubun]?.request ?? []
    const unsealed = unsealedFrame(writeFields([...HEAD, ...table], { ...head, ...fields }))
    line.socket.write(sealedFrame(unsealed, createHmac('sha256', TILL_SECRET).update(unsealed).digest('hex')))
  }
  const heard = async (): Promise<Body> => replyIn(await line.frame())
  return {
    house,
    line,
    send,
    heard,
    ask(gubun, fields, bcjNo) {
      send(gubun, fields, bcjNo)
      return heard()
    },
  }
}

function replyIn(frame: Uint8Array | undefined): Body {
  assert.ok(frame !== undefined, 'the line was closed')
  const { unsealed, content, mac } = frameParts(frame)
  assert.equal(mac, createHmac('sha256', TILL_SECRET).update(unsealed).digest('hex'))
  const head = readFields(HEAD, content)
  assert.ok(head.ok)
  const { RESP_CODE, TX_GUBUN } = head.body
  const kind = Object.values(KINDS).find(({ answeredBy }) => answeredBy === TX_GUBUN)
  const isDrawer = TX_GUBUN === '710' && (RESP_CODE === '3000' || RESP_CODE === '3010')
  const table: Table = kind !== undefined && (RESP_CODE === '0000' || isDrawer) ? kind.reply : REFUSAL
  const body = readWholeFields(table, content.subarray(head.bytesRead))
  assert.ok(body.ok, JSON.stringify(body))
  return { ...head.body, ...body.body }
}

function bytesOf(table: Table): number {
  return table.reduce((sum, field) => sum + ('width' in field ? field.width : 0), 0)
}

test('the frames have the sizes of their document: head 70 with its length, inquiry 80 and 400, others 100', () => {
  assert.equal(4 + bytesOf(HEAD), 70)
  assert.equal(bytesOf(KINDS['030']?.request ?? []), 80)
  assert.equal(bytesOf(KINDS['030']?.reply ?? []), 400)
  assert.equal(bytesOf(KINDS['050']?.request ?? []), 100)
  assert.equal(bytesOf(KINDS['052']?.request ?? []), 100)
  assert.equal(bytesOf(KINDS['700']?.request ?? []), 100)
})

test('a bill is shown, paid and found paid, in the dialect’s own fields and codes', async (t) => {
  const { house, ask } = await openCounter(t)
  const { number } = await house.issue({ amount: 36_400, name: '겨울 코트', buyerName: '홍길동' })
  const shown = await ask('030', { TAX_NO: number }, '1')
  assert.equal(shown['TX_GUBUN'], '040')
  assert.deepEqual(
    [shown['RESP_CODE'], shown['PAYER'], shown['AGENCY'], shown['ITEM'], shown['PAY_AMOUNT'], shown['TEXT']],
    ['0000', '홍*동', '예제상점', '겨울 코트', 36_400, '예제상점'],
  )
  const payment = { TAX_NO: number, PAY_AMOUNT: 36_400, PAY_DATE: house.businessDate, MEANS: '1' }
  const paid = await ask('050', payment, '2')
  assert.deepEqual([paid['TX_GUBUN'], paid['RESP_CODE'], paid['BCJ_NO']], ['060', '0000', '2'])
  assert.match(String(paid['APPROVAL_NO']), /^\d{8}$/)
  assert.deepEqual(await ask('050', payment, '2'), paid)
  assert.equal((await ask('050', payment, '3'))['RESP_CODE'], '5000')
})

test('the sale of this dialect is the sale of every other: its key, its answer, its reverse', async (t) => {
  const { house, ask } = await openCounter(t)
  const { number } = await house.issue()
  const payment = { TAX_NO: number, PAY_AMOUNT: 1000, PAY_DATE: house.businessDate, MEANS: '1' }
  const paid = await ask('050', payment, '000017')
  const { reply } = await house.till().collect(sale(house, '000017', number))
  assert.ok(reply.class === 'OK' && reply.approval_no === paid['APPROVAL_NO'])
  const original = { ORIGINAL_DATE: house.businessDate, ORIGINAL_BCJ_NO: '000017' }
  const reversed = await ask('052', { ...original, TAX_NO: number, REASON: '1' }, '18')
  assert.deepEqual([reversed['TX_GUBUN'], reversed['RESP_CODE'], reversed['FOUND']], ['062', '0000', '1'])
  assert.equal((await house.till().collect(sale(house, '000017', number))).reply.code, '3005')
})

test('the reverse that comes first bars its payment', async (t) => {
  const { house, ask } = await openCounter(t)
  const { number } = await house.issue()
  const original = { ORIGINAL_DATE: house.businessDate, ORIGINAL_BCJ_NO: '1' }
  assert.equal((await ask('052', { ...original, TAX_NO: number, REASON: '4' }, '2'))['FOUND'], '2')
  const payment = { TAX_NO: number, PAY_AMOUNT: 1000, PAY_DATE: house.businessDate, MEANS: '2' }
  const refused = await ask('050', payment, '1')
  assert.equal(refused['RESP_CODE'], '9000')
  assert.match(String(refused['TEXT']), /돌려주세요/)
})

test('a day is closed when its totals are right; where they differ both show what is held here', async (t) => {
  const { house, ask } = await openCounter(t)
  const PAY_DATE = house.businessDate
  for (const [stan, amount, MEANS] of [
    ['1', 1000, '1'],
    ['2', 2500, '1'],
    ['3', 700, '2'],
  ] as const) {
    const { number } = await house.issue({ amount })
    assert.equal((await ask('050', { TAX_NO: number, PAY_AMOUNT: amount, PAY_DATE, MEANS }, stan))['RESP_CODE'], '0000')
  }
  const held = { PAY_DATE, CASH_COUNT: 2, CASH_AMOUNT: 3500, CARD_COUNT: 1, CARD_AMOUNT: 700 }
  const heard = async (fields: Body, bcjNo: string): Promise<Body> => {
    const { TX_GUBUN, RESP_CODE, TEXT, CASH_COUNT, CASH_AMOUNT, CARD_COUNT, CARD_AMOUNT } = await ask(
      '700',
      fields,
      bcjNo,
    )
    assert.equal(TX_GUBUN, '710')
    return { RESP_CODE, TEXT, CASH_COUNT, CASH_AMOUNT, CARD_COUNT, CARD_AMOUNT }
  }
  const { PAY_DATE: _date, ...figures } = held
  for (const [wrong, RESP_CODE, name] of [
    [{ CASH_COUNT: 3 }, '3000', 'day_count_differs'],
    [{ CARD_AMOUNT: 701 }, '3010', 'day_sum_differs'],
  ] as const)
    assert.deepEqual(await heard({ ...held, ...wrong }, '4'), {
      RESP_CODE,
      TEXT: tillRefusal(name)?.text.ko,
      ...figures,
    })
  const otherDay = await ask('700', { ...held, PAY_DATE: dateAfter(PAY_DATE, 1) }, '5')
  assert.deepEqual([otherDay['RESP_CODE'], otherDay['TEXT']], ['3020', tillRefusal('day_date_differs')?.text.ko])
  const closed = { RESP_CODE: '0000', TEXT: OK_WORDS.day_closed.ko, ...figures }
  for (const bcjNo of ['6', '7']) assert.deepEqual(await heard(held, bcjNo), closed)
  const { number } = await house.issue()
  assert.equal((await ask('050', { TAX_NO: number, PAY_AMOUNT: 1000, PAY_DATE, MEANS: '1' }, '8'))['RESP_CODE'], '9080')
})

test('a lost answer: the line is cut, the reverse finds the payment, the bill can be paid again', async (t) => {
  const merchant = heldMerchant()
  const { house, send, line } = await openCounter(t, merchant)
  const { number } = await house.issue()
  const payment = { TAX_NO: number, PAY_AMOUNT: 1000, PAY_DATE: house.businessDate, MEANS: '1' }
  send('050', payment, '1')
  await merchant.asked
  line.socket.destroy()
  merchant.say(PAYABLE)
  const original = { business_date: house.businessDate, stan: '1' }
  const { reply } = await house.till().reverse({ ...original, stan: '2', original, reason: 'timeout' })
  assert.equal(reply.code, '0000')
  assert.equal((await house.till().collect(sale(house, '3', number))).reply.code, '0000')
})

test('what the frames have no place for is told as an unknown number: a refund slip', async (t) => {
  const { house, ask } = await openCounter(t)
  const payment = await house.issue()
  assert.equal((await house.till().collect(sale(house, '1', payment.number))).reply.code, '0000')
  const slip = await house.slip(payment, null)
  const shown = await ask('030', { TAX_NO: slip.number }, '2')
  assert.deepEqual([shown['TX_GUBUN'], shown['RESP_CODE']], ['040', '5020'])
  assert.match(String(shown['TEXT']), /돈을 받지 마세요/)
})

test('a field that does not fit is named by the name it has in this dialect', async (t) => {
  const { house, ask } = await openCounter(t)
  const { number } = await house.issue()
  const payment = { TAX_NO: number, PAY_AMOUNT: 1000, PAY_DATE: house.businessDate, MEANS: '3' }
  const refused = await ask('050', payment, '1')
  assert.deepEqual([refused['TX_GUBUN'], refused['RESP_CODE']], ['060', '1000'])
  assert.match(String(refused['TEXT']), /MEANS: 1\(cash\), 2\(card\) 중 하나/)
  assert.match(String((await ask('999', {}, '2'))['TEXT']), /TX_GUBUN: 030, 050, 052, 700, 800 중 하나/)
  assert.equal((await ask('800', {}, '3'))['BUSINESS_DATE'], house.businessDate)
})

test('a long name is cut at a character, as the frame has ten bytes for the agency', () => {
  const table = KINDS['030']?.reply ?? []
  const agency = table.filter((field) => 'name' in field && field.name === 'AGENCY')
  const read = readWholeFields(agency, writeFields(agency, { AGENCY: 'A예제상점둘' }))
  assert.ok(read.ok && read.body['AGENCY'] === 'A예제상점')
})

test('several of our codes may become one of theirs, never two of different class', () => {
  const rows = [...Object.values(LINE_ROWS), ...Object.values(REJECTION_ROWS).flatMap(({ till }) => till ?? [])]
  for (const row of rows) assert.equal(classOf(theirCode(row.code)), row.class, row.code)
  for (const row of rows) assert.match(theirCode(row.code), /^[1-9]\d{3}$/)
  assert.equal(theirCode('0000'), '0000')
  assert.deepEqual(ourCodes('4000'), ['2201'])
  for (const theirs of new Set(rows.map(({ code }) => theirCode(code))))
    for (const ours of ourCodes(theirs)) assert.equal(theirCode(ours), theirs)
})
