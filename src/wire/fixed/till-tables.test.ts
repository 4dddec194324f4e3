/** The house's tables against the shapes of the till's protocol, and through the writer and reader and back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { TILL_MESSAGE_SHAPES, TILL_MESSAGES, TILL_REPLY_SHAPES } from '../till.ts'
import { readWholeFields, SHEET_BYTES_MAX, type Table, writeFields } from './field-table.ts'
import { MAC_DIGITS } from './frame.ts'
import { bodiesOf, namesIn } from './test-bodies.ts'
import { MESSAGE_KINDS, REPLY_BODIES, REPLY_HEAD, REQUEST_BODIES, REQUEST_HEAD, replyKind } from './till-tables.ts'

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
