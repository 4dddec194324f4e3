/**
 * docs/payment-lifecycle.md says what the code does: its tables are those the core is tested with, its times are the
 * constants, its promises name tests that exist. A failing test prints what the document should say.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RECEIPT_ANSWER_MS, RECEIPT_WAIT_MAX_MS } from '../src/core/cash-receipt.ts'
import { INQUIRY_GRACE_MS } from '../src/core/deadline.ts'
import { CLAIM_LIFE_MS } from '../src/core/decide.ts'
import { SAME_TILL_CANCEL_MS } from '../src/core/decide-cancel.ts'
import { OWN_NUMBER_AFTER_PAID_MS, OWN_NUMBER_FOR_OTHERS_MS } from '../src/core/decide-issue.ts'
import { LATE_GRACE_MS } from '../src/core/decide-report.ts'
import { REVERSIBLE_AT_LEAST_MS } from '../src/core/decide-reverse.ts'
import { RETRY_DELAYS_MS, RETRY_JITTER } from '../src/core/delivery.ts'
import { LIVE_NUMBERS_MAX } from '../src/core/order.ts'
import { COMPLETION_MS } from '../src/core/provisional.ts'
import { TIMES_APART_MAX_MS } from '../src/core/reconcile.ts'
import { type PayoutState, REFUNDS_OF_PAYMENT_MAX } from '../src/core/refund.ts'
import { REJECTIONS } from '../src/core/rejections.ts'
import { NOTICE_MS } from '../src/outbound/notice-try.ts'
import { SETTLE_MARGIN_MS } from '../src/storage/storage.ts'
import { REJECTION_ROWS } from '../src/wire/rejections.ts'
import { TILL_ANSWER_MS } from '../src/wire/till.ts'
import { DESK, DESK_MOVES, REPORTED, ROW_MOVES } from './day-tables.ts'
import { brokenReferences, cellsOf, readDocument, referencesIn } from './doc-references.ts'
import {
  ATTEMPT_MOVES,
  ATTEMPTS,
  type Cell,
  NOTICES,
  REISSUE_CASES,
  REISSUES,
  rowsOf,
  SETTLES,
  TRANSITIONS,
} from './lifecycle-tables.ts'
import {
  MONEY_MOVES,
  type MoneyState,
  PAYOUT_ATTEMPTS,
  PAYOUT_MOVES,
  PAYOUTS,
  RECEIPT_MOVES,
  RECEIPTS,
  RECEIPTS_UNDONE,
  SURENESS_MOVES,
  SURENESSES,
  UNDONE_MOVES,
} from './money-tables.ts'

const DOCUMENT = 'docs/payment-lifecycle.md'
const text = readDocument(DOCUMENT)

test('the document prints what every state answers to every command', () => {
  const states = rowsOf(TRANSITIONS)
  const commands = rowsOf(TRANSITIONS.ready).map(([command]) => command)
  holds([
    row(['command', ...states.map(([state]) => `in \`${state}\``)]),
    ruler(states.length + 1),
    ...commands.map((command) =>
      row([`\`${command}\``, ...states.map(([state, cells]) => shown(cells[command], state))]),
    ),
  ])
})

test('the document prints what every attempt answers to what comes after it', () => {
  const states = rowsOf(ATTEMPTS)
  holds([
    row(['what comes', ...states.map(([state]) => `\`${state}\``)]),
    ruler(states.length + 1),
    ...ATTEMPT_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

/** What a payout is before anything else comes. */
const PAYOUT_BEFORE: Readonly<Record<MoneyState, PayoutState>> = {
  'waits for a bank': 'pending',
  'waits on a slip': 'pending',
  transferred: 'paid_out',
  'paid out at a till': 'paid_out',
  'bank refused': 'failed',
  'slip expired': 'failed',
}

