import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { IDENTIFIER_KINDS, type IdentifierKind, NOBODY, readReceiptIdentifier } from './receipt-identifier.ts'

const READ: readonly (readonly [string, IdentifierKind, string])[] = [
  ['010-1234-5678', 'phone', '01012345678'],
  ['0112345678', 'phone', '0112345678'],
  [' 010 1234 5678 ', 'phone', '01012345678'],
  // Published numbers of businesses.
  ['124-81-00998', 'business', '1248100998'],
  ['1208147521', 'business', '1208147521'],
  ['220-81-62517', 'business', '2208162517'],
  ['900101-1234567', 'person', '9001011234567'],
  ['000229-3000000', 'person', '0002293000000'],
  ['850630-5123456', 'person', '8506305123456'],
  ['154420201234567890', 'taxcard', '154420201234567890'],
  ['1544-2020-1234-5', 'taxcard', '1544202012345'],
]

test('what is typed is read as what it says it is, and as what its digits say where it says nothing', () => {
  for (const [text, kind, digits] of READ) {
    assert.deepEqual(readReceiptIdentifier(text, kind), { kind, digits }, text)
    assert.deepEqual(readReceiptIdentifier(text, null), { kind, digits }, text)
  }
})

test('a number of another kind, or of none, is not read', () => {
  const wrong: readonly (readonly [string, IdentifierKind])[] = [
    ['02-123-4567', 'phone'],
    ['010123456789', 'phone'],
    ['010-1234-567a', 'phone'],
    ['010--1234-5678', 'phone'],
    ['-01012345678', 'phone'],
    ['１０１２３４５６７８', 'phone'],
    ['1248100999', 'business'],
    ['0000000000', 'business'],
    ['124810099', 'business'],
    ['900230-1234567', 'person'],
    ['901301-1234567', 'person'],
    ['900001-1234567', 'person'],
    ['000229-9000000', 'person'],
    ['900101-123456', 'person'],
    ['123456789012', 'taxcard'],
    ['12345678901234567890', 'taxcard'],
    ['', 'taxcard'],
  ]
  for (const [text, kind] of wrong) {
    assert.equal(readReceiptIdentifier(text, kind), undefined, text)
  }
  for (const text of ['', '02-123-4567', '1248100999', '123456789012', 'abc']) {
    assert.equal(readReceiptIdentifier(text, null), undefined, text)
  }
})

test('the check digit of a business finds any single wrong digit', () => {
  const digit = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(fc.constantFrom('1248100998', '1208147521', '2208162517'), fc.nat(9), digit, (number, place, other) => {
      const changed = number.slice(0, place) + other + number.slice(place + 1)
      assert.equal(readReceiptIdentifier(changed, 'business') !== undefined, changed === number, changed)
    }),
  )
})

test('a resident’s number needs no check digit: since October 2020 there is none', () => {
  for (let last = 0; last <= 9; last += 1) {
    assert.equal(readReceiptIdentifier(`201105-312345${last}`, null)?.kind, 'person')
  }
})

test('whatever is read is read again from its digits, as the same', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(null, ...IDENTIFIER_KINDS), (text, kind) => {
      const read = readReceiptIdentifier(text, kind)
      if (read !== undefined) assert.deepEqual(readReceiptIdentifier(read.digits, read.kind), read)
    }),
  )
  for (const [text, kind, digits] of READ) assert.deepEqual(readReceiptIdentifier(digits, null), { kind, digits }, text)
})

test('the number for nobody is one that can be read', () => {
  assert.deepEqual(readReceiptIdentifier('010-000-1234', null), NOBODY)
})
