/** What every answer of the console's API is made of. Times are whole Unix seconds, null where there is none. */
import { type Static, Type } from 'typebox'
import { WordsAnswer } from '../envelope.ts'
import { NOTE_CHARACTERS_MAX } from '../refund-limits.ts'

export const CLOSED = { additionalProperties: false } as const

export const seconds = Type.Integer({ minimum: 0 })
export const secondsOrNull = Type.Union([seconds, Type.Null()])
export const textOrNull = Type.Union([Type.String(), Type.Null()])
/** The currency's major unit. */
export const money = Type.Number()
export const Currency = Type.Enum(['KRW', 'USD', 'EUR'])

/** With any status but 2xx. */
export const AdminRefusal = Type.Object(
  {
    error: Type.Object(
      {
        /** For programs: `code_needed`, `bad_field`, `not_found` … */
        code: Type.String(),
        /** The field at fault, where it is one. */
        field: Type.Optional(Type.String()),
        message: WordsAnswer,
      },
      CLOSED,
    ),
  },
  CLOSED,
)
export type AdminRefusal = Static<typeof AdminRefusal>

/** What was asked is done; there is nothing to show. */
export const Done = Type.Object({ done: Type.Literal(true) }, CLOSED)
export type Done = Static<typeof Done>

/** What one of the operator's commands shows, a member a column. */
export const ShownRow = Type.Record(Type.String(), Type.String())
export const ShownRows = Type.Object({ rows: Type.Array(ShownRow) }, CLOSED)
export type ShownRows = Static<typeof ShownRows>

export const ADMIN_PREFIX = '/admin/api'
/** Holds what `csrf` of the session says; without it nothing is changed. */
export const CSRF_HEADER = 'x-sunap-csrf'

export const PAGE_MAX = 100
export const PAGE_USUAL = 30
export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: PAGE_USUAL }))

export const REASON_CHARACTERS_MAX = 200
/** Why somebody looks or acts; kept with what they did. */
export const reason = Type.String({ minLength: 2, maxLength: REASON_CHARACTERS_MAX })

/** What somebody says to a deed about money, so that it can be understood later: more than blanks, in one line. */
export const note = Type.String({
  minLength: 1,
  maxLength: NOTE_CHARACTERS_MAX,
  pattern: '^(?=.*\\S)[^\\p{C}\\p{Zl}\\p{Zp}]+$',
})
