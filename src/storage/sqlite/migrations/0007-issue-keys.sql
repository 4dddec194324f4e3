-- The keys under which merchants asked for numbers: each names one payment for as long as that is there.
create table issue_keys (
  merchant_id text not null,
  key text not null,
  fingerprint text not null,
  payment_id text not null,
  primary key (merchant_id, key),
  foreign key (merchant_id, payment_id) references payments (merchant_id, id)
) strict, without rowid;
