/**
 * All SQL of the keeper but its migrations and what is written in many rows at once (`tables.ts`). Plain statements
 * that engines of the same wire document too: no advisory locks, triggers or notifications.
 */
import type { Statement } from './connections.ts'
import { consoleTexts } from './console-statements.ts'
import { EXTERNAL_TEXTS } from './external-statements.ts'
import { PAID_OUT_UNDER_ANY_NAME, refundTexts } from './refund-statements.ts'
import { REGISTRATION_TEXTS } from './registration-statements.ts'
import { OR_LATE, REPORT_TEXTS } from './report-statements.ts'

const PAYMENT = `p.merchant_id, p.id, p.order_id, p.network, p.number, p.pay_token, p.issued_at, p.expires_at, p.amount,
  p.currency, p.terms, p.state, p.version, p.updated_at, p.fence, p.inquired_at, p.last_attempt, p.until, p.ended_at,
  p.cause, p.suspended, p.receipt, p.paid_at, p.refunds, p.provisional`
const DELIVERY = `d.merchant_id, d.payment_id, d.version, d.id, d.order_id, d.event, d.status, d.endpoint,
  d.created_at, d.url, d.format, d.state, d.tries, d.round_from, d.next_try_at, d.ended_at`
const HEALTH = 'h.failing_since, h.pause_cause, h.paused_since, h.probe_at'

/** The live one, else the one issued last. */
const NEWEST_OF_NUMBER = `(p.state in ('ready', 'authorising')) desc, p.issued_seq desc`

/**
 * Nobody has it, and no older notice of its payment in its queue is untried or out. `$1` is wall time. The order and the
 * offset, which nobody needs, hold a planner that saw the table empty to the index of the payment, for each in its turn:
 * it would look through everything that waits instead, once for each.
 */
const TO_HAND_OUT = `d.state = 'waiting' and (d.lease_until is null or d.lease_until <= $1)
  and not exists (
    select 1 from deliveries o
    where o.merchant_id = d.merchant_id and o.payment_id = d.payment_id and o.version < d.version
      and o.queue = d.queue and o.state = 'waiting'
      and (o.tries = 0 or o.lease_until > $1)
    order by o.version, o.id offset 0)`

/** A delivery's key as one row of the arrays $1 to $4. */
const DELIVERY_KEYS = `unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as k(merchant_id, payment_id, version, id)`
const SAME_DELIVERY = `d.merchant_id = k.merchant_id and d.payment_id = k.payment_id and d.version = k.version
  and d.id = k.id`
const IN_KEY_ORDER = 'd.merchant_id, d.payment_id, d.version, d.id'

/** Of the endpoints in the arrays $1 and $2, those that have something to tell. */
const HEALTH_OF = `select h.merchant_id, h.endpoint, ${HEALTH}
  from unnest($1::text[], $2::text[]) as k(merchant_id, endpoint)
  join endpoint_health h on h.merchant_id = k.merchant_id and h.endpoint = k.endpoint`

/** Newest first. Every page ends where the one before began. */
const DELIVERIES_LISTED = `select ${DELIVERY} from deliveries d
  where d.merchant_id = $1 and (d.created_at, d.id collate "C") < ($2, $3)
    and d.created_at >= $4 and ($5::text is null or d.endpoint = $5) and ($6::text is null or d.state = $6)`
const NEWEST_FIRST = 'order by d.created_at desc, d.id collate "C" desc limit $7'

/** What a payment is listed as, and since when: a ready one whose time is over as failed at its end. `$4` is business time. */
const STATUS_AT = `case when p.ends_at <= $4 then 'failed' when p.state = 'authorising' then 'ready' else p.state end`
const SINCE_AT = `case when p.ends_at <= $4 then p.ends_at else coalesce(p.ended_at, p.issued_at) end`
/** `$2` and `$3`: from and to. `$5`: a status, `unpaid`, or null for any. */
const LISTED = `(${SINCE_AT}) between $2 and $3
  and ($5::text is null or case $5 when 'unpaid' then (${STATUS_AT}) <> 'paid' else (${STATUS_AT}) = $5 end)`
