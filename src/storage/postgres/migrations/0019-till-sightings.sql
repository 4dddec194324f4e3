-- When each till was last heard, about. No key to tills: what is only shown must not stop what is counted.
create table if not exists till_sightings (
  terminal text collate "C" not null primary key,
  seen_at bigint not null
);
