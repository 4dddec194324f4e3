/**
 * Money is read digit by digit: what a merchant wrote is what is charged, or it is refused with the reason.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CURRENCIES, type Currency, MINOR_DIGITS, readMajorAmount, readMinorAmount, toMajorAmount } from './money.ts'

/** The amount, or the problem. */
function read(given: number | string, currency: Currency): number | string {
  const reading = readMajorAmount(given, currency)
  return reading.ok ? reading.amount : reading.problem
}

test('won are whole, dollars and euros have two decimals', () => {
  const readings: readonly (readonly [number | string, Currency, number | string])[] = [
    [1000, 'KRW', 1000],
    [1000.0, 'KRW', 1000],
    ['1000.0', 'KRW', 1000],
    ['0001000', 'KRW', 1000],
    [1000.5, 'KRW', 'too_many_decimals'],
    ['12.50', 'USD', 1250],
    [12.5, 'USD', 1250],
    [12, 'EUR', 1200],
    ['12.500', 'USD', 1250],
    [12.345, 'USD', 'too_many_decimals'],
    [0.01, 'EUR', 1],
    [0.001, 'EUR', 'too_many_decimals'],
  ]
  for (const [given, currency, expected] of readings) assert.equal(read(given, currency), expected, String(given))
})

test('doubles that no float arithmetic would get right are read exactly', () => {
  assert.equal(read(1.1, 'USD'), 110)
  assert.equal(read(1.15, 'USD'), 115)
  assert.equal(read(4.35, 'USD'), 435)
  assert.equal(read(1.005, 'USD'), 'too_many_decimals')
  assert.equal(read(0.1 + 0.2, 'USD'), 'too_many_decimals')
})

test('nothing and less than nothing is no amount', () => {
  for (const given of [0, -0, -1, -0.01, -1e-7, -1e21, Number.NEGATIVE_INFINITY, '0', '0.00', '-5']) {
    assert.equal(read(given, 'USD'), 'not_positive', String(given))
  }
})

test('a double so small that it prints with an exponent has too many decimals', () => {
  for (const given of [1e-7, 1.5e-10, Number.MIN_VALUE, 0.0000012345678901234567]) {
    assert.equal(read(given, 'KRW'), 'too_many_decimals', String(given))
    assert.equal(read(given, 'USD'), 'too_many_decimals', String(given))
  }
})

test('an amount beyond the safe integers is too large', () => {
  assert.equal(read(Number.MAX_SAFE_INTEGER, 'KRW'), Number.MAX_SAFE_INTEGER)
  for (const given of [2 ** 53, 1e20, 1e21, Number.MAX_VALUE, Number.POSITIVE_INFINITY, '9007199254740992']) {
    assert.equal(read(given, 'KRW'), 'too_large', String(given))
  }
  assert.equal(read('90071992547409.91', 'USD'), Number.MAX_SAFE_INTEGER)
  assert.equal(read('90071992547409.92', 'USD'), 'too_large')
})

test('what is not plain decimals is no number', () => {
  for (const given of [
    '',
    ' ',
    '1,000',
    '1 000',
    ' 1000',
    '1e3',
    '0x10',
    '+5',
    '.5',
    '5.',
    '1.2.3',
    '천원',
    'NaN',
    '１２',
  ]) {
    assert.equal(read(given, 'KRW'), 'not_a_number', given)
  }
  assert.equal(read(Number.NaN, 'KRW'), 'not_a_number')
})

test('a till sends whole minor units above nothing', () => {
  assert.equal(readMinorAmount(1000), 1000)
  for (const given of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.equal(readMinorAmount(given), undefined, String(given))
  }
})

test('an amount given out as a number is read back as the same amount', () => {
  const amount = fc.integer({ min: 1, max: Math.floor(2 ** 53 / 100) })
  fc.assert(
    fc.property(amount, fc.constantFrom(...CURRENCIES), (given, currency) => {
      const minor = readMinorAmount(given)
      assert.ok(minor !== undefined)
      assert.equal(read(toMajorAmount(minor, currency), currency), given)
      assert.equal(read(JSON.stringify(toMajorAmount(minor, currency)), currency), given)
    }),
    { numRuns: 2000 },
  )
})

test('a decimal text is its digits, and nothing a float would make of them', () => {
  const whole = fc.integer({ min: 0, max: 10 ** 12 })
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 1, max: 99 }),
      fc.constantFrom('USD' as const, 'EUR' as const),
      (w, f, currency) => {
        assert.equal(MINOR_DIGITS[currency], 2)
        assert.equal(read(`${w}.${String(f).padStart(2, '0')}`, currency), w * 100 + f)
      },
    ),
  )
})
