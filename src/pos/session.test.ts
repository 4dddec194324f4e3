import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoTime } from '../core/brand.ts'
import type { TillMessageName } from '../wire/till.ts'
import { readJson } from './json-body.ts'
import { readMessage } from './session.ts'

const arrival = { businessDate: '20261122', mono: 1_000_000 as MonoTime }
const head = { business_date: '20261122', stan: '000123', sent_at: 1_795_358_999 }
const collect = { ...head, number: '8100 4821 3095 5743 1267', amount: 36_400, currency: 'KRW', pay_type: 'cash' }

function read(name: TillMessageName, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readMessage(name, readJson(new TextEncoder().encode(text)), arrival)
}

/** The field named in 1001. */
function faultOf(name: TillMessageName, body: unknown): string {
  const reading = read(name, body)
  assert.equal(reading.kind, 'malformed', JSON.stringify(body))
  if (reading.kind !== 'malformed') throw new Error('unreachable')
  assert.notEqual(reading.malformation.rule.ko, '')
  assert.notEqual(reading.malformation.rule.en, '')
  return reading.malformation.field
}

test('a collect is read into what the gateway asks for, its number in one writing', () => {
  assert.deepEqual(read('collect', { ...collect, clerk: '김점원', inquiry_token: 'abc', deadline_ms: 4000 }), {
    kind: 'read',
    request: {
      kind: 'collect',
      asked: {
        businessDate: '20261122',
        stan: '000123',
        number: '81004821309557431267',
        amount: 36_400,
        currency: 'KRW',
        payType: 'cash',
        inquiryToken: 'abc',
        clerk: '김점원',
        deadline: 1_004_000,
      },
    },
  })
})

test('what a till leaves out is null, and it is answered within six seconds of its arrival', () => {
  const reading = read('collect', collect)
  assert.ok(reading.kind === 'read' && reading.request.kind === 'collect')
  const { inquiryToken, clerk, deadline } = reading.request.asked
  assert.deepEqual({ inquiryToken, clerk, deadline }, { inquiryToken: null, clerk: null, deadline: 1_006_000 })
})

test('a till may ask to be answered sooner than six seconds, not later', () => {
  for (const [asked, deadline] of [
    [2000, 1_002_000],
    [6000, 1_006_000],
    [30_000, 1_006_000],
  ]) {
    const reading = read('collect', { ...collect, deadline_ms: asked })
    assert.ok(reading.kind === 'read' && reading.request.kind === 'collect')
    assert.equal(reading.request.asked.deadline, deadline)
  }
  for (const asked of [1999, 30_001, 0, -1, 2000.5, '2000'])
    assert.equal(faultOf('collect', { ...collect, deadline_ms: asked }), 'deadline_ms')
})

test('the business date may be a day off the network, and no more', () => {
  for (const [date, fits] of [
    ['20261120', false],
    ['20261121', true],
    ['20261122', true],
    ['20261123', true],
    ['20261124', false],
    ['20261131', false],
    ['00000000', false],
  ] as const) {
    for (const [name, body] of [
      ['inquiry', { ...head, number: '1234' }],
      ['collect', collect],
      ['reverse', { ...head, original: { business_date: '20261101', stan: '1' }, reason: 'power' }],
      ['status', { ...head, original: { business_date: '20261101', stan: '1' } }],
    ] as const) {
      const dated = { ...body, business_date: date }
      if (fits) assert.equal(read(name, dated).kind, 'read')
      else assert.equal(faultOf(name, dated), 'business_date')
    }
  }
})

test('echo needs no business date, because tills learn it there', () => {
  const { business_date: _date, ...undated } = head
  assert.deepEqual(read('echo', undated), { kind: 'read', request: { kind: 'echo' } })
  assert.equal(read('echo', { ...head, business_date: '20200101' }).kind, 'read')
  assert.equal(faultOf('echo', { ...head, business_date: 'today' }), 'business_date')
})

