import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ANSWER_BYTES_SHOWN, answerText } from './answer-text.ts'

const NO_HEADERS = { contentType: null, contentEncoding: null, retryAfter: null, location: null }
const answered = (body: Uint8Array | string, contentType: string | null = null) => ({
  body: Buffer.from(body),
  headers: { ...NO_HEADERS, contentType },
})

test('the beginning of an answer is shown as one line of text', () => {
  assert.equal(answerText(answered('<h1>500</h1>\r\n\t재고\u0000 없음\u001b[2J\u202e ')), '<h1>500</h1> 재고 없음 [2J')
  assert.equal(answerText(answered('')), null)
  assert.equal(answerText(answered(' \r\n\u0000')), null)
})

test('a character that the limit cuts in two is left out, one that the server broke is shown as broken', () => {
  const long = `${'a'.repeat(ANSWER_BYTES_SHOWN - 1)}가나`
  assert.equal(answerText(answered(long)), 'a'.repeat(ANSWER_BYTES_SHOWN - 1))
  assert.equal(answerText(answered(Buffer.from([0x61, 0xea, 0xb0]))), 'a\ufffd')
})

test('an answer in EUC-KR is read as such; a charset that nobody knows is read as UTF-8', () => {
  const euckr = Buffer.from([0xc0, 0xe7, 0xb0, 0xed])
  assert.equal(answerText(answered(euckr, 'text/html; charset=euc-kr')), '재고')
  assert.equal(answerText(answered('재고', 'text/html; charset="nobody-1"')), '재고')
})

test('whatever bytes come, in whatever charset they say: short, one line, nothing that steers a terminal', () => {
  const charset = fc.constantFrom(
    'utf-8',
    'euc-kr',
    'utf-16le',
    'iso-2022-jp',
    'gb18030',
    'x-user-defined',
    'replacement',
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), charset, (body, name) => {
      const text = answerText(answered(body, `text/plain; charset=${name}`))
      assert.ok(text === null || (text.length > 0 && text.length <= ANSWER_BYTES_SHOWN + 1))
      assert.doesNotMatch(text ?? '', /[\p{C}\n]/u)
    }),
  )
})
