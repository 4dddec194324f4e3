/** The house's tables against the shapes of the till's protocol, and through the writer and reader and back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { TILL_MESSAGE_SHAPES, TILL_MESSAGES, TILL_REPLY_SHAPES } from '../till.ts'
import { DrawerRefusal } from '../till-day.ts'
import { readWholeFields, SHEET_BYTES_MAX, type Table, writeFields } from './field-table.ts'
import { MAC_DIGITS } from './frame.ts'
import { bodiesOf, namesIn } from './test-bodies.ts'
import {
  DRAWER_CODES,
  MESSAGE_KINDS,
  REPLY_BODIES,
  REPLY_HEAD,
  REQUEST_BODIES,
  REQUEST_HEAD,
  replyBody,
  replyKind,
} from './till-tables.ts'

function comesBack(table: Table): void {
  fc.assert(
    fc.property(bodiesOf(table), (body) => {
      const written = writeFields(table, body)
      assert.ok(written.length + MAC_DIGITS <= SHEET_BYTES_MAX)
      assert.deepEqual(readWholeFields(table, written), { ok: true, body, bytesRead: written.length })
    }),
  )
}

for (const name of TILL_MESSAGES) {
  test(`${name}: whatever it holds comes back as it was, request and reply`, () => {
    comesBack([...REQUEST_HEAD, ...REQUEST_BODIES[name]])
    comesBack([...REPLY_HEAD, ...REPLY_BODIES[name]])
  })

  test(`${name}: every field of its shapes has a place, and no other`, () => {
    const ofRequest = namesIn([...REQUEST_HEAD, ...REQUEST_BODIES[name]])
    assert.deepEqual(sorted(ofRequest, ADDRESS), sorted(fieldsOf(TILL_MESSAGE_SHAPES[name])))
    const ofReply = namesIn([...REPLY_HEAD, ...REPLY_BODIES[name]])
    assert.deepEqual(sorted(ofReply, KEY), sorted(fieldsOf(TILL_REPLY_SHAPES[name])))
  })
}

test('a refusal comes back as it was', () => comesBack(REPLY_HEAD))

test('close: what is held here comes back with the refusal of a drawer that differs, and with no other', () => {
  assert.deepEqual(DRAWER_CODES, ['4401', '4402'])
  for (const code of DRAWER_CODES) {
    const table = [...REPLY_HEAD, ...replyBody('close', code)]
    comesBack(table)
    assert.deepEqual(sorted(namesIn(table), KEY), sorted(fieldsOf(DrawerRefusal)))
    assert.deepEqual(replyBody('report', code), [])
  }
  for (const code of ['4403', '9402', '9001']) assert.deepEqual(replyBody('close', code), [])
})

test('report: a frame has room for eighty rows and for no more', () => {
  const row = { number: '8'.repeat(64), amount: Number.MAX_SAFE_INTEGER, pay_type: 'cash' }
  const head = { file_id: 'f'.repeat(40), seq: 1, date: '20261122', kind: '01', currency: 'KRW', count: 80, sum: 1 }
  const key = { version: 1, message: '060', network: 'house', outlet: 'S001', till: '1', sent_at: 1 }
  const bytes = (count: number): number =>
    writeFields([...REQUEST_HEAD, ...REQUEST_BODIES.report], { ...key, ...head, rows: Array(count).fill(row) }).length
  const full = bytes(80) + MAC_DIGITS
  assert.ok(full <= SHEET_BYTES_MAX && full + bytes(1) - bytes(0) > SHEET_BYTES_MAX)
  assert.throws(() => bytes(81), /the value of rows does not fit/)
})

test('every message and every reply has a kind of its own', () => {
  const kinds = [...Object.values(MESSAGE_KINDS), ...TILL_MESSAGES.map(replyKind)]
  assert.equal(new Set(kinds).size, 2 * TILL_MESSAGES.length)
})

const ADDRESS = /^(version|message|network|outlet|till)$/
const KEY = /^key\./

function sorted(names: readonly string[], without?: RegExp): readonly string[] {
  return [...new Set(names)].filter((name) => !without?.test(name)).sort()
}

/** `original.stan`: the leaves of a shape, through its unions. */
function fieldsOf(shape: TSchema, prefix = ''): readonly string[] {
  if ('anyOf' in shape && Array.isArray(shape.anyOf)) {
    const inner = shape.anyOf.flatMap((each: TSchema) => fieldsOf(each, prefix))
    return inner.length === 0 ? [prefix] : inner
  }
  if (!('properties' in shape) || typeof shape.properties !== 'object' || shape.properties === null) return [prefix]
  return Object.entries(shape.properties).flatMap(([name, each]) =>
    fieldsOf(each, prefix === '' ? name : `${prefix}.${name}`),
  )
}
