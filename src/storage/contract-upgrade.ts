/** What an older version wrote, before there were endpoints, queues and cash receipts, and what becomes of it on every keeper on disk. */
import assert from 'node:assert/strict'
import type { DeliveryId, EndpointId, Instant, WallTime } from '../core/brand.ts'
import { type Delivery, queueOf } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT } from '../core/endpoint.ts'
import { ALPHA, BRAVO, orderId, paymentId } from './contract-commands.ts'
import type { Storage } from './storage.ts'

const OWN_URLS = [
  'https://own.example:8443/n?x=/1#a',
  'http://own.example?x=1/2',
  'https://own.example#top?/',
  'https://own.example',
  'HTTPS://user@Own.example/안녕',
] as const

/** A name that would mislead whoever looked for the addresses in the text. */
const terms = (noticeUrls: readonly string[] | null): string =>
  JSON.stringify({
    channelKey: 'channel-key-1',
    provider: 'galaxia',
    mid: 'sunap0001',
    sandbox: false,
    scheme: 'kr-generic-20',
    name: '\0 "noticeUrls":null',
    payTypes: ['cash'],
    confirmUrl: null,
    confirmTimeoutMs: 5000,
    noticeUrls,
  })

const payment = (no: number, noticeUrls: readonly string[] | null): string =>
  `insert into payments (merchant_id, id, order_id, network, number, pay_token, issued_seq, issued_at, expires_at, amount,
      currency, terms, state, version, updated_at, fence, ends_at)
    values ('mer_alpha', '${paymentId(no)}', '${orderId(no)}', 'house', '${no}', 'token-${no}', ${no}, 1000, 9000, 1000,
      'KRW', '${terms(noticeUrls)}', 'ready', 1, 1000, 0, 9000)`

const delivery = (no: number, place: number, url: string, progress: string): string =>
  `insert into deliveries (merchant_id, payment_id, version, id, order_id, event, status, url, created_at, content_type,
      state, tries, next_try_at, ended_at, lease_until, fence)
    values ('mer_alpha', '${paymentId(no)}', 1, '${deliveryId(no, place)}', '${orderId(no)}', 'issued', 'ready',
      '${url}', 1000, ${progress})`

const tried = (number: number, at: number, result: string): string =>
  `insert into delivery_tries (merchant_id, delivery_id, number, tried_at, latency_ms, result, detail)
    values ('mer_alpha', '${deliveryId(1, 1)}', ${number}, ${at}, 8.5, '${result}', 'no "answer"')`

/** Statements, one each, that both of the old schemas take. */
export const OLD_ROWS: readonly string[] = [
  `insert into merchants (id, name, notice_url, notice_content_type, v1_notices, webhook_secrets)
    values ('mer_alpha', 'A', 'https://alpha.example/n', 'json', 'all', '["whsec_b","whsec_a"]'),
      ('mer_bravo', 'B', null, 'form', 'paid', '[]')`,
  `insert into networks (id, prefix) values ('house', '8801')`,
  `insert into channels (merchant_id, key, provider, mid, is_default, sandbox, network, scheme, currency, reissue,
      pay_types, deadline_days, deadline_days_max, confirm_timeout_ms)
    values ('mer_alpha', 'channel-key-1', 'galaxia', 'sunap0001', 1, 0, 'house', 'kr-generic-20', 'KRW', 'allow',
      '["cash","card"]', 7, 180, 5000)`,
  payment(1, null),
  payment(2, OWN_URLS),
  payment(3, null),
  delivery(1, 1, 'https://old.example/n?a', `'form', 'waiting', 2, 9000, null, 5000, 3`),
  ...OWN_URLS.map((url, index) => delivery(2, index + 1, url, `'json', 'waiting', 0, 1000, null, null, 0`)),
  delivery(3, 1, 'https://old.example/n?a', `'json', 'exhausted', 15, null, 8000, null, 15`),
  tried(1, 2000, '{"kind":"failed","cause":"dns"}'),
  tried(2, 3000, '{"kind":"answered","status":500}'),
]

export async function assertCarriedOver(storage: Storage): Promise<void> {
  const { directory, deliveries, endpoints } = storage
  const { merchants } = directory.current()
  assert.deepEqual(merchants.get(ALPHA)?.webhookSecrets, [
    { sealed: 'whsec_b', until: null },
    { sealed: 'whsec_a', until: null },
  ])
  assert.deepEqual(merchants.get(BRAVO)?.webhookSecrets, [])
  const found = await Promise.all([1, 2, 3].map((no) => deliveries.ofPayment(ALPHA, paymentId(no))))
  assert.deepEqual(found, OLD_DELIVERIES)
  const waiting = OLD_DELIVERIES.flat().filter(({ state }) => state === 'waiting')
  assert.deepEqual(
    (await deliveries.waitingQueues(null, 100)).map(({ queue }) => queue),
    [...new Set(waiting.map(queueOf))].sort(),
  )
  const facts = { delivery: deliveryId(1, 1), url: 'https://old.example/n?a', latencyMs: 8.5, answer: null }
  const detail = { ko: 'no "answer"', en: 'no "answer"' }
  assert.deepEqual(await deliveries.tries(ALPHA, deliveryId(1, 1)), [
    {
      ...facts,
      number: 1,
      triedAt: 2000 as WallTime,
      result: { kind: 'failed', cause: 'dns' },
      detail,
      nextTryAt: 3000 as Instant,
    },
    {
      ...facts,
      number: 2,
      triedAt: 3000 as WallTime,
      result: { kind: 'answered', status: 500, retryAfterMs: null },
      detail,
      nextTryAt: 9000 as Instant,
    },
  ])
  assert.deepEqual(await endpoints.health(ALPHA), [])
  assert.deepEqual(
    directory.current().channels.map(({ key, receipts }) => [key, receipts]),
    [['channel-key-1', 'none']],
  )
  assert.equal(await storage.payments.nextReceiptDueAt(), null)
  const [payment] = await storage.payments.ofOrder(ALPHA, orderId(1), 1)
  assert.ok(payment?.state === 'ready' && payment.suspended === null, 'it waits, and runs')
}

const old = (no: number, place: number, endpoint: EndpointId | null, url: string) =>
  ({
    id: deliveryId(no, place),
    merchantId: ALPHA,
    paymentId: paymentId(no),
    orderId: orderId(no),
    event: 'issued',
    version: 1,
    status: 'ready',
    endpoint,
    url,
    format: no === 1 ? 'v1_form' : 'v1_json',
    createdAt: 1000 as Instant,
    roundFrom: 0,
  }) as const

const OLD_DELIVERIES: readonly (readonly Delivery[])[] = [
  [
    {
      ...old(1, 1, DEFAULT_ENDPOINT, 'https://old.example/n?a'),
      state: 'waiting',
      tries: 2,
      nextTryAt: 9000 as Instant,
    },
  ],
  OWN_URLS.map((url, index) => ({
    ...old(2, index + 1, null, url),
    state: 'waiting',
    tries: 0,
    nextTryAt: 1000 as Instant,
  })),
  [
    {
      ...old(3, 1, DEFAULT_ENDPOINT, 'https://old.example/n?a'),
      state: 'exhausted',
      tries: 15,
      endedAt: 8000 as Instant,
    },
  ],
]

function deliveryId(no: number, place: number): DeliveryId {
  return `dlv_${String(no).padStart(12, '0')}_1_${place}` as DeliveryId
}
