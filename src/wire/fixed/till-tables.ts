/**
 * The till's messages and replies in fixed length: the fields of `wire/till.ts`, each at its place. Every frame is a
 * length (4 digits, the bytes that follow), a head, a body, and 64 hex digits: the HMAC-SHA-256 of all that stands before
 * them. A reply repeats its request's key, so that whoever sent several at once knows which is answered.
 */
import { REPORT_REJECTIONS } from '../report-rejections.ts'
import type { TillMessageName } from '../till.ts'
import { OK_CODE } from '../till-codes.ts'
import type { List, Plain, Table } from './field-table.ts'

export const FIXED_VERSION = 1

/** The `message` of a request; of its reply it is a hundred more. */
export const MESSAGE_KINDS: Readonly<Record<TillMessageName, string>> = {
  inquiry: '010',
  collect: '020',
  payout: '025',
  complete: '030',
  cancel: '040',
  reverse: '041',
  status: '050',
  report: '060',
  open: '070',
  close: '071',
  echo: '080',
}

export function replyKind(name: TillMessageName): string {
  return String(Number(MESSAGE_KINDS[name]) + 100)
}

/** Who calls, and under which key. */
const KEY: readonly Plain[] = [
  digits('version', 2),
  ascii('message', 3),
  ascii('network', 20),
  ascii('outlet', 7),
  ascii('till', 6),
  orBlank(ascii('business_date', 8)),
  orBlank(ascii('stan', 12)),
]

export const REQUEST_HEAD: Table = [...KEY, digits('sent_at', 11)]

/** Wide enough that no sentence of ours is ever cut: each ends in what to do with the money. */
const ANSWERED: readonly Plain[] = [
  ascii('code', 4),
  ascii('class', 14),
  orNull(ascii('gateway_ref', 12)),
  digits('server_time', 11),
  text('text.ko', 360),
  text('text.en', 400),
]

/** The request's key again, blank where no head could be read. */
export const REPLY_HEAD: Table = [...within('key', KEY.map(orBlank)), ...ANSWERED]

const NUMBER = text('number', 64)
const AMOUNT = digits('amount', 16)
const CURRENCY = ascii('currency', 3)
const PAY_TYPE = ascii('pay_type', 4)
const DEADLINE_MS = orBlank(digits('deadline_ms', 5))
/** Twenty characters. */
const CLERK = orBlank(text('clerk', 40))
/** Forty characters. */
const CANCEL_REASON = text('reason', 80)
const ORIGINAL: readonly Plain[] = [ascii('original.business_date', 8), ascii('original.stan', 12)]

const FILE_ID = ascii('file_id', 40)
const COUNT = digits('count', 5)
const SUM = digits('sum', 16)
const REPORT_HEAD: readonly Plain[] = [
  FILE_ID,
  digits('seq', 9),
  ascii('date', 8),
  ascii('kind', 2),
  CURRENCY,
  COUNT,
  SUM,
]

/** As many as a frame can carry are in one file; a shop that sold more sends several. */
const SOLD: readonly Plain[] = [
  NUMBER,
  AMOUNT,
  PAY_TYPE,
  orBlank(ascii('sign', 1)),
  orBlank(ascii('till', 6)),
  orBlank(ascii('stan', 12)),
  orBlank(ascii('date', 8)),
  orBlank(digits('taken_at', 11)),
]

const DRAWER: readonly Plain[] = [
  'collected.cash',
  'collected.card',
  'cancelled.cash',
  'cancelled.card',
  'paid_out',
].flatMap((each) => [digits(`totals.${each}.count`, 6), digits(`totals.${each}.sum`, 16)])

export const REQUEST_BODIES: Readonly<Record<TillMessageName, Table>> = {
  echo: [],
  inquiry: [NUMBER],
  collect: [NUMBER, AMOUNT, CURRENCY, PAY_TYPE, orBlank(ascii('inquiry_token', 200)), DEADLINE_MS, CLERK],
  complete: [...ORIGINAL, AMOUNT, DEADLINE_MS],
  cancel: [...ORIGINAL, orBlank(ascii('original.till', 6)), AMOUNT, CANCEL_REASON, DEADLINE_MS, CLERK],
  payout: [NUMBER, AMOUNT, CURRENCY, DEADLINE_MS, CLERK],
  reverse: [...ORIGINAL, ascii('reason', 10)],
  status: [...ORIGINAL.map(orBlank), orBlank(NUMBER)],
  report: [...REPORT_HEAD, { kind: 'list', name: 'rows', width: 2, itemsMax: 80, of: SOLD }],
  open: [],
  close: DRAWER,
}

