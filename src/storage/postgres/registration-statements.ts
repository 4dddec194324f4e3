/** What is asked of the table of registrations, and of the keys of issues beside it. */

const REGISTRATION = 'merchant_id, payment_id, channel_key, number, amount, expires_at, state, tries, fence, due_at'

export const REGISTRATION_TEXTS = {
  registration: `select ${REGISTRATION} from registrations where merchant_id = $1 and payment_id = $2`,
  channelsDue: `select k.channel_key from unnest($2::text[]) as k(channel_key)
    where exists (select 1 from registrations r where r.channel_key = k.channel_key and r.due_at <= $1)`,
  usedKey:
    'select merchant_id, key, fingerprint, payment_id, refund_id from issue_keys where merchant_id = $1 and key = $2',
  openRegistration: `insert into registrations (${REGISTRATION}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  dueRegistrations: `select ${REGISTRATION} from registrations where channel_key = $1 and due_at <= $2
    order by due_at limit $3 for update skip locked`,
  takeRegistration: `update registrations set tries = $1, fence = $2, due_at = $3
    where merchant_id = $4 and payment_id = $5`,
  settleRegistration: `update registrations set number = $1, amount = $2, expires_at = $3, state = $4, tries = 0,
      due_at = null
    where merchant_id = $5 and payment_id = $6 and fence = $7`,
  lookAgain: 'update registrations set due_at = 0 where merchant_id = $1 and payment_id = $2',
  markRegistrations: `update registrations r set fence = r.fence + 1, due_at = coalesce(r.due_at, 0)
    from unnest($1::text[], $2::text[]) as k(merchant_id, payment_id)
    where r.merchant_id = k.merchant_id and r.payment_id = k.payment_id and r.state <> 'ended'`,
} as const
