/**
 * Many numbers with one request: rows that each are a `POST /cvs`, answered in their order, a line each as soon as it is
 * done. The last line says that it was the last one; a stream without it was cut.
 */
import { type Static, Type } from 'typebox'
import { IssueBody } from './issue-body.ts'
import { PaymentAnswer } from './payment-answer.ts'

export const BULK_ROWS_MAX = 10_000
export const BULK_BYTES_MAX = 4 * 1024 * 1024
/** Of one merchant; each has its share of the rows that are being issued. */
export const BULKS_AT_ONCE_MAX = 4

/** What a row may say, and the columns of a CSV file. */
export const ROW_PARAMETERS: readonly string[] = Object.keys(IssueBody.properties)

export const BulkIssueBody = Type.Object(
  { rows: Type.Array(IssueBody, { minItems: 1, maxItems: BULK_ROWS_MAX }) },
  { additionalProperties: false },
)

const place = { row: Type.Integer({ minimum: 1 }), of: Type.Integer({ minimum: 1, maximum: BULK_ROWS_MAX }) }

/** `code`, `message` and `response` are those of `POST /cvs`. */
export const BulkLine = Type.Union([
  Type.Object(
    { ...place, code: Type.Literal(0), message: Type.Null(), response: PaymentAnswer },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...place,
      code: Type.Union([Type.Literal(1), Type.Literal(-1)]),
      message: Type.String({ minLength: 1 }),
      response: Type.Null(),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      done: Type.Literal(true),
      rows: Type.Integer({ minimum: 1 }),
      issued: Type.Integer({ minimum: 0 }),
      refused: Type.Integer({ minimum: 0 }),
    },
    { additionalProperties: false },
  ),
])

export type BulkLine = Static<typeof BulkLine>

export const NDJSON = 'application/x-ndjson'
export const CSV = 'text/csv'

/** Of an answer as CSV. `expires` is `expired_at` as people read it, in Seoul. */
export const BULK_COLUMNS = [
  'row',
  'of',
  'merchant_uid',
  'imp_uid',
  'barcode',
  'amount',
  'expired_at',
  'expires',
  'pay_url',
  'code',
  'message',
] as const
