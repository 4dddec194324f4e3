-- How the questions to confirm_url went: counts that are only ever added to, by the hour of wall time.
create table if not exists confirm_figures (
  merchant_id text not null,
  hour bigint not null,
  outcome text not null check (outcome in ('payable', 'refused', 'unanswered', 'not_asked')),
  -- The latency's upper bound; 0 where nobody was asked.
  bucket_ms bigint not null,
  count bigint not null,
  primary key (merchant_id, hour, outcome, bucket_ms)
);
