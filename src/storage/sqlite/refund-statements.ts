/** What is asked of money on its way back, for `statements.ts`. */

/** `?2`: a name of a payout. */
const paidOutUnder = (name: string): string =>
  `select payment_id from events where merchant_id = ?1 and type = 'paid_out' and json_extract(data, '${name}') = ?2`

export const PAID_OUT_UNDER_ANY_NAME = [
  paidOutUnder('$.where.request.attemptId'),
  paidOutUnder('$.where.request.gatewayRef'),
  paidOutUnder('$.where.approvalNo'),
].join(' union ')

/** `payment`: the columns of `payments p`. */
export function refundReads(payment: string) {
  /** Newest first, with their payments. `?1`: whose. `?2`: before this id. `?3`: a state or null. `?4`: business time. */
  const listed = `select ${payment}, r.id as refund_id
    from refunds r cross join payments p on p.merchant_id = r.merchant_id and p.id = r.payment_id
    where r.merchant_id = ?1 and r.id < ?2
      and (?3 is null or case when r.ends_at <= ?4 then 'failed' else r.state end = ?3)`
  const newestFirst = 'order by r.id desc limit ?5'
  return {
    refund: `select ${payment}, r.id as refund_id
      from refunds r cross join payments p on p.merchant_id = r.merchant_id and p.id = r.payment_id
      where r.merchant_id = ? and r.id = ?`,
    refundsListed: `${listed} ${newestFirst}`,
    openRefundsListed: `${listed} and r.state <> 'paid_out' ${newestFirst}`,
    transfersDue: 'select id, payment_id from refunds where transfer_due_at <= ? order by transfer_due_at limit ?',
    nextTransferDue: `select transfer_due_at from refunds where transfer_due_at is not null
      order by transfer_due_at limit 1`,
    account: 'select key_id, sealed from refund_accounts where merchant_id = ? and refund_id = ?',
  }
}
