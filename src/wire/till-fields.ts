/** Fields that messages of tills and their replies are made of. */
import { Type } from 'typebox'

export const DEADLINE_MS_MIN = 2000
export const DEADLINE_MS_MAX = 30_000

export const CLOSED = { additionalProperties: false } as const

export const BusinessDate = Type.String({ pattern: '^[0-9]{8}$' })
export const TraceNumber = Type.String({ pattern: '^[0-9]{1,12}$' })
export const UnixSeconds = Type.Integer({ minimum: 0, maximum: 99_999_999_999 })
export const MinorAmount = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const CurrencyCode = Type.Union([Type.Literal('KRW'), Type.Literal('USD'), Type.Literal('EUR')])
export const PayTypeName = Type.Union([Type.Literal('cash'), Type.Literal('card')])
/** As scanned or typed; white space and full-width digits are forgiven. */
export const ClerkName = Type.String({ pattern: '^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,20}$' })
/** Shown to the merchant as why the money went back. */
export const CancelReason = Type.String({ pattern: '^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,40}$' })
export const TillName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,6}$' })
export const DeadlineMs = Type.Integer({ minimum: DEADLINE_MS_MIN, maximum: DEADLINE_MS_MAX })
export const NumberText = Type.String({ minLength: 1, maxLength: 64 })

/** `sent_at` is the till's own note of when it sent; only the signature's timestamp is judged. */
export const everyMessage = { business_date: BusinessDate, stan: TraceNumber, sent_at: UnixSeconds }

export const WordsShape = Type.Object({ ko: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, CLOSED)
export const GatewayRef = Type.String({ pattern: '^[0-9]{12}$' })
export const ok = {
  code: Type.Literal('0000'),
  class: Type.Literal('OK'),
  text: WordsShape,
  gateway_ref: GatewayRef,
  server_time: UnixSeconds,
}

export const no = {
  code: Type.String({ pattern: '^[1-9][0-9]{3}$' }),
  class: Type.Union([Type.Literal('DECLINED'), Type.Literal('RETRY_SAME_KEY'), Type.Literal('UNKNOWN')]),
  text: WordsShape,
  /** Null where the request was not taken at all, so that there is nothing to look up. */
  gateway_ref: Type.Union([GatewayRef, Type.Null()]),
  server_time: UnixSeconds,
}
