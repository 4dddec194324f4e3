import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHANGE_REFUSALS } from './change-refusals.ts'
import { merchantRefusal, REJECTION_NAMES, REJECTION_ROWS, tillRefusal } from './rejections.ts'

const rows = REJECTION_NAMES.map((name) => ({ name, ...REJECTION_ROWS[name] }))
const tillRows = rows.flatMap(({ name, till }) => (till === undefined ? [] : [{ name, ...till }]))
const merchantRows = rows.flatMap(({ name, merchant }) => (merchant === undefined ? [] : [{ name, ...merchant }]))

test('every rejection that can leave the house has a sentence for somebody', () => {
  const silent = rows.filter(
    ({ name, merchant, till }) => merchant === undefined && till === undefined && CHANGE_REFUSALS[name] === undefined,
  )
  assert.deepEqual(
    silent.map(({ name }) => name),
    ['number_taken', 'payment_id_taken'],
  )
})

test('every sentence for a till ends in what to do with the money, in both languages', () => {
  for (const { name, text } of tillRows) {
    const [lastKo, lastEn] = [text.ko, text.en].map(
      (sentences) => sentences.replace(/\.$/, '').split('. ').at(-1) ?? '',
    )
    assert.match(lastKo ?? '', /돈|금액|받은 것/, name)
    assert.match(lastEn ?? '', /money|amount|Give back/, name)
  }
})

test('a code has one class, and only what wrote nothing may be sent again under its key', () => {
  const classes = new Map<string, string>()
  for (const { name, code, class: kind } of tillRows) {
    assert.match(code, /^\d{4}$/)
    assert.equal(classes.get(code) ?? kind, kind, name)
    classes.set(code, kind)
  }
  const again = tillRows.filter(({ class: kind }) => kind === 'RETRY_SAME_KEY').map(({ code }) => code)
  assert.deepEqual(again.toSorted(), ['9001', '9402'])
})

test("V1's own sentences stand letter for letter", () => {
  const ko = (name: (typeof REJECTION_NAMES)[number]) => merchantRefusal(name)?.text.ko
  assert.equal(ko('payment_not_found'), '존재하지 않는 결제정보입니다.')
  assert.equal(ko('order_paid'), '이미 결제가 이루어진 거래건입니다.')
  assert.equal(ko('order_in_progress'), '편의점에서 결제가 진행 중입니다. 잠시 후 다시 시도해 주세요.')
})

test('a refusal of the trade is HTTP 200 with code 1, a PG’s with -1; everything else has code -1 and a status of its own', () => {
  for (const { name, status, code } of merchantRows)
    assert.equal(status === 200 && name !== 'pg_refused', code === 1, name)
  assert.deepEqual([merchantRefusal('pg_refused')?.status, merchantRefusal('pg_unanswered')?.status], [200, 503])
})

test("a PG's code and words stand in the merchant's sentence, as they are", () => {
  assert.equal(
    merchantRefusal('pg_refused', { reason: '2106 $& {limit}' })?.text.ko,
    'PG사가 거절하여 수납번호를 발급하지 못했습니다(2106 $& {limit}).',
  )
})

test("a merchant's reason stands in brackets, as it is, and its absence leaves no gap", () => {
  const reason = '품절 $& {reason}'
  assert.equal(
    tillRefusal('merchant_refused', { reason })?.text.ko,
    `판매자가 결제를 거절했습니다(${reason}). 받은 돈을 돌려주세요.`,
  )
  assert.equal(
    tillRefusal('merchant_refused', { reason })?.text.en,
    `The seller refused (${reason}). Give the money back.`,
  )
  assert.equal(tillRefusal('merchant_refused')?.text.ko, '판매자가 결제를 거절했습니다. 받은 돈을 돌려주세요.')
  assert.equal(tillRefusal('merchant_refused')?.text.en, 'The seller refused. Give the money back.')
})

test('a limit stands where the sentence has room for it', () => {
  const limit = { ko: '50000 KRW', en: '50000 KRW' }
  const refusal = merchantRefusal('amount_above_limit', { limit })
  assert.equal(refusal?.text.en, 'this payment channel takes at most 50000 KRW.')
  assert.equal(refusal?.parameter, 'amount')
  for (const { name, text } of merchantRows) {
    assert.equal(text.ko.includes('{limit}'), text.en.includes('{limit}'), name)
  }
})

test('a rejection that cannot reach a wire has no sentence there', () => {
  assert.equal(merchantRefusal('still_running'), undefined)
  assert.equal(tillRefusal('order_paid'), undefined)
})
