-- When the house's bank is to be asked about a refund; null: nobody is asked.
alter table refunds add column if not exists transfer_due_at bigint;
create index if not exists refunds_to_transfer on refunds (transfer_due_at) where transfer_due_at is not null;
