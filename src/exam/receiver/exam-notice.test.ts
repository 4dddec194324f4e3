import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ExamNotice,
  NOTICE_FORMATS,
  noticeBody,
  noticeFields,
  withExtraKeys,
  withTextNumbers,
  writeFields,
  writeOddly,
} from './exam-notice.ts'

const NOTICE: ExamNotice = {
  order: { impUid: 'imp_000000000001', merchantUid: '주문-1' },
  event: 'reversed',
  version: 4,
  at: Date.UTC(2026, 10, 29, 4, 5, 6, 7),
}

test('a V1 notice has the three keys of the page in their order, a modern one the shape of Standard Webhooks', () => {
  const v1 = '{"imp_uid":"imp_000000000001","merchant_uid":"주문-1","status":"ready"}'
  assert.equal(noticeBody('v1-json', NOTICE), v1)
  assert.equal(noticeBody('v1-form', NOTICE), 'imp_uid=imp_000000000001&merchant_uid=%EC%A3%BC%EB%AC%B8-1&status=ready')
  assert.deepEqual(JSON.parse(noticeBody('modern', NOTICE)), {
    type: 'payment.reversed',
    timestamp: '2026-11-29T04:05:06.007Z',
    data: { ...JSON.parse(v1), version: 4, amount: 1000, currency: 'KRW' },
  })
})

test('the odd bytes of a notice are other bytes and the same values', () => {
  for (const format of NOTICE_FORMATS) {
    const fields = noticeFields(format, NOTICE)
    const odd = writeOddly(format, fields)
    assert.notEqual(odd, writeFields(format, fields))
    assert.deepEqual(format === 'v1-form' ? Object.fromEntries(new URLSearchParams(odd)) : JSON.parse(odd), fields)
  }
})

test('extra keys stand beside the known ones, and text numbers in their places', () => {
  for (const format of NOTICE_FORMATS) {
    const fields = noticeFields(format, NOTICE)
    const extra = withExtraKeys(format, fields)
    assert.ok(Object.keys(extra).length > Object.keys(fields).length)
    assert.deepEqual({ ...extra, ...fields }, extra.data === undefined ? extra : { ...extra, data: fields['data'] })
  }
  const { data } = JSON.parse(JSON.stringify(withTextNumbers(noticeFields('modern', NOTICE))))
  assert.deepEqual([data.amount, data.version], ['1000', '4'])
})
