-- The desk of collects in doubt looks at all merchants at once; few are in doubt at a time.
drop index if exists payments_in_doubt;
create index if not exists payments_in_doubt on payments (doubted_at, merchant_id collate "C", id collate "C")
  where doubted_at is not null;
