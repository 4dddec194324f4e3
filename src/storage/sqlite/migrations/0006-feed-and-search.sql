-- The feed of everything that happened to a merchant's payments, and what payments are looked for by.

-- In the order of `seq`, which every index ends with.
create index events_of_merchant on events (merchant_id);

-- What an attempt is asked for by later.
alter table events add column attempt_id text
  generated always as (case type when 'claimed' then json_extract(data, '$.request.attemptId') end) virtual;
alter table events add column gateway_ref text
  generated always as (case type when 'claimed' then json_extract(data, '$.request.gatewayRef') end) virtual;
alter table events add column approval_no text
  generated always as (case type when 'collected' then json_extract(data, '$.approvalNo') end) virtual;
create index events_by_attempt on events (merchant_id, attempt_id) where attempt_id is not null;
create index events_by_gateway_ref on events (merchant_id, gateway_ref) where gateway_ref is not null;
create index events_by_approval_no on events (merchant_id, approval_no) where approval_no is not null;

-- Where its latest attempt was. No column: of a computed one the engine reads the row itself, for each that it passes.
create index payments_by_outlet on payments
  (merchant_id, json_extract(last_attempt, '$.request.outlet'), issued_at, issued_seq, state, ended_at, ends_at)
  where json_extract(last_attempt, '$.request.outlet') is not null;

-- How long a merchant's payments took at most: a list of a time is looked for no further back than that, from its oldest end.
create index payments_by_life on payments (merchant_id, ended_at - issued_at) where ended_at is not null;
