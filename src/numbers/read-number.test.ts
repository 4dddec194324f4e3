import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readNumber } from './read-number.ts'
import { groupNumber, maskNumber } from './show-number.ts'

const canonical = fc.stringMatching(/^[0-9A-Z-]{4,30}$/)

test('a number is read however it was scanned, typed or copied', () => {
  const writings = [
    '81004821309557431267',
    '8100 4821 3095 5743 1267',
    '  8100  4821 3095\t5743 1267\r\n',
    '8100\u00a04821\u00a03095\u00a05743\u00a01267',
    '８１００４８２１３０９５５７４３１２６７',
    '８１００　４８２１　３０９５　５７４３　１２６７',
    '8100 ４821 3095 5743 126７',
  ]
  for (const writing of writings) assert.equal(readNumber(writing), '81004821309557431267', writing)
})

test("letters of a merchant's number may be typed small or full-width, hyphens full-width", () => {
  for (const writing of ['ab-12', 'AB-12', 'Ab -12', 'ａｂ－１２', 'ＡＢ－１２']) {
    assert.equal(readNumber(writing), 'AB-12', writing)
  }
})

test('a hyphen is part of the number and is never dropped', () => {
  assert.equal(readNumber('1234-5678'), '1234-5678')
  assert.notEqual(readNumber('1234-5678'), readNumber('12345678'))
})

test('a wrong check digit is still read, so that it can be named', () => {
  assert.equal(readNumber('8100 4821 3095 5743 1268'), '81004821309557431268')
})

test('what no scheme knows is no number', () => {
  const texts = [
    '',
    '   ',
    '123',
    '1'.repeat(31),
    '8100.4821',
    '수납번호',
    'ABCß',
    'ABſD',
    '12٣4',
    '<b>8100</b>',
    '8100\u0000',
  ]
  for (const text of texts) assert.equal(readNumber(text), undefined, JSON.stringify(text))
})

test('any text reads as nothing or as a canonical number, which reads as itself', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.stringMatching(/^[０-９a-z A-Z-]*$/)),
      (text) => {
        const number = readNumber(text)
        if (number === undefined) return
        assert.match(number, /^[0-9A-Z-]{4,30}$/)
        assert.equal(readNumber(number), number)
      },
    ),
  )
})

test('digits are grouped in fours, and a number with hyphens is left as its merchant grouped it', () => {
  assert.equal(groupNumber('81004821309557431267'), '8100 4821 3095 5743 1267')
  assert.equal(groupNumber('1234567'), '1234 567')
  assert.equal(groupNumber('SUMMER26'), 'SUMM ER26')
  assert.equal(groupNumber('AB-1234567'), 'AB-1234567')
})

test('a number read back from its groups is the same number', () => {
  fc.assert(fc.property(canonical, (number) => assert.equal(readNumber(groupNumber(number)), number)))
})

test('a masked number shows its last four characters', () => {
  assert.equal(maskNumber('81004821309557431267'), '****1267')
  assert.equal(maskNumber('AB-12345'), '****2345')
})

test('a short number is masked by half at least', () => {
  assert.equal(maskNumber('1234'), '****34')
  assert.equal(maskNumber('1234567'), '****567')
  assert.equal(maskNumber(''), '****')
  fc.assert(
    fc.property(canonical, (number) => {
      const shown = maskNumber(number).slice(4)
      assert.ok(number.endsWith(shown) && shown.length <= 4 && shown.length * 2 <= number.length)
    }),
  )
})
