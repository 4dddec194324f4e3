-- What a till undoes or makes final: cancels and completions beside reverses, under the same sort of key.
create table till_requests_of_all_kinds (
  key text not null primary key,
  kind text not null check (kind in ('reverse', 'cancel', 'complete')),
  fingerprint text not null,
  answer text not null
) strict;
insert into till_requests_of_all_kinds select key, kind, fingerprint, answer from till_requests;
drop table till_requests;
alter table till_requests_of_all_kinds rename to till_requests;

-- A collect of a two-phase network that is not final: a JSON object, with the instant it is swept at or in doubt since.
alter table payments add column provisional text check (provisional is null or state = 'paid');
alter table payments add column complete_by integer;
alter table payments add column doubted_at integer;
create index payments_to_doubt on payments (complete_by) where complete_by is not null;
create index payments_in_doubt on payments (merchant_id, doubted_at) where doubted_at is not null;

alter table channels add column till_cancel text not null default 'same_till'
  check (till_cancel in ('same_till', 'until_cutoff', 'never'));
