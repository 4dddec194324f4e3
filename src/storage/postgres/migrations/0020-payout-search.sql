-- What a payout is asked for by later; read as the names of a collect are.
create index if not exists events_by_payout_attempt on events
  (merchant_id, split_part(split_part(data, '"attemptId":"', 2), '"', 1)) where type = 'paid_out';
create index if not exists events_by_payout_ref on events
  (merchant_id, split_part(split_part(data, '"gatewayRef":"', 2), '"', 1)) where type = 'paid_out';
create index if not exists events_by_payout_approval on events
  (merchant_id, split_part(split_part(data, '"approvalNo":"', 2), '"', 1)) where type = 'paid_out';
