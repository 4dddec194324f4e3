-- People of the console, their sessions, what is written down of what they do, what their actions were answered, and a
-- merchant's days in figures.

create table if not exists console_people (
  id text collate "C" not null primary key,
  -- Null: above merchants.
  merchant_id text,
  email text not null unique,
  version bigint not null,
  body text not null
);

create index if not exists console_people_of_merchant on console_people (merchant_id, id);

-- By the hash of the token in the cookie. Wall times.
create table if not exists console_sessions (
  hash text not null primary key,
  person_id text not null,
  began_at bigint not null,
  seen_at bigint not null,
  proven_at bigint not null
);

create index if not exists console_sessions_of_person on console_sessions (person_id);
create index if not exists console_sessions_by_age on console_sessions (began_at);

-- Only ever added to.
create table if not exists audit (
  id text collate "C" not null primary key,
  merchant_id text,
  at bigint not null,
  body text not null
);

create index if not exists audit_of_merchant on audit (merchant_id, id) where merchant_id is not null;

create table if not exists console_actions (
  key text not null primary key,
  fingerprint text not null,
  begun_at bigint not null,
  -- Null while nobody knows what came of it.
  answer text
);

create index if not exists console_actions_by_age on console_actions (begun_at);

create table if not exists day_figures (
  merchant_id text not null,
  -- Days of Seoul since 1970; 0 for what stands under no day.
  day bigint not null,
  currency text not null,
  kind text not null,
  count bigint not null,
  amount bigint not null,
  primary key (merchant_id, day, currency, kind)
);

-- The last event of the merchant's feed that is in its figures.
create table if not exists day_figures_counted (
  merchant_id text not null primary key,
  payment_id text not null,
  version bigint not null
);
