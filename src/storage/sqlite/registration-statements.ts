/** What is asked of the table of registrations. */

const REGISTRATION = 'merchant_id, payment_id, channel_key, number, amount, expires_at, state, tries, fence, due_at'

export const REGISTRATION_READS = {
  registration: `select ${REGISTRATION} from registrations where merchant_id = ? and payment_id = ?`,
  firstDueRegistration: `select channel_key from registrations where channel_key = ? and due_at <= ? limit 1`,
} as const

export const REGISTRATION_WRITES = {
  openRegistration: `insert into registrations (${REGISTRATION}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  dueRegistrations: `select ${REGISTRATION} from registrations where channel_key = ? and due_at <= ?
    order by due_at limit ?`,
  takeRegistration: `update registrations set tries = ?, fence = ?, due_at = ? where merchant_id = ? and payment_id = ?`,
  settleRegistration: `update registrations set number = ?, amount = ?, expires_at = ?, state = ?, tries = 0,
      due_at = null
    where merchant_id = ? and payment_id = ? and fence = ?`,
  lookAgain: 'update registrations set due_at = 0 where merchant_id = ? and payment_id = ?',
  markRegistration: `update registrations set fence = fence + 1, due_at = coalesce(due_at, 0)
    where merchant_id = ? and payment_id = ? and state <> 'ended'`,
  freeRegistrations: `update registrations set due_at = 0 where state = 'asked'`,
} as const
