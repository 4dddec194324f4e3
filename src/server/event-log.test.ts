import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChannelKey, CollectionNumber, EndpointId, Instant, MerchantId, Money } from '../core/brand.ts'
import type { RefundRoute } from '../core/refund.ts'
import type { Happening } from '../gateway/happening.ts'
import { channelOf } from '../gateway/test-gateway.ts'
import { amountText, tell } from './event-log.ts'
import { SAMPLE_ENTRY, SAMPLE_REPORT } from './test-day-samples.ts'
import { SAMPLE_RECEIPT, SAMPLE_TILL, sampleDelivery, samplePayment, sampleRefund } from './test-samples.ts'

const payment = samplePayment()
const till = SAMPLE_TILL
const MERCHANT = 'mer_a' as MerchantId
const ENDPOINT = 'ep_1' as EndpointId
const CHANNEL = 'channel-key-1' as ChannelKey
const PG_CHANNEL = { ...channelOf(MERCHANT), mid: 'books01' }
const PAUSED = {
  type: 'endpoint_paused',
  merchantId: MERCHANT,
  endpoint: ENDPOINT,
  resume: 'npm run sunap -- x',
} as const
const ANSWERED_500 = { ko: '응답 500, 8 ms', en: 'answered 500 in 8 ms' }
const NEXT_TRY = new Date(2026, 10, 22, 14, 2, 10).getTime()

const BANK: RefundRoute = { kind: 'bank', bank: '004' }
const SLIP: RefundRoute = { kind: 'slip', number: '81009999999999999999' as CollectionNumber, expiresAt: 9 as Instant }
const FAILED = { state: 'failed', at: 9 as Instant, cause: 'refused', note: '홍길동 아님' } as const

