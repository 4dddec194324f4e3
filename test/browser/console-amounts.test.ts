/** Money as it is typed and reckoned on the console's pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { added, amountIn } from '../../console/src/amounts.ts'

test('an amount is taken as it is usually written, and a comma that could mean a point is none', () => {
  for (const text of ['36400', '36,400', ' 36,400원 ', '36400 won']) assert.equal(amountIn(text, 'KRW'), 36_400, text)
  assert.equal(amountIn('1,234,567.80', 'USD'), 1_234_567.8)
  assert.equal(amountIn('6.8', 'EUR'), 6.8)
  for (const text of ['12,50', '1,2', '36,40', ',400', '1,2345', '1.234', '0', '', '-5', '1e3'])
    assert.equal(amountIn(text, 'EUR'), undefined, text)
  assert.equal(amountIn('100.50', 'KRW'), undefined)
})

test('what is left of cents is what a person would reckon', () => {
  assert.equal(added([10.1, -3.3]), 6.8)
  assert.equal(amountIn(String(added([10.1, -3.3])), 'USD'), 6.8)
})
