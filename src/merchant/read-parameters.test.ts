import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, CHANNEL_KEYS, openApi, PREFIX } from '../../test/compat/api-under-test.ts'
import { mod10CheckDigit } from '../numbers/mod10-31.ts'
import { IssueBody, TEXT_CHARACTERS_MAX } from '../wire/issue-body.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const nowSeconds = () => Math.floor(api.storage.clock.now() / 1000)

const BAD_AMOUNTS: readonly (readonly [unknown, RegExp])[] = [
  [undefined, /is required/],
  [null, /is required/],
  [0, /more than 0/],
  ['0', /more than 0/],
  [-1, /more than 0/],
  ['-1000', /more than 0/],
  [1000.5, /0 decimals, and 1000\.5 came/],
  ['1000.5', /0 decimals/],
  ['1,000', /cannot be read as an amount/],
  ['', /cannot be read as an amount/],
  [' 1000', /cannot be read as an amount/],
  ['NaN', /cannot be read as an amount/],
  ['0x3E8', /cannot be read as an amount/],
  ['1e3', /cannot be read as an amount/],
  ['１０００', /cannot be read as an amount/],
  [true, /must be a number, and true came/],
  [[1000], /a list/],
  [{ value: 1000 }, /an object/],
  [1e21, /too large/],
  ['99999999999999999999', /too large/],
  [9007199254740992, /too large/],
]

for (const [amount, message] of BAD_AMOUNTS) {
  test(`400 amount ${JSON.stringify(amount)}`, async () => {
    const commits = api.commits()
    const reply = await api.issue({ amount })
    assert.equal(reply.status, 400)
    assert.equal(reply.code, -1)
    assert.match(reply.message ?? '', /^amount: /)
    assert.match(reply.message ?? '', message)
    assert.equal(api.commits(), commits)
  })
}

test('400 amount 1e400, which is no number for a computer', async () => {
  const payload = '{"merchant_uid":"o","amount":1e400}'
  const reply = await api.ask({ method: 'POST', url: '/cvs', payload, headers: { 'content-type': 'application/json' } })
  assert.equal(reply.status, 400)
  assert.match(reply.message ?? '', /^amount: .*too large/)
})

test('400 an amount above what the channel takes, naming the limit', async () => {
  const reply = await api.issue({ channel_key: CHANNEL_KEYS.second, amount: 50_001 })
  assert.equal(reply.status, 400)
  assert.match(reply.message ?? '', /^amount: .*at most 50000 KRW/)
  assert.equal((await api.issue({ channel_key: CHANNEL_KEYS.second, amount: 50_000 })).status, 200)
})

const OPTIONAL_TEXTS = ['name', 'buyer_name', 'buyer_email', 'buyer_tel', 'buyer_addr', 'buyer_postcode'] as const

for (const parameter of OPTIONAL_TEXTS) {
  const max = TEXT_CHARACTERS_MAX[parameter]
  test(`400 ${parameter} longer than ${max} characters, counted as a person counts; ${max} are taken`, async () => {
    // Decomposed syllables: three code points each, one character to the eye.
    const fits = '한'.normalize('NFD').repeat(max)
    const { status, payment } = await api.issue({ [parameter]: fits })
    assert.equal(status, 200)
    assert.equal(payment[parameter], fits)
    assert.equal((await api.issue({ [parameter]: '👍'.repeat(max) })).status, 200)
    const reply = await api.issue({ [parameter]: '가'.repeat(max + 1) })
    assert.equal(reply.status, 400)
    assert.ok(reply.message?.startsWith(`${parameter}: ${max + 1}자입니다. 최대 ${max}자입니다.`), reply.message ?? '')
    assert.ok(
      reply.message?.endsWith(`${max + 1} characters, at most ${max}. Shorten it or leave it out; it is optional.`),
    )
  })

  test(`400 ${parameter} that is no string; an empty one is taken`, async () => {
    for (const [value, what] of [
      [1012345678, /leading zeros/],
      [true, /true came/],
      [['a', 'b'], /a list/],
      [{ a: 1 }, /an object/],
    ] as const) {
      const reply = await api.issue({ [parameter]: value })
      assert.equal(reply.status, 400)
      assert.ok(reply.message?.startsWith(`${parameter}: `))
      assert.match(reply.message ?? '', what)
    }
    assert.equal((await api.issue({ [parameter]: '' })).payment[parameter], '')
  })
}

for (const [merchantUid, message] of [
  [undefined, /is required/],
  ['', /is empty/],
  ['x'.repeat(41), /41 characters, at most 40/],
  [1.5, /a number came/],
  [-1, /a number came/],
  [true, /true came/],
  [['a'], /a list/],
  ['a\nb', /control character/],
  ['a\u0000', /control character/],
  ['\ud83d', /half of an emoji/],
] as const) {
  test(`400 merchant_uid ${JSON.stringify(merchantUid)?.slice(0, 20)}`, async () => {
    const commits = api.commits()
    const reply = await api.issue({ merchant_uid: merchantUid })
    assert.equal(reply.status, 400)
    assert.match(reply.message ?? '', /^merchant_uid: /)
    assert.match(reply.message ?? '', message)
    assert.equal(api.commits(), commits)
  })
}

test("400 messages never quote a customer's fields", async () => {
  const reply = await api.issue({ buyer_name: '남궁민수'.repeat(5), buyer_tel: 1099998888 })
  assert.doesNotMatch(reply.text, /남궁민수|1099998888/)
})

