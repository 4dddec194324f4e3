/** Bulk issues from a spreadsheet and back: what a CSV file may look like, what is told of one that is broken, and the answer. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { BULK_COLUMNS, BULK_ROWS_MAX } from '../wire/bulk-issue.ts'
import { type BulkClient, type BulkReply, bulkClient, linesOf, orders, paymentsOf } from './test-bulk-client.ts'

let api: ApiUnderTest
let client: BulkClient
before(async () => {
  api = await openApi()
  client = await bulkClient(api)
})
after(() => api.close())

let files = 0

function sendCsv(file: string | Uint8Array, headers: Record<string, string> = {}): Promise<BulkReply> {
  files += 1
  return client.send(file, { 'content-type': 'text/csv', 'idempotency-key': `file-${files}`, ...headers })
}

const AS_CSV = { accept: 'text/csv' }

/** The cells of an answer, by their columns. */
function cellsOf({ text }: BulkReply): readonly Record<(typeof BULK_COLUMNS)[number], string>[] {
  assert.ok(text.startsWith(`\uFEFF${BULK_COLUMNS.join(',')}\r\n`) && text.endsWith('\r\n'))
  return parse(text, { bom: true, columns: true })
}

test('200 every parameter as a column in any order; an empty cell sends nothing; quotes hold commas, quotes and lines', async () => {
  const deadline = Math.floor(Date.now() / 1000) + 86_400
  const file = [
    'amount,merchant_uid,name,buyer_name,buyer_email,buyer_tel,buyer_addr,buyer_postcode,expired_at,barcode,pg,confirm_url,notice_url,custom_data,channel_key',
    `36400,00123,"후드, ""검정""",홍길동,hong@example.com,010-1234-5678,"서울\n강남",06134,${deadline},OWN-77,galaxia.sunap0002,https://a.kr/c,https://a.kr/n,"{""a"": 1}",`,
    '1000,plain,,,,,,,,,,,,,',
  ].join('\n')
  const [full, plain] = paymentsOf(await sendCsv(file))
  assert.deepEqual(
    [
      full?.merchant_uid,
      full?.amount,
      full?.name,
      full?.buyer_addr,
      full?.buyer_postcode,
      full?.barcode,
      full?.expired_at,
    ],
    ['00123', 36_400, '후드, "검정"', '서울\n강남', '06134', 'OWN-77', deadline],
  )
  assert.deepEqual([full?.pg_id, full?.custom_data], ['sunap0002', '{"a": 1}'])
  assert.deepEqual([plain?.merchant_uid, plain?.name, plain?.buyer_name], ['plain', null, null])
})

test('200 as spreadsheets write it: a mark or none, lines of Windows or Unix, blank and comma-only lines, a charset in the header', async () => {
  const lines = ['merchant_uid,amount', 'sheet-1,1000', '', ',', 'sheet-2,2000', ',', '']
  for (const [end, mark] of [
    ['\n', ''],
    ['\r\n', ''],
    ['\r\n', '\uFEFF'],
  ] as const) {
    const reply = await sendCsv(mark + lines.join(end), { 'content-type': 'text/csv; charset=UTF-8; header=present' })
    assert.deepEqual(
      paymentsOf(reply).map(({ amount }) => amount),
      [1000, 2000],
      reply.text,
    )
  }
})

test('200 JSON and CSV of the same rows are the same request', async () => {
  const rows = orders('same', 3)
  const file = ['merchant_uid,amount', ...rows.map(({ merchant_uid, amount }) => `${merchant_uid},${amount}`)].join(
    '\n',
  )
  const same = { 'idempotency-key': 'same' }
  const fromCsv = paymentsOf(await sendCsv(file, same))
  const fromJson = paymentsOf(await client.send(rows, same))
  assert.deepEqual(fromJson, fromCsv)
})

test('200 a row with too many or too few cells is refused in its line, and the others are issued', async () => {
  const reply = await sendCsv('merchant_uid,amount,name\nwide,1,커피,두 잔\nnarrow,1\nright,1,커피\n')
  const { rows, end } = linesOf(reply)
  assert.deepEqual(end, { done: true, rows: 3, issued: 1, refused: 2 })
  assert.match(rows[0]?.message ?? '', /이 행은 4칸인데 첫 줄은 3칸.*this row has 4 cells and the first line 3/)
  assert.match(rows[1]?.message ?? '', /this row has 2 cells and the first line 3/)
  assert.equal(rows[2]?.code, 0)
})

test('200 a cell that cannot be read is told as POST /cvs tells it', async () => {
  const { rows } = linesOf(await sendCsv('merchant_uid,amount\ncomma,"36,400"\n,1000\n'))
  assert.match(rows[0]?.message ?? '', /^amount: .*"36,400" cannot be read as an amount/)
  assert.match(rows[1]?.message ?? '', /^merchant_uid: 필수 파라미터입니다/)
})

