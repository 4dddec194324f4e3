/**
 * All SQL of the keeper but its migrations and pragmas, each statement prepared once. The order of the placeholders is
 * the order of the `...Values` function that stands beside the row it writes.
 */
import { CONSOLE_LOOK_UPS, CONSOLE_READS, CONSOLE_WRITES } from './console-statements.ts'
import { FORGETTING } from './forget-statements.ts'
import type { SqlHandle, SqlStatement } from './handle.ts'
import { PAID_OUT_UNDER_ANY_NAME, refundReads } from './refund-statements.ts'
import { REGISTRATION_READS, REGISTRATION_WRITES } from './registration-statements.ts'
import { OR_LATE, REPORT_READS, REPORT_WRITES } from './report-statements.ts'

const PAYMENT = `p.merchant_id, p.id, p.order_id, p.network, p.number, p.pay_token, p.issued_at, p.expires_at, p.amount,
  p.currency, p.terms, p.state, p.version, p.updated_at, p.fence, p.inquired_at, p.last_attempt, p.until, p.ended_at,
  p.cause, p.suspended, p.receipt, p.paid_at, p.refunds, p.provisional`
const ORDER = 'merchant_id, order_id, live, holder, collected'
const ATTEMPT = 'key, state, payment_id, body'
const EXTERNAL = 'merchant_id, order_id, name, token, version, receipt'
const DELIVERY = `d.merchant_id, d.payment_id, d.version, d.id, d.order_id, d.event, d.status, d.endpoint, d.created_at,
  d.url, d.format, d.state, d.tries, d.round_from, d.next_try_at, d.ended_at`

/** Nobody has it, and no older notice of its payment in its queue is untried or out. `?1` is wall time. */
const TO_HAND_OUT = `d.state = 'waiting' and (d.lease_until is null or d.lease_until <= ?1)
  and not exists (
    select 1 from deliveries o
    where o.merchant_id = d.merchant_id and o.payment_id = d.payment_id and o.version < d.version
      and o.queue = d.queue and o.state = 'waiting' and (o.tries = 0 or o.lease_until > ?1))`

const HEALTH = 'h.failing_since, h.pause_cause, h.paused_since, h.probe_at'
const BESIDE_HEALTH = `deliveries d left join endpoint_health h on h.merchant_id = d.merchant_id and h.endpoint = d.endpoint`

/** Newest first. Every page ends where the one before began. */
const DELIVERIES_LISTED = `select ${DELIVERY} from deliveries d where d.merchant_id = ?1 and (d.created_at, d.id) < (?2, ?3)
  and d.created_at >= ?4 and (?5 is null or d.endpoint = ?5) and (?6 is null or d.state = ?6)`
const NEWEST_FIRST = 'order by d.created_at desc, d.id desc limit ?7'

/** Since when a payment is what it is listed as: a ready one whose time is over failed at its end. `?4` is business time. */
const SINCE_AT = `case when p.ends_at <= ?4 then p.ends_at else coalesce(p.ended_at, p.issued_at) end`
/** What it is listed as, each kind asked in the fewest words: a walk asks of every row it passes. */
const LISTED_AS = {
  any: 'true',
  ready: `(p.state = 'authorising' or p.ends_at > ?4)`,
  paid: `p.state = 'paid'`,
  cancelled: `p.state = 'cancelled'`,
  failed: `(p.state = 'failed' or p.ends_at <= ?4)`,
  unpaid: `p.state <> 'paid'`,
}
type Among = keyof typeof LISTED_AS
/** `?2` and `?3`: from and to. */
const WITHIN = `(${SINCE_AT}) between ?2 and ?3`

/** Down from the newest end, or up from the oldest; nothing before `?5` is looked at. */
const DIRECTIONS = { down: 'desc', up: 'asc' }
type WalkName<Order extends string> = `${Order} ${keyof typeof DIRECTIONS} ${Among}`

