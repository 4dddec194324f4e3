-- Cash receipts of cash that was taken elsewhere: of each order number the latest, and whom it is for.

create table external_receipts (
  merchant_id text not null,
  order_id text not null,
  name text not null,
  token text not null unique,
  version integer not null,
  receipt text not null,
  -- When its issuer is to be asked.
  due_at integer,
  primary key (merchant_id, order_id)
) strict, without rowid;
create index external_receipts_by_due on external_receipts (due_at) where due_at is not null;

-- Apart, and erasable without touching what was reported.
create table external_receipt_identifiers (
  merchant_id text not null,
  order_id text not null,
  key_id text not null,
  sealed blob not null,
  primary key (merchant_id, order_id),
  foreign key (merchant_id, order_id) references external_receipts (merchant_id, order_id)
) strict, without rowid;