test('the document prints what becomes of a payout, and what its key is answered', () => {
  const money = rowsOf(PAYOUTS)
  holds([
    row(['what comes', ...money.map(([state]) => state)]),
    ruler(money.length + 1),
    ...MONEY_MOVES.map((move) =>
      row([move, ...money.map(([state, cells]) => shown(cells[move], PAYOUT_BEFORE[state]))]),
    ),
  ])
  const attempts = rowsOf(PAYOUT_ATTEMPTS)
  holds([
    row(['what comes', ...attempts.map(([state]) => `\`${state}\``)]),
    ruler(attempts.length + 1),
    ...PAYOUT_MOVES.map((move) => row([move, ...attempts.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints how sure the money of a collect is on a network of two phases', () => {
  const states = rowsOf(SURENESSES)
  holds([
    row(['what comes', ...states.map(([state]) => state)]),
    ruler(states.length + 1),
    ...SURENESS_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints how a claim ends', () => {
  holds([
    row(['the merchant', 'in time', 'too late for the till']),
    ruler(3),
    ...rowsOf(SETTLES).map(([verdict, cells]) =>
      row([verdict, shown(cells['in time'], 'authorising'), shown(cells['too late'], 'authorising')]),
    ),
  ])
})

test('the document prints what a further number means under each rule', () => {
  holds([
    row(['rule', ...REISSUE_CASES]),
    ruler(REISSUE_CASES.length + 1),
    ...rowsOf(REISSUES).map(([rule, cells]) =>
      row([
        `\`${rule}\``,
        ...REISSUE_CASES.map((each) => shown(cells[each], each.endsWith('held') ? 'authorising' : 'ready')),
      ]),
    ),
  ])
})

test('the document prints what every cash receipt answers to what comes after it', () => {
  const states = rowsOf(RECEIPTS)
  holds([
    row(['what comes', ...states.map(([state]) => `\`${state}\``)]),
    ruler(states.length + 1),
    ...RECEIPT_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints what becomes of the receipt of an undone collect while its payment is suspended', () => {
  const states = rowsOf(RECEIPTS_UNDONE)
  holds([
    row(['what comes', ...states.map(([state]) => `\`${state}\``)]),
    ruler(states.length + 1),
    ...UNDONE_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints what a row of a report file means to every payment', () => {
  const states = rowsOf(REPORTED)
  holds([
    row(['row', ...states.map(([state]) => `\`${state}\``)]),
    ruler(states.length + 1),
    ...ROW_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints what can be done about every entry at the desk', () => {
  const states = rowsOf(DESK)
  holds([
    row(['move', ...states.map(([state]) => `\`${state}\``)]),
    ruler(states.length + 1),
    ...DESK_MOVES.map((move) => row([move, ...states.map(([state, cells]) => shown(cells[move], state))])),
  ])
})

test('the document prints who hears of what', () => {
  holds([
    row(['event', 'V1 status', 'by default (`paid`)', 'with `all`']),
    ruler(4),
    ...rowsOf(NOTICES).map(([event, { status, usually, all }]) => row([`\`${event}\``, status, usually, all])),
  ])
})

test('the document names every rejection in order of precedence, with what a till is told', () => {
  const named = cellsBelow('rejection').map(([name = '', , code = '', kind = '']) => ({ name, code, kind }))
  assert.deepEqual(
    named,
    REJECTIONS.map((name) => {
      const till = REJECTION_ROWS[name].till
      return { name: `\`${name}\``, code: till?.code ?? '–', kind: till === undefined ? '–' : `\`${till.class}\`` }
    }),
  )
})

const TIMES: Readonly<Record<string, string>> = {
  INQUIRY_GRACE_MS: duration(INQUIRY_GRACE_MS),
  CLAIM_LIFE_MS: duration(CLAIM_LIFE_MS),
  TILL_ANSWER_MS: duration(TILL_ANSWER_MS),
  SETTLE_MARGIN_MS: duration(SETTLE_MARGIN_MS),
  REVERSIBLE_AT_LEAST_MS: duration(REVERSIBLE_AT_LEAST_MS),
  SAME_TILL_CANCEL_MS: duration(SAME_TILL_CANCEL_MS),
  COMPLETION_MS: duration(COMPLETION_MS),
  REFUNDS_OF_PAYMENT_MAX: `${REFUNDS_OF_PAYMENT_MAX} refunds`,
  OWN_NUMBER_AFTER_PAID_MS: duration(OWN_NUMBER_AFTER_PAID_MS),
  OWN_NUMBER_FOR_OTHERS_MS: duration(OWN_NUMBER_FOR_OTHERS_MS),
  LIVE_NUMBERS_MAX: `${LIVE_NUMBERS_MAX} numbers`,
  LATE_GRACE_MS: duration(LATE_GRACE_MS),
  TIMES_APART_MAX_MS: duration(TIMES_APART_MAX_MS),
  RECEIPT_ANSWER_MS: duration(RECEIPT_ANSWER_MS),
  RECEIPT_WAIT_MAX_MS: duration(RECEIPT_WAIT_MAX_MS),
  NOTICE_MS: duration(NOTICE_MS),
  RETRY_DELAYS_MS: RETRY_DELAYS_MS.map(duration).join(', '),
  RETRY_JITTER: `${RETRY_JITTER * 100} % either way`,
}

test('the times of the document are the constants of the code', () => {
  const written = cellsBelow('what').map(([, howLong = '', constant = '']) => [constant.replaceAll('`', ''), howLong])
  assert.deepEqual(Object.fromEntries(written), TIMES)
})

test('the document names a duration in its table of times and nowhere else', () => {
  const elsewhere = text.split('\n').filter((line) => !Object.keys(TIMES).some((name) => line.includes(`\`${name}\``)))
  const durations = elsewhere.filter((line) => /\d\s*(ms|s|sec\w*|min\w*|h|hours?|days?)\b/.test(line))
  assert.deepEqual(durations, [])
})

const PROMISES = [
  ...['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10', 'M11', 'M14', 'M15', 'M16'],
  ...['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'I1', 'I3', 'I4', 'I5', 'L1', 'T4'],
]

test('every promise is stated once, and held by at least one test', () => {
  const stated = referencesIn(text).filter(({ cells: [, promise = ''] }) => promise !== '')
  assert.deepEqual(
    stated.map(({ cells: [id] }) => id),
    PROMISES,
  )
})

test('every promise names tests that exist', () => {
  assert.deepEqual(brokenReferences(DOCUMENT, text), [])
})

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function ruler(columns: number): string {
  return row(Array<string>(columns).fill('---'))
}

/** `claimed (*claimed*) → **authorising**`: the answer, the events, and the state where it is another one. */
function shown<State extends string>({ answer, events, becomes }: Cell<State>, state: State): string {
  const written = events.length === 0 ? '' : ` (*${events.join(', ')}*)`
  return `${answer.replaceAll('_', ' ')}${written}${becomes === state ? '' : ` → **${becomes}**`}`
}

function holds(table: readonly string[]): void {
  assert.ok(text.includes(table.join('\n')), `${DOCUMENT} should have this table:\n\n${table.join('\n')}\n`)
}

/** The rows of the table whose first column has this head. */
function cellsBelow(head: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  const begin = lines.findIndex((line) => cellsOf(line)[0] === head)
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('|'))
  assert.ok(begin >= 0, `${DOCUMENT} has no table whose first column is "${head}"`)
  return lines.slice(begin + 2, end).map(cellsOf)
}

function duration(ms: number): string {
  const units = [
    ['days', 86_400_000, 7],
    ['h', 3_600_000, 1],
    ['min', 60_000, 1],
    ['s', 1000, 1],
  ] as const
  const unit = units.find(([, size, least]) => ms % size === 0 && ms / size >= least)
  return unit === undefined ? `${ms} ms` : `${ms / unit[1]} ${unit[0]}`
}
