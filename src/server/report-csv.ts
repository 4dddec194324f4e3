/**
 * A chain's report file as CSV: a head line, a line for each sale and a closing line, in UTF-8 or CP949.
 *
 *   H,file id,seq,date,kind,currency,count,sum
 *   D,number,amount,pay type,outlet,till,trace number,date,time,sign,anything
 *   T,count,sum
 *
 * Read in pieces, so that tills do not wait for a large one.
 */
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import type { CollectionNumber, Instant, NetworkId } from '../core/brand.ts'
import { PAY_TYPES } from '../core/merchant.ts'
import { CURRENCIES, readMinorAmount } from '../core/money.ts'
import { REPORT_KINDS, REPORT_ROWS_MAX, type ToldSale } from '../core/report.ts'
import { dayOf, startOfDay } from '../core/seoul-day.ts'
import type { ReportAsked } from '../gateway/reports.ts'
import { readNumber } from '../numbers/read-number.ts'
import type { Words } from '../wire/rejections.ts'

/** What is wrong with the file, and on which line. */
export class ReportUnread extends Error {
  readonly words: Words

  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}

export async function readReportCsv(bytes: Uint8Array, network: NetworkId, chain: string): Promise<ReportAsked> {
  const lines = await linesOf(textOf(bytes))
  const [head, ...rest] = lines
  const tail = rest.pop()
  if (head?.cells[0] !== 'H')
    throw new ReportUnread({
      ko: '첫 행이 머리 행(H,파일 ID,순번,날짜,...)이 아닙니다.',
      en: 'the first line is not a head: H,file id,seq,date,...',
    })
  if (tail?.cells[0] !== 'T')
    throw new ReportUnread({
      ko: '마지막 행이 맺음 행(T,건수,합계)이 아닙니다.',
      en: 'the last line is not a closing one: T,count,sum',
    })
  const { fileId, seq, date, kind, currency, count, sum } = readHead(head)
  const closing = { count: whole(tail, 1, 'count'), sum: whole(tail, 2, 'sum') }
  if (closing.count !== count || closing.sum !== sum)
    throw new ReportUnread({
      ko: `${tail.no}행: 맺음 행의 건수·합계가 머리 행과 다릅니다.`,
      en: `line ${tail.no}: the totals of the closing line are not those of the head`,
    })
  const rows = rest.map((line) => readSale(line, { date, kind }))
  return { network, sender: { kind: 'chain', name: chain }, fileId, seq, date, kind, currency, count, sum, rows }
}

