/**
 * The rows of a bulk issue, from JSON or CSV. What is wrong with the whole is told before anything is issued; what is
 * wrong with a row is that row's own, and the others go on. Nobody wrote clients for this before us, so a name we do not
 * know is a mistake that is told.
 */
import { BULK_ROWS_MAX, ROW_PARAMETERS } from '../wire/bulk-issue.ts'
import { type BodyReading, COMPRESSED, firstUnfit, isCompressed, readJson } from './body-parsers.ts'
import { readCsvRows } from './bulk-csv.ts'
import { parameterRefusal, type Refusal, refusal } from './envelope.ts'
import { parseExactly } from './exact-json.ts'
import { type Given, type GivenObject, isList, memberOf } from './given.ts'
import { createFieldReader } from './read-fields.ts'
import { kindOf, no, type Reading, read } from './readings.ts'

export type RowsReading =
  | { readonly ok: true; readonly rows: readonly BodyReading[] }
  | { readonly ok: false; readonly refusal: Refusal }

export async function readRows(
  bytes: Uint8Array,
  contentType: string | undefined,
  encoding: string | undefined,
): Promise<RowsReading> {
  if (isCompressed(encoding)) return { ok: false, refusal: COMPRESSED }
  const [, type] = MEDIA_TYPE.exec(contentType ?? '') ?? []
  if (type === undefined) return { ok: false, refusal: WRONG_MEDIA_TYPE }
  return type.toLowerCase() === 'text/csv' ? readCsvRows(bytes) : readJsonRows(bytes)
}

const MEDIA_TYPE = /^(application\/json|text\/csv)(?: *; *(?:charset=(?:"utf-8"|utf-8)|header=present))* *;? *$/i

const WRONG_MEDIA_TYPE = refusal(415, {
  ko: 'Content-Type은 application/json 또는 text/csv 이어야 합니다(charset은 utf-8).',
  en: 'Content-Type must be application/json or text/csv (charset utf-8).',
})

function readJsonRows(bytes: Uint8Array): RowsReading {
  const reading = readJson(bytes)
  if (!reading.ok) return reading
  const { fields, json } = reading.body
  const reader = createFieldReader(fields, ['rows'])
  const given = reader.required('rows', readList, [])
  const wrong = reader.refusal()
  if (wrong !== undefined) return { ok: false, refusal: wrong }
  const exact = given.some(isExactNeeded) ? (parseExactly(json ?? '')['rows'] as readonly unknown[]) : []
  return { ok: true, rows: given.map((row, index) => readRow(row, exact[index])) }
}

function readList(given: Given): Reading<readonly Given[]> {
  if (!isList(given)) {
    const { ko, en } = kindOf(given)
    return no(`배열이어야 하는데 ${ko}이(가) 왔습니다.`, `must be a list, and ${en} came.`)
  }
  const { length } = given
  if (length > 0 && length <= BULK_ROWS_MAX) return read(given)
  return no(
    `${length}행입니다. 1~${BULK_ROWS_MAX}행이어야 합니다. 많으면 나누어 보내 주세요.`,
    `must be 1 to ${BULK_ROWS_MAX} rows, and ${length} came. Split what is more.`,
  )
}

/** Given back as the JSON text it was. */
function isExactNeeded(row: Given): boolean {
  const customData = isObject(row) ? memberOf(row, 'custom_data') : undefined
  return customData !== undefined && typeof customData !== 'string'
}

function readRow(row: Given, exact: unknown): BodyReading {
  if (!isObject(row)) {
    const { ko, en } = kindOf(row)
    const words = {
      ko: `{"파라미터": 값} 꼴의 객체여야 하는데 ${ko}이(가) 왔습니다.`,
      en: `must be an object {"parameter": value}, and ${en} came.`,
    }
    return { ok: false, refusal: parameterRefusal('row', words) }
  }
  const wrong = firstUnfit(row) ?? createFieldReader(row, ROW_PARAMETERS).refusal()
  if (wrong !== undefined) return { ok: false, refusal: wrong }
  return { ok: true, body: { fields: row, json: exact === undefined ? null : JSON.stringify(exact) } }
}

function isObject(given: Given): given is GivenObject {
  return typeof given === 'object' && given !== null && !isList(given)
}