/** A walk each way for everything that may count on it. */
function walksBy<Order extends string>(order: Order, time: string, bounds: string): Record<WalkName<Order>, string> {
  const walks = Object.entries(LISTED_AS).flatMap(([among, isListed]) =>
    Object.entries(DIRECTIONS).map(([direction, sorted]) => [
      `${order} ${direction} ${among}`,
      `select p.rowid as place from payments p
        where p.merchant_id = ?1 and ${bounds} and ${isListed} and ${WITHIN}
        order by ${time} ${sorted}, p.issued_seq ${sorted} limit ?6 offset ?7`,
    ]),
  )
  return Object.fromEntries(walks) as Record<WalkName<Order>, string>
}

/** Of those that are paid, in the order of their payment. */
const BY_PAYMENT = (sorted: string): string => `select p.rowid as place from payments p
  where p.merchant_id = ?1 and p.state = 'paid' and p.ended_at between ?2 and ?3
  order by p.ended_at ${sorted}, p.issued_at ${sorted}, p.issued_seq ${sorted} limit ?6 offset ?7`

const COUNT = 'select count(*) from payments p where'
const ENDED = (state: string): string =>
  `(${COUNT} p.merchant_id = ?1 and p.state = '${state}' and p.ended_at between ?2 and ?3)`
const OPEN = (state: string): string =>
  `${COUNT} p.merchant_id = ?1 and p.state = '${state}' and p.ended_at is null and p.issued_at between ?2 and ?3`
const OVERDUE = `(${COUNT} p.state = 'ready' and p.ends_at between ?2 and min(?3, ?4) and +p.merchant_id = ?1)`
/** 0 for a status nobody asked for. */
const IF_ASKED = (status: string, count: string): string =>
  `case when ?5 is null or ?5 = '${status}' then ${count} else 0 end as ${status}`

/** Rows that both the writer and the readers look up. */
const LOOK_UPS = {
  order: `select ${ORDER} from orders where merchant_id = ? and order_id = ?`,
  attempt: `select ${ATTEMPT} from attempts where key = ?`,
  external: `select ${EXTERNAL} from external_receipts where merchant_id = ? and order_id = ?`,
  token: 'select issued_at, expires_at from tokens where key_no = ?',
  merchants: `select id, name, notice_url, notice_content_type, v1_notices, suspended, webhook_secrets from merchants`,
  channels: `select merchant_id, key, provider, mid, is_default, sandbox, network, scheme, currency, reissue, pay_types,
    deadline_days, deadline_days_max, amount_max, confirm_timeout_ms, receipts, refund_slip_days,
    till_cancel from channels order by key`,
  connectors: 'select merchant_id, channel_key, kind, sealed from connectors',
  endpoints: 'select merchant_id, id, url, description, format, hears, secrets from endpoints',
  networks: 'select id, prefix, phases, notify_on, calendar, limits, suspended_chains from networks',
  outlets: 'select network, id, chain, name, disabled, suspended from outlets',
  tills: 'select network, outlet, id, secret, former_secret, former_until, disabled from tills',
  apiKeys: 'select merchant_id, imp_key, no, secret_hash from api_keys',
  keyProof: 'select sealed from key_proof',
  issueKey: `select merchant_id, key, fingerprint, payment_id, refund_id from issue_keys
    where merchant_id = ? and key = ?`,
  ...CONSOLE_LOOK_UPS,
}

/** By the keyed hash of a customer's field. `?3`, `?4`: issued before. */
const OF_BUYER = (column: string): string => `select ${PAYMENT} from (
    select payment_id from personal where merchant_id = ?1 and ${column} = ?2) e
  cross join payments p on p.merchant_id = ?1 and p.id = e.payment_id and (p.issued_at, p.issued_seq) < (?3, ?4)
  order by p.issued_at desc, p.issued_seq desc limit ?5`

