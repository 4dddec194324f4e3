/** Each failure that a call can end in is said in Korean as exactly as in English. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { FAILURE_CAUSES } from './call-result.ts'
import { noticeWords } from './call-words.ts'
import { failureInKorean } from './failure-words.ts'

const CALL = { url: 'https://shop.example/notice', deadlineMs: 15_000 }
/** Said by their cause: what is added in English names the kind of address, which Korean is told at registration. */
const BY_CAUSE_ALONE = /^(the URL is not called|this host leads to)/

/** What stands in the sources as `failure('cause', 'sentence')`, with a figure in each gap. */
function sentencesIn(file: string): readonly string[] {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  const quoted = [...source.matchAll(/failure\(\s*'(?!deadline|closed)\w+',\s*(['`"])(.*?)\1\s*[,)]/gs)]
  return quoted.map(([, , sentence = '']) => sentence.replace(/(?<=\w)\$\{.*\}$/, ' (7)').replace(/\$\{[^}]*\}/g, '7'))
}

test('every sentence of the guarded client has its Korean, with the same figures', () => {
  const sentences = ['./guarded-client.ts', './guarded-socket.ts', './http-exchange.ts'].flatMap(sentencesIn)
  assert.ok(sentences.length > 12, 'the sentences were found')
  for (const detail of sentences.filter((sentence) => !BY_CAUSE_ALONE.test(sentence))) {
    const korean = failureInKorean({ cause: 'closed', detail })
    assert.notEqual(korean, failureInKorean({ cause: 'closed', detail: '' }), detail)
    assert.deepEqual(korean.match(/7/g), detail.match(/7/g), detail)
  }
})

test('each cause can be said in Korean, whatever the sentence', () => {
  const said = FAILURE_CAUSES.map((cause) => failureInKorean({ cause, detail: 'something new' }))
  assert.equal(new Set(said).size, FAILURE_CAUSES.length)
  for (const korean of said) assert.match(korean, /^[^\n]*[가-힣][^\n]*$/)
})

test('names and days of a certificate stand in both languages', () => {
  for (const [detail, korean] of [
    ['the TLS certificate expired on 2026-11-22', 'TLS 인증서가 2026-11-22에 만료되었습니다'],
    [
      'the TLS certificate is for a.example, b.example, c.example and 9 more, not for shop.example',
      'TLS 인증서는 a.example, b.example, c.example 외 9개 이름의 것이고, 호출한 곳은 shop.example입니다',
    ],
    [
      'the TLS certificate is for a.example and b.example, not for shop.example',
      'TLS 인증서는 a.example, b.example의 것이고, 호출한 곳은 shop.example입니다',
    ],
    [
      'the TLS certificate is for a.example, not for shop.example',
      'TLS 인증서는 a.example의 것이고, 호출한 곳은 shop.example입니다',
    ],
    [
      'the TLS certificate is for no host name at all, not for shop.example',
      'TLS 인증서에 호스트 이름이 없습니다. 호출한 곳은 shop.example입니다',
    ],
  ] as const) {
    assert.equal(failureInKorean({ cause: 'tls', detail }), korean)
  }
})

test('a failure after the status line says the status in both languages', () => {
  const detail = "the answer's headers are longer than 16384 bytes"
  const failed = { kind: 'failed', cause: 'headers_too_large', detail, status: 200, latencyMs: 3 } as const
  assert.deepEqual(noticeWords(failed, CALL), {
    ko: '응답 200, 그러나 응답 헤더가 16384바이트를 넘습니다',
    en: `answered 200, but ${detail}`,
  })
})
