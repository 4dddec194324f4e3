-- The feed of everything that happened to a merchant's payments, and what payments are looked for by.

-- An event's place in its merchant's feed, given after its commit by whoever reads the feed, one at a time: null until then,
-- also for all that was written before there was a feed.
alter table events add column if not exists position bigint;
create index if not exists events_unplaced on events (merchant_id, at, payment_id, version) where position is null;
create unique index if not exists events_placed on events (merchant_id, position) where position is not null;

-- What an attempt is asked for by later. Inside a text of JSON every quote is escaped, so `split_part` finds nothing but the
-- member; `json` would refuse a name with an escaped zero in it, and a regular expression is slow at the till's cost.
alter table events
  add column if not exists attempt_id text generated always as
    (case when type = 'claimed' then nullif(split_part(split_part(data, '"attemptId":"', 2), '"', 1), '') end) stored,
  add column if not exists gateway_ref text generated always as
    (case when type = 'claimed' then nullif(split_part(split_part(data, '"gatewayRef":"', 2), '"', 1), '') end) stored,
  add column if not exists approval_no text generated always as
    (case when type = 'collected' then nullif(split_part(split_part(data, '"approvalNo":"', 2), '"', 1), '') end) stored;
create index if not exists events_by_attempt on events (merchant_id, attempt_id) where attempt_id is not null;
create index if not exists events_by_gateway_ref on events (merchant_id, gateway_ref) where gateway_ref is not null;
create index if not exists events_by_approval_no on events (merchant_id, approval_no) where approval_no is not null;

-- Where its latest attempt was.
alter table payments add column if not exists outlet text generated always as
  (nullif(split_part(split_part(last_attempt, '"outlet":"', 2), '"', 1), '')) stored;
create index if not exists payments_by_outlet on payments
  (merchant_id, outlet, issued_at, issued_seq, state, ended_at, ends_at, id) where outlet is not null;