/** A hundred characters each. */
const MERCHANT = text('merchant', 200)
const GOODS = orNull(text('name', 200))

const PAYABLE: Table = [
  MERCHANT,
  GOODS,
  AMOUNT,
  CURRENCY,
  orNull(text('buyer_masked', 200)),
  { kind: 'list', name: 'pay_types', width: 1, itemsMax: 2, of: [ascii('', 4)] },
  digits('expires_at', 11),
  digits('hold_until', 11),
  ascii('inquiry_token', 200),
]

const PAYABLE_OUT: Table = [MERCHANT, GOODS, AMOUNT, CURRENCY, digits('expires_at', 11)]

const RECEIPT: List = { kind: 'list', name: 'receipt', width: 2, itemsMax: 40, of: [text('', 120)] }

/** A collect or a payout, done: of the two times the one that it has. */
const DONE: readonly (Plain | List)[] = [
  ascii('approval_no', 8),
  orBlank(digits('paid_at', 11)),
  orBlank(digits('paid_out_at', 11)),
  RECEIPT,
]

const RESULTS: readonly Plain[] = [
  ...['matched', 'shifted', 'theirs_only', 'amount_differs', 'duplicate'].map((name) => digits(`results.${name}`, 5)),
  orNull(digits('results.ours_only', 9)),
]

/** What a yes says beside the head. */
export const REPLY_BODIES: Readonly<Record<TillMessageName, Table>> = {
  echo: [ascii('business_date', 8)],
  inquiry: [ascii('direction', 3), { kind: 'choice', by: 'direction', tables: { in: PAYABLE, out: PAYABLE_OUT } }],
  collect: [ascii('approval_no', 8), digits('paid_at', 11), RECEIPT],
  complete: [ascii('approval_no', 8)],
  cancel: [ascii('approval_no', 8), digits('cancelled_at', 11), RECEIPT],
  payout: [ascii('approval_no', 8), digits('paid_out_at', 11), RECEIPT],
  reverse: [ascii('original', 13)],
  status: [
    ascii('original', 13),
    orBlank(ascii('reply.code', 4)),
    {
      kind: 'choice',
      by: 'reply.code',
      tables: { '': [], '0000': within('reply', [...ANSWERED.slice(1), ...DONE]) },
      otherwise: within('reply', ANSWERED.slice(1)),
    },
  ],
  report: [FILE_ID, ascii('sha256', 64), ascii('state', 7), COUNT, SUM, ...RESULTS],
  open: [ascii('business_date', 8), digits('opened_at', 11)],
  close: [ascii('business_date', 8), digits('closed_at', 11), ...DRAWER],
}

/** What follows the head. Of all refusals one says more: a drawer that differs is told what is held here. */
export function replyBody(name: TillMessageName, code: string): Table {
  if (code === OK_CODE) return REPLY_BODIES[name]
  return name === 'close' && DRAWER_CODES.includes(code) ? DRAWER : []
}

const { day_count_differs, day_sum_differs } = REPORT_REJECTIONS
export const DRAWER_CODES: readonly string[] = [day_count_differs.till.code, day_sum_differs.till.code]

function digits(name: string, width: number): Plain {
  return { kind: 'digits', name, width }
}

function ascii(name: string, width: number): Plain {
  return { kind: 'ascii', name, width }
}

function text(name: string, width: number): Plain {
  return { kind: 'text', name, width }
}

function orBlank(field: Plain): Plain {
  return { ...field, blank: 'absent' }
}

function orNull(field: Plain): Plain {
  return { ...field, blank: 'null' }
}

/** The same fields, one object deeper. */
function within(outer: string, fields: readonly (Plain | List)[]): Table {
  return fields.map((field) => ({ ...field, name: `${outer}.${field.name}` }))
}
