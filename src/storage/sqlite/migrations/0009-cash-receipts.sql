-- Cash receipts: each payment's latest, when its issuer is to be asked, and whom it is for.

alter table payments add column receipt text;
alter table payments add column receipt_due_at integer;
create index payments_by_receipt_due on payments (receipt_due_at) where receipt_due_at is not null;

alter table channels add column receipts text not null default 'none' check (receipts in ('none', 'asked', 'auto'));

-- Apart, and erasable without touching the money.
create table receipt_identifiers (
  merchant_id text not null,
  receipt_id text not null,
  payment_id text not null,
  key_id text not null,
  sealed blob not null,
  primary key (merchant_id, receipt_id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict;
