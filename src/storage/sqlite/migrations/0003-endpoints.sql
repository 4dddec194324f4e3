-- Endpoints, how they fare, and a queue for each receiver. What was written before is carried over: a notice whose payment
-- named no addresses of its own went to the merchant's default one, and both texts of an old try are the one it had.

update merchants set webhook_secrets = (
  select json_group_array(json_object('sealed', value, 'until', null) order by key) from json_each(webhook_secrets));

create table endpoints (
  merchant_id text not null references merchants (id),
  id text not null unique,
  url text not null,
  description text not null,
  format text not null check (format in ('v1_json', 'v1_form', 'modern')),
  -- Null: all it can hear.
  hears text,
  secrets text not null,
  primary key (merchant_id, id)
) strict, without rowid;

-- Only of endpoints that have something to tell. Wall time throughout.
create table endpoint_health (
  merchant_id text not null,
  endpoint text not null,
  failing_since integer,
  pause_cause text check (pause_cause in ('by_hand', 'gone', 'failing')),
  paused_since integer check ((paused_since is null) = (pause_cause is null)),
  probe_at integer check (probe_at is null or pause_cause is not null),
  primary key (merchant_id, endpoint)
) strict, without rowid;

create table new_deliveries (
  merchant_id text not null,
  payment_id text not null,
  version integer not null,
  id text not null,
  order_id text not null,
  event text not null,
  status text not null check (status in ('ready', 'paid', 'cancelled', 'failed')),
  -- Null: an address that only this payment named.
  endpoint text,
  queue text not null,
  created_at integer not null,
  url text not null,
  format text not null check (format in ('v1_json', 'v1_form', 'modern')),
  state text not null check (state in ('waiting', 'delivered', 'exhausted')),
  tries integer not null,
  -- How many of them came before the last replay.
  round_from integer not null,
  next_try_at integer check ((next_try_at is not null) = (state = 'waiting')),
  ended_at integer check ((ended_at is not null) = (state <> 'waiting')),
  -- Wall time; null when nobody has it.
  lease_until integer,
  fence integer not null,
  primary key (merchant_id, payment_id, version, id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict, without rowid;

-- The queue of an address of its own is its scheme and host: up to the first of / ? # behind them.
with addressed as (
  select d.*, json_extract(p.terms, '$.noticeUrls') is null as is_default,
    substr(d.url, instr(d.url, '://') + 3) as from_host
  from deliveries d join payments p on p.merchant_id = d.merchant_id and p.id = d.payment_id
)
insert into new_deliveries
select merchant_id, payment_id, version, id, order_id, event, status,
  case when is_default then 'default' end,
  merchant_id || ' ' || case when is_default then 'default'
    else substr(url, 1, instr(url, '://') + 1
      + min(instr(from_host || '/', '/'), instr(from_host || '?', '?'), instr(from_host || '#', '#'))) end,
  created_at, url, case content_type when 'form' then 'v1_form' else 'v1_json' end,
  state, tries, 0, next_try_at, ended_at, lease_until, fence
from addressed;

create table new_delivery_tries (
  merchant_id text not null,
  delivery_id text not null,
  number integer not null,
  tried_at integer not null,
  url text not null,
  latency_ms real not null,
  result text not null,
  detail text not null,
  answer text,
  next_try_at integer,
  primary key (merchant_id, delivery_id, number)
) strict, without rowid;

-- When an earlier try was to be followed nobody wrote down: it is the time of the one that followed.
insert into new_delivery_tries
select t.merchant_id, t.delivery_id, t.number, t.tried_at, d.url, t.latency_ms,
  case json_extract(t.result, '$.kind') when 'answered' then json_set(t.result, '$.retryAfterMs', null) else t.result end,
  json_object('ko', t.detail, 'en', t.detail), null,
  lead(t.tried_at, 1, d.next_try_at) over (partition by t.merchant_id, t.delivery_id order by t.number)
from deliveries d join delivery_tries t on t.merchant_id = d.merchant_id and t.delivery_id = d.id;

drop table deliveries;
alter table new_deliveries rename to deliveries;
drop table delivery_tries;
alter table new_delivery_tries rename to delivery_tries;

-- Of each queue the earliest due first.
create index deliveries_waiting on deliveries (queue, next_try_at) where state = 'waiting';
-- Newest first: all of a merchant's, those of one endpoint, and those that have not arrived.
create index deliveries_by_time on deliveries (merchant_id, created_at, id);
create index deliveries_of_endpoint on deliveries (merchant_id, endpoint, created_at, id)
  where endpoint is not null;
create index deliveries_undelivered on deliveries (merchant_id, state, created_at, id)
  where state <> 'delivered';
-- Oldest first, to be forgotten.
create index deliveries_delivered on deliveries (ended_at) where state = 'delivered';
