import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import type { TillAnswer } from '../core/attempt.ts'
import type { CollectionNumber, Instant, Money, WallTime } from '../core/brand.ts'
import { REJECTIONS } from '../core/rejections.ts'
import { REJECTION_ROWS } from '../wire/rejections.ts'
import { CollectReply, Refusal, ReverseReply, StatusReply } from '../wire/till.ts'
import { oneLine } from './receipt.ts'
import {
  httpStatus,
  malformedReply,
  notAcceptedReply,
  notDoneReply,
  outcomeUnknownReply,
  rejectionReply,
  statusReply,
  storedReply,
} from './replies.ts'

const answeredAt = Date.UTC(2026, 10, 22, 5, 3, 8, 999) as WallTime
const stamp = { gatewayRef: '000000000042', answeredAt }
const collected = {
  kind: 'collected',
  ...stamp,
  approvalNo: '00000017',
  collectedAt: Date.UTC(2026, 10, 22, 5, 3, 7) as Instant,
  receipt: {
    merchant: '예제상점',
    name: '후드티',
    number: '81004821309557431267' as CollectionNumber,
    amount: 36_400 as Money,
    currency: 'KRW',
    payType: 'cash',
    outletName: '한빛편의점 1호점',
    till: '1',
  },
} as const satisfies TillAnswer

const isCollectReply = Compile(CollectReply)
const isRefusal = Compile(Refusal)

test('a collect reply holds approval, time and slip, and the slip says that it is no tax receipt', () => {
  const reply = storedReply(collected, false)
  assert.ok(isCollectReply.Check(reply))
  assert.deepEqual(reply, {
    code: '0000',
    class: 'OK',
    text: { ko: '수납되었습니다. 돈을 받고 영수증을 드리세요.', en: 'Collected. Take the money and give the receipt.' },
    gateway_ref: '000000000042',
    server_time: 1_795_323_788,
    approval_no: '00000017',
    paid_at: 1_795_323_787,
    receipt: [
      '편의점 수납 영수증',
      '점포: 한빛편의점 1호점 (단말 1)',
      '판매자: 예제상점',
      '상품: 후드티',
      '수납번호: ****1267',
      '금액: 36,400원',
      '결제수단: 현금',
      '승인번호: 00000017',
      '수납일시: 2026-11-22 14:03:07',
      '이 영수증은 현금영수증이 아닙니다. 현금영수증은 판매자에게 신청하세요.',
    ],
  })
})

test('in practice the slip begins by saying that nothing was paid', () => {
  const reply = storedReply(collected, true)
  assert.ok(isCollectReply.Check(reply))
  assert.equal(reply.receipt[0], '연습용 · 실제 편의점에서 결제되지 않습니다')
})

test('amounts are shown in the currency’s own writing', () => {
  const amountLine = (amount: number, currency: 'KRW' | 'USD'): string | undefined => {
    const receipt = { ...collected.receipt, amount: amount as Money, currency }
    const reply = storedReply({ ...collected, receipt }, false)
    assert.ok(isCollectReply.Check(reply))
    return reply.receipt.find((line) => line.startsWith('금액'))
  }
  assert.equal(amountLine(1, 'KRW'), '금액: 1원')
  assert.equal(amountLine(999, 'KRW'), '금액: 999원')
  assert.equal(amountLine(1_234_567, 'KRW'), '금액: 1,234,567원')
  assert.equal(amountLine(5, 'USD'), '금액: 0.05 USD')
  assert.equal(amountLine(123_450, 'USD'), '금액: 1,234.50 USD')
})

test('words of a merchant cannot send commands to a printer or add a line to a slip', () => {
  const receipt = { ...collected.receipt, merchant: '상점\u001b@\n금액: 1원', name: '  \u202e옷\r\n\t ' }
  const reply = storedReply({ ...collected, receipt }, false)
  assert.ok(isCollectReply.Check(reply))
  assert.equal(reply.receipt[2], '판매자: 상점 @ 금액: 1원')
  assert.equal(reply.receipt[3], '상품: 옷')
})

test('the same stored answer becomes the same bytes', () => {
  const again = structuredClone(collected)
  assert.equal(JSON.stringify(storedReply(collected, true)), JSON.stringify(storedReply(again, true)))
})

