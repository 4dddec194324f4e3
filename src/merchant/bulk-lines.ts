/**
 * How the rows of a bulk issue leave: as JSON lines for programs, or as CSV for people with a spreadsheet, which must
 * neither change a number nor run what a merchant's customer wrote.
 */
import { BULK_COLUMNS, type BulkLine, CSV, NDJSON } from '../wire/bulk-issue.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'
import type { Answer } from './envelope.ts'
import { seoulTime } from './limit-words.ts'

export interface RowAnswer {
  readonly row: number
  readonly of: number
  /** As it was sent, where it can be told. */
  readonly merchantUid: string
  readonly answer: Answer
}

export interface BulkLines {
  readonly contentType: string
  readonly head: string
  line(answered: RowAnswer): string
  /** The last line, when every row was answered. */
  end(rows: number, issued: number): string
}

/** CSV where the client asks for it, JSON lines for everybody else. */
export function linesFor(accept: string | undefined): BulkLines {
  return /\btext\/csv\b/i.test(accept ?? '') ? CSV_LINES : JSON_LINES
}

const JSON_LINES: BulkLines = {
  contentType: `${NDJSON}; charset=utf-8`,
  head: '',
  line: ({ row, of, answer }) => jsonLine({ row, of, ...envelopeOf(answer) }),
  end: (rows, issued) => jsonLine({ done: true, rows, issued, refused: rows - issued }),
}

function jsonLine(line: BulkLine): string {
  return `${JSON.stringify(line)}\n`
}

function envelopeOf(answer: Answer) {
  return answer.kind === 'success'
    ? { code: 0 as const, message: null, response: answer.response as PaymentAnswer }
    : { code: answer.code, message: answer.message, response: null }
}

/** It ends with the row that is its own `of`. */
const CSV_LINES: BulkLines = {
  contentType: `${CSV}; charset=utf-8; header=present`,
  head: `\uFEFF${BULK_COLUMNS.join(',')}\r\n`,
  line({ row, of, merchantUid, answer }) {
    const { code, message, response } = envelopeOf(answer)
    const payment = response === null ? ['', '', '', '', '', ''] : paymentCells(response)
    return `${[row, of, cell(merchantUid), ...payment, code, cell(message ?? '')].join(',')}\r\n`
  },
  end: () => '',
}

function paymentCells({ imp_uid, barcode, amount, expired_at, pay_url }: PaymentAnswer): readonly (string | number)[] {
  return [imp_uid, asText(barcode), amount, expired_at, seoulTime(expired_at * 1000), pay_url]
}

/** A text, which a spreadsheet must not take for a formula; digits that it would round or shorten stay a text. */
function cell(text: string): string {
  if (/^(\d{16,}|0\d+)$/.test(text)) return asText(text)
  return quoted(/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text)
}

/** The one way in which every spreadsheet keeps all digits: a formula that is the text. */
function asText(text: string): string {
  return quoted(`="${text.replaceAll('"', '""')}"`)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
