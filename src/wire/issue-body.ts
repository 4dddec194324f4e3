/**
 * The body of `POST /cvs`: every parameter of the page with its limit, and `channel_key` of today's V1. The limits are
 * data, because the reader's messages quote them. Keys that are not here are ignored: real clients send more.
 */
import { type Static, Type } from 'typebox'

/** In characters: code points of the NFC form, so that a Korean syllable is one however it was typed. */
export const TEXT_CHARACTERS_MAX = {
  merchant_uid: 40,
  name: 40,
  buyer_name: 16,
  buyer_email: 64,
  buyer_tel: 16,
  buyer_addr: 128,
  buyer_postcode: 8,
} as const

export type TextParameter = keyof typeof TEXT_CHARACTERS_MAX

export const NOTICE_URLS_MAX = 10
/** Of the text that is kept and given back, in UTF-8. */
export const CUSTOM_DATA_BYTES_MAX = 16 * 1024
/** 2100-01-01T00:00:00Z. A later time is one in milliseconds. */
export const UNIX_SECONDS_MAX = 4_102_444_800

const decimalText = Type.String({ pattern: '^\\d+(\\.\\d+)?$' })
/** A time as a request has it; a form can only send the text. */
export const UnixSecondsGiven = Type.Union([
  Type.Integer({ minimum: 0, maximum: UNIX_SECONDS_MAX }),
  Type.String({ pattern: '^\\d+$' }),
])
const url = Type.String({ minLength: 1 })
const text = (maxLength: number) => Type.Union([Type.String({ maxLength }), Type.Null()])

export const IssueBody = Type.Object({
  merchant_uid: Type.Union([
    Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX.merchant_uid }),
    Type.Integer({ minimum: 0 }),
  ]),
  /** The currency's major unit. */
  amount: Type.Union([Type.Number({ exclusiveMinimum: 0 }), decimalText]),
  barcode: Type.Optional(Type.Union([Type.String({ pattern: '^[0-9A-Z-]{4,30}$' }), Type.Null()])),
  expired_at: Type.Optional(Type.Union([...UnixSecondsGiven.anyOf, Type.Null()])),
  name: Type.Optional(text(TEXT_CHARACTERS_MAX.name)),
  buyer_name: Type.Optional(text(TEXT_CHARACTERS_MAX.buyer_name)),
  buyer_email: Type.Optional(text(TEXT_CHARACTERS_MAX.buyer_email)),
  buyer_tel: Type.Optional(text(TEXT_CHARACTERS_MAX.buyer_tel)),
  buyer_addr: Type.Optional(text(TEXT_CHARACTERS_MAX.buyer_addr)),
  buyer_postcode: Type.Optional(text(TEXT_CHARACTERS_MAX.buyer_postcode)),
  /** `{provider}.{MID}`, or `{provider}` for the default one. */
  pg: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
  channel_key: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
  confirm_url: Type.Optional(Type.Union([url, Type.Null()])),
  notice_url: Type.Optional(Type.Union([url, Type.Array(url, { maxItems: NOTICE_URLS_MAX }), Type.Null()])),
  /** Anything; given back as the string it was, or as its JSON text. */
  custom_data: Type.Optional(Type.Unknown()),
})

export type IssueBody = Static<typeof IssueBody>
