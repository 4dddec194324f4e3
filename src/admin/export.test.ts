import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { EXPORT_COLUMNS } from '../wire/admin/payments.ts'
import { csvLine } from './csv.ts'
import { type ConsoleUnderTest, key, openConsole, type Reply, type SignedIn } from './test-console.ts'
import { unzipped } from './test-unzipped.ts'
import { type Cell, workbook } from './workbook.ts'

const FORMULA = '=HYPERLINK("http://evil.example","보기")'

async function exported({ ask }: SignedIn, { shop }: ConsoleUnderTest, body: object): Promise<Reply> {
  return ask({ method: 'POST', path: `/merchants/${shop}/payments/export`, body: { reason: '월말 정산', ...body } })
}

async function openSales(t: Parameters<typeof openConsole>[0]) {
  const console = await openConsole(t)
  const finance = await console.signedIn('finance')
  const personal = { buyerName: '홍길동', buyerTel: '010-1234-5678' }
  const paid = await console.issue({ amount: 5000, orderId: '=1+2', name: FORMULA, personal })
  await console.collect(paid)
  await finance.ask({
    method: 'POST',
    path: `/merchants/${console.shop}/payments/${paid.id}/refund`,
    body: { amount: 1500, reason: '부분 환불' },
    headers: key(),
  })
  const waits = await console.issue({ amount: 300, name: '쉼표, "따옴표"\n두 줄' })
  await console.issue({ merchantId: console.other, amount: 999 })
  return { console, finance, paid, waits }
}

describe('a file of payments', () => {
  test('as CSV it has the mark, a row a payment, formulas that are none, masked customers and a row of totals', async (t) => {
    const { console, finance, paid, waits } = await openSales(t)
    const reply = await exported(finance, console, { format: 'csv' })
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(String(reply.headers['content-disposition']), /^attachment; filename="payments-\d{4}-\d\d-\d\d\.csv"$/)
    assert.deepEqual([...reply.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    const [head, ...rows]: string[][] = parse(reply.bytes, { bom: true })
    assert.equal(head?.length, EXPORT_COLUMNS.length)
    const column = (name: (typeof EXPORT_COLUMNS)[number]) => rows.map((row) => row[EXPORT_COLUMNS.indexOf(name)])
    assert.deepEqual(column('imp_uid'), [waits.id, paid.id, '합계 KRW (2)'])
    assert.deepEqual(column('merchant_uid')[1], "'=1+2")
    assert.deepEqual(column('name'), ['쉼표, "따옴표"\n두 줄', `'${FORMULA}`, ''])
    assert.deepEqual(column('barcode')[0], waits.number)
    assert.deepEqual(column('amount'), ['300', '5000', '5300'])
    assert.deepEqual(column('cancel_amount'), ['0', '1500', '1500'])
    assert.deepEqual(column('net_amount'), ['0', '3500', '3500'])
    assert.deepEqual(column('state'), ['수납대기', '수납완료', ''])
    assert.deepEqual([column('buyer_name')[1], column('buyer_tel')[1]], ['홍*동', '010-****-5678'])
    assert.ok(!reply.text.includes('홍길동'))
  })

  test('the columns that are asked for, in that order, of what the search finds', async (t) => {
    const { console, finance, paid } = await openSales(t)
    const body = { format: 'csv', columns: ['amount', 'merchant_uid', 'currency'], status: 'paid', language: 'en' }
    const rows: string[][] = parse((await exported(finance, console, body)).bytes, { bom: true })
    assert.deepEqual(rows, [
      ['amount', 'merchant_uid', 'currency'],
      ['5000', "'=1+2", 'KRW'],
      ['5000', '', 'KRW'],
    ])
    assert.equal(paid.amount, 5000)
  })

  test('who exported what, and why, is written down before the first byte', async (t) => {
    const { console, finance } = await openSales(t)
    assert.equal((await exported(finance, console, { format: 'csv', reason: undefined })).code, 'bad_field')
    await exported(finance, console, { format: 'xlsx', status: 'paid' })
    const [done, asked] = await console.storage.console.audit(console.shop, null, 2)
    assert.deepEqual(
      [asked?.outcome, done?.outcome, done?.action, done?.reason, done?.detail],
      ['asked', 'done', 'payments.exported', '월말 정산', { format: 'xlsx', status: 'paid' }],
    )
  })

  test('as XLSX each identifier is a text with all of its digits, amounts are numbers, and nothing is a formula', async (t) => {
    const { console, finance, paid } = await openSales(t)
    const reply = await exported(finance, console, { format: 'xlsx' })
    const files = unzipped(reply.bytes)
    assert.deepEqual(
      [...files.keys()],
      [
        '[Content_Types].xml',
        '_rels/.rels',
        'xl/workbook.xml',
        'xl/_rels/workbook.xml.rels',
        'xl/styles.xml',
        'xl/worksheets/sheet1.xml',
      ],
    )
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
    assert.ok(sheet.includes(`<c t="inlineStr" s="1"><is><t xml:space="preserve">${paid.number}</t></is></c>`))
    assert.ok(sheet.includes('<t xml:space="preserve">=1+2</t>'))
    assert.ok(sheet.includes('<c><v>5000</v></c>') && sheet.includes('<c><v>5300</v></c>'))
    assert.ok(!sheet.includes('<f>'))
    assert.equal(sheet.split('<row>').length - 1, 4)
  })
})

describe('a table', () => {
  test('whatever stands in a cell of CSV comes back as it was, but for a sign before what looks like a formula', () => {
    const cells = [
      'a',
      '',
      ' b ',
      'c"d',
      'e,f',
      'g\r\nh',
      '한글',
      '-1',
      '+82',
      '@x',
      '\t=1',
      '＝1',
      '%0',
      '|x',
      '12-34',
      'x=1',
    ]
    const [row]: string[][] = parse(csvLine(cells))
    const expected = cells.map((cell) => (/^\s*[=+\-@|%＝]/.test(cell) ? `'${cell}` : cell))
    assert.deepEqual(row, expected)
    assert.equal(csvLine([1, null, 12.5]), '1,,12.5\r\n')
  })

  test('a workbook of many rows is written in pieces and is whole', async () => {
    const count = 20_000
    async function* rows(): AsyncGenerator<readonly Cell[]> {
      for (let no = 0; no < count; no += 1) yield [`행 ${no} <&>\u0001`, no, null]
    }
    const pieces: Buffer[] = []
    for await (const piece of workbook(rows())) pieces.push(piece)
    assert.ok(pieces.length > 10)
    const sheet = unzipped(Buffer.concat(pieces)).get('xl/worksheets/sheet1.xml') ?? ''
    assert.equal(sheet.split('<row>').length - 1, count)
    assert.ok(sheet.includes(`행 ${count - 1} &lt;&amp;&gt;</t></is></c><c><v>${count - 1}</v></c><c/></row>`))
  })
})
