import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { code128Symbol } from './code128.ts'
import { krGeneric20 } from './kr-generic-20.ts'
import { registered } from './registered.ts'
import { checkNumber, numberSchemes, schemeOf } from './schemes.ts'

const networkPrefix = '8100'
const merchantNumber = fc.stringMatching(/^[0-9A-Z-]{4,30}$/)
const taken = ['1234', 'SUMMER-2026-0001', '-'.repeat(30), '8100', '810012345678901234', '82004821309557431268']
const refused = [
  '',
  '123',
  '1'.repeat(31),
  'abcd',
  'AB CD',
  'ABCD\n',
  'AB_CD',
  '１２３４',
  '한글넉자',
  '"><script>',
  'ÀÉÎÕ',
]

test('every scheme stands under its own name', () => {
  for (const [name, scheme] of Object.entries(numberSchemes)) assert.equal(scheme.name, name)
})

test("a merchant's own number is registered as it was sent", () => {
  for (const given of taken) {
    assert.equal(registered.issue({ given, networkPrefix }), given)
    assert.equal(checkNumber(given, networkPrefix), 'ok', given)
    assert.equal(schemeOf(given, networkPrefix), 'registered')
  }
})

test('a text that is no 4 to 30 digits, upper-case letters or hyphens is refused, and never corrected', () => {
  for (const given of refused) {
    assert.equal(registered.issue({ given, networkPrefix }), undefined, given)
    assert.equal(registered.read(given), undefined, given)
    assert.equal(checkNumber(given, networkPrefix), 'wrong_shape', given)
    assert.throws(() => registered.symbols(given), RangeError, given)
  }
})

test('20 digits under the prefix of the network are held to their check digit', () => {
  assert.equal(checkNumber('81004821309557431267', networkPrefix), 'ok')
  assert.equal(checkNumber('81004821309557431268', networkPrefix), 'wrong_check_digit')
  assert.equal(checkNumber('81004821309557431268', '8200'), 'ok')
  assert.equal(schemeOf('81004821309557431268', networkPrefix), 'kr-generic-20')
  assert.equal(schemeOf('81004821309557431268', '8200'), 'registered')
})

test("a mistyped number of the network cannot be registered as a merchant's own", () => {
  assert.equal(registered.issue({ given: '81004821309557431268', networkPrefix }), undefined)
  assert.equal(registered.issue({ given: '81004821309557431267', networkPrefix }), '81004821309557431267')
})

test('whatever is issued on a network passes the check of that network', () => {
  const random = fc.stringMatching(/^[0-9]{15}$/)
  fc.assert(
    fc.property(random, (randomDigits) =>
      assert.equal(checkNumber(krGeneric20.issue({ prefix: networkPrefix, randomDigits }), networkPrefix), 'ok'),
    ),
  )
  const mostlyNearOurs = fc.oneof(
    merchantNumber,
    fc.stringMatching(/^[0-9]{16}$/).map((rest) => networkPrefix + rest),
  )
  fc.assert(
    fc.property(mostlyNearOurs, (given) => {
      const number = registered.issue({ given, networkPrefix })
      assert.equal(number, checkNumber(given, networkPrefix) === 'ok' ? given : undefined)
    }),
  )
})

test('an impossible prefix is a fault of the set-up', () => {
  for (const prefix of ['', '81', '81000', 'ABCD']) assert.throws(() => checkNumber('1234', prefix), RangeError, prefix)
})

test('the limits are those the check enforces', () => {
  for (const scheme of Object.values(numberSchemes)) {
    const { charactersMin, charactersMax } = scheme.limits
    assert.notEqual(scheme.check('1'.repeat(charactersMin)), 'wrong_shape')
    assert.notEqual(scheme.check('1'.repeat(charactersMax)), 'wrong_shape')
    assert.equal(scheme.check('1'.repeat(charactersMin - 1)), 'wrong_shape')
    assert.equal(scheme.check('1'.repeat(charactersMax + 1)), 'wrong_shape')
  }
})

test('a symbol is as wide as its characters: pairs of digits in one, everything else in one each, set changes in one', () => {
  const widths = {
    '1234': 11 * 4 + 13,
    '12345': 11 * 6 + 13,
    'A-1B': 11 * 6 + 13,
    '1234A': 11 * 6 + 13,
    A12345678Z: 11 * 10 + 13,
    [`${'8'.repeat(30)}`]: 11 * 17 + 13,
    [`${'Z'.repeat(30)}`]: 11 * 32 + 13,
  }
  for (const [text, widthModules] of Object.entries(widths)) {
    assert.deepEqual(registered.symbols(text), [{ symbology: 'code128', text, widthModules, quietZoneModules: 10 }])
  }
})

test('a symbol of nothing, or of what is not printable ASCII, is a fault', () => {
  for (const text of ['', 'é', '\u0000', 'AB\n', '수납']) assert.throws(() => code128Symbol(text), RangeError)
})
