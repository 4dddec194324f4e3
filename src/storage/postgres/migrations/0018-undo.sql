-- What a till undoes or makes final: cancels and completions beside reverses, under the same sort of key.
alter table till_requests drop constraint if exists till_requests_kind_check;
alter table till_requests add constraint till_requests_kind_check check (kind in ('reverse', 'cancel', 'complete'));

-- A collect of a two-phase network that is not final: a JSON object, with the instant it is swept at or in doubt since.
alter table payments add column if not exists provisional text check (provisional is null or state = 'paid');
alter table payments add column if not exists complete_by bigint;
alter table payments add column if not exists doubted_at bigint;
create index if not exists payments_to_doubt on payments (complete_by) where complete_by is not null;
create index if not exists payments_in_doubt on payments (merchant_id, doubted_at) where doubted_at is not null;

alter table channels add column if not exists till_cancel text not null default 'same_till'
  check (till_cancel in ('same_till', 'until_cutoff', 'never'));
