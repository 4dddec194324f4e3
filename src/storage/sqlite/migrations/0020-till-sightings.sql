-- When each till was last heard, about. No key to tills: what is only shown must not stop what is counted.
create table till_sightings (
  terminal text not null primary key,
  seen_at integer not null
) strict, without rowid;
