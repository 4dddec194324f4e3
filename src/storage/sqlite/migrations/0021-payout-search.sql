-- What a payout is asked for by later.
create index events_by_payout_attempt on events (merchant_id, json_extract(data, '$.where.request.attemptId'))
  where type = 'paid_out';
create index events_by_payout_ref on events (merchant_id, json_extract(data, '$.where.request.gatewayRef'))
  where type = 'paid_out';
create index events_by_payout_approval on events (merchant_id, json_extract(data, '$.where.approvalNo'))
  where type = 'paid_out';
