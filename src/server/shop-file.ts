/**
 * A file of shops and tills as a chain sends it: CSV in UTF-8 with or without its mark, or in CP949 as Excel saves it in
 * Korea. The first line names the columns, in any order.
 */
import { CsvError, parse } from 'csv-parse/sync'
import { SettingRefused } from '../gateway/setting-refused.ts'
import { SHOP_COLUMNS, type ShopColumn, type ShopRow } from '../gateway/shop-import.ts'
import { decodeCp949 } from '../wire/fixed/cp949.ts'

export function readShopFile(bytes: Uint8Array): readonly ShopRow[] {
  const [header, ...records] = parsed(textOf(bytes))
  const names = header?.record.map((name) => name.trim()) ?? []
  if (names.toSorted().join() !== SHOP_COLUMNS.toSorted().join())
    throw new SettingRefused({
      ko: `첫 행에는 열 이름 ${SHOP_COLUMNS.join(', ')}을(를) 적습니다.`,
      en: `the first line names the columns ${SHOP_COLUMNS.join(', ')}`,
    })
  return records.map(({ record, info }) => ({ line: info.lines, cells: cellsOf(names, record) }))
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function parsed(text: string): readonly Parsed[] {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, info: true } as const
    return parse(text, { ...options, skip_records_with_empty_values: true }) as unknown as readonly Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new SettingRefused({
      ko: `따옴표의 자리가 틀렸거나 닫히지 않았습니다(${error.code}).`,
      en: `a quote stands in the wrong place, or is never closed (${error.code})`,
    })
  }
}

function cellsOf(names: readonly string[], record: readonly string[]): ShopRow['cells'] {
  if (record.length !== names.length) return null
  const cell = (column: ShopColumn): string => record[names.indexOf(column)]?.trim() ?? ''
  return { outlet: cell('outlet'), outlet_name: cell('outlet_name'), chain: cell('chain'), till: cell('till') }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return linesOfCp949(bytes)
  }
}

/** A line feed is never half of a character there. */
function linesOfCp949(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, from)
    const end = feed < 0 ? bytes.length : feed
    const line = bytes.subarray(from, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end)
    const text = decodeCp949(line)
    if (text === undefined)
      throw new SettingRefused({
        ko: `${lines.length + 1}행이 UTF-8도 CP949도 아닙니다.`,
        en: `line ${lines.length + 1} is neither UTF-8 nor CP949`,
      })
    lines.push(text)
    from = end + 1
  }
  return lines.join('\n')
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
