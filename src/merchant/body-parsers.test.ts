import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BODY_ARRAY_MAX, readBody } from './body-parsers.ts'
import type { GivenObject } from './given.ts'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

function fieldsOf(text: string | Uint8Array, contentType: string): GivenObject {
  const reading = readBody(Buffer.from(text), contentType)
  assert.ok(reading.ok, reading.ok ? '' : reading.refusal.message)
  return reading.body.fields
}

function refusalOf(text: string | Uint8Array, contentType: string | undefined, encoding?: string) {
  const reading = readBody(Buffer.from(text), contentType, encoding)
  assert.ok(!reading.ok, `taken: ${text}`)
  return reading.refusal
}

/** Objects without a prototype compare unequal to literals; their JSON does not. */
function same(actual: unknown, expected: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(actual)), expected)
}

test('the spellings of a list that live clients use are one list', () => {
  const list = { notice_url: ['http://a', 'http://b'] }
  for (const form of [
    'notice_url[]=http://a&notice_url[]=http://b',
    'notice_url%5B%5D=http%3A%2F%2Fa&notice_url%5B%5D=http%3A%2F%2Fb',
    'notice_url%5B0%5D=http://a&notice_url%5B1%5D=http://b',
    'notice_url[1]=http://b&notice_url[0]=http://a',
    'notice_url=http://a&notice_url=http://b',
  ]) {
    same(fieldsOf(form, FORM), list)
  }
})

test('nested form keys become nested values', () => {
  same(fieldsOf('custom_data[cart][]=1&custom_data[cart][]=2&custom_data[who][id]=7&x=1', FORM), {
    custom_data: { cart: ['1', '2'], who: { id: '7' } },
    x: '1',
  })
})

test('a list with one item stays a list, one with gaps becomes an object, and [] counts on', () => {
  same(fieldsOf('a[]=1', FORM), { a: ['1'] })
  same(fieldsOf('a[3]=x&a[5]=y', FORM), { a: { 3: 'x', 5: 'y' } })
  same(fieldsOf('a[0]=x&a[]=y', FORM), { a: ['x', 'y'] })
  same(fieldsOf('a[999999999]=x', FORM), { a: { 999999999: 'x' } })
})

test('form text: plus is a space, escapes are UTF-8, letters may also come unescaped', () => {
  same(fieldsOf('a=x+y&b=%EC%BB%A4%ED%94%BC&c=커피&d=%2B&e&f=&&=z', FORM), {
    a: 'x y',
    b: '커피',
    c: '커피',
    d: '+',
    e: '',
    f: '',
    '': 'z',
  })
})

test('stray brackets are part of a plain name', () => {
  same(fieldsOf('a[b=1&c]=2&[x]=3&d[e]f=4', FORM), { 'a[b': '1', 'c]': '2', '[x]': '3', 'd[e]f': '4' })
})

test('400 a broken percent escape, by key or by value', () => {
  for (const form of ['a=%', 'a=%4', 'a=%zz', '%G1=b', 'name=100%']) {
    const { status, code, message } = refusalOf(form, FORM)
    assert.deepEqual([status, code], [400, -1], form)
    assert.match(message, /two hex digits/)
  }
})

test('400 bytes that are not UTF-8, in a form and in JSON', () => {
  assert.match(refusalOf('a=%FF%FE', FORM).message, /UTF-8/)
  // 커피 in EUC-KR
  const eucKr = Buffer.from([0xc4, 0xbf, 0xc7, 0xc7])
  assert.match(refusalOf(Buffer.concat([Buffer.from('name='), eucKr]), FORM).message, /UTF-8/)
  assert.match(
    refusalOf(Buffer.concat([Buffer.from('{"name":"'), eucKr, Buffer.from('"}')]), JSON_TYPE).message,
    /UTF-8/,
  )
})

test('400 one key both as a value and as a list', () => {
  for (const form of ['a=1&a[]=2', 'a[]=1&a=2', 'a[b]=1&a[b][c]=2']) {
    assert.match(refusalOf(form, FORM).message, /^a(\[b\](\[c\])?|\[\])?: .*both as a value and as a list/, form)
  }
})

