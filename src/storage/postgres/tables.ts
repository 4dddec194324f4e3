/**
 * The columns of every table that is written in many rows at once, in the order in which the row files of
 * `storage/rows/` give their values. A column travels as one array, so that a statement's text never depends on how many
 * rows there are.
 */
import type { SqlValue } from '../rows/row.ts'
import type { Statement } from './connections.ts'

type ColumnType = 'text' | 'bigint' | 'smallint' | 'double precision' | 'bytea'
type Columns = Readonly<Record<string, ColumnType>>

const PROGRESS = {
  state: 'text',
  version: 'bigint',
  updated_at: 'bigint',
  fence: 'bigint',
  inquired_at: 'bigint',
  last_attempt: 'text',
  ends_at: 'bigint',
  until: 'bigint',
  ended_at: 'bigint',
  cause: 'text',
  suspended: 'text',
  receipt: 'text',
  receipt_due_at: 'bigint',
  paid_at: 'bigint',
  refunds: 'text',
  provisional: 'text',
  complete_by: 'bigint',
  doubted_at: 'bigint',
} as const satisfies Columns

/** The terms that can be amended. */
const AMENDED = { expires_at: 'bigint', amount: 'bigint' } as const satisfies Columns

const TERMS = {
  merchant_id: 'text',
  id: 'text',
  order_id: 'text',
  network: 'text',
  number: 'text',
  pay_token: 'text',
  issued_at: 'bigint',
  ...AMENDED,
  currency: 'text',
  terms: 'text',
} as const satisfies Columns

const ORDERS = {
  merchant_id: 'text',
  order_id: 'text',
  live: 'text',
  holder: 'text',
  collected: 'text',
} as const satisfies Columns

const ATTEMPTS = { key: 'text', state: 'text', payment_id: 'text', body: 'text' } as const satisfies Columns

const DELIVERY_PROGRESS = {
  state: 'text',
  tries: 'bigint',
  round_from: 'bigint',
  next_try_at: 'bigint',
  ended_at: 'bigint',
} as const satisfies Columns

const DELIVERY_ADDRESS = { url: 'text', format: 'text' } as const satisfies Columns

const DELIVERY_KEY = {
  merchant_id: 'text',
  payment_id: 'text',
  version: 'bigint',
  id: 'text',
} as const satisfies Columns

const REFUNDS = {
  merchant_id: 'text',
  id: 'text',
  payment_id: 'text',
  accepted_at: 'bigint',
  state: 'text',
  ends_at: 'bigint',
  transfer_due_at: 'bigint',
} as const satisfies Columns

const ACCOUNTS = {
  merchant_id: 'text',
  refund_id: 'text',
  key_id: 'text',
  sealed: 'bytea',
} as const satisfies Columns

const SUSPENSE = { id: 'text', network: 'text', state: 'text', body: 'text' } as const satisfies Columns
const TILL_DAYS = { day: 'text', opened_at: 'bigint', closed: 'text' } as const satisfies Columns
const EXTERNALS = {
  merchant_id: 'text',
  order_id: 'text',
  name: 'text',
  token: 'text',
  version: 'bigint',
  receipt: 'text',
  due_at: 'bigint',
} as const satisfies Columns

const CONFIRM_FIGURES = {
  merchant_id: 'text',
  hour: 'bigint',
  outcome: 'text',
  bucket_ms: 'bigint',
  count: 'bigint',
} as const satisfies Columns

const DAY_FIGURES = {
  merchant_id: 'text',
  day: 'bigint',
  currency: 'text',
  kind: 'text',
  count: 'bigint',
  amount: 'bigint',
} as const satisfies Columns

