-- How a network works: its phases, when a merchant hears, its calendar and its limits. Those that were there go on as before.
alter table networks add column if not exists phases text not null default 'one' check (phases in ('one', 'two'));
alter table networks add column if not exists notify_on text not null default 'approve'
  check (notify_on in ('approve', 'complete'));
alter table networks add column if not exists calendar text not null
  default '{"cutOff":0,"hours":{"from":0,"to":1440},"holidays":[],"maintenance":[],"chains":{}}';
alter table networks add column if not exists limits text not null default '{"payTypes":["cash","card"],"amountMax":null}';
