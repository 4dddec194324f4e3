-- Something sealed with the keys outside the database: whoever opens the data with others is told so at once.
create table key_proof (
  id integer not null primary key check (id = 1),
  sealed text not null
) strict;
