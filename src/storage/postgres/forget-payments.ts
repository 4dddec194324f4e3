/** The sandbox begins anew: all payments go, and whatever is about them; rows that belong to others go first. */
export const FORGET_PAYMENTS = [
  'report_rows',
  'reports',
  'suspense',
  'till_days',
  'delivery_tries',
  'deliveries',
  'personal',
  'issue_keys',
  'receipt_identifiers',
  'external_receipt_identifiers',
  'external_receipts',
  'refund_accounts',
  'refunds',
  'slips',
  'till_requests',
  'attempts',
  'events',
  'payments',
  'orders',
  'prepared_amounts',
  'registrations',
  'day_figures',
  'day_figures_counted',
]
  .map((table) => `delete from ${table}`)
  .join('; ')
