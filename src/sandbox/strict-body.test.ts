import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceField } from './clock-request.ts'
import { choiceField, integerField, readFields, textField } from './strict-body.ts'

const FIELDS = {
  number: textField(64),
  amount: integerField(1),
  count: integerField(0, 9),
  pay_type: choiceField(['cash', 'card']),
}

test('what is given is read, what is left out is undefined, and no body is an empty one', () => {
  assert.deepEqual(readFields({ number: '1234', amount: 5 }, FIELDS), {
    ok: true,
    value: { number: '1234', amount: 5 },
  })
  assert.deepEqual(readFields(undefined, FIELDS), { ok: true, value: {} })
})

test('a field that nobody knows is refused by its name, and the known ones are told', () => {
  const read = readFields({ number: '1234', misbehav: 'lost_reply' }, FIELDS)
  assert.ok(!read.ok)
  assert.equal(read.refusal.status, 400)
  assert.equal(read.refusal.parameter, 'misbehav')
  assert.match(read.refusal.message.en, /number, amount, count, pay_type/)
  assert.match(read.refusal.message.ko, /number, amount, count, pay_type/)
})

test('names that every object has are strangers too', () => {
  for (const text of ['{"__proto__":{"amount":5}}', '{"constructor":1}', '{"toString":1}']) {
    const read = readFields(JSON.parse(text), FIELDS)
    assert.ok(!read.ok, text)
  }
})

test('a value that does not fit is refused with what would', () => {
  const misfits: readonly (readonly [keyof typeof FIELDS, unknown])[] = [
    ['number', ''],
    ['number', 1234],
    ['number', 'x'.repeat(65)],
    ['number', null],
    ['amount', 0],
    ['amount', 1.5],
    ['amount', '1000'],
    ['amount', 2 ** 53],
    ['count', 10],
    ['pay_type', 'CASH'],
    ['pay_type', ['cash']],
  ]
  for (const [name, value] of misfits) {
    const read = readFields({ [name]: value }, FIELDS)
    assert.ok(!read.ok, `${name}: ${JSON.stringify(value)}`)
    assert.equal(read.refusal.parameter, name)
    assert.deepEqual(read.refusal.message, FIELDS[name].rule)
  }
})

test('a body that is no object is refused without naming a field', () => {
  for (const body of [[], 'text', 5, true, null]) {
    const read = readFields(body, FIELDS)
    assert.ok(!read.ok)
    assert.equal(read.refusal.parameter, undefined)
  }
})

test('a time to pass is seconds, or a whole number of seconds, minutes, hours or days', () => {
  assert.equal(advanceField.read('9d'), 9 * 86_400)
  assert.equal(advanceField.read('36h'), 36 * 3600)
  assert.equal(advanceField.read('30m'), 1800)
  assert.equal(advanceField.read('10s'), 10)
  assert.equal(advanceField.read(90), 90)
  for (const given of ['9 d', '9D', '-1d', '1.5h', 'd', '', '0d', '5', 0, -1, 1.5, Number.NaN, null, {}]) {
    assert.equal(advanceField.read(given), undefined, JSON.stringify(given))
  }
})