test('400 what is wrong with the file as a whole is told in both languages before anything is issued', async () => {
  const commits = api.commits()
  const eucKr = Buffer.concat([Buffer.from('merchant_uid,amount,name\na,1,'), Buffer.from([0xc4, 0xbf, 0xc7, 0xc7])])
  for (const [file, ko, en] of [
    ['', /빈 파일입니다/, /The file is empty/],
    ['\uFEFF\n\n', /빈 파일입니다/, /The file is empty/],
    ['merchant_uid,amount\n', /행이 없습니다/, /no row after it/],
    ['order-1,1000\norder-2,2000\n', /1번째 열 "order-1"은/, /column 1, "order-1", is not known/],
    ['merchant_uid;amount\na;1\n', /"merchant_uid;amount"/, /names of parameters, separated by commas/],
    ['merchant_uid,amount,expierd_at\na,1,\n', /3번째 열 "expierd_at"은/, /column 3, "expierd_at", is not known/],
    ['merchant_uid,amount,\na,1,\n', /3번째 열 ""은/, /column 3, "", is not known/],
    ['merchant_uid,amount,amount\na,1,1\n', /amount 열이 두 번/, /the column amount twice/],
    ['merchant_uid,name\na,b\n', /amount 열이 없습니다/, /no column amount/],
    ['amount\n1\n', /merchant_uid 열이 없습니다/, /no column merchant_uid/],
    [
      'merchant_uid,amount\na,1\n"b,2\nc,3\n',
      /2번째 줄 다음에 열린 따옴표/,
      /a quote opened after line 2 is never closed/,
    ],
    ['merchant_uid,amount\na,1\nb"c,2\n', /3번째 줄에 따옴표가 잘못/, /wrong place on line 3/],
    ['merchant_uid,amount\n"a"b,1\n', /2번째 줄에 따옴표가 잘못/, /wrong place on line 2/],
    [eucKr, /UTF-8이 아닙니다\. Excel에서는/, /The CSV is not UTF-8/],
  ] as const) {
    const reply = await sendCsv(file, AS_CSV)
    assert.equal(reply.status, 400, reply.text)
    const { code, message } = JSON.parse(reply.text)
    assert.equal(code, -1)
    assert.match(message, ko)
    assert.match(message, en)
    assert.ok(message.includes(' / '))
  }
  for (const [name, rows] of [
    ['one too many', 'a,1\n'.repeat(BULK_ROWS_MAX + 1)],
    ['as many as fit', '1\n'.repeat(2_000_000)],
  ] as const) {
    const tooMany = await sendCsv(`merchant_uid,amount\n${rows}`)
    assert.match(JSON.parse(tooMany.text).message, /There are more than 10000 rows/, name)
  }
  assert.equal(api.commits(), commits)
})

test('200 the answer as CSV: a mark, a first line, a line a row up to the last of them', async () => {
  const deadline = Math.floor(Date.now() / 1000) + 30 * 86_400
  const file = `merchant_uid,amount,expired_at,channel_key\nc-1,12.5,${deadline},${CHANNEL_KEYS.dollars}\nc-2,x,,\n`
  const key = { 'idempotency-key': 'as-csv' }
  const reply = await sendCsv(file, { ...key, ...AS_CSV })
  assert.equal(reply.headers['content-type'], 'text/csv; charset=utf-8; header=present')
  const { rows } = linesOf(await sendCsv(file, key))
  const payment = rows[0]?.response
  assert.ok(payment)
  assert.deepEqual(cellsOf(reply), [
    {
      row: '1',
      of: '2',
      merchant_uid: 'c-1',
      imp_uid: payment.imp_uid,
      barcode: `="${payment.barcode}"`,
      amount: '12.5',
      expired_at: String(deadline),
      expires: new Date(deadline * 1000).toLocaleString('sv-SE', { timeZone: 'Asia/Seoul' }),
      pay_url: payment.pay_url,
      code: '0',
      message: '',
    },
    {
      row: '2',
      of: '2',
      merchant_uid: 'c-2',
      imp_uid: '',
      barcode: '',
      amount: '',
      expired_at: '',
      expires: '',
      pay_url: '',
      code: '-1',
      message: rows[1]?.message,
    },
  ])
})

test('200 no cell of an answer is run or changed by a spreadsheet', async () => {
  const uids = [
    ['=1+1', "'=1+1"],
    ['+82', "'+82"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://a.kr","x")', `'=HYPERLINK("http://a.kr","x")`],
    ['20261122000012345', '="20261122000012345"'],
    ['00123', '="00123"'],
    ['0', '0'],
    ['202611', '202611'],
    ['a,"b"', 'a,"b"'],
  ] as const
  const rows = uids.map(([merchant_uid]) => ({ merchant_uid, amount: 1 }))
  const own = [{ merchant_uid: 'own', amount: 1, barcode: '1E-2' }]
  const answered = cellsOf(await client.send([...rows, ...own], { 'idempotency-key': 'cells', ...AS_CSV }))
  assert.deepEqual(
    answered.slice(0, -1).map(({ merchant_uid }) => merchant_uid),
    uids.map(([, cell]) => cell),
  )
  assert.equal(answered.at(-1)?.barcode, '="1E-2"')
  assert.ok(answered.every(({ barcode }) => /^="[0-9A-Z-]+"$/.test(barcode)))
})
