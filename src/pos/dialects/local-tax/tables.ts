/**
 * An example of a chain's own frames, in the shape of a Korean protocol for paying local taxes at counters: a head of 70
 * bytes with its length, and bodies that are all of one size. The names are those of such a document; what stands where is
 * this file and nothing else. Nobody's real line is meant.
 */
import type { Plain, Table } from '../../../wire/fixed/field-table.ts'

/** The head after its length: 66 bytes. */
export const HEAD: Table = [
  /** The network, up to 6 characters here. */
  ascii('TX_ID', 6),
  /** In Seoul. Judged as the frame's time. */
  ascii('TX_DATETIME', 14),
  /** What it is: see `KINDS`. */
  ascii('TX_GUBUN', 3),
  orBlank(ascii('RS_FLAG', 2)),
  /** 0000 in requests. */
  ascii('RESP_CODE', 4),
  orBlank(ascii('SIDO', 2)),
  orBlank(ascii('BANK_CODE', 3)),
  /** Management number, unique per day: the trace number. */
  ascii('BCJ_NO', 12),
  /** 270: at a convenience store. */
  ascii('MEDIA_CODE', 3),
  /** Such documents reserve 17 bytes; here they tell which till it is. */
  ascii('OUTLET', 7),
  ascii('TILL', 6),
  orBlank(text('RESERVE', 4)),
]

/** Of the answer to a head that could not be read. */
export const BLANK_HEAD: Table = HEAD.map((field) => (field.kind === 'ascii' ? orBlank(field) : field))

/** 51 bytes: what is paid. Our number stands in TAX_NO; EPAY_NO stays empty. */
const BILL: Table = [orBlank(ascii('TAX_GB', 1)), text('TAX_NO', 31), orBlank(ascii('EPAY_NO', 19))]

export const INQUIRY: Table = [...BILL, filler(29)]

/** 400 bytes. */
export const INQUIRY_REPLY: Table = [
  ...BILL,
  text('PAYER', 80),
  text('AGENCY', 10),
  text('ITEM', 50),
  ascii('YEAR_MONTH', 6),
  ascii('TERM', 1),
  ascii('DUE_DATE', 8),
  digits('DUE_AMOUNT', 11),
  /** After the due date nothing is taken here. */
  orBlank(ascii('LATE_DATE', 8)),
  digits('LATE_AMOUNT', 11),
  digits('PAY_AMOUNT', 11),
  text('TEXT', 130),
  filler(23),
]

const PAID: Table = [...BILL, digits('PAY_AMOUNT', 11), ascii('PAY_DATE', 8), ascii('MEANS', 1)]

export const PAYMENT: Table = [...PAID, filler(29)]

/** A receipt is printed by the till; what it needs is the approval number and the clerk's text. */
export const PAYMENT_REPLY: Table = [...PAID, ascii('APPROVAL_NO', 8), text('TEXT', 300)]

/** Such documents know no net cancel (망취소), and a till cannot do without: this is an addition. */
export const REVERSE: Table = [
  ...BILL,
  ascii('ORIGINAL_DATE', 8),
  ascii('ORIGINAL_BCJ_NO', 12),
  ascii('REASON', 1),
  filler(28),
]

export const REVERSE_REPLY: Table = [...BILL, ascii('FOUND', 1), text('TEXT', 300)]

/** Of one business date. What was cancelled or paid out has no place: these tills do neither. */
const COUNTED: Table = [
  ascii('PAY_DATE', 8),
  digits('CASH_COUNT', 6),
  digits('CASH_AMOUNT', 16),
  digits('CARD_COUNT', 6),
  digits('CARD_AMOUNT', 16),
]

export const TOTALS: Table = [...COUNTED, filler(48)]

/** What the gateway holds, whether it agrees or not. */
export const TOTALS_REPLY: Table = [...COUNTED, text('TEXT', 300)]

export const LINE_TEST: Table = []

export const LINE_TEST_REPLY: Table = [ascii('BUSINESS_DATE', 8)]

/** Whatever was asked: what to do with the money is never cut. */
export const REFUSAL: Table = [text('TEXT', 300)]

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

function filler(width: number): Plain {
  return orBlank(text('FILLER', width))
}
