/** Fingerprints: equal for the same fields, different for any others. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fingerprint } from './fingerprint.ts'

const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null))
const fields = fc.array(field, { maxLength: 6 })

test('two lists of fields have the same fingerprint exactly when they are the same', () => {
  fc.assert(
    fc.property(fields, fields, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other)
      assert.equal(fingerprint(one) === fingerprint(other), same)
      assert.equal(fingerprint(one), fingerprint([...one]))
    }),
  )
})

test('what moves from one field to the next, or looks alike, is told apart', () => {
  const lists = [['ab', ''], ['a', 'b'], ['a,b'], ['a', 'b', null], ['a', 'b', 'null'], [1], ['1'], [null], [], ['']]
  assert.equal(new Set(lists.map(fingerprint)).size, lists.length)
})
