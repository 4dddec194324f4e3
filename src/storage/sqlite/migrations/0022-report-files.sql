-- What the store side says of its days, and what is done about it: report files, money in suspense, tills' business days.

create table reports (
  id text not null primary key,
  network text not null,
  sender_kind text not null check (sender_kind in ('outlet', 'chain')),
  sender text not null,
  file_id text not null,
  date text not null,
  head text not null,
  -- Its rows as they were told; they are dealt with one by one, each with a row of its own.
  told text not null,
  taken_at integer not null,
  -- What came of it; null: some rows are not dealt with.
  ended text
) strict, without rowid;

create unique index one_report_of_name on reports (network, sender_kind, sender, file_id);
create index reports_unfinished on reports (id) where ended is null;

create table report_rows (
  report text not null references reports (id),
  no integer not null,
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
  judged_at integer not null,
  primary key (report, no)
) strict, without rowid;

create index report_rows_of_number on report_rows (network, number, judged_at, report, no);
create index report_rows_by_result on report_rows (report, result);
create index report_rows_of_attempt on report_rows (attempt, kind) where attempt is not null;

create table suspense (
  id text not null primary key,
  network text not null,
  state text not null check (state in ('open', 'held', 'posted', 'refunded', 'withdrawn')),
  body text not null
) strict, without rowid;

-- What somebody has to do something about.
create index suspense_unsettled on suspense (state, id) where state in ('open', 'held');

create table till_days (
  day text not null primary key,
  opened_at integer,
  closed text
) strict, without rowid;

-- What a collection is asked for by that no till asked for.
create index events_late_by_attempt on events (merchant_id, json_extract(data, '$.request.attemptId'))
  where type = 'collected_late';
create index events_late_by_gateway_ref on events (merchant_id, json_extract(data, '$.request.gatewayRef'))
  where type = 'collected_late';
create index events_late_by_approval_no on events (merchant_id, json_extract(data, '$.approvalNo'))
  where type = 'collected_late';