const READS = {
  ...LOOK_UPS,
  ...REGISTRATION_READS,
  ...REPORT_READS,
  payment: `select ${PAYMENT} from payments p where merchant_id = ? and id = ?`,
  countOfStatuses: `select ${[
    IF_ASKED('ready', `(${OPEN('ready')} and p.ends_at > ?4) + (${OPEN('authorising')})`),
    IF_ASKED('paid', ENDED('paid')),
    IF_ASKED('cancelled', ENDED('cancelled')),
    IF_ASKED('failed', `${ENDED('failed')} + ${OVERDUE}`),
  ].join(', ')}`,
  ...walksBy('issue', 'p.issued_at', 'p.issued_at between ?5 and ?3'),
  ...walksBy('update', 'p.updated_at', 'p.updated_at >= ?5'),
  'payment down': BY_PAYMENT('desc'),
  'payment up': BY_PAYMENT('asc'),
  anyOverdue: `select id from payments where state = 'ready' and ends_at <= ? limit 1`,
  longestLife: `select ended_at - issued_at as ms from payments where merchant_id = ? and ended_at is not null
    order by ended_at - issued_at desc limit 1`,
  issuedBetween: `select issued_at from payments where merchant_id = ? and issued_at >= ? and issued_at < ?
    order by issued_at limit 1 offset ?`,
  paymentAt: `select ${PAYMENT} from payments p where p.rowid = ?`,
  prepared:
    'select merchant_id, order_id, hundredths, currency from prepared_amounts where merchant_id = ? and order_id = ?',
  paymentsOfOrder: `select ${PAYMENT} from payments p where merchant_id = ? and order_id = ?
    order by issued_seq desc limit ?`,
  paymentByPayToken: `select ${PAYMENT} from payments p where pay_token = ?`,
  paymentByNumber: `select ${PAYMENT} from payments p where network = ? and number = ? order by turn desc limit 1`,
  paymentBySlip: `select ${PAYMENT} from slips s cross join payments p on p.merchant_id = s.merchant_id and p.id = s.payment_id
    where s.network = ? and s.number = ?`,
  slipsOver: 'select payment_id as id from refunds where ends_at <= ? order by ends_at limit ?',
  ...refundReads(PAYMENT),
  personal: `select payment_id, key_id, sealed, phone_hash, phone_last4_hash, email_hash, name_hash
    from personal where merchant_id = ? and payment_id = ?`,
  events: `select merchant_id, payment_id, version, at, command, type, data
    from events where payment_id = ? and merchant_id = ? order by version`,
  feed: `select payment_id, version from events where merchant_id = ? and seq > ? order by seq limit ?`,
  feedEnd: 'select payment_id, version from events where merchant_id = ? order by seq desc limit 1',
  seqOf: 'select seq from events where payment_id = ? and version = ? and merchant_id = ?',
  paymentsOfNumber: `select ${PAYMENT} from payments p
    where p.network in (select id from networks) and p.number = ? and +p.merchant_id = ?
    order by p.issued_at desc, p.issued_seq desc limit ?`,
  paymentsOfAttempt: `select ${PAYMENT} from (
      select payment_id from events where merchant_id = ?1 and attempt_id = ?2 union
      select payment_id from events where merchant_id = ?1 and gateway_ref = ?2 union
      select payment_id from events where merchant_id = ?1 and approval_no = ?2 union
      ${PAID_OUT_UNDER_ANY_NAME} ${OR_LATE}) e
    cross join payments p on p.merchant_id = ?1 and p.id = e.payment_id
    order by p.issued_at desc, p.issued_seq desc limit ?3`,
  phoneOfBuyer: OF_BUYER('phone_hash'),
  phoneLast4OfBuyer: OF_BUYER('phone_last4_hash'),
  emailOfBuyer: OF_BUYER('email_hash'),
  nameOfBuyer: OF_BUYER('name_hash'),
  ...CONSOLE_READS,
  /** `?2`, `?3`: small letters of what is looked for, and as it stands inside JSON. The terms hold more than the goods. */
  matchingAt: `select ${PAYMENT} from payments p where p.rowid = ?1 and (instr(lower(p.order_id), ?2) > 0
    or instr(p.id, ?2) > 0 or instr(lower(p.number), ?2) > 0 or instr(lower(p.terms), ?3) > 0)`,
  issueOf: 'select issued_at, issued_seq from payments where merchant_id = ? and id = ?',
  placesAtOutlet: `select p.rowid as place from payments p
    where p.merchant_id = ?1 and json_extract(p.last_attempt, '$.request.outlet') = ?5
      and (p.issued_at, p.issued_seq) < (?6, ?7) and (${SINCE_AT}) between ?2 and ?3
    order by p.issued_at desc, p.issued_seq desc limit ?8`,
  expired: `select id from payments where state = 'ready' and ends_at <= ? order by ends_at limit ?`,
  lapsed: `select id from payments where state = 'authorising' and until <= ? order by until limit ?`,
  nextEnding: `select ends_at from payments where state = 'ready' order by ends_at limit 1`,
  receiptsDue: `select id from payments where receipt_due_at <= ? order by receipt_due_at limit ?`,
  nextReceiptDue: `select receipt_due_at from payments where receipt_due_at is not null order by receipt_due_at limit 1`,
  receiptIdentifier: 'select key_id, sealed from receipt_identifiers where merchant_id = ? and receipt_id = ?',
  externalByToken: `select ${EXTERNAL} from external_receipts where token = ?`,
  externalsDue: `select ${EXTERNAL} from external_receipts where due_at <= ? order by due_at limit ?`,
  nextExternalDue: 'select due_at from external_receipts where due_at is not null order by due_at limit 1',
  externalIdentifier: 'select key_id, sealed from external_receipt_identifiers where merchant_id = ? and order_id = ?',
  authorising: `select id from payments where state = 'authorising' order by until`,
  toDoubt: 'select id from payments where complete_by <= ? order by complete_by limit ?',
  inDoubt: `select ${PAYMENT} from payments p
    where p.doubted_at is not null and (p.doubted_at, p.merchant_id, p.id) > (?2, ?3, ?4) and (?1 is null or p.merchant_id = ?1)
    order by p.doubted_at, p.merchant_id, p.id limit ?5`,
  nextQueue: `select d.queue, d.merchant_id, d.endpoint, ${HEALTH} from ${BESIDE_HEALTH}
    where d.state = 'waiting' and d.queue > ? order by d.queue limit 1`,
  firstOfQueue: `select d.queue, d.merchant_id, d.next_try_at as due_at from deliveries d
    where d.queue = ?2 and ${TO_HAND_OUT} order by d.next_try_at limit 1`,
  delivery: `select ${DELIVERY} from deliveries d
    where d.merchant_id = ? and d.payment_id = ? and d.version = ? and d.id = ?`,
  deliveriesListed: `${DELIVERIES_LISTED} ${NEWEST_FIRST}`,
  endpointListed: `${DELIVERIES_LISTED} and d.endpoint = ?5 ${NEWEST_FIRST}`,
  undeliveredListed: `${DELIVERIES_LISTED} and d.state = ?6 and d.state <> 'delivered' ${NEWEST_FIRST}`,
  deliveries: `select ${DELIVERY} from deliveries d where d.merchant_id = ? and d.payment_id = ?
    order by d.version, d.id`,
  health: `select h.merchant_id, h.endpoint, ${HEALTH} from endpoint_health h where h.merchant_id = ? order by h.endpoint`,
  tries: `select delivery_id, number, tried_at, url, latency_ms, result, detail, answer, next_try_at
    from delivery_tries where merchant_id = ? and delivery_id = ? order by number`,
  tillSightings: 'select terminal, seen_at from till_sightings order by terminal',
  confirmFigures: `select merchant_id, hour, outcome, bucket_ms, count from confirm_figures
    where merchant_id = ? and hour >= ? and hour < ? order by hour, outcome, bucket_ms`,
  probe: 'select id from clock',
}