test('400 too deep, too long, too many: in a form as in JSON', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
  assert.ok(readBody(Buffer.from(`{"a":${deep(7)}}`), JSON_TYPE).ok)
  assert.match(refusalOf(`{"a":${deep(8)}}`, JSON_TYPE).message, /^a: .*at most 8 levels/)
  assert.match(refusalOf(`{"a":${deep(20_000)}}`, JSON_TYPE).message, /at most 8 levels/)
  assert.ok(readBody(Buffer.from(`a${'[x]'.repeat(7)}=1`), FORM).ok)
  assert.match(refusalOf(`a${'[x]'.repeat(8)}=1`, FORM).message, /at most 8 levels/)
  const list = Array(BODY_ARRAY_MAX + 1).fill('a[]=1')
  assert.ok(readBody(Buffer.from(list.slice(1).join('&')), FORM).ok)
  assert.match(refusalOf(list.join('&'), FORM).message, /^a: .*at most 100 items/)
  assert.match(refusalOf(JSON.stringify({ a: Array(101).fill(1) }), JSON_TYPE).message, /at most 100 items/)
  assert.match(refusalOf(Array(1001).fill('a=1').join('&'), FORM).message, /at most 1000/)
})

test('400 broken JSON, with the place where the engine knows it', () => {
  assert.match(refusalOf('{"a": 1 "b": 2}', JSON_TYPE).message, /line 1 column 9/)
  assert.match(refusalOf('{"buyer_name":"홍길동', JSON_TYPE).message, /JSON/)
  assert.doesNotMatch(refusalOf('{"buyer_name":"홍길동"x}', JSON_TYPE).message, /홍길동/)
})

test('400 JSON that is no object; an empty list or null is PHP for nothing', () => {
  for (const json of ['[1]', '"a"', '5', 'true']) assert.match(refusalOf(json, JSON_TYPE).message, /must be an object/)
  same(fieldsOf('[]', JSON_TYPE), {})
  same(fieldsOf('null', JSON_TYPE), {})
})

test('400 a number beyond what a double holds, wherever it stands', () => {
  assert.match(refusalOf('{"amount":1e400}', JSON_TYPE).message, /^amount: .*too large/)
  assert.match(refusalOf('{"custom_data":{"a":[-1e999]}}', JSON_TYPE).message, /^custom_data: .*too large/)
})

test('nothing, in any format, reaches a prototype', () => {
  const attacks = [
    ['{"__proto__":{"polluted":1}}', JSON_TYPE],
    ['{"custom_data":{"__proto__":{"polluted":1}}}', JSON_TYPE],
    ['{"constructor":{"prototype":{"polluted":1}}}', JSON_TYPE],
    ['__proto__[polluted]=1', FORM],
    ['custom_data[__proto__][polluted]=1', FORM],
    ['custom_data[][__proto__]=1', FORM],
    ['constructor[prototype][polluted]=1', FORM],
    ['__proto__=1', FORM],
  ] as const
  for (const [body, type] of attacks) {
    assert.match(refusalOf(body, type).message, /cannot be names/, body)
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  }
  same(fieldsOf('toString=1&hasOwnProperty[a]=2&constructor=3', FORM), {
    toString: '1',
    hasOwnProperty: { a: '2' },
    constructor: '3',
  })
})

test('exactly two content types are taken, in UTF-8', () => {
  for (const type of [
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json;',
  ]) {
    same(fieldsOf('{"a":1}', type), { a: 1 })
  }
  same(fieldsOf('a=1', `${FORM}; charset=UTF-8`), { a: '1' })
  for (const type of [
    undefined,
    '',
    'text/plain',
    'application/jsonx',
    'application/json+x',
    'application/hal+json',
    'application/json\t; charset=utf-8',
    'application/json; charset=euc-kr',
    'application/json, text/plain',
    'multipart/form-data; boundary=x',
  ]) {
    assert.equal(refusalOf('{"a":1}', type).status, 415, type)
  }
  assert.equal(refusalOf('{"a":1}', JSON_TYPE, 'gzip').status, 415)
})

test('an empty body is no parameters, whatever its content type says', () => {
  for (const type of [undefined, JSON_TYPE, FORM, 'application/hal+json']) {
    const reading = readBody(Buffer.alloc(0), type)
    assert.ok(reading.ok)
    same(reading.body.fields, {})
  }
})

test('any bytes in either format are read or refused, never thrown over (random)', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'a[]=&%0 5D"{}:,1\\u_+'), maxLength: 200 }).map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(bytes, fc.constantFrom(FORM, JSON_TYPE), (body, type) => {
      const reading = readBody(body, type)
      if (!reading.ok) assert.ok(reading.refusal.status === 400 && reading.refusal.message.length > 0)
    }),
    { numRuns: 3000 },
  )
})

test('what a form library writes is what is read (random)', () => {
  const texts = fc.array(fc.tuple(fc.stringMatching(/^[a-z가-힣 &=+%]{1,8}$/), fc.string({ unit: 'grapheme' })), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(texts, (pairs) => {
      const once = new Map(pairs)
      same(
        fieldsOf(new URLSearchParams([...once]).toString(), FORM),
        JSON.parse(JSON.stringify(Object.fromEntries(once))),
      )
    }),
  )
})
