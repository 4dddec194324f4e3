-- A payment that waits may be suspended by its merchant: a JSON object with what was said, null while it runs.
alter table payments add column suspended text check (suspended is null or state = 'ready');
