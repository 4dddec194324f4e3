-- Money on its way back. A payment's refunds stand in its row, where they count; each has a row of its own to be found
-- and listed by. Whose account the money goes to is sealed apart, and can be taken away without touching the money.

-- When a cancelled one had been paid.
alter table payments add column paid_at integer;
alter table payments add column refunds text;
-- Null: nothing is paid out over the counter.
alter table channels add column refund_slip_days integer;

create table refunds (
  merchant_id text not null,
  id text not null unique,
  payment_id text not null,
  accepted_at integer not null,
  state text not null check (state in ('pending', 'paid_out', 'failed')),
  -- When a slip that is not paid out ends.
  ends_at integer check (ends_at is null or state = 'pending'),
  primary key (merchant_id, id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict, without rowid;

-- Newest first: what somebody may have to do something about.
create index refunds_open on refunds (merchant_id, id) where state <> 'paid_out';
create index refunds_to_expire on refunds (ends_at) where ends_at is not null;

-- Every number that was ever given to a slip, so that none comes again.
create table slips (
  network text not null,
  number text not null,
  merchant_id text not null,
  payment_id text not null,
  primary key (network, number),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict, without rowid;

create table refund_accounts (
  merchant_id text not null,
  refund_id text not null,
  key_id text not null,
  sealed blob not null,
  primary key (merchant_id, refund_id),
  foreign key (merchant_id, refund_id) references refunds (merchant_id, id)
) strict, without rowid;
