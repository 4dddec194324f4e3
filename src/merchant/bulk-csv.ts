/**
 * Rows of a CSV file (RFC 4180, UTF-8 with or without its mark), under a first line with the names of the parameters. A
 * cell is the text a form would send; an empty one sends nothing. Read in pieces, so that nobody waits for a large file.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import { BULK_ROWS_MAX, ROW_PARAMETERS } from '../wire/bulk-issue.ts'
import { type BodyReading, decodeUtf8 } from './body-parsers.ts'
import type { RowsReading } from './bulk-rows.ts'
import { type Refusal, refusal } from './envelope.ts'
import { shown } from './readings.ts'

const PIECE_BYTES = 64 * 1024

export async function readCsvRows(bytes: Uint8Array): Promise<RowsReading> {
  if (decodeUtf8(bytes) === undefined) return refused(NOT_UTF8)
  const lines: (readonly string[])[] = []
  let readTo = 0
  const isTooMany = (): boolean => lines.length > 1 + BULK_ROWS_MAX
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    on_record(cells: readonly string[], { lines: line }) {
      lines.push(cells)
      readTo = line
      return null
    },
  })
  try {
    await pipeline(Readable.from(pieces(bytes, isTooMany)), parser.resume())
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (!isTooMany()) return refused(brokenCsv(error, readTo))
  }
  const [header = [], ...records] = lines
  const names = header.map((name) => name.trim())
  const wrong = headerRefusal(names) ?? countRefusal(records.length)
  if (wrong !== undefined) return refused(wrong)
  return { ok: true, rows: records.map((cells) => readCells(names, cells)) }
}

async function* pieces(bytes: Uint8Array, isEnough: () => boolean): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length && !isEnough(); from += PIECE_BYTES) {
    yield bytes.subarray(from, from + PIECE_BYTES)
    await setImmediate()
  }
}

function readCells(names: readonly string[], cells: readonly string[]): BodyReading {
  if (cells.length !== names.length) return { ok: false, refusal: wrongWidth(cells.length, names.length) }
  const filled = names.map((name, column) => [name, cells[column] ?? ''] as const).filter(([, cell]) => cell !== '')
  return { ok: true, body: { fields: Object.fromEntries(filled), json: null } }
}

function refused(why: Refusal): RowsReading {
  return { ok: false, refusal: why }
}

/** The library's sentence quotes the file; only the place is passed on. `readTo`: the line to which all was well. */
function brokenCsv({ code, message }: CsvError, readTo: number): Refusal {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return refusal(400, {
      ko: `CSV ${readTo}번째 줄 다음에 열린 따옴표가 파일 끝까지 닫히지 않았습니다. 값 안의 따옴표는 ""로 적습니다.`,
      en: `CSV: a quote opened after line ${readTo} is never closed. Inside a quoted value, write a quote as "".`,
    })
  const [, line = '?'] = /at line (\d+)/.exec(message) ?? []
  return refusal(400, {
    ko: `CSV ${line}번째 줄에 따옴표가 잘못 쓰였습니다. 따옴표가 든 값은 전체를 따옴표로 감싸고, 안의 따옴표는 ""로 적습니다.`,
    en: `CSV: a quote stands in the wrong place on line ${line}. Put a value that holds one in quotes and write it as "" inside.`,
  })
}

function headerRefusal(names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return EMPTY
  const strange = names.findIndex((name) => !ROW_PARAMETERS.includes(name))
  if (strange >= 0) return strangeColumn(names[strange] ?? '', strange + 1)
  const twice = names.find((name, column) => names.indexOf(name) !== column)
  if (twice !== undefined)
    return refusal(400, {
      ko: `CSV 첫 줄에 ${twice} 열이 두 번 있습니다. 하나만 남겨 주세요.`,
      en: `CSV: the first line has the column ${twice} twice. Keep one of them.`,
    })
  const missing = REQUIRED.find((name) => !names.includes(name))
  if (missing === undefined) return undefined
  return refusal(400, {
    ko: `CSV 첫 줄에 ${missing} 열이 없습니다. 첫 줄에는 파라미터 이름을 적습니다.`,
    en: `CSV: the first line has no column ${missing}. It must hold the names of the parameters.`,
  })
}

const REQUIRED = ['merchant_uid', 'amount'] as const

function strangeColumn(name: string, column: number): Refusal {
  const known = ROW_PARAMETERS.join(', ')
  return refusal(400, {
    ko: `CSV 첫 줄의 ${column}번째 열 ${shown(name)}은(는) 모르는 이름입니다. 첫 줄에는 파라미터 이름을 쉼표로 구분해 적습니다: ${known}`,
    en: `CSV: the first line's column ${column}, ${shown(name)}, is not known. It must hold names of parameters, separated by commas: ${known}.`,
  })
}

function countRefusal(rows: number): Refusal | undefined {
  if (rows === 0) return NO_ROWS
  if (rows <= BULK_ROWS_MAX) return undefined
  return refusal(400, {
    ko: `${BULK_ROWS_MAX}행이 넘습니다. 나누어 보내 주세요.`,
    en: `There are more than ${BULK_ROWS_MAX} rows. Split the file.`,
  })
}

function wrongWidth(cells: number, columns: number): Refusal {
  return refusal(400, {
    ko: `이 행은 ${cells}칸인데 첫 줄은 ${columns}칸입니다. 쉼표가 든 값은 따옴표로 감싸 주세요.`,
    en: `this row has ${cells} cells and the first line ${columns}. Put a value that holds a comma in quotes.`,
  })
}

const EMPTY = refusal(400, {
  ko: '빈 파일입니다. 첫 줄에 파라미터 이름을, 다음 줄부터 한 줄에 한 건을 적어 주세요.',
  en: 'The file is empty. Write the names of the parameters on the first line and a row on each line after it.',
})

const NO_ROWS = refusal(400, {
  ko: '첫 줄만 있고 행이 없습니다.',
  en: 'There is a first line and no row after it.',
})

const NOT_UTF8 = refusal(400, {
  ko: 'CSV가 UTF-8이 아닙니다. Excel에서는 "CSV UTF-8(쉼표로 분리)" 형식으로 저장해 주세요.',
  en: 'The CSV is not UTF-8. In Excel, save it as "CSV UTF-8 (Comma delimited)".',
})