test('every rejection that can reach a till becomes a refusal with its code; the others are a broken invariant', () => {
  let reached = 0
  for (const name of REJECTIONS) {
    const row = REJECTION_ROWS[name].till
    if (row === undefined) {
      assert.throws(() => rejectionReply({ name }, stamp), /broken invariant/)
      continue
    }
    reached += 1
    const reply = storedReply({ kind: 'declined', ...stamp, rejection: { name } }, false)
    assert.ok(isRefusal.Check(reply), name)
    assert.deepEqual(reply, rejectionReply({ name }, stamp))
    assert.equal(reply.code, row.code)
    assert.equal(reply.class, row.class)
    assert.doesNotMatch(reply.text.ko + reply.text.en, /[{}]/)
  }
  assert.ok(reached > 10)
})

test('the merchant’s reason is read out in one short line, or left away', () => {
  const textOf = (reason?: string) =>
    rejectionReply({ name: 'merchant_refused', ...(reason === undefined ? {} : { reason }) }, stamp).text
  assert.equal(textOf('품절').ko, '판매자가 결제를 거절했습니다(품절). 받은 돈을 돌려주세요.')
  assert.equal(textOf('sold out').en, 'The seller refused (sold out). Give the money back.')
  assert.equal(textOf().ko, '판매자가 결제를 거절했습니다. 받은 돈을 돌려주세요.')
  assert.equal(textOf(' \n\u0000 ').ko, '판매자가 결제를 거절했습니다. 받은 돈을 돌려주세요.')
  assert.equal(textOf('a\r\nb\u2028c').en, 'The seller refused (a b c). Give the money back.')
  assert.equal(textOf('$& $1').en, 'The seller refused ($& $1). Give the money back.')
  assert.ok(textOf('가'.repeat(500)).ko.includes(`(${'가'.repeat(99)}…)`))
})

test('cutting a line never halves a character', () => {
  assert.equal(oneLine('😀😀😀', 2), '😀…')
  assert.equal(oneLine('😀😀', 2), '😀😀')
})

test('a status tells the state and, once decided, the whole stored reply', () => {
  const isStatusReply = Compile(StatusReply)
  const open = statusReply({ ...stamp, original: 'authorising', answer: null }, false)
  assert.ok(isStatusReply.Check(open))
  assert.equal('reply' in open, false)
  const done = statusReply({ ...stamp, original: 'collected', answer: collected }, true)
  assert.ok(isStatusReply.Check(done))
  assert.deepEqual(done.reply, storedReply(collected, true))
})

test('a reverse is always taken, and the text says what to do with the cash', () => {
  const isReverseReply = Compile(ReverseReply)
  for (const original of ['reversed', 'was_refused', 'closed'] as const) {
    const out = storedReply({ kind: 'payout_reversed', ...stamp, original }, false)
    assert.ok(isReverseReply.Check(out))
    assert.equal(out.original, original)
    assert.equal(/내준 돈을 돌려받으세요/.test(out.text.ko), original !== 'closed')
  }
  for (const original of ['reversed', 'tombstoned', 'was_refused', 'closed'] as const) {
    const reply = storedReply({ kind: 'reversed', ...stamp, original }, false)
    assert.ok(isReverseReply.Check(reply))
    assert.equal(reply.original, original)
    assert.equal(/받은 돈[을은] 돌려주/.test(reply.text.ko), original !== 'closed')
  }
})

test('HTTP says 200 to every business answer, and otherwise what was wrong', () => {
  assert.equal(httpStatus(malformedReply({ field: 'stan', rule: { ko: '', en: '' } }, answeredAt)), 400)
  assert.equal(httpStatus(notAcceptedReply(answeredAt)), 401)
  assert.equal(httpStatus(notDoneReply(answeredAt)), 503)
  assert.equal(httpStatus(outcomeUnknownReply(answeredAt)), 200)
  assert.equal(httpStatus(storedReply(collected, false)), 200)
  assert.equal(httpStatus(rejectionReply({ name: 'still_running' }, stamp)), 200)
  assert.equal(httpStatus(rejectionReply({ name: 'too_late' }, stamp)), 503)
})

test('a request that was not taken has no reference', () => {
  for (const reply of [notAcceptedReply(answeredAt), notDoneReply(answeredAt), outcomeUnknownReply(answeredAt)]) {
    assert.equal(reply.gateway_ref, null)
    assert.ok(isRefusal.Check(reply))
  }
  assert.equal(outcomeUnknownReply(answeredAt, '000000000007').gateway_ref, '000000000007')
})
