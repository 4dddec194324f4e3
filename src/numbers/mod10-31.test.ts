import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mod10CheckDigit, mod10Passes } from './mod10-31.ts'

/** Public examples of GS1's rule, of odd and even length, so that counting weights from the left would show. */
const published = [
  { digits: '629104150021', checkDigit: '3' },
  { digits: '400638133393', checkDigit: '1' },
  { digits: '7351353', checkDigit: '7' },
  { digits: '9191234501234567890123456789010103310123000', checkDigit: '3' },
  { digits: '9194238617895391785393569273010307311031290', checkDigit: '3' },
]

const digitString = fc.stringMatching(/^[0-9]{1,60}$/)

test('the check digit of each published example is the published one', () => {
  for (const { digits, checkDigit } of published) {
    assert.equal(mod10CheckDigit(digits), checkDigit, digits)
    assert.equal(mod10Passes(digits + checkDigit), true, digits)
  }
})

test('a sum that is full already has the check digit 0', () => {
  assert.equal(mod10CheckDigit('0'), '0')
  assert.equal(mod10CheckDigit('1111111111'), '0')
})

test('the check digit makes a number of any length pass, and no other digit does', () => {
  fc.assert(
    fc.property(digitString, (digits) => {
      const passing = Array.from('0123456789').filter((last) => mod10Passes(digits + last))
      assert.deepEqual(passing, [mod10CheckDigit(digits)])
    }),
  )
})

test('zeros on the left move nothing, because weights count from the right', () => {
  fc.assert(fc.property(digitString, (digits) => assert.equal(mod10CheckDigit(`00${digits}`), mod10CheckDigit(digits))))
})

test('what is no row of digits is a fault of the caller', () => {
  for (const text of ['', '12a4', '12 4', '１２', '-1', '1\n']) {
    assert.throws(() => mod10CheckDigit(text), RangeError, JSON.stringify(text))
  }
  assert.throws(() => mod10Passes('7'), RangeError)
})
