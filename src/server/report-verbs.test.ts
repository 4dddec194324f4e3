/** Report files and the desk of money in suspense, by command: every command, and what it says when it is given wrongly. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId } from '../core/brand.ts'
import { seoulDate } from '../core/seoul-day.ts'
import { claim, issue, number, paymentId, resume, settle, suspend } from '../storage/contract-commands.ts'
import { encodeCp949 } from '../wire/fixed/cp949.ts'
import { type Desk, openDesk, type Row } from './test-desk.ts'

const MERCHANT = 'mer_example' as MerchantId

interface Office {
  readonly desk: Desk
  readonly chain: string
  readonly outlet: string
  readonly date: string
  /** A file of these lines, with totals that are right where nothing is said. */
  take(
    lines: readonly string[],
    words?: { readonly name?: string; readonly kind?: string; readonly head?: string; readonly tail?: string },
  ): Row
}

async function openOffice(t: TestContext): Promise<Office> {
  const desk = await openDesk(t)
  const [outlet] = desk.directory().outlets.values()
  assert.ok(outlet)
  const date = seoulDate(desk.storage.clock.now())
  let files = 0
  return {
    desk,
    chain: outlet.chain,
    outlet: outlet.id,
    date,
    take(lines, { name, kind = '01', head, tail } = {}) {
      files += 1
      const sum = lines.reduce((total, line) => total + Number(line.split(',')[2]), 0)
      const first = head ?? `H,${name ?? `file-${files}`},${files},${date},${kind},KRW,${lines.length},${sum}`
      const text = [first, ...lines, tail ?? `T,${lines.length},${sum}`].join('\r\n')
      return { network: 'house', chain: outlet.chain, file: base64(text) }
    },
  }
}

function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64')
}

function line(no: number, { outlet }: Office, more = ''): string {
  return `D,${number(no)},1000,cash,${outlet},,,,,,${more}`
}

async function issued({ desk }: Office, no: number): Promise<void> {
  await desk.storage.execute(issue({ no, merchantId: MERCHANT }))
}

test('report-take takes a chain’s file, and list and show tell what came of it', async (t) => {
  const office = await openOffice(t)
  const { desk } = office
  await issued(office, 1)
  const taken = await desk.done('report-take', office.take([line(1, office), line(9, office)], { name: 'day' }))
  assert.deepEqual(
    [taken['state'], taken['theirs_only'], taken['ours_only'], taken['from'], taken['total']],
    ['done', '2', '0', `chain ${office.chain}`, '2 rows, 2,000 won'],
  )
  assert.equal((await desk.storage.payments.find(MERCHANT, paymentId(1)))?.state, 'paid')
  const again = await desk.done('report-take', {
    ...office.take([line(1, office), line(9, office)], { head: `H,day,1,${office.date},01,KRW,2,2000` }),
  })
  assert.equal(again['report'], taken['report'])
  const [listed, ...others] = await desk.listed('report-list', { network: 'house', date: office.date })
  assert.deepEqual([listed?.['report'], others], [taken['report'], []])
  assert.deepEqual(await desk.listed('report-list', { after: taken['report'] ?? '' }), [])
  const shown = await desk.listed('report-show', { report: taken['report'] ?? '', result: 'theirs_only' })
  assert.deepEqual(shown.map((row) => [row['row'], row['imp_uid'] ?? '', row['suspense'] === undefined]).slice(1), [
    ['1', paymentId(1), true],
    ['2', '', false],
  ])
  assert.equal((await desk.listed('report-show', { report: taken['report'] ?? '', after: '1' })).length, 1)
})

test('a file in CP949 with names of shops, quoted cells and times in Seoul is read as one in UTF-8 is', async (t) => {
  const office = await openOffice(t)
  await issued(office, 1)
  await office.desk.storage.execute(claim({ key: 1, number: 1 }))
  await office.desk.storage.execute(settle({ key: 1, fence: 1 }))
  const { network, chain } = office.take([])
  const sale = `D,"${number(1)}",1000,cash,${office.outlet},,,,${office.date}120000,,"똠방, 한빛편의점 ""1호점"""`
  const text = [`H,cp,1,${office.date},01,KRW,1,1000`, sale, 'T,1,1000', ''].join('\n')
  const taken = await office.desk.done('report-take', {
    network: network ?? '',
    chain: chain ?? '',
    file: base64(Buffer.concat(text.split('\n').flatMap((each) => [encodeCp949(each, 4096), Buffer.from('\n')]))),
  })
  assert.equal(taken['state'], 'done')
  const same = await office.desk.done('report-take', { network: network ?? '', chain: chain ?? '', file: base64(text) })
  assert.equal(same['report'], taken['report'])
})

