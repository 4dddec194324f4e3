-- What the store side says of its days, and what is done about it: report files, money in suspense, tills' business days.

create table if not exists reports (
  id text collate "C" not null primary key,
  network text not null,
  sender_kind text not null check (sender_kind in ('outlet', 'chain')),
  sender text not null,
  file_id text not null,
  date text not null,
  head text not null,
  -- Its rows as they were told; they are dealt with one by one, each with a row of its own.
  told text not null,
  taken_at bigint not null,
  -- What came of it; null: some rows are not dealt with.
  ended text
);

create unique index if not exists one_report_of_name on reports (network, sender_kind, sender, file_id);
create index if not exists reports_unfinished on reports (id) where ended is null;

create table if not exists report_rows (
  report text collate "C" not null,
  no bigint not null,
  network text not null,
  number text not null,
  kind text not null check (kind in ('01', '02', '03')),
  currency text not null,
  told text not null,
  result text not null check (result in ('matched', 'shifted', 'theirs_only', 'amount_differs', 'duplicate')),
  sale text not null,
  attempt text,
  payment_id text,
  suspense text,
  judged_at bigint not null,
  primary key (report, no)
);

create index if not exists report_rows_of_number on report_rows (network, number, judged_at, report, no);
create index if not exists report_rows_by_result on report_rows (report, result);
create index if not exists report_rows_of_attempt on report_rows (attempt, kind) where attempt is not null;

create table if not exists suspense (
  id text collate "C" not null primary key,
  network text not null,
  state text not null check (state in ('open', 'held', 'posted', 'refunded', 'withdrawn')),
  body text not null
);

-- What somebody has to do something about.
create index if not exists suspense_unsettled on suspense (state, id) where state in ('open', 'held');

create table if not exists till_days (
  day text not null primary key,
  opened_at bigint,
  closed text
);

-- A till's day is looked for by how its keys begin.
create index if not exists attempts_by_day on attempts (key collate "C");
create index if not exists till_requests_by_day on till_requests (key collate "C");

-- What a collection is asked for by that no till asked for. Of its JSON, as the columns of the others are.
create index if not exists events_late_by_attempt on events
  (merchant_id, split_part(split_part(data, '"attemptId":"', 2), '"', 1)) where type = 'collected_late';
create index if not exists events_late_by_gateway_ref on events
  (merchant_id, split_part(split_part(data, '"gatewayRef":"', 2), '"', 1)) where type = 'collected_late';
create index if not exists events_late_by_approval_no on events
  (merchant_id, split_part(split_part(data, '"approvalNo":"', 2), '"', 1)) where type = 'collected_late';
