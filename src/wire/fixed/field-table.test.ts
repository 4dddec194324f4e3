import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFields, readWholeFields, type Table, writeFields } from './field-table.ts'

const TABLE: Table = [
  { kind: 'digits', name: 'amount', width: 6 },
  { kind: 'ascii', name: 'stan', width: 4 },
  { kind: 'text', name: 'clerk', width: 7, blank: 'absent' },
  { kind: 'text', name: 'name', width: 4, blank: 'null' },
  { kind: 'ascii', name: 'original.stan', width: 3 },
  { kind: 'list', name: 'lines', width: 1, itemsMax: 3, of: [{ kind: 'text', name: '', width: 4 }] },
]
const BODY = { amount: 17, stan: '0007', clerk: '김점원', name: null, original: { stan: '12' }, lines: ['가', ''] }

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** The field and the rule that are named. */
function misfit(table: Table, text: string): readonly [string, string] {
  const read = readWholeFields(table, bytes(text))
  assert.ok(!read.ok, text)
  assert.notEqual(read.rule.ko, '')
  return [read.field, read.rule.en]
}

test('numbers stand right with zeros, words and texts left with spaces, blanks where nothing is', () => {
  assert.equal(
    latin(writeFields(TABLE, BODY)),
    `0000170007${latin(bytes('\xb1\xe8\xc1\xa1\xbf\xf8'))}     12 2\xb0\xa1      `,
  )
  const read = readWholeFields(TABLE, writeFields(TABLE, BODY))
  assert.deepEqual(read, { ok: true, body: BODY, bytesRead: 33 })
})

test('a text that does not fit is cut at a character and filled up', () => {
  const table: Table = [{ kind: 'text', name: 'clerk', width: 5 }]
  assert.equal(latin(writeFields(table, { clerk: '가나다' })), '\xb0\xa1\xb3\xaa ')
})

test('a value of any other kind that does not fit is a fault, never a cut one', () => {
  const digits: Table = [{ kind: 'digits', name: 'amount', width: 3 }]
  for (const amount of [1000, -1, 1.5, Number.NaN, '12', null, undefined])
    assert.throws(() => writeFields(digits, { amount }), /the value of amount does not fit/)
  const ascii: Table = [{ kind: 'ascii', name: 'stan', width: 3 }]
  for (const stan of ['1234', '', 'a b', '가', 12]) assert.throws(() => writeFields(ascii, { stan }), /of stan/)
  const list: Table = [
    { kind: 'list', name: 'lines', width: 1, itemsMax: 1, of: [{ kind: 'text', name: '', width: 1 }] },
  ]
  for (const lines of [['a', 'b'], 'a', undefined]) assert.throws(() => writeFields(list, { lines }), /of lines/)
  const choice: Table = [{ kind: 'choice', by: 'way', tables: { in: [], out: [] } }]
  for (const way of ['up', 'toString', undefined]) assert.throws(() => writeFields(choice, { way }), /of way/)
})

test('what does not fit is told by its field and by what it must be', () => {
  const whole = latin(writeFields(TABLE, BODY))
  const at = (start: number, text: string): string => whole.slice(0, start) + text + whole.slice(start + text.length)
  assert.deepEqual(misfit(TABLE, at(0, '     7')), ['amount', '6 digits, zeros on the left'])
  assert.deepEqual(misfit(TABLE, at(0, '17    ')), ['amount', '6 digits, zeros on the left'])
  assert.deepEqual(misfit(TABLE, at(0, '-00017')), ['amount', '6 digits, zeros on the left'])
  assert.deepEqual(misfit(TABLE, at(6, '    ')), ['stan', '4 bytes of ASCII, spaces on the right'])
  assert.deepEqual(misfit(TABLE, at(6, '0\u00010 ')), ['stan', '4 bytes of ASCII, spaces on the right'])
  assert.deepEqual(misfit(TABLE, at(6, ' 007')), ['stan', '4 bytes of ASCII, spaces on the right'])
  assert.deepEqual(misfit(TABLE, at(10, '\xff')), ['clerk', '7 bytes of CP949, spaces on the right'])
  assert.deepEqual(misfit(TABLE, at(24, '9')), ['lines', 'a count up to 3, 1 digits'])
  assert.deepEqual(misfit(TABLE, at(24, '3')), ['length', 'it ends before lines.2 is whole'])
  assert.deepEqual(misfit(TABLE, `${whole} `), ['length', 'this message has 33 bytes of content'])
  for (let length = 0; length < whole.length; length += 1)
    assert.equal(misfit(TABLE, whole.slice(0, length))[0], 'length', `${length}`)
})

test('what follows is told by a field that came before; another value is refused', () => {
  const table: Table = [
    { kind: 'ascii', name: 'way', width: 3 },
    { kind: 'choice', by: 'way', tables: { in: [{ kind: 'digits', name: 'amount', width: 2 }], out: [] } },
  ]
  assert.deepEqual(readWholeFields(table, bytes('in 07')), { ok: true, body: { way: 'in', amount: 7 }, bytesRead: 5 })
  assert.deepEqual(readFields(table, bytes('out07')), { ok: true, body: { way: 'out' }, bytesRead: 3 })
  assert.deepEqual(misfit(table, 'up '), ['way', 'one of in, out'])
})

test('a name in a table changes no object that is not the body', () => {
  const table: Table = [{ kind: 'choice', by: 'constructor', tables: { a: [] }, otherwise: [] }]
  assert.equal(writeFields(table, {}).length, 0)
})
