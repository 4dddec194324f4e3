-- What the operator has stopped, limited by chain, and the secret a till is changing over from. Nothing is, to begin with.
alter table merchants add column suspended text;
alter table networks add column suspended_chains text not null default '{}';
update networks set limits = json_set(limits, '$.chains', json('{}'));
alter table outlets add column disabled integer not null default 0;
alter table outlets add column suspended text;
alter table tills add column former_secret text;
alter table tills add column former_until integer check ((former_secret is null) = (former_until is null));
alter table tills add column disabled integer not null default 0;
