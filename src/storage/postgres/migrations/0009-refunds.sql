-- Money on its way back. A payment's refunds stand in its row, where they count; each has a row of its own to be found
-- and listed by. Whose account the money goes to is sealed apart, and can be taken away without touching the money.

-- When a cancelled one had been paid.
alter table payments add column if not exists paid_at bigint;
alter table payments add column if not exists refunds text;
-- Null: nothing is paid out over the counter.
alter table channels add column if not exists refund_slip_days bigint;

create table if not exists refunds (
  merchant_id text not null,
  id text collate "C" not null,
  payment_id text not null,
  accepted_at bigint not null,
  state text not null check (state in ('pending', 'paid_out', 'failed')),
  -- When a slip that is not paid out ends.
  ends_at bigint check (ends_at is null or state = 'pending'),
  primary key (merchant_id, id)
);

-- Newest first: what somebody may have to do something about.
create index if not exists refunds_open on refunds (merchant_id, id) where state <> 'paid_out';
create index if not exists refunds_to_expire on refunds (ends_at) where ends_at is not null;
create unique index if not exists one_refund_of_id on refunds (id);

-- Every number that was ever given to a slip, so that none comes again.
create table if not exists slips (
  network text not null,
  number text not null,
  merchant_id text not null,
  payment_id text not null,
  primary key (network, number)
);

create table if not exists refund_accounts (
  merchant_id text not null,
  refund_id text not null,
  key_id text not null,
  sealed bytea not null,
  primary key (merchant_id, refund_id)
);
