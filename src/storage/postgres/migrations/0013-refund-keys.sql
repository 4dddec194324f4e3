-- A merchant's key may name what was given back of its payment; null: it asked for the number.
alter table issue_keys add column if not exists refund_id text;
