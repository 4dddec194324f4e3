import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { MIGRATIONS, migrate } from './migrations.ts'
import { QUERIES } from './statements.ts'

/** Small tables that are read whole, once, and what only the sandbox does. */
const WHOLE = [
  'merchants',
  'endpoints',
  'channels',
  'connectors',
  'networks',
  'outlets',
  'tills',
  'apiKeys',
  'keyProof',
  'clock',
  'putClock',
  'probe',
  'tillSightings',
]
/** Those that walk an index from its beginning and stop at the first row, or hold few rows by nature. */
const FROM_THE_START = [
  'nextEnding',
  'nextReceiptDue',
  'nextExternalDue',
  'nextTransferDue',
  'authorising',
  'freeLeases',
  'unfinishedReports',
]

/** Of few payments that are found by an index (those of the few events or customers' records `e`), in whichever order: these are sorted. */
const SORTED = [
  'paymentsOfNumber',
  'paymentsOfAttempt',
  'phoneOfBuyer',
  'phoneLast4OfBuyer',
  'emailOfBuyer',
  'nameOfBuyer',
]

/** A queue is as quick as it is short, and what waits in others, or was delivered, costs nothing. */
const BY_INDEX: Readonly<Record<string, string>> = {
  nextQueue: 'deliveries_waiting (queue>?)',
  firstOfQueue: 'deliveries_waiting (queue=?)',
  dueDeliveries: 'deliveries_waiting (queue=? AND next_try_at<?)',
  deliveriesListed: 'deliveries_by_time (merchant_id=? AND created_at>? AND (created_at,id)<(?,?))',
  endpointListed: 'deliveries_of_endpoint (merchant_id=? AND endpoint=? AND created_at>?',
  undeliveredListed: 'deliveries_undelivered (merchant_id=? AND state=? AND created_at>?',
  oldDelivered: 'deliveries_delivered (ended_at<?)',
  dueRegistrations: 'registrations_due (channel_key=? AND due_at<?)',
  firstDueRegistration: 'registrations_due (channel_key=? AND due_at<?)',
  freeRegistrations: 'registrations_asked (state=?)',
  receiptsDue: 'payments_by_receipt_due (receipt_due_at<?)',
  unsettledListed: 'suspense_unsettled (state=? AND id<?)',
  toldOfNumber: 'report_rows_of_number (network=? AND number=?)',
  oursOnly: 'autoindex_attempts_1 (key>? AND key<?)',
  transfersDue: 'refunds_to_transfer (transfer_due_at<?)',
  auditOfMerchant: 'audit_of_merchant (merchant_id=? AND id<?)',
  auditOfAll: 'audit USING PRIMARY KEY (id<?)',
  inDoubt: 'payments_in_doubt ((doubted_at,merchant_id,id)>(?,?,?))',
  suspensesListed: 'suspense USING PRIMARY KEY (id<?)',
  reportsListed: 'reports USING PRIMARY KEY (id<?)',
  reportRowsListed: 'report_rows USING PRIMARY KEY (report=? AND no>?)',
  dayFigures: 'day_figures USING PRIMARY KEY (merchant_id=? AND day>? AND day<?)',
  externalsDue: 'external_receipts_by_due (due_at<?)',
}