test('a file that is not as it should be is refused with its line, and nothing of it is taken', async (t) => {
  const office = await openOffice(t)
  const good = line(1, office)
  const { date, outlet } = office
  for (const [lines, words, said] of [
    [[good], { head: 'X,1' }, /the first line is not a head/],
    [[good], { tail: good }, /the last line is not a closing one/],
    [[good], { tail: 'T,1,2' }, /line 3: the totals of the closing line/],
    [[good], { head: `H,f,1,${date},01,KRW,2,1000`, tail: 'T,2,1000' }, /count of the report file/],
    [[good], { head: `H,f,1,${date},01,KRW,1,900`, tail: 'T,1,900' }, /sum of the report file/],
    [[good], { head: `H,f,1,20991231,01,KRW,1,1000` }, /business date of the report file/],
    [[good], { head: `H,f,1,${date},04,KRW,1,1000` }, /line 1: kind should be one of 01, 02, 03/],
    [[`D,?,1000,cash,${outlet}`], {}, /line 2: number/],
    [[`D,${number(1)},0,cash,${outlet}`], {}, /line 2: amount/],
    [[`D,${number(1)},1000,gold,${outlet}`], {}, /line 2: pay type/],
    [[`D,${number(1)},1000,cash,${outlet},1`], {}, /line 2: till/],
    [[`D,${number(1)},1000,cash,${outlet},,,,20261399000000`], {}, /line 2: time/],
    [[`D,${number(1)},1000,cash,${outlet},,,,,+`], { kind: '03' }, /line 2: sign/],
    [[`D,${number(1)},1000,cash,NOWHERE`], {}, /shop NOWHERE is none of/],
    [[`D,"x"y,1000,cash,${outlet}`], {}, /quote/],
  ] as const)
    assert.match(await office.desk.refused('report-take', office.take(lines, words)), said)
  const bytes = Buffer.concat([Buffer.from(`H,f,1,${date},01,KRW,0,0,`), Buffer.from([0xff, 0xff])])
  assert.match(
    await office.desk.refused('report-take', { ...office.take([]), file: base64(bytes) }),
    /neither UTF-8 nor CP949/,
  )
  assert.match(
    await office.desk.refused('report-take', { ...office.take([]), chain: '없는체인' }),
    /no shop of this network/,
  )
  assert.match(await office.desk.refused('report-show', { report: 'rpt_1' }), /a report looks like/)
  assert.match(await office.desk.refused('report-list', { date: '20261399' }), /YYYYMMDD/)
  assert.deepEqual(await office.desk.listed('report-list'), [])
})

test('the desk lists what waits, and posts, holds and gives back, each with its reason', async (t) => {
  const office = await openOffice(t)
  const { desk } = office
  await issued(office, 1)
  await desk.storage.execute(suspend(1, null, MERCHANT))
  await desk.done('report-take', office.take([line(1, office), line(9, office)]))
  const waiting = await desk.listed('suspense-list', { network: 'house' })
  assert.deepEqual(waiting.map((row) => row['why']).toSorted(), ['number_unknown', 'suspended'])
  const ofWhy = (why: string): string => waiting.find((row) => row['why'] === why)?.['suspense'] ?? ''
  const [paid, unknown] = [ofWhy('suspended'), ofWhy('number_unknown')]
  assert.match(await desk.refused('suspense-post', { suspense: paid }), /takes no money for it now/)
  assert.match(await desk.refused('suspense-post', { suspense: unknown }), /No payment has this number/)
  const held = await desk.done('suspense-hold', { suspense: paid, note: '판매자에게 문의함' })
  assert.deepEqual([held['state'], held['note']], ['held', '판매자에게 문의함'])
  await desk.storage.execute(resume(1, MERCHANT))
  assert.equal((await desk.done('suspense-post', { suspense: paid, note: '확인' }))['state'], 'posted')
  assert.equal((await desk.storage.payments.find(MERCHANT, paymentId(1)))?.state, 'paid')
  assert.equal((await desk.done('suspense-refund', { suspense: unknown, note: '점포로 송금' }))['state'], 'refunded')
  assert.match(await desk.refused('suspense-refund', { suspense: unknown, note: '다시' }), /dealt with already/)
  assert.match(await desk.refused('suspense-hold', { suspense: 'sus_1', note: 'x' }), /an entry looks like/)
  assert.match(await desk.refused('suspense-refund', { suspense: unknown }), /--note is missing/)
  assert.deepEqual(await desk.listed('suspense-list'), [])
  assert.equal((await desk.listed('suspense-list', { state: 'all' })).length, 2)
  assert.equal((await desk.listed('suspense-list', { state: 'all', after: unknown > paid ? unknown : paid })).length, 1)
})
