/** What is asked of the tables of cash receipts about cash that was taken elsewhere. */

const EXTERNAL = 'x.merchant_id, x.order_id, x.name, x.token, x.version, x.receipt'

export const EXTERNAL_TEXTS = {
  externals: `select ${EXTERNAL} from unnest($1::text[], $2::text[]) as k(merchant_id, order_id)
    join external_receipts x on x.merchant_id = k.merchant_id and x.order_id = k.order_id`,
  // The end of a transaction.
  external: `select ${EXTERNAL} from external_receipts x where x.merchant_id = $1 and x.order_id = $2`,
  externalByToken: `select ${EXTERNAL} from external_receipts x where x.token = $1`,
  externalsDue: `select ${EXTERNAL} from external_receipts x where x.due_at <= $1 order by x.due_at limit $2`,
  nextExternalDue: 'select due_at from external_receipts where due_at is not null order by due_at limit 1',
  externalIdentifier: `select key_id, sealed from external_receipt_identifiers
    where merchant_id = $1 and order_id = $2`,
} as const