test('200 deadlines as numbers and as strings; without one the channel says when', async () => {
  const soon = nowSeconds() + 3600
  assert.equal((await api.issue({ expired_at: soon })).payment.expired_at, soon)
  assert.equal((await api.issue({ expired_at: String(soon) })).payment.expired_at, soon)
  const { payment } = await api.issue()
  // The last second of the seventh day in Seoul.
  assert.equal((payment.expired_at + 1 + 9 * 3600) % 86_400, 0)
  assert.ok(payment.expired_at - nowSeconds() > 7 * 86_400 - 1)
})

for (const [expiredAt, message] of [
  [0, /in the past/],
  [1_700_000_000, /in the past/],
  ['1700000000', /in the past/],
  [Date.now() + 86_400_000, /looks like milliseconds; send seconds/],
  [String(Date.now() + 86_400_000), /looks like milliseconds; send seconds/],
  [4_102_444_801, /looks like milliseconds; send seconds/],
  [4_102_444_799, /too far away.*\d{10} \(\d{4}-\d\d-\d\d 23:59:59 KST\) at the latest/],
  [1_900_000_000.5, /whole seconds/],
  [-1, /whole seconds/],
  ['', /whole seconds/],
  ['2026-12-01', /whole seconds/],
  ['1,900,000,000', /whole seconds/],
  [true, /true came/],
  [[1], /a list/],
] as const) {
  test(`400 expired_at ${JSON.stringify(expiredAt)}`, async () => {
    const commits = api.commits()
    const reply = await api.issue({ expired_at: expiredAt })
    assert.equal(reply.status, 400)
    assert.match(reply.message ?? '', /^expired_at: /)
    assert.match(reply.message ?? '', message)
    assert.equal(api.commits(), commits)
  })
}

for (const [barcode, message] of [
  ['', /is empty/],
  ['123', /4 to 30/],
  ['A'.repeat(31), /4 to 30/],
  ['abcd', /upper-case/],
  ['12 34', /4 to 30/],
  ['１２３４', /4 to 30/],
  [8801234567890, /leading zeros/],
  [`${PREFIX}000000000000000${(Number(mod10CheckDigit(`${PREFIX}000000000000000`)) + 1) % 10}`, /check digit/],
] as const) {
  test(`400 barcode ${JSON.stringify(barcode)}`, async () => {
    const commits = api.commits()
    const reply = await api.issue({ barcode })
    assert.equal(reply.status, 400)
    assert.match(reply.message ?? '', /^barcode: /)
    assert.match(reply.message ?? '', message)
    assert.equal(api.commits(), commits)
  })
}

test('400 addresses that could never be called, naming which of a list', async () => {
  const bad = 'ftp://shop.example/x'
  const good = 'https://shop.example/x'
  const commits = api.commits()
  for (const [body, message] of [
    [{ confirm_url: bad }, /^confirm_url: .*cannot be read as a URL/],
    [{ confirm_url: '' }, /^confirm_url: .*is empty/],
    [{ confirm_url: [good] }, /^confirm_url: .*a list/],
    [{ notice_url: bad }, /^notice_url: /],
    [{ notice_url: [good, bad] }, /^notice_url\[1\]: /],
    [{ notice_url: [good, 5] }, /^notice_url\[1\]: .*a number came/],
    [{ notice_url: [good, ''] }, /^notice_url\[1\]: .*is empty/],
    [{ notice_url: { a: good } }, /^notice_url: .*an object/],
    [{ notice_url: Array.from({ length: 11 }, (_, index) => `${good}${index}`) }, /^notice_url: .*at most 10/],
  ] as const) {
    const reply = await api.issue(body)
    assert.equal(reply.status, 400, JSON.stringify(body))
    assert.match(reply.message ?? '', message)
  }
  assert.equal(api.commits(), commits)
})

test('400 custom_data beyond 16 KiB, counted in bytes', async () => {
  assert.equal((await api.issue({ custom_data: '가'.repeat(5461) })).status, 200)
  const reply = await api.issue({ custom_data: '가'.repeat(5462) })
  assert.equal(reply.status, 400)
  assert.match(reply.message ?? '', /^custom_data: .*16386 bytes, at most 16384/)
})

test('the schema of the body and its reader agree on what they take and refuse', async () => {
  const base = { merchant_uid: 'agree', amount: 1000 }
  const bodies: readonly object[] = [
    base,
    { ...base, name: null, notice_url: ['https://a.kr'], custom_data: { a: 1 }, unknown: 1 },
    { ...base, amount: '1000' },
    { ...base, amount: 0 },
    { ...base, amount: true },
    { ...base, amount: '1,000' },
    { amount: 1000 },
    { ...base, merchant_uid: '' },
    { ...base, merchant_uid: 'x'.repeat(41) },
    { ...base, barcode: 'abc' },
    { ...base, expired_at: Date.now() },
    { ...base, expired_at: '' },
    { ...base, buyer_tel: 1012345678 },
    { ...base, confirm_url: '' },
    { ...base, notice_url: Array(11).fill('https://a.kr') },
    ...OPTIONAL_TEXTS.flatMap((key) => [
      { ...base, [key]: 'x'.repeat(TEXT_CHARACTERS_MAX[key]) },
      { ...base, [key]: 'x'.repeat(TEXT_CHARACTERS_MAX[key] + 1) },
    ]),
  ]
  for (const body of bodies) {
    const { status } = await api.ask({ method: 'POST', url: '/cvs', payload: body })
    assert.equal(status === 200, Value.Check(IssueBody, body), JSON.stringify(body))
  }
})
