-- People of the console, their sessions, what is written down of what they do, what their actions were answered, and a
-- merchant's days in figures.

create table console_people (
  id text not null primary key,
  -- Null: above merchants.
  merchant_id text references merchants (id),
  email text not null unique,
  version integer not null,
  body text not null
) strict, without rowid;

create index console_people_of_merchant on console_people (merchant_id, id);

-- By the hash of the token in the cookie. Wall times.
create table console_sessions (
  hash text not null primary key,
  person_id text not null references console_people (id),
  began_at integer not null,
  seen_at integer not null,
  proven_at integer not null
) strict, without rowid;

create index console_sessions_of_person on console_sessions (person_id);
create index console_sessions_by_age on console_sessions (began_at);

-- Only ever added to.
create table audit (
  id text not null primary key,
  merchant_id text,
  at integer not null,
  body text not null
) strict, without rowid;

create index audit_of_merchant on audit (merchant_id, id) where merchant_id is not null;

create table console_actions (
  key text not null primary key,
  fingerprint text not null,
  begun_at integer not null,
  -- Null while nobody knows what came of it.
  answer text
) strict, without rowid;

create index console_actions_by_age on console_actions (begun_at);

create table day_figures (
  merchant_id text not null,
  -- Days of Seoul since 1970; 0 for what stands under no day.
  day integer not null,
  currency text not null,
  kind text not null,
  count integer not null,
  amount integer not null,
  primary key (merchant_id, day, currency, kind)
) strict, without rowid;

-- The last event of the merchant's feed that is in its figures.
create table day_figures_counted (
  merchant_id text not null primary key,
  payment_id text not null,
  version integer not null
) strict, without rowid;
