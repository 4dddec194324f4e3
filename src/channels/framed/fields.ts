/**
 * The messages of this line, as data: what stands where, and how wide. A PG's papers are a table like this one; whoever
 * writes a connector from them copies the table and is nearly done. Widths are bytes. A text is UTF-8 with spaces behind it,
 * digits have zeros before them, a time is `YYYYMMDDhhmmss` in Seoul (zeros: none).
 */

export interface Field {
  readonly name: string
  readonly kind: 'text' | 'digits' | 'time'
  readonly width: number
}

export type Fields = readonly Field[]

const text = (name: string, width: number): Field => ({ name, kind: 'text', width })
const digits = (name: string, width: number): Field => ({ name, kind: 'digits', width })
const time = (name: string): Field => ({ name, kind: 'time', width: 14 })

/** Before every body, in clear: whose frame it is, and how the body is sealed. */
export const HEADER: Fields = [text('version', 4), text('mid', 20), text('cipher', 4)]

export const VERSION = '0100'

/**
 * Begins every body. `trace`: 12 digits, the asker's own, once a day; a repeat has the same one. `kind`: Q asks, A answers
 * and says trace and command again.
 */
export const HEAD: Fields = [text('kind', 1), digits('command', 4), digits('trace', 12), time('sent_at')]

/** Begins every answer, after the head: 0000, or why not. */
export const RESULT: Fields = [digits('result', 4), text('message', 150)]

export const DONE = '0000'

interface Message {
  readonly command: string
  readonly asks: Fields
  readonly answers: Fields
}

const order = text('order', 16)
const number = text('number', 30)
const terms = [digits('amount', 12), text('currency', 3), time('expires_at'), text('name', 120)] as const

/** From us to the PG. `order`: the payment's id, which a repeat has too. */
export const TO_PG = {
  issue: { command: '1010', asks: [order, ...terms], answers: [number] },
  register: { command: '1020', asks: [order, number, ...terms], answers: [] },
  amend: { command: '1030', asks: [order, number, digits('amount', 12), time('expires_at')], answers: [] },
  revoke: { command: '1040', asks: [order, number], answers: [] },
  cancel: { command: '1050', asks: [order], answers: [] },
  /** `state`: STANDING, ENDED or UNKNOWN. */
  status: { command: '1060', asks: [order], answers: [text('state', 8), number] },
  echo: { command: '1090', asks: [], answers: [] },
} as const satisfies Readonly<Record<string, Message>>

const businessDate = digits('business_date', 8)

/** From the PG to us; `trace` and `business_date` are the key of what it does. */
export const FROM_PG = {
  inquiry: {
    command: '2010',
    asks: [businessDate, number],
    answers: [
      digits('amount', 12),
      text('currency', 3),
      text('merchant', 60),
      text('name', 120),
      time('expires_at'),
      time('hold_until'),
      /** C cash, K card, CK both. */
      text('pay_types', 2),
    ],
  },
  collect: {
    command: '2020',
    asks: [
      businessDate,
      number,
      digits('amount', 12),
      text('currency', 3),
      text('pay_type', 1),
      text('chain', 40),
      text('store', 60),
    ],
    answers: [digits('approval_no', 8), time('paid_at'), digits('gateway_ref', 12)],
  },
  /** The customer changed its mind, the same day and for all of it. */
  cancel: {
    command: '2030',
    asks: [businessDate, digits('original_date', 8), digits('original_trace', 12), digits('amount', 12)],
    answers: [digits('approval_no', 8), time('cancelled_at'), digits('gateway_ref', 12)],
  },
  /** 망취소: no good answer came to a collect. `original`: what was found, as a till is told. */
  reverse: {
    command: '2040',
    asks: [businessDate, digits('original_date', 8), digits('original_trace', 12)],
    answers: [text('original', 16), digits('gateway_ref', 12)],
  },
  echo: { command: '2090', asks: [], answers: [businessDate] },
} as const satisfies Readonly<Record<string, Message>>

export type ToPg = keyof typeof TO_PG
export type FromPg = keyof typeof FROM_PG

/** What a message says, by the names of its fields. */
export type Values = Readonly<Record<string, string>>

/** Throws where a value does not fit: what is cut short could name another number or another amount. */
export function written(fields: Fields, values: Values): Buffer {
  return Buffer.concat(fields.map((field) => cell(field, values[field.name] ?? '')))
}

function cell({ name, kind, width }: Field, value: string): Buffer {
  if (kind !== 'text') {
    if (!/^\d*$/.test(value) || value.length > width) throw new Error(`${name}: ${value} is not ${width} digits`)
    return Buffer.from(value.padStart(width, '0'))
  }
  const bytes = Buffer.from(value)
  if (bytes.length > width) throw new Error(`${name}: ${bytes.length} bytes, at most ${width}`)
  return Buffer.concat([bytes, Buffer.alloc(width - bytes.length, ' ')])
}

/** Undefined where the bytes are not these fields, no more and no less. */
export function read(fields: Fields, bytes: Buffer): Values | undefined {
  if (bytes.length !== widthOf(fields)) return undefined
  const values: Record<string, string> = {}
  let from = 0
  for (const { name, kind, width } of fields) {
    const value = textIn(bytes.subarray(from, from + width))
    if (value === undefined || (kind !== 'text' && !/^\d+$/.test(value))) return undefined
    values[name] = kind === 'text' ? value.trimEnd() : value
    from += width
  }
  return values
}

export function widthOf(fields: Fields): number {
  return fields.reduce((sum, { width }) => sum + width, 0)
}

function textIn(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** For people alone: as much of it as fits, whole characters only. */
export function fitted(value: string, width: number): string {
  let fits = ''
  let left = width
  for (const character of value.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')) {
    left -= Buffer.byteLength(character)
    if (left < 0) break
    fits += character
  }
  return fits
}

const SEOUL_OFFSET_MS = 9 * 3_600_000

/** `ms` since 1970. */
export function timeText(ms: number): string {
  return new Date(ms + SEOUL_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, '')
}

/** Milliseconds since 1970; undefined for zeros and for what is no time. */
export function timeIn(value: string): number | undefined {
  const [, year, month, day, hours, minutes, seconds] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(value) ?? []
  const ms = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(ms) ? undefined : ms - SEOUL_OFFSET_MS
}