/** Takes one array for each column: `columnsOf(rows)`. */
export const ROWS = {
  insertOrders: insertInto('orders', ORDERS),
  updateOrders: updateOf('orders', ORDERS, ['merchant_id', 'order_id']),
  insertPayments: insertInto('payments', { ...TERMS, ...PROGRESS }),
  /** Only where the row is still the one that was decided on: `before` is its version then. */
  updatePayments: updateOf(
    'payments',
    { ...AMENDED, ...PROGRESS, merchant_id: 'text', id: 'text', before: 'bigint' },
    ['merchant_id', 'id'],
    'r.version = v.before',
  ),
  insertEvents: insertInto('events', {
    merchant_id: 'text',
    payment_id: 'text',
    version: 'bigint',
    at: 'bigint',
    command: 'text',
    type: 'text',
    data: 'text',
  }),
  insertAttempts: insertInto('attempts', ATTEMPTS),
  updateAttempts: updateOf('attempts', ATTEMPTS, ['key']),
  insertTillRequests: insertInto('till_requests', { key: 'text', kind: 'text', fingerprint: 'text', answer: 'text' }),
  insertIssueKeys: insertInto('issue_keys', {
    merchant_id: 'text',
    key: 'text',
    fingerprint: 'text',
    payment_id: 'text',
    refund_id: 'text',
  }),
  insertPersonal: insertInto('personal', {
    merchant_id: 'text',
    payment_id: 'text',
    key_id: 'text',
    sealed: 'bytea',
    phone_hash: 'text',
    phone_last4_hash: 'text',
    email_hash: 'text',
    name_hash: 'text',
  }),
  insertReceiptIdentifiers: insertInto('receipt_identifiers', {
    merchant_id: 'text',
    receipt_id: 'text',
    payment_id: 'text',
    key_id: 'text',
    sealed: 'bytea',
  }),
  insertReportRows: insertInto('report_rows', {
    report: 'text',
    no: 'bigint',
    network: 'text',
    number: 'text',
    kind: 'text',
    currency: 'text',
    told: 'text',
    result: 'text',
    sale: 'text',
    attempt: 'text',
    payment_id: 'text',
    suspense: 'text',
    judged_at: 'bigint',
  }),
  insertSuspense: insertInto('suspense', SUSPENSE),
  updateSuspense: updateOf('suspense', SUSPENSE, ['id']),
  insertTillDays: insertInto('till_days', TILL_DAYS),
  updateTillDays: updateOf('till_days', TILL_DAYS, ['day']),
  putRefunds: putInto('refunds', REFUNDS, ['merchant_id', 'id'], ['state', 'ends_at', 'transfer_due_at']),
  insertSlips: insertInto('slips', { network: 'text', number: 'text', merchant_id: 'text', payment_id: 'text' }),
  putAccounts: putInto('refund_accounts', ACCOUNTS, ['merchant_id', 'refund_id'], ['key_id', 'sealed']),
  insertExternals: insertInto('external_receipts', EXTERNALS),
  /** As `updatePayments`. */
  updateExternals: updateOf(
    'external_receipts',
    { ...EXTERNALS, before: 'bigint' },
    ['merchant_id', 'order_id'],
    'r.version = v.before',
  ),
  putExternalIdentifiers: putInto(
    'external_receipt_identifiers',
    { merchant_id: 'text', order_id: 'text', key_id: 'text', sealed: 'bytea' },
    ['merchant_id', 'order_id'],
    ['key_id', 'sealed'],
  ),
  insertDeliveries: insertInto(
    'deliveries',
    {
      ...DELIVERY_KEY,
      order_id: 'text',
      event: 'text',
      status: 'text',
      endpoint: 'text',
      queue: 'text',
      created_at: 'bigint',
      ...DELIVERY_ADDRESS,
      ...DELIVERY_PROGRESS,
    },
    { fence: '0' },
  ),
  settleDeliveries: {
    ...updateOf(
      'deliveries',
      { ...DELIVERY_PROGRESS, ...DELIVERY_KEY },
      Object.keys(DELIVERY_KEY),
      'true',
      'lease_until = null',
    ),
    name: 'settle deliveries',
  },
  replayDeliveries: {
    ...updateOf(
      'deliveries',
      { ...DELIVERY_ADDRESS, ...DELIVERY_PROGRESS, ...DELIVERY_KEY },
      Object.keys(DELIVERY_KEY),
      'true',
      'lease_until = null',
    ),
    name: 'replay deliveries',
  },
  /** Each row once: two to the same one would be a conflict of the statement with itself. */
  addConfirmFigures: addTo('confirm_figures', CONFIRM_FIGURES, ['count']),
  noteTills: {
    name: 'note tills',
    text: `${insertInto('till_sightings', { terminal: 'text', seen_at: 'bigint' }).text}
      on conflict (terminal) do update set seen_at = greatest(till_sightings.seen_at, excluded.seen_at)`,
  },
  addDayFigures: addTo('day_figures', DAY_FIGURES, ['count', 'amount']),
  insertTries: insertInto('delivery_tries', {
    merchant_id: 'text',
    delivery_id: 'text',
    number: 'bigint',
    tried_at: 'bigint',
    url: 'text',
    latency_ms: 'double precision',
    result: 'text',
    detail: 'text',
    answer: 'text',
    next_try_at: 'bigint',
  }),
} as const satisfies Readonly<Record<string, Statement>>