/** Where those are found that somebody looks for; of an attempt, by each of its names. */
const FOUND_BY: Readonly<Record<string, readonly string[]>> = {
  longestLife: ['payments_by_life (merchant_id=?)'],
  anyOverdue: ['payments_to_expire (ends_at<?)'],
  feed: ['events_of_merchant (merchant_id=? AND rowid>?)'],
  paymentsOfNumber: ['one_live_payment_of_number (network=? AND number=?)'],
  paymentsOfAttempt: [
    'autoindex_payments_2 (merchant_id=? AND id=?)',
    'events_by_attempt (merchant_id=? AND attempt_id=?)',
    'events_by_gateway_ref (merchant_id=? AND gateway_ref=?)',
    'events_by_approval_no (merchant_id=? AND approval_no=?)',
    'events_by_payout_attempt (merchant_id=? AND <expr>=?)',
    'events_by_payout_ref (merchant_id=? AND <expr>=?)',
    'events_by_payout_approval (merchant_id=? AND <expr>=?)',
    'events_late_by_attempt (merchant_id=? AND <expr>=?)',
    'events_late_by_gateway_ref (merchant_id=? AND <expr>=?)',
    'events_late_by_approval_no (merchant_id=? AND <expr>=?)',
  ],
  phoneLast4OfBuyer: [
    'personal_by_phone_last4 (merchant_id=? AND phone_last4_hash=?)',
    'autoindex_payments_2 (merchant_id=? AND id=?)',
  ],
  placesAtOutlet: ['COVERING INDEX payments_by_outlet (merchant_id=? AND <expr>=? AND (issued_at,issued_seq)<(?,?))'],
}

describe('query plans', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, MIGRATIONS)

  for (const [name, sql] of Object.entries(QUERIES)) {
    if (WHOLE.includes(name) || name.startsWith('forget') || sql.startsWith('insert')) continue
    it(`${name} finds its rows by an index, already in order`, () => {
      const steps = stepsOf(sql)
      const scans = steps.filter((step) => /^SCAN (?!CONSTANT ROW|.*VIRTUAL TABLE|e$)/.test(step))
      if (FROM_THE_START.includes(name))
        assert.ok(
          scans.every((step) => step.includes('INDEX')),
          steps.join('\n'),
        )
      else assert.deepEqual(scans, [], steps.join('\n'))
      const sorts = steps.some((step) => step.includes('TEMP B-TREE'))
      assert.equal(sorts, SORTED.includes(name), steps.join('\n'))
    })
  }

  for (const [name, index] of [
    ['countOfStatuses', 'payments_by_state'],
    ...walksOf('issue', 'payments_by_issue'),
    ...walksOf('update', 'payments_by_update'),
    ['payment down', 'payments_by_state'],
    ['payment up', 'payments_by_state'],
    ['issuedBetween', 'payments_by_issue'],
  ] as const) {
    it(`${name} counts and walks on an index alone, of one merchant`, () => {
      const searches = stepsOf(QUERIES[name] ?? '').filter((step) => step.startsWith('SEARCH'))
      const ofMerchant = searches.filter((step) => step.includes(`COVERING INDEX ${index} (merchant_id=?`))
      const overdue = searches.filter((step) => step.includes('INDEX payments_to_expire (ends_at>? AND ends_at<?)'))
      assert.equal(ofMerchant.length + overdue.length, searches.length, searches.join('\n'))
      assert.equal(overdue.length, name === 'countOfStatuses' ? 1 : 0)
    })
  }

  function stepsOf(sql: string): readonly string[] {
    return database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
  }

  for (const [name, indexes] of Object.entries(FOUND_BY)) {
    it(`${name} looks at no payment and no event but those of its index`, () => {
      const searches = stepsOf(QUERIES[name] ?? '').filter((step) => step.startsWith('SEARCH'))
      for (const index of indexes)
        assert.ok(
          searches.some((step) => step.includes(index)),
          searches.join('\n'),
        )
      assert.equal(searches.length, indexes.length, searches.join('\n'))
    })
  }

  for (const [name, index] of Object.entries(BY_INDEX)) {
    it(`${name} touches nothing but what its index holds`, () => {
      const [first] = database.prepare(`explain query plan ${QUERIES[name]}`).all()
      assert.ok(String(first?.['detail']).includes(index), String(first?.['detail']))
    })
  }
})

function walksOf(name: string, index: string): readonly (readonly [string, string])[] {
  const walks = Object.keys(QUERIES).filter((each) => each.startsWith(`${name} `))
  assert.equal(walks.length, 12)
  return walks.map((walk) => [walk, index])
}
