-- Lists of a merchant's payments, and amounts prepared for its orders.

-- A list is counted and walked on one of these from its newest end, without a look at a payment's row: each holds what
-- a payment's status is and since when. Of a payment that has not ended that is `issued_at`.
create index payments_by_state on payments (merchant_id, state, ended_at, issued_at, issued_seq, ends_at);
create index payments_by_issue on payments (merchant_id, issued_at, issued_seq, state, ended_at, ends_at);
create index payments_by_update on payments (merchant_id, updated_at, issued_seq, state, ended_at, ends_at, issued_at);

create table prepared_amounts (
  merchant_id text not null,
  order_id text not null,
  hundredths integer not null check (hundredths > 0),
  currency text,
  primary key (merchant_id, order_id)
) strict, without rowid;
