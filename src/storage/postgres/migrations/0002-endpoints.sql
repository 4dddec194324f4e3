-- Endpoints, how they fare, and a queue for each receiver. What was written before is carried over: a notice whose payment
-- named no addresses of its own went to the merchant's default one, and both texts of an old try are the one it had.
-- Each statement may be run again: it takes what is not carried over yet. Names that are looked up in order compare byte
-- by byte, whatever the language of the database.

update merchants m
set webhook_secrets = (
  select json_agg(json_build_object('sealed', s.sealed, 'until', null) order by s.place)::text
  from json_array_elements_text(m.webhook_secrets::json) with ordinality as s(sealed, place))
where m.webhook_secrets like '["%';

create table if not exists endpoints (
  merchant_id text not null references merchants (id),
  id text not null unique,
  url text not null,
  description text not null,
  format text not null check (format in ('v1_json', 'v1_form', 'modern')),
  -- Null: all it can hear.
  hears text,
  secrets text not null,
  primary key (merchant_id, id)
);

-- Only of endpoints that have something to tell. Wall time throughout.
create table if not exists endpoint_health (
  merchant_id text not null,
  endpoint text not null,
  failing_since bigint,
  pause_cause text check (pause_cause in ('by_hand', 'gone', 'failing')),
  paused_since bigint check ((paused_since is null) = (pause_cause is null)),
  probe_at bigint check (probe_at is null or pause_cause is not null),
  primary key (merchant_id, endpoint)
);

-- Null: an address that only this payment named.
alter table deliveries add column if not exists endpoint text;
alter table deliveries add column if not exists queue text collate "C";
alter table deliveries add column if not exists format text check (format in ('v1_json', 'v1_form', 'modern'));
-- How many of the tries came before the last replay.
alter table deliveries add column if not exists round_from bigint not null default 0;

-- The queue of an address of its own is its scheme and host: up to the first of / ? # behind them. Inside a text of JSON
-- every quote is escaped, so `like` finds nothing but the member; `json` would refuse a name with an escaped zero in it.
update deliveries d
set endpoint = case when p.is_default then 'default' end,
  queue = d.merchant_id || ' '
    || case when p.is_default then 'default' else coalesce(substring(d.url from '^[^:]+://[^/?#]+'), d.url) end,
  format = case to_json(d) ->> 'content_type' when 'form' then 'v1_form' else 'v1_json' end
from (select merchant_id, id, terms like '%"noticeUrls":null%' as is_default from payments) p
where p.merchant_id = d.merchant_id and p.id = d.payment_id and d.queue is null;

alter table deliveries alter column queue set not null;
alter table deliveries alter column format set not null;
alter table deliveries alter column round_from drop default;

alter table delivery_tries add column if not exists url text;
alter table delivery_tries add column if not exists answer text;
alter table delivery_tries add column if not exists next_try_at bigint;

-- When an earlier try was to be followed nobody wrote down: it is the time of the one that followed.
update delivery_tries t
set url = o.url, next_try_at = o.followed_at,
  result = case o.result::json ->> 'kind'
    when 'answered' then json_build_object('kind', 'answered', 'status', o.result::json -> 'status', 'retryAfterMs', null)::text
    else o.result end,
  detail = json_build_object('ko', o.detail, 'en', o.detail)::text
from (
  select t.merchant_id, t.delivery_id, t.number, t.result, t.detail, d.url,
    lead(t.tried_at, 1, d.next_try_at) over (partition by t.merchant_id, t.delivery_id order by t.number) as followed_at
  from deliveries d join delivery_tries t on t.merchant_id = d.merchant_id and t.delivery_id = d.id) o
where t.url is null and o.merchant_id = t.merchant_id and o.delivery_id = t.delivery_id and o.number = t.number;

alter table delivery_tries alter column url set not null;

drop index if exists deliveries_due;
alter table deliveries drop column if exists content_type;
-- Whoever hands out deliveries locks those it hands out; nobody waits for a turn.
delete from counters where name = 'lease_turn';

-- Of each queue the earliest due first.
create index if not exists deliveries_waiting
  on deliveries (queue, next_try_at, merchant_id, payment_id, version, id) where state = 'waiting';
-- Newest first: all of a merchant's, those of one endpoint, and those that have not arrived.
create index if not exists deliveries_by_time on deliveries (merchant_id, created_at, id collate "C");
create index if not exists deliveries_of_endpoint on deliveries (merchant_id, endpoint, created_at, id collate "C")
  where endpoint is not null;
create index if not exists deliveries_undelivered on deliveries (merchant_id, state, created_at, id collate "C")
  where state <> 'delivered';
-- Oldest first, to be forgotten.
create index if not exists deliveries_delivered on deliveries (ended_at) where state = 'delivered';