/** Hardly a text of CP949 that is not ASCII alone is valid UTF-8 by chance. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return cp949(bytes)
  }
}

function cp949(bytes: Uint8Array): string {
  try {
    return new TextDecoder('euc-kr', { fatal: true }).decode(bytes)
  } catch {
    throw new ReportUnread({ ko: '파일이 UTF-8도 CP949도 아닙니다.', en: 'the file is neither UTF-8 nor CP949' })
  }
}

interface Line {
  readonly no: number
  readonly cells: readonly string[]
}

const PIECE_CHARACTERS = 64 * 1024

async function linesOf(text: string): Promise<readonly Line[]> {
  const lines: Line[] = []
  const parser = parse({ relax_column_count: true, skip_empty_lines: true, trim: true, info: true })
  const source = Readable.from(pieces(text))
  try {
    for await (const { record, info } of source.pipe(parser)) {
      lines.push({ no: info.lines, cells: record })
      if (lines.length > REPORT_ROWS_MAX + 2)
        throw new ReportUnread({
          ko: `거래가 ${REPORT_ROWS_MAX}건을 넘습니다.`,
          en: `there are more than ${REPORT_ROWS_MAX} sales`,
        })
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The library's sentence quotes the file.
    throw new ReportUnread(quoteWords(lines.at(-1)?.no ?? 0))
  }
  return lines
}

function quoteWords(no: number): Words {
  return { ko: `${no}행 다음의 따옴표 자리가 틀렸습니다.`, en: `a quote stands in the wrong place after line ${no}` }
}

async function* pieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
    yield text.slice(from, from + PIECE_CHARACTERS)
    await setImmediate()
  }
}

function readHead(line: Line) {
  const fileId = cell(line, 1)
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(fileId))
    throw unread(line, 'file id', { ko: '영문·숫자·.·_·-로 40자 이하', en: '1 to 40 letters, digits, . _ or -' })
  const seq = whole(line, 2, 'seq')
  if (seq < 1) throw unread(line, 'seq', { ko: '1 이상의 정수', en: 'an integer from 1' })
  return {
    ...{ fileId, seq },
    date: date(line, 3),
    kind: oneOf(line, 4, 'kind', REPORT_KINDS),
    currency: oneOf(line, 5, 'currency', CURRENCIES),
    count: whole(line, 6, 'count'),
    sum: whole(line, 7, 'sum'),
  }
}

function readSale(line: Line, head: Pick<ReportAsked, 'date' | 'kind'>): ToldSale {
  if (cell(line, 0) !== 'D') throw unread(line, 'line', { ko: 'D로 시작하는 행', en: 'one that begins with D' })
  const number = readNumber(cell(line, 1))
  if (number === undefined) throw unread(line, 'number', { ko: '수납번호', en: 'a collection number' })
  const amount = readMinorAmount(whole(line, 2, 'amount'))
  if (amount === undefined)
    throw unread(line, 'amount', { ko: '최소 단위의 양의 정수', en: 'a positive integer in the minor unit' })
  const outlet = cell(line, 4)
  if (!/^[A-Za-z0-9_-]{1,7}$/.test(outlet))
    throw unread(line, 'outlet', { ko: '영문·숫자·_·-로 7자 이하', en: '1 to 7 letters, digits, _ or -' })
  const [till, stan] = [
    optional(line, 5, /^[A-Za-z0-9_-]{1,6}$/, 'till'),
    optional(line, 6, /^\d{1,12}$/, 'trace number'),
  ]
  if ((till === null) !== (stan === null))
    throw unread(line, 'till', { ko: '전문관리번호와 함께 있는 값', en: 'there where its trace number is' })
  const undone = head.kind === '03'
  const sign = cell(line, 9) === '' ? (undone ? '-' : '+') : oneOf(line, 9, 'sign', ['+', '-'])
  if (undone && sign === '+') throw unread(line, 'sign', { ko: '03 파일에서는 -', en: '- in a file of kind 03' })
  const payType = oneOf(line, 3, 'pay type', PAY_TYPES)
  const own = cell(line, 7) === '' ? head.date : date(line, 7)
  return {
    number: number as CollectionNumber,
    amount,
    sign,
    payType,
    outlet,
    till,
    stan,
    date: own,
    takenAt: time(line, 8),
  }
}

/** `20261122140310`, in Seoul. */
function time(line: Line, column: number): Instant | null {
  const text = cell(line, column)
  if (text === '') return null
  const [, day = '', hours, minutes, seconds] = /^(\d{8})([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(text) ?? []
  const days = dayOf(day)
  if (days === undefined) throw unread(line, 'time', { ko: 'YYYYMMDDhhmmss 형식', en: 'as YYYYMMDDhhmmss' })
  return (startOfDay(days) + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000) as Instant
}

function date(line: Line, column: number): string {
  const text = cell(line, column)
  if (dayOf(text) === undefined) throw unread(line, 'date', { ko: 'YYYYMMDD 형식의 날짜', en: 'a date as YYYYMMDD' })
  return text
}

function whole(line: Line, column: number, name: Column): number {
  const text = cell(line, column)
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw unread(line, name, { ko: '정수', en: 'an integer' })
  return value
}

function oneOf<Value extends string>(line: Line, column: number, name: Column, values: readonly Value[]): Value {
  const text = cell(line, column)
  const value = values.find((known) => known === text)
  if (value === undefined)
    throw unread(line, name, { ko: `${values.join(', ')} 중 하나`, en: `one of ${values.join(', ')}` })
  return value
}

function optional(line: Line, column: number, shape: RegExp, name: Column): string | null {
  const text = cell(line, column)
  if (text === '') return null
  if (!shape.test(text)) throw unread(line, name, { ko: '계산대가 쓰는 형식', en: 'as tills write it' })
  return text
}

function cell({ cells }: Line, column: number): string {
  return cells[column] ?? ''
}

const COLUMNS = {
  line: '행',
  'file id': '파일 ID',
  seq: '순번',
  date: '날짜',
  time: '시각',
  kind: '종류',
  currency: '통화',
  count: '건수',
  sum: '합계',
  number: '수납번호',
  amount: '금액',
  'pay type': '결제수단',
  outlet: '점포',
  till: '계산대',
  'trace number': '전문관리번호',
  sign: '부호',
} as const
type Column = keyof typeof COLUMNS

function unread({ no }: Line, name: Column, { ko, en }: Words): ReportUnread {
  return new ReportUnread({
    ko: `${no}행: ${COLUMNS[name]} 칸이 올바르지 않습니다(${ko}).`,
    en: `line ${no}: ${name} should be ${en}`,
  })
}