const WRITES = {
  ...LOOK_UPS,
  ...REGISTRATION_WRITES,
  ...FORGETTING,
  ...REPORT_WRITES,
  ...CONSOLE_WRITES,
  /** Whoever's it is: by its first event, which has an index of its own. */
  paymentById: `select ${PAYMENT} from events e cross join payments p on p.merchant_id = e.merchant_id and p.id = e.payment_id
    where e.payment_id = ? and e.version = 1`,
  tillRequest: 'select key, kind, fingerprint, answer from till_requests where key = ?',
  idOnNumber: `select id from payments where network = ? and number = ? order by turn desc limit 1`,
  slip: 'select payment_id as id from slips where network = ? and number = ?',
  lastSeq: 'select coalesce(max(seq), 0) as seq from events',
  insertEvent: `insert into events (seq, merchant_id, payment_id, version, at, command, type, data)
    values (?, ?, ?, ?, ?, ?, ?, ?)`,
  insertPayment: `insert into payments (merchant_id, id, order_id, network, number, pay_token, issued_at, expires_at, amount, currency, terms,
      state, version, updated_at, fence, inquired_at, last_attempt, ends_at, until, ended_at, cause, suspended, receipt,
      receipt_due_at, paid_at, refunds, provisional, complete_by, doubted_at, issued_seq)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  updatePayment: `update payments set expires_at = ?, amount = ?, state = ?, version = ?, updated_at = ?, fence = ?,
      inquired_at = ?, last_attempt = ?, ends_at = ?, until = ?, ended_at = ?, cause = ?, suspended = ?, receipt = ?,
      receipt_due_at = ?, paid_at = ?, refunds = ?, provisional = ?, complete_by = ?, doubted_at = ?
    where merchant_id = ? and id = ?`,
  putOrder: `insert into orders (${ORDER}) values (?, ?, ?, ?, ?)
    on conflict (merchant_id, order_id) do update
    set live = excluded.live, holder = excluded.holder, collected = excluded.collected`,
  putAttempt: `insert into attempts (${ATTEMPT}) values (?, ?, ?, ?)
    on conflict (key) do update set state = excluded.state, payment_id = excluded.payment_id, body = excluded.body`,
  putTillRequest: 'insert into till_requests (key, kind, fingerprint, answer) values (?, ?, ?, ?)',
  insertIssueKey: `insert into issue_keys (merchant_id, key, fingerprint, payment_id, refund_id)
    values (?, ?, ?, ?, ?)`,
  putRefund: `insert into refunds (merchant_id, id, payment_id, accepted_at, state, ends_at, transfer_due_at)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (merchant_id, id) do update
    set state = excluded.state, ends_at = excluded.ends_at, transfer_due_at = excluded.transfer_due_at`,
  insertSlip: 'insert into slips (network, number, merchant_id, payment_id) values (?, ?, ?, ?)',
  putAccount: `insert into refund_accounts (merchant_id, refund_id, key_id, sealed) values (?, ?, ?, ?)
    on conflict (merchant_id, refund_id) do update set key_id = excluded.key_id, sealed = excluded.sealed`,
  insertPersonal: `insert into personal (merchant_id, payment_id, key_id, sealed, phone_hash, phone_last4_hash,
    email_hash, name_hash) values (?, ?, ?, ?, ?, ?, ?, ?)`,
  insertReceiptIdentifier: `insert into receipt_identifiers (merchant_id, receipt_id, payment_id, key_id, sealed)
    values (?, ?, ?, ?, ?)`,
  putExternal: `insert into external_receipts (${EXTERNAL}, due_at) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (merchant_id, order_id) do update
    set name = excluded.name, token = excluded.token, version = excluded.version, receipt = excluded.receipt,
      due_at = excluded.due_at`,
  putExternalIdentifier: `insert into external_receipt_identifiers (merchant_id, order_id, key_id, sealed)
    values (?, ?, ?, ?) on conflict (merchant_id, order_id) do update
    set key_id = excluded.key_id, sealed = excluded.sealed`,
  insertDelivery: `insert into deliveries (merchant_id, payment_id, version, id, order_id, event, status, endpoint, queue,
      created_at, url, format, state, tries, round_from, next_try_at, ended_at, lease_until, fence)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, 0)`,
  dueDeliveries: `select ${DELIVERY}, d.fence + 1 as fence, ${HEALTH} from ${BESIDE_HEALTH}
    where d.queue = ?3 and d.next_try_at <= ?2 and ${TO_HAND_OUT}
    order by d.next_try_at, d.merchant_id, d.payment_id, d.version, d.id limit ?4`,
  leaseDelivery: `update deliveries set lease_until = ?, fence = ?
    where merchant_id = ? and payment_id = ? and version = ? and id = ?`,
  leasedDelivery: `select ${DELIVERY}, ${HEALTH} from ${BESIDE_HEALTH}
    where d.merchant_id = ? and d.payment_id = ? and d.version = ? and d.id = ? and d.fence = ?
      and d.lease_until is not null`,
  settleDelivery: `update deliveries set state = ?, tries = ?, round_from = ?, next_try_at = ?, ended_at = ?,
      lease_until = null
    where merchant_id = ? and payment_id = ? and version = ? and id = ?`,
  freeDelivery: `select ${DELIVERY} from deliveries d
    where d.merchant_id = ? and d.payment_id = ? and d.version = ? and d.id = ?
      and (d.lease_until is null or d.lease_until <= ?)`,
  replayDelivery: `update deliveries set url = ?, format = ?, state = ?, tries = ?, round_from = ?, next_try_at = ?,
      ended_at = ?, lease_until = null
    where merchant_id = ? and payment_id = ? and version = ? and id = ?`,
  oldDelivered: `select ${DELIVERY} from deliveries d where d.state = 'delivered' and d.ended_at < ?
    order by d.ended_at, d.merchant_id, d.payment_id, d.version, d.id limit ?`,
  deleteDelivery: 'delete from deliveries where merchant_id = ? and payment_id = ? and version = ? and id = ?',
  deleteTries: 'delete from delivery_tries where merchant_id = ? and delivery_id = ?',
  healthOfEndpoint: `select h.merchant_id, h.endpoint, ${HEALTH} from endpoint_health h
    where h.merchant_id = ? and h.endpoint = ?`,
  putHealth: `insert into endpoint_health (merchant_id, endpoint, failing_since, pause_cause, paused_since, probe_at)
    values (?, ?, ?, ?, ?, ?) on conflict (merchant_id, endpoint) do update
    set failing_since = excluded.failing_since, pause_cause = excluded.pause_cause,
      paused_since = excluded.paused_since, probe_at = excluded.probe_at`,
  deleteHealth: 'delete from endpoint_health where merchant_id = ? and endpoint = ?',
  freeLeases: `update deliveries set lease_until = null where state = 'waiting' and lease_until is not null`,
  addPrepared: `insert into prepared_amounts (hundredths, currency, merchant_id, order_id) values (?, ?, ?, ?)
    on conflict (merchant_id, order_id) do nothing`,
  changePrepared: 'update prepared_amounts set hundredths = ?, currency = ? where merchant_id = ? and order_id = ?',
  insertTry: `insert into delivery_tries (merchant_id, delivery_id, number, tried_at, url, latency_ms, result, detail,
      answer, next_try_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  noteTill: `insert into till_sightings (terminal, seen_at) values (?, ?)
    on conflict (terminal) do update set seen_at = max(seen_at, excluded.seen_at)`,
  addConfirmFigure: `insert into confirm_figures (merchant_id, hour, outcome, bucket_ms, count) values (?, ?, ?, ?, ?)
    on conflict (merchant_id, hour, outcome, bucket_ms) do update set count = count + excluded.count`,
  dropOldFigures: 'delete from confirm_figures where merchant_id = ? and hour < ?',
  erasePersonal: 'delete from personal where merchant_id = ? and payment_id = ?',
  eraseAccount: 'delete from refund_accounts where merchant_id = ? and refund_id = ?',
  eraseReceiptIdentifier: 'delete from receipt_identifiers where merchant_id = ? and receipt_id = ?',
  eraseExternalIdentifier: 'delete from external_receipt_identifiers where merchant_id = ? and order_id = ?',
  putToken: `insert into tokens (key_no, issued_at, expires_at) values (?, ?, ?)
    on conflict (key_no) do update set issued_at = excluded.issued_at, expires_at = excluded.expires_at`,
  counter: 'select next from counters where name = ?',
  putCounter: `insert into counters (name, next) values (?, ?)
    on conflict (name) do update set next = excluded.next`,
  clock: 'select offset_ms, last_at from clock',
  putClock: 'update clock set offset_ms = ?, last_at = ?',
  putMerchant: `insert into merchants (id, name, notice_url, notice_content_type, v1_notices, suspended, webhook_secrets)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update
    set name = excluded.name, notice_url = excluded.notice_url, notice_content_type = excluded.notice_content_type,
      v1_notices = excluded.v1_notices, suspended = excluded.suspended, webhook_secrets = excluded.webhook_secrets`,
  noDefaultChannel: 'update channels set is_default = 0 where merchant_id = ? and is_default = 1',
  putChannel: `insert into channels (merchant_id, key, provider, mid, is_default, sandbox, network, scheme, currency,
      reissue, pay_types, deadline_days, deadline_days_max, amount_max, confirm_timeout_ms,
      receipts, refund_slip_days, till_cancel)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (merchant_id, key) do update
    set provider = excluded.provider, mid = excluded.mid, is_default = excluded.is_default, sandbox = excluded.sandbox,
      network = excluded.network, scheme = excluded.scheme, currency = excluded.currency, reissue = excluded.reissue,
      pay_types = excluded.pay_types, deadline_days = excluded.deadline_days,
      deadline_days_max = excluded.deadline_days_max, amount_max = excluded.amount_max,
      confirm_timeout_ms = excluded.confirm_timeout_ms, receipts = excluded.receipts,
      refund_slip_days = excluded.refund_slip_days, till_cancel = excluded.till_cancel`,
  putConnector: `insert into connectors (merchant_id, channel_key, kind, sealed) values (?, ?, ?, ?)
    on conflict (merchant_id, channel_key) do update set kind = excluded.kind, sealed = excluded.sealed`,
  putEndpoint: `insert into endpoints (merchant_id, id, url, description, format, hears, secrets)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (merchant_id, id) do update
    set url = excluded.url, description = excluded.description, format = excluded.format, hears = excluded.hears,
      secrets = excluded.secrets`,
  deleteEndpoint: 'delete from endpoints where merchant_id = ? and id = ?',
  putNetwork: `insert into networks (id, prefix, phases, notify_on, calendar, limits, suspended_chains)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set prefix = excluded.prefix, phases = excluded.phases, notify_on = excluded.notify_on,
      calendar = excluded.calendar, limits = excluded.limits, suspended_chains = excluded.suspended_chains`,
  putOutlet: `insert into outlets (network, id, chain, name, disabled, suspended) values (?, ?, ?, ?, ?, ?)
    on conflict (network, id) do update set chain = excluded.chain, name = excluded.name, disabled = excluded.disabled,
      suspended = excluded.suspended`,
  putTill: `insert into tills (network, outlet, id, secret, former_secret, former_until, disabled)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (network, outlet, id) do update set secret = excluded.secret,
      former_secret = excluded.former_secret, former_until = excluded.former_until, disabled = excluded.disabled`,
  putApiKey: `insert into api_keys (merchant_id, imp_key, no, secret_hash) values (?, ?, ?, ?)
    on conflict (merchant_id, imp_key) do update set secret_hash = excluded.secret_hash`,
  putKeyProof: 'insert into key_proof (id, sealed) values (1, ?) on conflict (id) do nothing',
}

type Prepared<Texts> = { readonly [Name in keyof Texts]: SqlStatement }
export type ReadStatements = Prepared<typeof READS>
export type WriteStatements = Prepared<typeof WRITES>
/** What both have. */
export type LookUps = Prepared<typeof LOOK_UPS>

/** The statements that look for rows by index, by name; the keeper's test asks the planner about each. */
export const QUERIES: Readonly<Record<string, string>> = { ...READS, ...WRITES }

export function prepareReads(handle: Pick<SqlHandle, 'prepare'>): ReadStatements {
  return prepareAll(handle, READS)
}

export function prepareWrites(handle: Pick<SqlHandle, 'prepare'>): WriteStatements {
  return prepareAll(handle, WRITES)
}

function prepareAll<Texts extends Readonly<Record<string, string>>>(
  handle: Pick<SqlHandle, 'prepare'>,
  texts: Texts,
): Prepared<Texts> {
  const entries = Object.entries(texts).map(([name, sql]) => [name, handle.prepare(sql)])
  return Object.fromEntries(entries) as Prepared<Texts>
}
