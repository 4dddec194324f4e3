-- Who stands behind a channel's numbers where that is not the house: a PG, with its settings sealed.
create table if not exists connectors (
  merchant_id text not null,
  channel_key text not null,
  kind text not null,
  sealed text not null,
  primary key (merchant_id, channel_key),
  foreign key (merchant_id, channel_key) references channels (merchant_id, key)
);

-- What a PG holds for a payment. Written before the payment is, and before the PG is asked: there may never be one.
create table if not exists registrations (
  merchant_id text not null,
  payment_id text not null,
  channel_key text not null,
  number text,
  amount bigint not null,
  expires_at bigint not null,
  state text not null check (state in ('asked', 'standing', 'ended')),
  tries bigint not null,
  fence bigint not null,
  -- Wall time; null: the PG knows all it needs.
  due_at bigint,
  primary key (merchant_id, payment_id)
);

create index if not exists registrations_due on registrations (channel_key, due_at) where due_at is not null;
