-- Cash receipts: each payment's latest, when its issuer is to be asked, and whom it is for.

alter table payments add column if not exists receipt text;
alter table payments add column if not exists receipt_due_at bigint;
create index if not exists payments_by_receipt_due on payments (receipt_due_at) where receipt_due_at is not null;

alter table channels add column if not exists receipts text not null default 'none'
  check (receipts in ('none', 'asked', 'auto'));

-- Apart, and erasable without touching the money.
create table if not exists receipt_identifiers (
  merchant_id text not null,
  receipt_id text not null,
  payment_id text not null,
  key_id text not null,
  sealed bytea not null,
  primary key (merchant_id, receipt_id),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
);
