-- Cash receipts of cash that was taken elsewhere: of each order number the latest, and whom it is for.

create table if not exists external_receipts (
  merchant_id text not null,
  order_id text not null,
  name text not null,
  token text not null,
  version bigint not null,
  receipt text not null,
  -- When its issuer is to be asked.
  due_at bigint,
  primary key (merchant_id, order_id)
);
create unique index if not exists one_external_receipt_of_token on external_receipts (token);
create index if not exists external_receipts_by_due on external_receipts (due_at) where due_at is not null;

-- Apart, and erasable without touching what was reported.
create table if not exists external_receipt_identifiers (
  merchant_id text not null,
  order_id text not null,
  key_id text not null,
  sealed bytea not null,
  primary key (merchant_id, order_id)
);
