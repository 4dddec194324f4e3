import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHANGE_REFUSALS, changeRefusal } from './change-refusals.ts'
import { REJECTION_NAMES } from './rejections.ts'

const fill = { limit: { ko: '등록 1 KRW', en: 'prepared 1 KRW' }, asked: 3, version: 5 }

test('every refusal of a change says why in both languages, and no blank is left in it', () => {
  const names = REJECTION_NAMES.filter((name) => name in CHANGE_REFUSALS)
  assert.equal(names.length, Object.keys(CHANGE_REFUSALS).length)
  for (const name of names) {
    const { ko, en } = changeRefusal(name, fill)?.text ?? assert.fail(name)
    assert.match(ko, /[가-힣].*\.$/, name)
    assert.match(en, /^[\x20-\x7e]+\.$/, name)
    assert.doesNotMatch(ko + en, /[{}]/, name)
  }
})

test('a version that differs is told with the one that was sent and the one that is', () => {
  const { ko, en } = changeRefusal('version_differs', fill)?.text ?? assert.fail()
  assert.match(ko, /version이 3인데 지금은 5입니다/)
  assert.match(en, /You sent version 3, and the payment is at version 5 now/)
})

test('what V1 says well enough is left to its sentences', () => {
  assert.equal(changeRefusal('payment_not_found', fill), undefined)
  assert.equal(changeRefusal('deadline_past', fill), undefined)
})