/** Every kind of happening, and how it is told in English and in Korean. */
const TOLD: readonly (readonly [Happening, string, string])[] = [
  [
    { type: 'issued', payment },
    'issued     imp_073914820566  hoodie, 36,400 won  8100 4821 3095 5743 1267',
    '발급       imp_073914820566  hoodie, 36,400원  8100 4821 3095 5743 1267',
  ],
  [{ type: 'revoked', payment }, 'revoked    imp_073914820566', '말소       imp_073914820566'],
  [
    { type: 'amended', payment: { ...payment, amount: 29_900 as Money, expiresAt: NEXT_TRY as Instant } },
    'amended    imp_073914820566  hoodie, 29,900 won, until 11-22 14:02:10',
    '변경       imp_073914820566  hoodie, 29,900원, 기한 11-22 14:02:10',
  ],
  [
    { type: 'suspended', payment, reason: '재고 확인 중' },
    'suspended  imp_073914820566  재고 확인 중',
    '수납중지   imp_073914820566  재고 확인 중',
  ],
  [{ type: 'suspended', payment, reason: null }, 'suspended  imp_073914820566', '수납중지   imp_073914820566'],
  [{ type: 'resumed', payment }, 'goes on    imp_073914820566', '수납재개   imp_073914820566'],
  [
    { type: 'inquired', payment, merchant: '예제상점', till },
    'inquiry    한빛편의점 1호점, till 1: shown 예제상점, hoodie, 36,400 won',
    '수납조회   한빛편의점 1호점 1번 계산대: 화면에 예제상점, hoodie, 36,400원',
  ],
  [
    { type: 'asked', payment, verdict: { kind: 'payable' }, latencyMs: 11, detail: '200 in 11 ms: payable' },
    'asked      confirm_url  200 in 11 ms: payable',
    '확인요청   confirm_url  200 in 11 ms: payable',
  ],
  [
    { type: 'pg_no_number', channel: PG_CHANNEL, paymentId: payment.id, detail: 'no answer within 10 s' },
    'no number  imp_073914820566  galaxia.books01  the PG gave none: no answer within 10 s',
    'PG발급불가 imp_073914820566  galaxia.books01  PG가 번호를 주지 않았습니다: no answer within 10 s',
  ],
  [
    { type: 'pg_told', paymentId: payment.id, errand: 'revoke' },
    'PG told    imp_073914820566  number revoked',
    'PG통보     imp_073914820566  번호 말소',
  ],
  [
    { type: 'pg_untold', paymentId: payment.id, channelKey: CHANNEL, errand: 'undo', tries: 6, detail: 'refused' },
    'PG untold  imp_073914820566  channel-key-1  net cancel, tried 6 times: refused',
    'PG통보불가 imp_073914820566  channel-key-1  망취소, 6번 시도: refused',
  ],
  [
    { type: 'pg_silent', channelKey: CHANNEL },
    'PG silent  channel-key-1  the PG answers nearly nothing: no number is asked for, one request every 5 s asks again',
    'PG무응답   channel-key-1  PG가 거의 답하지 않습니다. 묻지 않고 거절하며, 5초마다 한 건씩 다시 물어봅니다',
  ],
  [
    { type: 'pg_answers', channelKey: CHANNEL },
    'PG answers channel-key-1  the PG answers again: it is asked as before',
    'PG응답재개 channel-key-1  PG가 다시 답합니다. 전처럼 물어봅니다',
  ],
  [
    { type: 'breaker_opened', merchantId: payment.merchantId },
    'silent     mer_a  confirm_url is nearly never answered: payments are refused without asking, one every 5 s asks again',
    '무응답     mer_a  confirm_url이 거의 답하지 않습니다. 묻지 않고 거절하며, 5초마다 한 건씩 다시 물어봅니다',
  ],
  [
    { type: 'breaker_closed', merchantId: payment.merchantId },
    'answering  mer_a  confirm_url is answered again: payments are asked about as before',
    '응답재개   mer_a  confirm_url이 다시 답합니다. 전처럼 물어봅니다',
  ],
  [
    {
      type: 'alarm_unsent',
      words: { ko: '디스크가 찼습니다', en: 'the disk is full' },
      why: { ko: '5초 안에 답이 없음', en: 'no answer within 5 s' },
    },
    'alarm      the disk is full (not sent: no answer within 5 s)',
    '알림       디스크가 찼습니다 (보내지 못함: 5초 안에 답이 없음)',
  ],
  [
    { type: 'collected', payment, till, approvalNo: '00000017', payType: 'cash', tookMs: 18.6 },
    'collected  한빛편의점 1호점, till 1: approval 00000017, cash, 19 ms',
    '수납완료   한빛편의점 1호점 1번 계산대: 승인번호 00000017, 현금, 19 ms',
  ],
  [
    { type: 'collected', payment, till, approvalNo: '00000018', payType: 'card', tookMs: 5 },
    'collected  한빛편의점 1호점, till 1: approval 00000018, card, 5 ms',
    '수납완료   한빛편의점 1호점 1번 계산대: 승인번호 00000018, 카드, 5 ms',
  ],
  [
    { type: 'refunded', payment, refund: sampleRefund(BANK) },
    'refunded   imp_073914820566  400 won  to a bank account, waits to be paid out',
    '환불접수   imp_073914820566  400원  계좌 이체, 지급 전',
  ],
  [
    { type: 'rerouted', payment, refund: sampleRefund(SLIP) },
    'rerouted   imp_073914820566  400 won  by a refund slip, waits to be paid out',
    '환불변경   imp_073914820566  400원  환불 바코드, 지급 전',
  ],
  [
    { type: 'payout_settled', payment, refund: { ...sampleRefund(BANK), payout: FAILED } },
    'payout     imp_073914820566  400 won  to a bank account, failed',
    '환불결과   imp_073914820566  400원  계좌 이체, 지급 실패',
  ],
  [
    { type: 'bank_paid_after_all', payment, refund: sampleRefund(BANK) },
    'payout     imp_073914820566  the bank paid an order that was called failed here; somebody must look',
    '환불결과   imp_073914820566  여기서 실패로 처리한 이체를 은행이 지급했습니다. 확인이 필요합니다',
  ],
  [
    { type: 'slip_shown', payment, refund: sampleRefund(SLIP), merchant: '예제상점', till },
    'inquiry    한빛편의점 1호점, till 1: shown refund slip, 예제상점, 400 won',
    '수납조회   한빛편의점 1호점 1번 계산대: 화면에 환불 바코드, 예제상점, 400원',
  ],
  [
    { type: 'paid_out_at_till', payment, till, approvalNo: '00000019', amount: 400 as Money },
    'paid out   한빛편의점 1호점, till 1: 400 won, approval 00000019',
    '환불지급   한빛편의점 1호점 1번 계산대: 400원, 승인번호 00000019',
  ],
  [
    { type: 'payout_reversed', till, original: 'reversed', payment },
    'reversed   한빛편의점 1호점, till 1: payout undone, the slip can be paid out again',
    '망취소     한빛편의점 1호점 1번 계산대: 지급을 되돌렸습니다. 환불 바코드를 다시 지급할 수 있습니다',
  ],
  [
    { type: 'collected_late', payment },
    'late       imp_073914820566  36,400 won',
    '기한후수납 imp_073914820566  36,400원',
  ],
  [
    { type: 'undone_at_store', payment },
    'undone     imp_073914820566  the shop undid it; payable again',
    '점포취소   imp_073914820566  점포가 취소했습니다. 다시 결제할 수 있습니다',
  ],
  [
    { type: 'at_desk', entry: SAMPLE_ENTRY },
    'suspense   sus_1  한빛편의점 1호점, 36,400 won: no payment has this number',
    '가수금     sus_1  한빛편의점 1호점, 36,400원: 발급되지 않은 번호입니다',
  ],
  [
    { type: 'at_desk', entry: { ...SAMPLE_ENTRY, state: 'refunded', note: '홍길동' } },
    'suspense   sus_1  한빛편의점 1호점, 36,400 won: given back',
    '가수금     sus_1  한빛편의점 1호점, 36,400원: 돌려주었습니다',
  ],
  [
    { type: 'report_ended', ...SAMPLE_REPORT },
    'report     한빛편의점 day-1  8 agree, theirs only 2, ours only 4, other amount 0, twice 1',
    '대사       한빛편의점 day-1  일치 8, 점포만 2, 우리만 4, 금액 다름 0, 중복 1',
  ],
  [
    { type: 'day_opened', till, businessDate: '20261122' },
    'open       한빛편의점 1호점 1  20261122',
    '업무개시   한빛편의점 1호점 1  20261122',
  ],
  [
    { type: 'day_closed', till, businessDate: '20261122' },
    'closed     한빛편의점 1호점 1  20261122',
    '업무마감   한빛편의점 1호점 1  20261122',
  ],
  [
    { type: 'reversed', till, original: 'reversed', payment },
    'reversed   한빛편의점 1호점, till 1: collection undone, payable again',
    '망취소     한빛편의점 1호점 1번 계산대: 수납을 되돌렸습니다, 다시 결제할 수 있습니다',
  ],
  [
    { type: 'reversed', till, original: 'tombstoned', payment: null },
    'reversed   한빛편의점 1호점, till 1: no collect has come; a late one will be turned away',
    '망취소     한빛편의점 1호점 1번 계산대: 원거래가 오지 않았습니다. 늦게 와도 거절합니다',
  ],
  [
    { type: 'unsettled', payment, till, cause: 'the disk is full' },
    'unsettled  imp_073914820566  the disk is full',
    '결과미상   imp_073914820566  the disk is full',
  ],
  [
    { type: 'lapsed', payment },
    'lapsed     imp_073914820566  payable again',
    '시도종료   imp_073914820566  다시 결제할 수 있습니다',
  ],
  [
    { type: 'receipt_issued', of: { ...payment, receipt: SAMPLE_RECEIPT } },
    'receipt    imp_073914820566  cash receipt issued: TEST-012345678',
    '현금영수증 imp_073914820566  발급번호 TEST-012345678',
  ],
  [
    { type: 'receipt_cancelled', of: payment },
    'receipt    imp_073914820566  cash receipt cancelled',
    '현금영수증 imp_073914820566  발급을 취소했습니다',
  ],
  [
    { type: 'receipt_failed', of: payment, reason: 'unknown business', stands: false },
    'receipt    imp_073914820566  no cash receipt: unknown business',
    '현금영수증 imp_073914820566  발급되지 않았습니다: unknown business',
  ],
  [
    { type: 'receipt_failed', of: payment, reason: 'too late', stands: true },
    'receipt    imp_073914820566  the cash receipt stands and could not be cancelled; somebody must look: too late',
    '현금영수증 imp_073914820566  취소되지 않아 그대로 남아 있습니다. 확인이 필요합니다: too late',
  ],
  [
    { type: 'receipt_unanswered', of: payment, dueAt: NEXT_TRY as Instant },
    'receipt    imp_073914820566  the issuer of cash receipts did not answer, next try at 11-22 14:02:10',
    '현금영수증 imp_073914820566  발급 기관이 답하지 않았습니다, 다음 시도 11-22 14:02:10',
  ],
  [{ type: 'expired', payment }, 'expired    imp_073914820566', '기한만료   imp_073914820566'],
  [
    {
      type: 'not_called',
      host: 'shop.internal',
      words: { ko: '사설망 주소', en: 'a private network' },
      openedBy: '10.1.2.3/32',
    },
    'not called shop.internal leads to a private network; 10.1.2.3/32 in SUNAP_ALLOWED_RANGES would open it',
    '호출안함   shop.internal 은(는) 사설망 주소입니다. SUNAP_ALLOWED_RANGES에 10.1.2.3/32 을(를) 넣으면 호출합니다',
  ],
  [
    toldOf(sampleDelivery({ state: 'delivered', tries: 1 }), 200, { ko: '200, 8 ms', en: '200 in 8 ms' }),
    'told       notice_url  200 in 8 ms: paid',
    '통지       notice_url  200, 8 ms: paid',
  ],
  [
    toldOf(sampleDelivery({ state: 'waiting', tries: 1, nextTryAt: NEXT_TRY }), 500, ANSWERED_500),
    'told       notice_url  answered 500 in 8 ms: paid, next try at 11-22 14:02:10',
    '통지       notice_url  응답 500, 8 ms: paid, 다음 시도 11-22 14:02:10',
  ],
  [
    toldOf(sampleDelivery({ state: 'exhausted', tries: 15 }), 500, ANSWERED_500),
    'told       notice_url  answered 500 in 8 ms: paid, no more tries',
    '통지       notice_url  응답 500, 8 ms: paid, 더 시도하지 않습니다',
  ],
  [
    toldOf({ ...sampleDelivery({ state: 'delivered', tries: 1 }), endpoint: ENDPOINT }, 200, { ko: '200', en: '200' }),
    'told       ep_1  200: paid',
    '통지       ep_1  200: paid',
  ],
  [
    { ...PAUSED, cause: 'gone' },
    'paused     mer_a  ep_1  it answered 410 (gone): nothing is sent to it until it is resumed: npm run sunap -- x',
    '통지중지   mer_a  ep_1  410(없어짐)으로 답했습니다. 다시 켤 때까지 보내지 않습니다: npm run sunap -- x',
  ],
  [
    { ...PAUSED, cause: 'failing' },
    'paused     mer_a  ep_1  nothing arrived for 5 days: one notice an hour asks whether it is back. To resume it now: npm run sunap -- x',
    '통지중지   mer_a  ep_1  5일 동안 하나도 받지 않았습니다. 한 시간에 한 건씩 다시 보내 봅니다. 바로 다시 켜기: npm run sunap -- x',
  ],
  [
    { type: 'endpoint_resumed', merchantId: MERCHANT, endpoint: ENDPOINT },
    'resumed    mer_a  ep_1  it takes notices again: what waited is sent',
    '통지재개   mer_a  ep_1  다시 받기 시작했습니다. 밀린 통지를 보냅니다',
  ],
  [
    { type: 'inquiries_locked', till },
    'held up    한빛편의점 1호점, till 1: unknown numbers again and again; its inquiries are held up for 10 minutes',
    '조회차단   한빛편의점 1호점 1번 계산대: 없는 번호를 거듭 조회해 10분 동안 조회를 막았습니다',
  ],
]

