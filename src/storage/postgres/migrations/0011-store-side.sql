-- What the operator has stopped, limited by chain, and the secret a till is changing over from. Nothing is, to begin with.
alter table merchants add column if not exists suspended text;
alter table networks add column if not exists suspended_chains text not null default '{}';
update networks set limits = (limits::jsonb || '{"chains":{}}')::text where limits::jsonb -> 'chains' is null;
alter table outlets add column if not exists disabled bigint not null default 0;
alter table outlets add column if not exists suspended text;
alter table tills add column if not exists former_secret text;
alter table tills add column if not exists former_until bigint check ((former_secret is null) = (former_until is null));
alter table tills add column if not exists disabled bigint not null default 0;
