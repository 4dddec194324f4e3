import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAYOUT_TEXTS } from './refund-rejections.ts'
import { REJECTION_ROWS, tillRefusal, type Words } from './rejections.ts'
import {
  LINE_ROWS,
  malformed,
  OK_CODE,
  OK_WORDS,
  PAYOUT_REVERSE_WORDS,
  PAYOUT_STATUS_WORDS,
  REVERSE_WORDS,
  STATUS_WORDS,
} from './till-codes.ts'

const refusals = [...Object.values(LINE_ROWS), ...Object.values(REJECTION_ROWS).flatMap(({ till }) => till ?? [])]
const texts: readonly Words[] = [
  ...Object.values(OK_WORDS),
  ...Object.values(REVERSE_WORDS),
  ...Object.values(STATUS_WORDS),
  ...Object.values(PAYOUT_REVERSE_WORDS),
  ...Object.values(PAYOUT_STATUS_WORDS),
  ...Object.values(PAYOUT_TEXTS),
  ...refusals.map(({ text }) => text),
]

test('every text a till can show ends in what to do with the money, in both languages', () => {
  assert.ok(texts.length > 25)
  for (const { ko, en } of texts) {
    assert.match(ko, /(^|[.] )[^.]*(돈|금액|받은 것)[^.]*세요\.$/)
    assert.match(en, /(^|[.] )[^.]*\b(money|[Tt]ake|[Gg]ive)\b[^.]*\.$/)
  }
})

test('no text tells to give money back and to keep it', () => {
  for (const { ko } of texts) {
    const back = /(받은 돈을|받은 것이 있으면|받았으면) 돌려주/.test(ko)
    const keep = /돈을 받고|돈은 그대로|돌려주지 말|돌려주지도/.test(ko)
    assert.ok(!(back && keep), ko)
  }
})

test('a code has four digits and one class', () => {
  const classes = new Map<string, string>()
  for (const { code, class: kind } of refusals) {
    assert.match(code, /^[1-9]\d{3}$/)
    assert.notEqual(code, OK_CODE)
    assert.equal(classes.get(code) ?? kind, kind, `class of ${code}`)
    classes.set(code, kind)
  }
})

test('"not done" is one code with one text, whoever says it', () => {
  assert.deepEqual(tillRefusal('too_late'), LINE_ROWS.not_done)
})

test('1001 names the field and its rule in both languages, whatever characters a name holds', () => {
  const { text } = malformed({ field: '$&$1', rule: { ko: '규칙', en: 'rule' } })
  assert.match(text.ko, /\(\$&\$1: 규칙\)/)
  assert.match(text.en, /\(\$&\$1: rule\)/)
})

test('no text about money that goes out tells to take or to give back what came in, and none about a slip to take any', () => {
  const out = [
    ...Object.values(PAYOUT_TEXTS),
    ...Object.values(PAYOUT_REVERSE_WORDS),
    ...Object.values(PAYOUT_STATUS_WORDS),
  ]
  for (const { ko, en } of out) {
    assert.doesNotMatch(ko, /받은 돈|돈을 받고|돌려주/, ko)
    assert.doesNotMatch(en, /[Gg]ive the money back|[Gg]ive back money|[Tt]ake no money/, en)
  }
})
