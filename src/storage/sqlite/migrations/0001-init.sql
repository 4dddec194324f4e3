-- The first schema. Instants and wall times are milliseconds since 1970, amounts the currency's minor unit.
-- A key that belongs to a merchant begins with the merchant. What is looked up, swept or guarded is a column;
-- what is only carried along is JSON. Nothing personal outside `personal`.

create table merchants (
  id text not null primary key,
  name text not null,
  notice_url text,
  notice_content_type text not null check (notice_content_type in ('json', 'form')),
  v1_notices text not null check (v1_notices in ('paid', 'all')),
  webhook_secrets text not null
) strict, without rowid;

create table networks (
  id text not null primary key,
  prefix text not null
) strict, without rowid;

create table channels (
  merchant_id text not null references merchants (id),
  key text not null unique,
  provider text not null,
  mid text not null,
  is_default integer not null check (is_default in (0, 1)),
  sandbox integer not null check (sandbox in (0, 1)),
  network text not null references networks (id),
  scheme text not null,
  currency text not null,
  reissue text not null check (reissue in ('allow', 'supersede', 'refuse')),
  pay_types text not null,
  deadline_days integer not null,
  deadline_days_max integer not null,
  amount_max integer,
  confirm_timeout_ms integer not null,
  primary key (merchant_id, key)
) strict, without rowid;

create unique index one_default_channel on channels (merchant_id) where is_default = 1;

create table outlets (
  network text not null references networks (id),
  id text not null,
  chain text not null,
  name text not null,
  primary key (network, id)
) strict, without rowid;

create table tills (
  network text not null,
  outlet text not null,
  id text not null,
  secret text not null,
  primary key (network, outlet, id),
  foreign key (network, outlet) references outlets (network, id)
) strict, without rowid;

create table api_keys (
  merchant_id text not null references merchants (id),
  imp_key text not null unique,
  no integer not null unique,
  secret_hash text not null,
  primary key (merchant_id, imp_key)
) strict, without rowid;

create table tokens (
  key_no integer not null primary key,
  issued_at integer not null,
  expires_at integer not null
) strict;

create table counters (
  name text not null primary key,
  next integer not null
) strict, without rowid;

-- Business time: how far the sandbox moved it, and the last instant that was stamped.
create table clock (
  id integer not null primary key check (id = 1),
  offset_ms integer not null check (offset_ms >= 0),
  last_at integer not null
) strict;

insert into clock values (1, 0, 0);

create table orders (
  merchant_id text not null references merchants (id),
  order_id text not null,
  live text not null,
  holder text,
  collected text,
  primary key (merchant_id, order_id)
) strict, without rowid;

create table payments (
  merchant_id text not null,
  id text not null,
  order_id text not null,
  network text not null,
  number text not null,
  pay_token text not null unique,
  -- The feed position of its issue: the order in which numbers were given out.
  issued_seq integer not null,
  issued_at integer not null,
  expires_at integer not null,
  amount integer not null check (amount > 0),
  currency text not null,
  terms text not null,
  state text not null,
  version integer not null,
  updated_at integer not null,
  fence integer not null,
  inquired_at integer,
  last_attempt text,
  -- When a ready one stops being payable.
  ends_at integer,
  -- Wall time at which a claim nobody settled lapses.
  until integer,
  -- When it was paid, cancelled or failed.
  ended_at integer,
  cause text,
  -- A live payment holds its number's last turn: there is one such turn a number, and the newest issue sorts last.
  turn integer generated always as
    (case when state in ('ready', 'authorising') then 9007199254740991 else issued_seq end) virtual,
  primary key (merchant_id, id),
  -- One check, and the commonest state first: as six of them they took a tenth of an issue's time.
  check (case state
    when 'ready' then ends_at is not null and until is null and ended_at is null and cause is null
    when 'authorising' then until is not null and ends_at is null and ended_at is null and cause is null
    when 'paid' then ended_at is not null and ends_at is null and until is null and cause is null
    when 'failed' then ended_at is not null and ends_at is null and until is null and cause is null
    when 'cancelled' then ended_at is not null and cause is not null and ends_at is null and until is null
    else false end)
) strict;

-- The unique ones are the second wall: whatever the rules say, two such rows cannot both be there.
create unique index one_live_payment_of_number on payments (network, number, turn);
create index payments_of_order on payments (merchant_id, order_id, issued_seq);
create index payments_to_expire on payments (ends_at) where state = 'ready';
create index payments_to_lapse on payments (until) where state = 'authorising';
create unique index one_holder_of_order on payments (merchant_id, order_id) where state = 'authorising';
create unique index one_collected_of_order on payments (merchant_id, order_id) where state = 'paid';

-- A payment's id is found through its first event, and taken once because that event is.
create table events (
  seq integer not null primary key,
  merchant_id text not null,
  payment_id text not null,
  version integer not null,
  at integer not null,
  command text not null,
  type text not null,
  data text not null,
  unique (payment_id, version),
  unique (command, payment_id, type),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict;

-- By the till's key; a till and its network belong to no merchant.
create table attempts (
  key text not null primary key,
  state text not null check (state in ('authorising', 'collected', 'refused', 'reversed', 'tombstoned')),
  payment_id text,
  body text not null
) strict;

create table till_requests (
  key text not null primary key,
  kind text not null check (kind in ('reverse')),
  fingerprint text not null,
  answer text not null
) strict;

create table deliveries (
  merchant_id text not null,
  payment_id text not null,
  version integer not null,
  id text not null,
  order_id text not null,
  event text not null,
  status text not null check (status in ('ready', 'paid', 'cancelled', 'failed')),
  url text not null,
  content_type text not null check (content_type in ('json', 'form')),
  created_at integer not null,
  state text not null check (state in ('waiting', 'delivered', 'exhausted')),
  tries integer not null,
  next_try_at integer check ((next_try_at is not null) = (state = 'waiting')),
  ended_at integer check ((ended_at is not null) = (state <> 'waiting')),
  -- Wall time; null when nobody has it.
  lease_until integer,
  fence integer not null,
  primary key (merchant_id, payment_id, version, id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict, without rowid;

create index deliveries_due on deliveries (next_try_at) where state = 'waiting';

create table delivery_tries (
  merchant_id text not null,
  delivery_id text not null,
  number integer not null,
  tried_at integer not null,
  latency_ms real not null,
  result text not null,
  detail text not null,
  primary key (merchant_id, delivery_id, number)
) strict, without rowid;

create table personal (
  merchant_id text not null,
  payment_id text not null,
  key_id text not null,
  sealed blob not null,
  phone_hash text,
  phone_last4_hash text,
  email_hash text,
  name_hash text,
  primary key (merchant_id, payment_id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict;

create index personal_by_phone on personal (merchant_id, phone_hash) where phone_hash is not null;
create index personal_by_phone_last4 on personal (merchant_id, phone_last4_hash) where phone_last4_hash is not null;
create index personal_by_email on personal (merchant_id, email_hash) where email_hash is not null;
create index personal_by_name on personal (merchant_id, name_hash) where name_hash is not null;
