-- The desk of collects in doubt looks at all merchants at once; few are in doubt at a time.

drop index payments_in_doubt;
create index payments_in_doubt on payments (doubted_at, merchant_id, id) where doubted_at is not null;