const COUNT = 'select count(*) from payments p where'
const ENDED = (state: string): string =>
  `(${COUNT} p.merchant_id = $1 and p.state = '${state}' and p.ended_at between $2 and $3)`
const OPEN = (state: string): string =>
  `${COUNT} p.merchant_id = $1 and p.state = '${state}' and p.ended_at is null and p.issued_at between $2 and $3`
const OVERDUE = `(${COUNT} p.state = 'ready' and p.ends_at between $2 and least($3::bigint, $4) and p.merchant_id = $1)`
/** 0 for a status nobody asked for. */
const IF_ASKED = (status: string, count: string): string =>
  `case when $5::text is null or $5 = '${status}' then ${count} else 0 end as ${status}`

/** A payment by its id, whoever's it is: by its first event, which has an index of its own. */
const BY_ID = `events e join payments p on p.merchant_id = e.merchant_id and p.id = e.payment_id`

export const BEGIN = 'begin; '

export const HOUSE_COLUMNS = `floor(extract(epoch from clock_timestamp()) * 1000)::bigint as wall, offset_ms, last_at,
  directory_version`

const TEXTS = {
  ...REPORT_TEXTS,
  // What a batch locks and loads.
  /** $1, $2: orders. $3, $4: numbers. $5: payments. $6: attempts. */
  lockOrders: `select o.merchant_id, o.order_id from orders o
    where (o.merchant_id, o.order_id) in (
      select k.merchant_id, k.order_id from unnest($1::text[], $2::text[]) as k(merchant_id, order_id)
      union all
      select n.merchant_id, n.order_id from unnest($3::text[], $4::text[]) as k(network, number)
        cross join lateral (
          select p.merchant_id, p.order_id from payments p where p.network = k.network and p.number = k.number
          order by ${NEWEST_OF_NUMBER} limit 1) n
      union all
      select p.merchant_id, p.order_id from unnest($3::text[], $4::text[]) as k(network, number)
        join slips s on s.network = k.network and s.number = k.number
        join payments p on p.merchant_id = s.merchant_id and p.id = s.payment_id
      union all
      select p.merchant_id, p.order_id from ${BY_ID} where e.version = 1 and e.payment_id = any($5::text[])
      union all
      select p.merchant_id, p.order_id from attempts a
        join events e on e.payment_id = a.payment_id and e.version = 1
        join payments p on p.merchant_id = e.merchant_id and p.id = e.payment_id
        where a.key = any($6::text[]))
    order by o.merchant_id, o.order_id for update`,
  orders: `select o.merchant_id, o.order_id, o.live, o.holder, o.collected
    from unnest($1::text[], $2::text[]) as k(merchant_id, order_id)
    join orders o on o.merchant_id = k.merchant_id and o.order_id = k.order_id`,
  payments: `select ${PAYMENT} from ${BY_ID} where e.version = 1 and e.payment_id = any($1::text[])`,
  numbers: `select k.network, k.number, n.id from unnest($1::text[], $2::text[]) as k(network, number)
    cross join lateral (
      select p.id from payments p where p.network = k.network and p.number = k.number
      order by ${NEWEST_OF_NUMBER} limit 1) n`,
  issueKeys: `select u.merchant_id, u.key, u.fingerprint, u.payment_id, u.refund_id
    from unnest($1::text[], $2::text[]) as k(merchant_id, key)
    join issue_keys u on u.merchant_id = k.merchant_id and u.key = k.key`,
  slips: `select s.network, s.number, s.payment_id as id from unnest($1::text[], $2::text[]) as k(network, number)
    join slips s on s.network = k.network and s.number = k.number`,
  lockAttempts: `select key, state, payment_id, body from attempts where key = any($1::text[]) order by key for update`,
  tillRequests: `select key, kind, fingerprint, answer from till_requests where key = any($1::text[])`,
  insertCommit: 'insert into commits (id, at) values ($1, $2)',
  fenceCommit: 'insert into commits (id, at) values ($1, $2) on conflict (id) do nothing',
  pruneCommits: 'delete from commits where at < $1',
  noteTime: 'update house set last_at = $1 where last_at < $1',
  // What is asked without writing.
  payment: `select ${PAYMENT} from payments p where p.merchant_id = $1 and p.id = $2`,
  paymentsByIds: `select ${PAYMENT} from payments p where p.merchant_id = $1 and p.id = any($2::text[])`,
  countOfStatuses: `select ${[
    IF_ASKED('ready', `(${OPEN('ready')} and p.ends_at > $4) + (${OPEN('authorising')})`),
    IF_ASKED('paid', ENDED('paid')),
    IF_ASKED('cancelled', ENDED('cancelled')),
    IF_ASKED('failed', `${ENDED('failed')} + ${OVERDUE}`),
  ].join(', ')}`,
  pageByIssue: `select ${PAYMENT} from (
      select p.id, p.issued_at, p.issued_seq from payments p
      where p.merchant_id = $1 and p.issued_at <= $3 and ${LISTED}
      order by p.issued_at desc, p.issued_seq desc limit $6 offset $7) place
    join payments p on p.merchant_id = $1 and p.id = place.id
    order by place.issued_at desc, place.issued_seq desc`,
  pageByUpdate: `select ${PAYMENT} from (
      select p.id, p.updated_at, p.issued_seq from payments p where p.merchant_id = $1 and ${LISTED}
      order by p.updated_at desc, p.issued_seq desc limit $6 offset $7) place
    join payments p on p.merchant_id = $1 and p.id = place.id
    order by place.updated_at desc, place.issued_seq desc`,
  pageByPayment: `select ${PAYMENT} from (
      select p.id, p.ended_at, p.issued_at, p.issued_seq from payments p
      where p.merchant_id = $1 and p.state = 'paid' and p.ended_at between $2 and $3
      order by p.ended_at desc, p.issued_at desc, p.issued_seq desc limit $4 offset $5) place
    join payments p on p.merchant_id = $1 and p.id = place.id
    order by place.ended_at desc, place.issued_at desc, place.issued_seq desc`,
  prepared: `select merchant_id, order_id, hundredths, currency from prepared_amounts
    where merchant_id = $1 and order_id = $2`,
  paymentsOfOrder: `select ${PAYMENT} from payments p where p.merchant_id = $1 and p.order_id = $2
    order by p.issued_seq desc limit $3`,
  paymentByPayToken: `select ${PAYMENT} from payments p where p.pay_token = $1`,
  paymentByNumber: `select ${PAYMENT} from payments p where p.network = $1 and p.number = $2
    order by ${NEWEST_OF_NUMBER} limit 1`,
  paymentBySlip: `select ${PAYMENT} from slips s join payments p on p.merchant_id = s.merchant_id and p.id = s.payment_id
    where s.network = $1 and s.number = $2`,
  toDoubt: 'select id from payments where complete_by <= $1 order by complete_by limit $2',
  inDoubt: `select ${PAYMENT} from payments p
    where p.doubted_at is not null and (p.doubted_at, p.merchant_id collate "C", p.id collate "C") > ($2, $3, $4)
      and ($1::text is null or p.merchant_id = $1)
    order by p.doubted_at, p.merchant_id collate "C", p.id collate "C" limit $5`,
  slipsOver: 'select payment_id as id from refunds where ends_at <= $1 order by ends_at limit $2',
  ...refundTexts(PAYMENT),
  attempt: 'select key, state, payment_id, body from attempts where key = $1',
  personal: `select payment_id, key_id, sealed, phone_hash, phone_last4_hash, email_hash, name_hash
    from personal where merchant_id = $1 and payment_id = $2`,
  personals: `select payment_id, key_id, sealed, phone_hash, phone_last4_hash, email_hash, name_hash
    from personal where merchant_id = $1 and payment_id = any($2::text[])`,
  events: `select merchant_id, payment_id, version, at, command, type, data
    from events where payment_id = $1 and merchant_id = $2 order by version`,
  histories: `select merchant_id, payment_id, version, at, command, type, data
    from events where merchant_id = $1 and payment_id = any($2::text[]) order by payment_id, version`,
  feed: `select payment_id, version from events where merchant_id = $1 and position > $2 order by position limit $3`,
  positionOf: `select position from events
    where payment_id = $1 and version = $2 and merchant_id = $3 and position is not null`,
  anyUnplaced: 'select payment_id from events where merchant_id = $1 and position is null limit 1',
  /** Whoever holds it gives places in this merchant's feed. */
  lockFeed: 'select id from merchants where id = $1 for update skip locked',
  /** The oldest first: of one payment no version is older than the one before it. */
  placeEvents: `update events e set position = n.position from (
      select u.payment_id, u.version, last.position + row_number() over (order by u.at, u.payment_id, u.version) as position
      from (
        select payment_id, version, at from events where merchant_id = $1 and position is null
        order by at, payment_id, version limit $2) u
      cross join (
        select coalesce(max(position), 0) as position from events
        where merchant_id = $1 and position is not null) last) n
    where e.payment_id = n.payment_id and e.version = n.version`,
  paymentsOfNumber: `select ${PAYMENT} from networks n cross join lateral (
      select * from payments q where q.network = n.id and q.number = $2 and q.merchant_id = $1
      order by q.issued_seq desc limit $3) p
    order by p.issued_at desc, p.issued_seq desc limit $3`,
  paymentsOfAttempt: `select ${PAYMENT} from (
      select payment_id from events where merchant_id = $1 and attempt_id = $2 union
      select payment_id from events where merchant_id = $1 and gateway_ref = $2 union
      select payment_id from events where merchant_id = $1 and approval_no = $2 union
      ${PAID_OUT_UNDER_ANY_NAME} ${OR_LATE}) e
    join payments p on p.merchant_id = $1 and p.id = e.payment_id
    order by p.issued_at desc, p.issued_seq desc limit $3`,
  issueOf: 'select issued_at, issued_seq from payments where merchant_id = $1 and id = $2',
  /** $4: business time. $6, $7: issued before. */
  pageAtOutlet: `select ${PAYMENT} from (
      select p.id, p.issued_at, p.issued_seq from payments p
      where p.merchant_id = $1 and p.outlet = $5 and (p.issued_at, p.issued_seq) < ($6, $7)
        and (${SINCE_AT}) between $2 and $3
      order by p.issued_at desc, p.issued_seq desc limit $8) place
    join payments p on p.merchant_id = $1 and p.id = place.id
    order by place.issued_at desc, place.issued_seq desc`,
  expired: `select id from payments where state = 'ready' and ends_at <= $1 order by ends_at limit $2`,
  lapsed: `select id from payments where state = 'authorising' and until <= $1 order by until limit $2`,
  nextEnding: `select ends_at from payments where state = 'ready' order by ends_at limit 1`,
  receiptsDue: `select id from payments where receipt_due_at <= $1 order by receipt_due_at limit $2`,
  nextReceiptDue: `select receipt_due_at from payments where receipt_due_at is not null
    order by receipt_due_at limit 1`,
  receiptIdentifier: 'select key_id, sealed from receipt_identifiers where merchant_id = $1 and receipt_id = $2',
  authorising: `select id from payments where state = 'authorising' order by until`,
  /**
   * $1: wall time. $2: behind this name. $3: how many. From name to name by index, and no further than the page: it
   * costs as much as it has queues, however many deliveries wait in each.
   */
  waitingQueues: `with recursive w(queue, merchant_id, due_at, found) as (
      select $2::text collate "C", ''::text, null::bigint, 0
      union all
      select n.queue, n.merchant_id, n.due_at, w.found + case when n.due_at is null then 0 else 1 end
      from w cross join lateral (
        select q.queue, q.merchant_id, (
            select d.next_try_at from deliveries d
            where d.queue = q.queue and ${TO_HAND_OUT} and not exists (
              select 1 from endpoint_health h
              where h.merchant_id = q.merchant_id and h.endpoint = q.endpoint
                and h.pause_cause is not null and (h.probe_at is null or h.probe_at > $1))
            order by d.next_try_at limit 1) as due_at
        from deliveries q where q.state = 'waiting' and q.queue > w.queue order by q.queue limit 1) n
      where w.found < $3)
    select queue, merchant_id, due_at from w where due_at is not null order by queue`,
  delivery: `select ${DELIVERY} from deliveries d
    where d.merchant_id = $1 and d.payment_id = $2 and d.version = $3 and d.id = $4`,
  deliveriesListed: `${DELIVERIES_LISTED} ${NEWEST_FIRST}`,
  endpointListed: `${DELIVERIES_LISTED} and d.endpoint = $5 ${NEWEST_FIRST}`,
  undeliveredListed: `${DELIVERIES_LISTED} and d.state = $6 and d.state <> 'delivered' ${NEWEST_FIRST}`,
  deliveries: `select ${DELIVERY} from deliveries d where d.merchant_id = $1 and d.payment_id = $2
    order by d.version`,
  health: `select h.merchant_id, h.endpoint, ${HEALTH} from endpoint_health h where h.merchant_id = $1`,
  tries: `select delivery_id, number, tried_at, url, latency_ms, result, detail, answer, next_try_at
    from delivery_tries where merchant_id = $1 and delivery_id = $2 order by number`,
  ...REGISTRATION_TEXTS,
  ...EXTERNAL_TEXTS,
  token: 'select issued_at, expires_at from tokens where key_no = $1',
  tillSightings: 'select terminal, seen_at from till_sightings order by terminal',
  confirmFigures: `select merchant_id, hour, outcome, bucket_ms, count from confirm_figures
    where merchant_id = $1 and hour >= $2 and hour < $3 order by hour, outcome, bucket_ms`,
  // Chores.
  /** $1: wall time. $2: business time. $3: the queue. $4: how many. What another node has locked it is handing out. */
  dueDeliveries: `select ${DELIVERY}, d.fence + 1 as fence, ${HEALTH}
    from deliveries d left join endpoint_health h on h.merchant_id = d.merchant_id and h.endpoint = d.endpoint
    where d.queue = $3 and d.next_try_at <= $2 and ${TO_HAND_OUT}
    order by d.next_try_at, ${IN_KEY_ORDER} limit $4 for update of d skip locked`,
  leaseDeliveries: `update deliveries d set lease_until = $5, fence = d.fence + 1 from ${DELIVERY_KEYS}
    where ${SAME_DELIVERY}`,
  leasedDeliveries: `select ${DELIVERY}, d.fence
    from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[])
      as k(merchant_id, payment_id, version, id, fence)
    join deliveries d on ${SAME_DELIVERY} and d.fence = k.fence
    where d.lease_until is not null order by ${IN_KEY_ORDER} for update of d`,
  freeDeliveries: `select ${DELIVERY} from ${DELIVERY_KEYS} join deliveries d on ${SAME_DELIVERY}
    where d.lease_until is null or d.lease_until <= $5 order by ${IN_KEY_ORDER} for update of d`,
  oldDelivered: `select ${DELIVERY} from deliveries d where d.state = 'delivered' and d.ended_at < $1
    order by d.ended_at, ${IN_KEY_ORDER} limit $2 for update skip locked`,
  deleteDeliveries: `delete from deliveries d using ${DELIVERY_KEYS} where ${SAME_DELIVERY}`,
  deleteTries: `delete from delivery_tries t using unnest($1::text[], $2::text[]) as k(merchant_id, delivery_id)
    where t.merchant_id = k.merchant_id and t.delivery_id = k.delivery_id`,
  healthOfEndpoints: HEALTH_OF,
  lockHealth: `${HEALTH_OF} order by h.merchant_id, h.endpoint for update of h`,
  addHealth: `insert into endpoint_health (merchant_id, endpoint)
    select k.merchant_id, k.endpoint from unnest($1::text[], $2::text[]) as k(merchant_id, endpoint)
    order by k.merchant_id, k.endpoint on conflict (merchant_id, endpoint) do nothing`,
  putHealth: `insert into endpoint_health (merchant_id, endpoint, failing_since, pause_cause, paused_since, probe_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (merchant_id, endpoint) do update
    set failing_since = excluded.failing_since, pause_cause = excluded.pause_cause,
      paused_since = excluded.paused_since, probe_at = excluded.probe_at`,
  deleteHealth: 'delete from endpoint_health where merchant_id = $1 and endpoint = $2',
  addToken: `insert into tokens (key_no, issued_at, expires_at) values ($1, 0, 0) on conflict (key_no) do nothing`,
  lockToken: 'select issued_at, expires_at from tokens where key_no = $1 for update',
  putToken: 'update tokens set issued_at = $2, expires_at = $3 where key_no = $1',
  erasePersonal: 'delete from personal where merchant_id = $1 and payment_id = $2',
  eraseAccounts: 'delete from refund_accounts where merchant_id = $1 and refund_id = any($2::text[])',
  eraseReceiptIdentifiers: 'delete from receipt_identifiers where merchant_id = $1 and receipt_id = any($2::text[])',
  eraseExternalIdentifier: 'delete from external_receipt_identifiers where merchant_id = $1 and order_id = $2',
  addPrepared: `insert into prepared_amounts (hundredths, currency, merchant_id, order_id) values ($1, $2, $3, $4)
    on conflict (merchant_id, order_id) do nothing`,
  changePrepared: 'update prepared_amounts set hundredths = $1, currency = $2 where merchant_id = $3 and order_id = $4',
  addCounter: 'insert into counters (name, next) values ($1, 0) on conflict (name) do nothing',
  lockCounter: 'select next from counters where name = $1 for update',
  putCounter: 'update counters set next = $2 where name = $1',
  dropOldFigures: 'delete from confirm_figures where merchant_id = any($1::text[]) and hour < $2',
  lockHouse: 'select offset_ms, last_at, directory_version from house for update',
  moveClock: 'update house set offset_ms = $1, last_at = $2',
  touchHouse: 'update house set last_at = last_at',
  // The directory.
  connectors: 'select merchant_id, channel_key, kind, sealed from connectors',
  putConnector: `insert into connectors (merchant_id, channel_key, kind, sealed) values ($1, $2, $3, $4)
    on conflict (merchant_id, channel_key) do update set kind = excluded.kind, sealed = excluded.sealed`,
  merchants: 'select id, name, notice_url, notice_content_type, v1_notices, suspended, webhook_secrets from merchants',
  channels: `select merchant_id, key, provider, mid, is_default, sandbox, network, scheme, currency, reissue, pay_types,
    deadline_days, deadline_days_max, amount_max, confirm_timeout_ms, receipts, refund_slip_days,
    till_cancel from channels`,
  endpoints: 'select merchant_id, id, url, description, format, hears, secrets from endpoints',
  networks: 'select id, prefix, phases, notify_on, calendar, limits, suspended_chains from networks',
  outlets: 'select network, id, chain, name, disabled, suspended from outlets',
  tills: 'select network, outlet, id, secret, former_secret, former_until, disabled from tills',
  apiKeys: 'select merchant_id, imp_key, no, secret_hash from api_keys',
  keyProof: 'select sealed from key_proof',
  directoryVersion: 'select directory_version from house',
  directoryChanged: 'update house set directory_version = directory_version + 1',
  putMerchant: `insert into merchants (id, name, notice_url, notice_content_type, v1_notices, suspended, webhook_secrets)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update
    set name = excluded.name, notice_url = excluded.notice_url, notice_content_type = excluded.notice_content_type,
      v1_notices = excluded.v1_notices, suspended = excluded.suspended, webhook_secrets = excluded.webhook_secrets`,
  noDefaultChannel: 'update channels set is_default = 0 where merchant_id = $1 and is_default = 1',
  putChannel: `insert into channels (merchant_id, key, provider, mid, is_default, sandbox, network, scheme, currency,
      reissue, pay_types, deadline_days, deadline_days_max, amount_max, confirm_timeout_ms,
      receipts, refund_slip_days, till_cancel)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    on conflict (merchant_id, key) do update
    set provider = excluded.provider, mid = excluded.mid, is_default = excluded.is_default, sandbox = excluded.sandbox,
      network = excluded.network, scheme = excluded.scheme, currency = excluded.currency, reissue = excluded.reissue,
      pay_types = excluded.pay_types, deadline_days = excluded.deadline_days,
      deadline_days_max = excluded.deadline_days_max, amount_max = excluded.amount_max,
      confirm_timeout_ms = excluded.confirm_timeout_ms, receipts = excluded.receipts,
      refund_slip_days = excluded.refund_slip_days, till_cancel = excluded.till_cancel`,
  putEndpoint: `insert into endpoints (merchant_id, id, url, description, format, hears, secrets)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (merchant_id, id) do update
    set url = excluded.url, description = excluded.description, format = excluded.format, hears = excluded.hears,
      secrets = excluded.secrets`,
  lockEndpoints: `select e.id from unnest($1::text[], $2::text[]) as k(merchant_id, id)
    join endpoints e on e.merchant_id = k.merchant_id and e.id = k.id
    order by e.merchant_id, e.id for update of e`,
  deleteEndpoint: 'delete from endpoints where merchant_id = $1 and id = $2',
  putNetwork: `insert into networks (id, prefix, phases, notify_on, calendar, limits, suspended_chains)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (id) do update set prefix = excluded.prefix, phases = excluded.phases, notify_on = excluded.notify_on,
      calendar = excluded.calendar, limits = excluded.limits, suspended_chains = excluded.suspended_chains`,
  putOutlet: `insert into outlets (network, id, chain, name, disabled, suspended) values ($1, $2, $3, $4, $5, $6)
    on conflict (network, id) do update set chain = excluded.chain, name = excluded.name, disabled = excluded.disabled,
      suspended = excluded.suspended`,
  putTill: `insert into tills (network, outlet, id, secret, former_secret, former_until, disabled)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (network, outlet, id) do update set secret = excluded.secret,
      former_secret = excluded.former_secret, former_until = excluded.former_until, disabled = excluded.disabled`,
  putApiKey: `insert into api_keys (merchant_id, imp_key, no, secret_hash) values ($1, $2, $3, $4)
    on conflict (merchant_id, imp_key) do update set secret_hash = excluded.secret_hash`,
  putKeyProof: 'insert into key_proof (id, sealed) values (1, $1) on conflict (id) do nothing',
  ...consoleTexts(PAYMENT),
} as const

export type StatementName = keyof typeof TEXTS

/** Each under its own name, by which a line prepares it once. */
export const STATEMENTS = Object.fromEntries(
  Object.entries(TEXTS).map(([name, text]) => [name, { name, text }]),
) as Readonly<Record<StatementName, Statement>>