/** Rows as one array literal for each column. */
export function columnsOf(rows: readonly (readonly SqlValue[])[]): readonly string[] {
  return (rows[0] ?? []).map((_, column) => arrayLiteral(rows.map((row) => row[column] ?? null)))
}

export function arrayLiteral(values: readonly SqlValue[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`
  return `"\\\\x${Buffer.from(value).toString('hex')}"`
}

/** In the order of the rows: what a column counts by itself follows it. */
function insertInto(table: string, columns: Columns, constants: Readonly<Record<string, string>> = {}): Statement {
  const names = [...Object.keys(columns), ...Object.keys(constants)].join(', ')
  const values = [...Object.keys(columns).map((name) => `v.${name}`), ...Object.values(constants)].join(', ')
  return {
    name: `insert ${table}`,
    text: `insert into ${table} (${names}) select ${values} from ${unnested(columns, 'with ordinality', 'place')} order by v.place`,
  }
}

/** Rows that are there already have their counts grow; in the order of the rows, so that nobody waits in a circle. */
function addTo(table: string, columns: Columns, counts: readonly string[]): Statement {
  const keys = Object.keys(columns).filter((name) => !counts.includes(name))
  const { text } = insertInto(table, columns)
  const grown = counts.map((count) => `${count} = ${table}.${count} + excluded.${count}`).join(', ')
  return { name: `add to ${table}`, text: `${text} on conflict (${keys.join(', ')}) do update set ${grown}` }
}

/** Rows that are there already take over what changes. */
function putInto(table: string, columns: Columns, keys: readonly string[], changing: readonly string[]): Statement {
  const { text } = insertInto(table, columns)
  const set = changing.map((name) => `${name} = excluded.${name}`).join(', ')
  return { name: `put ${table}`, text: `${text} on conflict (${keys.join(', ')}) do update set ${set}` }
}

function updateOf(table: string, columns: Columns, keys: readonly string[], where = 'true', also?: string): Statement {
  const set = Object.keys(columns)
    .filter((name) => !keys.includes(name) && name !== 'before')
    .map((name) => `${name} = v.${name}`)
  const same = keys.map((name) => `r.${name} = v.${name}`)
  return {
    name: `update ${table}`,
    text: `update ${table} r set ${[...set, ...(also === undefined ? [] : [also])].join(', ')}
      from ${unnested(columns)} where ${[...same, where].join(' and ')}`,
  }
}

function unnested(columns: Columns, how = '', ...more: readonly string[]): string {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  return `unnest(${arrays.join(', ')}) ${how} as v(${[...Object.keys(columns), ...more].join(', ')})`
}
