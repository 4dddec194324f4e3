import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TillIdentity } from '../core/attempt.ts'
import type {
  ChannelKey,
  EndpointId,
  Instant,
  MerchantId,
  Money,
  MonoTime,
  NetworkId,
  OrderId,
  PaymentId,
  ReceiptId,
  TransferId,
} from '../core/brand.ts'
import { type CashReceipt, selfIssued } from '../core/cash-receipt.ts'
import type { Refund } from '../core/refund.ts'
import type { Happening } from '../gateway/happening.ts'
import type { Alarm } from '../outbound/alarms.ts'
import { createAlarmWatch } from './alarm-watch.ts'
import { SAMPLE_RECEIPT, sampleDelivery, samplePayment, sampleRefund } from './test-samples.ts'

const ENDPOINT = 'ep_1' as EndpointId
const TILL: TillIdentity = {
  network: 'house' as NetworkId,
  chain: '가게',
  outlet: 'S001',
  outletName: '1호점',
  till: '1',
}
const MERCHANT = 'mer_a' as MerchantId
const CHANNEL = 'channel-key-1' as ChannelKey
const RECEIPTED = { ...samplePayment({ merchantId: MERCHANT }), receipt: SAMPLE_RECEIPT }
const CASH = { merchantId: MERCHANT, orderId: 'cash-1' as OrderId, name: 'soup', token: 'token', version: 2 }
const FAILED: CashReceipt = {
  ...selfIssued('rcp_1' as ReceiptId, 100_000 as Money),
  state: 'failed',
  failedAt: 0 as Instant,
  reason: '미등록',
}

const PAID_AFTER_ALL: Refund = {
  ...sampleRefund({ kind: 'bank', bank: '004' }),
  paidAfterAll: { transferId: 'trf_1' as TransferId, reference: 'bank-7', at: 0 as Instant },
}

function openWatch() {
  const raised: Alarm[] = []
  const watch = createAlarmWatch({ raise: (alarm) => raised.push(alarm), mono: () => 0 as MonoTime })
  return { raised, watch }
}

function asked(
  kind: 'payable' | 'unanswered',
  more: { readonly notAsked?: true } = {},
  merchantId = MERCHANT,
): Happening {
  return { type: 'asked', payment: samplePayment({ merchantId }), verdict: { kind }, latencyMs: 1, detail: '', ...more }
}

function told(state: 'delivered' | 'exhausted'): Happening {
  const delivery = sampleDelivery({ state, tries: 15 })
  const result = { kind: 'answered', status: 500, retryAfterMs: null } as const
  const detail = { ko: '응답 500', en: 'answered 500' }
  return { type: 'told', delivery, result, latencyMs: 8, detail, endpointBecame: null }
}