test('a request that does not fit is told which field does not', () => {
  const original = { business_date: '20261122', stan: '1' }
  const faults: readonly (readonly [TillMessageName, object, string])[] = [
    ['collect', { ...collect, amount: '36400' }, 'amount'],
    ['collect', { ...collect, amount: 0 }, 'amount'],
    ['collect', { ...collect, amount: -1 }, 'amount'],
    ['collect', { ...collect, amount: 100.5 }, 'amount'],
    ['collect', { ...collect, amount: 2 ** 53 }, 'amount'],
    ['collect', { ...collect, amount: null }, 'amount'],
    ['collect', { ...collect, currency: 'krw' }, 'currency'],
    ['collect', { ...collect, pay_type: 'bitcoin' }, 'pay_type'],
    ['collect', { ...collect, stan: 123 }, 'stan'],
    ['collect', { ...collect, stan: '' }, 'stan'],
    ['collect', { ...collect, stan: '1234567890123' }, 'stan'],
    ['collect', { ...collect, stan: '1\n' }, 'stan'],
    ['collect', { ...collect, stan: '１' }, 'stan'],
    ['collect', { ...collect, sent_at: '2026' }, 'sent_at'],
    ['collect', { ...collect, clerk: '' }, 'clerk'],
    ['collect', { ...collect, clerk: '가'.repeat(21) }, 'clerk'],
    ['collect', { ...collect, clerk: 'a\u001b[2J' }, 'clerk'],
    ['collect', { ...collect, clerk: '\ud800' }, 'clerk'],
    ['collect', { ...collect, inquiry_token: 'a b' }, 'inquiry_token'],
    ['collect', { ...collect, number: '' }, 'number'],
    ['collect', { ...collect, number: '1'.repeat(65) }, 'number'],
    ['collect', { ...collect, amout: 1 }, 'amout'],
    ['collect', { ...collect, '<script>': 1 }, '?script?'],
    ['inquiry', head, 'number'],
    ['reverse', { ...head, original }, 'reason'],
    ['reverse', { ...head, original, reason: 'customer' }, 'reason'],
    ['reverse', { ...head, original: { stan: '1' }, reason: 'power' }, 'original.business_date'],
    ['reverse', { ...head, original: { ...original, stan: 'x' }, reason: 'power' }, 'original.stan'],
    ['reverse', { ...head, original: { ...original, till: '2' }, reason: 'power' }, 'original.till'],
    ['status', head, 'original'],
    ['status', { ...head, original, number: '1234' }, 'original'],
  ]
  for (const [name, body, field] of faults) assert.equal(faultOf(name, body), field, JSON.stringify(body))
  for (const field of Object.keys(collect)) {
    const { [field as keyof typeof collect]: _left, ...rest } = collect
    assert.equal(faultOf('collect', rest), field)
  }
})

test('bytes that are no JSON object in UTF-8 are told so', () => {
  for (const body of ['', '{', 'null', '[]', '"collect"', '1', `\ufeff${JSON.stringify(collect)}`, '{"a":1}{"b":2}'])
    assert.equal(faultOf('collect', body), 'body', body)
  const bytes = Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
  const latin = readMessage('collect', readJson(bytes), arrival)
  assert.ok(latin.kind === 'malformed' && latin.malformation.field === 'body')
})

test('a field named __proto__ is an unknown field and changes no object', () => {
  assert.equal(faultOf('collect', `{"__proto__":{"amount":1},${JSON.stringify(collect).slice(1)}`), '__proto__')
  assert.equal('amount' in {}, false)
})

test('a number of no scheme is a wrong number, not a malformed request', () => {
  for (const number of ['123', '8100_4821', '가나다라', 'A'.repeat(31), '\u0000\u0000\u0000\u0000']) {
    assert.deepEqual(read('inquiry', { ...head, number }), { kind: 'wrong_number' }, number)
    assert.deepEqual(read('collect', { ...collect, number }), { kind: 'wrong_number' }, number)
    assert.deepEqual(read('status', { ...head, number }), { kind: 'wrong_number' }, number)
  }
})

test('a wrong business date is named before a wrong number', () => {
  assert.equal(faultOf('collect', { ...collect, number: '12', business_date: '20200101' }), 'business_date')
})

test('a status asks by original or by number', () => {
  const original = { business_date: '20261101', stan: '7' }
  assert.deepEqual(read('status', { ...head, original }), {
    kind: 'read',
    request: { kind: 'status', of: { original: { businessDate: '20261101', stan: '7' } } },
  })
  assert.deepEqual(read('status', { ...head, number: 'ab-12' }), {
    kind: 'read',
    request: { kind: 'status', of: { number: 'AB-12' } },
  })
})
