import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { krGeneric20, krGeneric20RandomDigits, looksIssuedUnder } from './kr-generic-20.ts'

const vectors = ['81000000000000000012', '81004821309557431267', '81009999999999999996', '81001234567890123457']

const prefix = fc.stringMatching(/^[0-9]{4}$/)
const randomDigits = fc.stringMatching(/^[0-9]{15}$/)
const issuedNumber = fc.record({ prefix, randomDigits }).map(krGeneric20.issue)

/** Every number that differs from `number` in exactly one digit. */
function withOneDigitChanged(number: string): string[] {
  return Array.from(number).flatMap((digit, at) =>
    Array.from('0123456789')
      .filter((other) => other !== digit)
      .map((other) => number.slice(0, at) + other + number.slice(at + 1)),
  )
}

/** Every number made by swapping two unlike neighbours, with how far those two differ. */
function withNeighboursSwapped(number: string): { swapped: string; difference: number }[] {
  return Array.from(number.slice(1), (right, at) => {
    const left = number.charAt(at)
    const swapped = number.slice(0, at) + right + left + number.slice(at + 2)
    return { swapped, difference: Math.abs(Number(left) - Number(right)) }
  }).filter(({ difference }) => difference > 0)
}

function assertEveryChangedDigitIsFound(number: string): void {
  const changed = withOneDigitChanged(number)
  assert.equal(changed.length, 20 * 9)
  for (const wrong of changed) assert.equal(krGeneric20.check(wrong), 'wrong_check_digit', wrong)
}

function assertSwapsAreFoundButThoseOfFive(number: string): void {
  for (const { swapped, difference } of withNeighboursSwapped(number)) {
    assert.equal(krGeneric20.check(swapped), difference === 5 ? 'ok' : 'wrong_check_digit', `${number} as ${swapped}`)
  }
}

test('each known number passes, and is what its prefix and random digits issue', () => {
  for (const number of vectors) {
    assert.equal(krGeneric20.check(number), 'ok', number)
    assert.equal(krGeneric20.issue({ prefix: '8100', randomDigits: number.slice(4, 19) }), number)
  }
})

test('any one wrong digit of a known number is found', () => {
  for (const number of vectors) assertEveryChangedDigitIsFound(number)
})

test('any one wrong digit of any number is found', () => {
  fc.assert(fc.property(issuedNumber, assertEveryChangedDigitIsFound))
})

test('two swapped neighbours are found unless they differ by 5', () => {
  for (const number of vectors) assertSwapsAreFoundButThoseOfFive(number)
  fc.assert(fc.property(issuedNumber, assertSwapsAreFoundButThoseOfFive))
})

test('an issued number is the prefix, the random digits and one digit more', () => {
  fc.assert(
    fc.property(prefix, randomDigits, (network, random) => {
      const number = krGeneric20.issue({ prefix: network, randomDigits: random })
      assert.equal(number.length, 20)
      assert.equal(number.slice(0, 19), network + random)
      assert.equal(krGeneric20.check(number), 'ok')
      assert.equal(krGeneric20.read(number), number)
      assert.equal(looksIssuedUnder(network, number), true)
    }),
  )
  assert.equal(krGeneric20RandomDigits, 15)
})

test('a prefix or random digits of the wrong shape are a fault, not a number', () => {
  for (const wrong of ['810', '81000', '81o0', '', '８１００']) {
    assert.throws(() => krGeneric20.issue({ prefix: wrong, randomDigits: '482130955743126' }), RangeError, wrong)
    assert.throws(() => looksIssuedUnder(wrong, '81004821309557431267'), RangeError, wrong)
  }
  for (const wrong of ['48213095574312', '4821309557431260', '48213095574312x', '']) {
    assert.throws(() => krGeneric20.issue({ prefix: '8100', randomDigits: wrong }), RangeError, wrong)
  }
})

test('the fault about random digits does not print them', () => {
  assert.throws(
    () => krGeneric20.issue({ prefix: '8100', randomDigits: '12345678901234' }),
    (fault: Error) => !fault.message.includes('1234'),
  )
})

test('what is not 20 digits is of another shape', () => {
  for (const text of [
    '',
    '8100482130955743126',
    '810048213095574312670',
    '8100482130955743126A',
    '81004821309557431267\n',
  ]) {
    assert.equal(krGeneric20.check(text), 'wrong_shape', text)
    assert.equal(krGeneric20.read(text), undefined, text)
  }
})

test('reading keeps a number with a wrong check digit, so that the clerk hears what is wrong', () => {
  assert.equal(krGeneric20.read('81004821309557431268'), '81004821309557431268')
})

test('the symbol is one Code 128 of 145 modules between quiet zones of 10', () => {
  for (const number of vectors) {
    assert.deepEqual(krGeneric20.symbols(number), [
      { symbology: 'code128', text: number, widthModules: 145, quietZoneModules: 10 },
    ])
  }
})

test('there is no symbol for a number that no till would take', () => {
  assert.throws(() => krGeneric20.symbols('81004821309557431268'), RangeError)
  assert.throws(() => krGeneric20.symbols('8100'), RangeError)
})