/** What happened, and the alarm of it: its kind, what it is about, what it says in Korean and English. */
const RAISED = [
  [
    { type: 'breaker_opened', merchantId: MERCHANT },
    'breaker_open',
    'mer_a',
    /mer_a의 confirm_url.*2302.*가맹점에 알려 주세요/,
    /merchant mer_a .*2302.*Tell the merchant/,
  ],
  [
    told('exhausted'),
    'dead_letter',
    'mer_a https://shop.example/notice',
    /mer_a\(shop\.example\)에 imp_073914820566의 통지.*응답 500/,
    /imp_073914820566 to merchant mer_a \(shop\.example\).*answered 500/,
  ],
  [
    {
      type: 'endpoint_paused',
      merchantId: MERCHANT,
      endpoint: ENDPOINT,
      cause: 'gone',
      resume: 'resume-it --id ep_1',
    },
    'endpoint_paused',
    'mer_a ep_1',
    /mer_a의 엔드포인트 ep_1: .*410.*다시 켜기: resume-it --id ep_1$/,
    /endpoint ep_1 of merchant mer_a are paused: its server answered 410.*resume-it --id ep_1$/,
  ],
  [
    { type: 'endpoint_paused', merchantId: MERCHANT, endpoint: ENDPOINT, cause: 'failing', resume: 'resume-it' },
    'endpoint_paused',
    'mer_a ep_1',
    /여러 날 동안 한 건도 전하지 못하여/,
    /nothing has reached it for days/,
  ],
  [
    { type: 'pg_silent', channelKey: CHANNEL },
    'pg_silent',
    'channel-key-1',
    /channel-key-1의 PG.*503.*channel-probe/,
    /PG behind channel channel-key-1 .*503.*channel-probe/,
  ],
  [
    {
      type: 'pg_untold',
      paymentId: 'imp_1' as PaymentId,
      channelKey: CHANNEL,
      errand: 'revoke',
      tries: 6,
      detail: 'no answer within 10 s',
    },
    'pg_untold',
    'channel-key-1',
    /channel-key-1의 PG에 imp_1: 번호가 말소.*6번.*돈은 안전합니다/,
    /told 6 times about imp_1, that a number was revoked.*no answer within 10 s.*Money is safe/,
  ],
  [
    { type: 'receipt_failed', of: RECEIPTED, reason: '마감 후', stands: true },
    'receipt_stands',
    'mer_a imp_073914820566',
    /imp_073914820566: 현금영수증을 취소하지 못해 그대로 남아 있습니다\(마감 후\).*직접 취소/,
    /imp_073914820566.* could not be cancelled and stands.*by hand/,
  ],
  [
    { type: 'receipt_failed', of: { ...CASH, receipt: FAILED }, reason: '미등록', stands: false },
    'receipt_missing',
    'mer_a cash-1',
    /cash-1: 현금영수증을 자진발급하지 못했습니다\(미등록\).*5일/,
    /for cash-1.*within 5 days/,
  ],
  [
    { type: 'bank_paid_after_all', payment: RECEIPTED, refund: PAID_AFTER_ALL },
    'bank_paid_after_all',
    PAID_AFTER_ALL.id,
    /실패로 처리한 환불 이체 400원을 은행이 지급했다고 합니다\(bank-7\).*다른 경로로 지급을 기다리고.*refund-show --merchant/,
    /the bank says it paid 400 won of imp_.*\(bank-7\).*waits to be paid another way.*Pay nothing more.*refund-show --merchant/,
  ],
  [
    { type: 'inquiries_locked', till: TILL },
    'inquiries_locked',
    'house/S001/1',
    /house\/S001\/1\(1호점\).*10분 동안 조회를 막았습니다.*till-disable --network house --outlet S001 --till 1$/,
    /house\/S001\/1 .*held up for 10 minutes.*till-disable --network house --outlet S001 --till 1$/,
  ],
] as const satisfies readonly (readonly [Happening, ...unknown[]])[]

test('each kind is raised by what happened, with who it is about and what to do, in both languages', () => {
  for (const [happening, kind, subject, korean, english] of RAISED) {
    const { raised, watch } = openWatch()
    watch(happening)
    const [alarm, ...more] = raised
    assert.ok(alarm !== undefined && more.length === 0, kind)
    assert.deepEqual([alarm.kind, alarm.subject], [kind, subject])
    assert.match(alarm.words.ko, korean)
    assert.match(alarm.words.en, english)
  }
})

test('no alarm holds what only the merchant should read', () => {
  const { raised, watch } = openWatch()
  watch(told('exhausted'))
  assert.doesNotMatch(JSON.stringify(raised[0]?.words), /key=hidden|\/notice/)
})

test('a merchant that turns customers away is told of with its counts; each is counted alone', () => {
  const { raised, watch } = openWatch()
  const other = 'mer_b' as MerchantId
  for (let no = 0; no < 10; no += 1) {
    watch(asked('payable'))
    watch(asked('unanswered'))
    watch(asked('payable', {}, other))
  }
  assert.deepEqual(
    raised.map(({ kind, subject }) => [kind, subject]),
    [['confirm_refusals', 'mer_a']],
  )
  assert.match(
    raised[0]?.words.ko ?? '',
    /mer_a이\(가\) 지난 10분 동안 질문 20건 중 0건을 거절하고 10건에 답하지 않았습니다/,
  )
  assert.match(raised[0]?.words.en ?? '', /mer_a refused 0 of 20 questions and left 10 unanswered/)
})

test('questions that were never asked are not the merchant’s refusals, and all is well with the rest', () => {
  const { raised, watch } = openWatch()
  for (let no = 0; no < 40; no += 1) watch(asked('unanswered', { notAsked: true }))
  for (let no = 0; no < 40; no += 1) watch(asked('payable'))
  watch(told('delivered'))
  watch({ type: 'breaker_closed', merchantId: MERCHANT })
  watch({
    type: 'receipt_failed',
    of: { ...CASH, receipt: { ...FAILED, identifier: 'phone' } },
    reason: 'told in the answer',
    stands: false,
  })
  watch({ type: 'alarm_unsent', words: { ko: '', en: '' }, why: { ko: '', en: '' } })
  assert.deepEqual(raised, [])
})