function toldOf(
  delivery: ReturnType<typeof sampleDelivery>,
  status: number,
  detail: { readonly ko: string; readonly en: string },
): Happening {
  const result = { kind: 'answered', status, retryAfterMs: null } as const
  return { type: 'told', delivery, result, latencyMs: 8, detail, endpointBecame: null }
}

for (const [happening, english, korean] of TOLD) {
  test(`a line in each language: ${english}`, () => {
    assert.equal(tell(happening, 'en'), english)
    assert.equal(tell(happening, 'ko'), korean)
  })
}

test('a refusal shows its code and its reason, in the reader’s language', () => {
  const rejection = { name: 'merchant_refused', reason: '품절' } as const
  const declined: Happening = { type: 'declined', at: 'collect', till, rejection, payment }
  assert.match(tell(declined, 'en') ?? '', /^declined {3}한빛편의점 1호점, till 1: 2301 .*품절/)
  assert.match(tell(declined, 'ko') ?? '', /^수납불가 {3}한빛편의점 1호점 1번 계산대: 2301 .*품절/)
  assert.notEqual(tell(declined, 'en')?.split(': ')[1], tell(declined, 'ko')?.split(': ')[1])
})

test('no line holds an address of the merchant, the page’s token or the clerk', () => {
  for (const [happening] of TOLD) {
    for (const language of ['en', 'ko'] as const) {
      assert.doesNotMatch(tell(happening, language) ?? '', /shop\.example|key=hidden|token-of-the-page/)
    }
  }
})

test('what a merchant wrote can neither begin a line nor steer the terminal', () => {
  const name = 'a\r\n14:00:00  collected\u001b[2J\u2028\u202eb'
  const line = tell({ type: 'issued', payment: samplePayment({ name }) }, 'en')
  assert.equal(line, 'issued     imp_073914820566  a��14:00:00  collected�[2J��b, 36,400 won  8100 4821 3095 5743 1267')
})

test('goods without a name are told by their amount', () => {
  const line = tell({ type: 'issued', payment: samplePayment({ name: null }) }, 'en')
  assert.equal(line, 'issued     imp_073914820566  36,400 won  8100 4821 3095 5743 1267')
})

test('an amount is written as the reader writes it', () => {
  const written = (amount: number, currency: 'KRW' | 'USD', language: 'en' | 'ko'): string =>
    amountText(amount as Money, currency, language)
  assert.equal(written(1_234_567, 'KRW', 'en'), '1,234,567 won')
  assert.equal(written(1_234_567, 'KRW', 'ko'), '1,234,567원')
  assert.equal(written(123_450, 'USD', 'en'), 'USD 1,234.50')
  assert.equal(written(100, 'USD', 'ko'), 'USD 1.00')
})
