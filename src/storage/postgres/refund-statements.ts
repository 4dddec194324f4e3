/** What is asked of money on its way back, for `statements.ts`. */

/** $2: a name of a payout; as the index reads it. */
const paidOutUnder = (name: string): string => `select payment_id from events where merchant_id = $1
  and type = 'paid_out' and split_part(split_part(data, '"${name}":"', 2), '"', 1) = $2`

export const PAID_OUT_UNDER_ANY_NAME = ['attemptId', 'gatewayRef', 'approvalNo'].map(paidOutUnder).join(' union ')

/** `payment`: the columns of `payments p`. */
export function refundTexts(payment: string) {
  /**
   * Newest first, with their payments, which only those of the page are looked up for. $1: whose. $2: before this id. $3: a
   * state or null. $4: business time.
   */
  const listed = (among: string): string => `select ${payment}, page.id as refund_id from (
      select r.id, r.payment_id from refunds r
      where r.merchant_id = $1 and r.id < $2 and ${among}
        and ($3::text is null or case when r.ends_at <= $4 then 'failed' else r.state end = $3)
      order by r.id desc limit $5) page
    join payments p on p.merchant_id = $1 and p.id = page.payment_id
    order by page.id desc`
  return {
    refund: `select ${payment}, r.id as refund_id
      from refunds r join payments p on p.merchant_id = r.merchant_id and p.id = r.payment_id
      where r.merchant_id = $1 and r.id = $2`,
    refundsListed: listed('true'),
    openRefundsListed: listed(`r.state <> 'paid_out'`),
    transfersDue: 'select id, payment_id from refunds where transfer_due_at <= $1 order by transfer_due_at limit $2',
    nextTransferDue: `select transfer_due_at from refunds where transfer_due_at is not null
      order by transfer_due_at limit 1`,
    account: 'select key_id, sealed from refund_accounts where merchant_id = $1 and refund_id = $2',
  }
}
