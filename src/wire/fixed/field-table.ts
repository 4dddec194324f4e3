/**
 * Messages of fixed length, as tables: which field stands where and how wide it is. A dialect is made of such tables and of
 * nothing else that counts bytes; one writer and one reader serve them all. A field's name is where its value stands in
 * the body: `original.stan` is the `stan` of `original`.
 */
import type { Words } from '../rejections.ts'
import { decodeCp949, encodeCp949 } from './cp949.ts'

export type Table = readonly Field[]
export type Field = Plain | List | Choice

/**
 * - `digits`: a number, zeros on its left
 * - `ascii`: a word of printable ASCII, spaces on its right
 * - `text`: CP949, spaces on its right; what does not fit is cut
 */
export interface Plain {
  readonly kind: 'digits' | 'ascii' | 'text'
  readonly name: string
  /** Bytes. */
  readonly width: number
  /** The field may be blank: then there is no such member, or it is null. */
  readonly blank?: 'absent' | 'null'
}

/** A count, and so many times the fields of `of`. An item that is no object has one field, without a name. */
export interface List {
  readonly kind: 'list'
  readonly name: string
  /** Digits of the count. */
  readonly width: number
  readonly itemsMax: number
  readonly of: Table
}

/** Which fields follow is told by the value of one that came before. */
export interface Choice {
  readonly kind: 'choice'
  readonly by: string
  readonly tables: Readonly<Record<string, Table>>
  /** For every other value; where there is none, another value is refused. */
  readonly otherwise?: Table
}

/** Throws where a value does not fit: only texts are ever cut. */
export function writeFields(table: Table, body: object): Uint8Array {
  const sheet: Sheet = { bytes: new Uint8Array(SHEET_BYTES_MAX), at: 0 }
  writeTable(table, body, sheet)
  return sheet.bytes.slice(0, sheet.at)
}

/** What a length of four digits can count. */
export const SHEET_BYTES_MAX = 9999

interface Sheet {
  readonly bytes: Uint8Array
  at: number
}

/** What is wrong with a message: its field, and what it must be. */
export interface Misfit {
  readonly field: string
  readonly rule: Words
}

export type FieldsRead =
  | { readonly ok: true; readonly body: Body; readonly bytesRead: number }
  | ({ readonly ok: false } & Misfit)

export type Body = Readonly<Record<string, unknown>>

/** Reads from the beginning of `bytes`; what comes after the last field is the caller's matter. */
export function readFields(table: Table, bytes: Uint8Array): FieldsRead {
  const sheet: Sheet = { bytes, at: 0 }
  const body: Writable = {}
  const misfit = readTable(table, body, sheet)
  return misfit === undefined ? { ok: true, body, bytesRead: sheet.at } : { ok: false, ...misfit }
}

/** The whole of `bytes`, and nothing after it. */
export function readWholeFields(table: Table, bytes: Uint8Array): FieldsRead {
  const read = readFields(table, bytes)
  return read.ok && read.bytesRead !== bytes.length ? { ok: false, ...tooLong(read.bytesRead) } : read
}

function writeTable(table: Table, body: unknown, sheet: Sheet): void {
  for (const field of table) {
    if (field.kind === 'choice') writeTable(chosen(field, body) ?? unfit(field.by), body, sheet)
    else if (field.kind === 'list') writeList(field, valueAt(body, field.name), sheet)
    else writePlain(field, valueAt(body, field.name), sheet)
  }
}

function chosen({ by, tables, otherwise }: Choice, body: unknown): Table | undefined {
  const value = valueAt(body, by)
  const key = value === undefined || value === null ? '' : String(value)
  return Object.hasOwn(tables, key) ? tables[key] : otherwise
}

function writeList({ name, width, itemsMax, of }: List, items: unknown, sheet: Sheet): void {
  if (!Array.isArray(items) || items.length > itemsMax) unfit(name)
  writePlain({ kind: 'digits', name, width }, items.length, sheet)
  for (const item of items) writeTable(of, item, sheet)
}

function writePlain(field: Plain, value: unknown, sheet: Sheet): void {
  const { kind, name, width, blank } = field
  if (value === undefined || value === null) {
    if (blank === undefined) unfit(name)
    place('', width, sheet)
  } else if (kind === 'digits') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) unfit(name)
    const digits = String(value)
    if (digits.length > width) unfit(name)
    place(digits.padStart(width, '0'), width, sheet)
  } else if (kind === 'ascii') {
    if (typeof value !== 'string' || value.length > width || !PRINTABLE.test(value)) unfit(name)
    place(value, width, sheet)
  } else {
    if (typeof value !== 'string') unfit(name)
    const text = encodeCp949(value, width)
    const start = take(width, sheet)
    sheet.bytes.set(text, start)
    sheet.bytes.fill(SPACE, start + text.length, start + width)
  }
}

/** A word without spaces, as a padded one could not be told from it. */
const PRINTABLE = /^[!-~]+$/
const SPACE = 0x20

function place(ascii: string, width: number, sheet: Sheet): void {
  const start = take(width, sheet)
  for (let at = 0; at < width; at += 1) sheet.bytes[start + at] = at < ascii.length ? ascii.charCodeAt(at) : SPACE
}

/** The next `width` bytes of a sheet that is being written. */
function take(width: number, sheet: Sheet): number {
  const start = sheet.at
  if (start + width > sheet.bytes.length) throw new Error(`broken invariant: a message of more than ${start} bytes`)
  sheet.at += width
  return start
}

function unfit(name: string): never {
  throw new Error(`broken invariant: the value of ${name} does not fit its field`)
}

function valueAt(body: unknown, name: string): unknown {
  if (name === '') return body
  let value = body
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Body)[part]
  }
  return value
}

type Writable = Record<string, unknown>

function readTable(table: Table, body: Writable, sheet: Sheet): Misfit | undefined {
  for (const field of table) {
    const misfit = readField(field, body, sheet)
    if (misfit !== undefined) return misfit
  }
  return undefined
}

function readField(field: Field, body: Writable, sheet: Sheet): Misfit | undefined {
  if (field.kind === 'choice') {
    const table = chosen(field, body)
    return table === undefined ? oneOf(field) : readTable(table, body, sheet)
  }
  if (isShort(field, sheet)) return tooShort(field.name)
  if (field.kind === 'list') return readList(field, body, sheet)
  const value = readPlain(field, sheet)
  if (value === undefined) return { field: field.name, rule: RULES[field.kind](field.width) }
  if (value !== BLANK) putAt(body, field.name, value)
  else if (field.blank === 'null') putAt(body, field.name, null)
  return undefined
}

function readList({ name, width, itemsMax, of }: List, body: Writable, sheet: Sheet): Misfit | undefined {
  const count = readPlain({ kind: 'digits', name, width }, sheet)
  if (typeof count !== 'number' || count > itemsMax)
    return {
      field: name,
      rule: { ko: `개수 0~${itemsMax}, 숫자 ${width}자리`, en: `a count up to ${itemsMax}, ${width} digits` },
    }
  const items: unknown[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const item: Writable = {}
    const misfit = readTable(of, item, sheet)
    if (misfit?.field === LENGTH) return tooShort(`${name}.${nth}`)
    if (misfit !== undefined) return { ...misfit, field: `${name}.${nth}.${misfit.field}`.replace(/\.$/, '') }
    items.push('' in item ? item[''] : item)
  }
  putAt(body, name, items)
  return undefined
}

const BLANK = Symbol('blank')

function isShort({ width }: Plain | List, { bytes, at }: Sheet): boolean {
  return bytes.length - at < width
}

/** Undefined: what stands there does not fit. */
function readPlain({ kind, width, blank }: Plain, sheet: Sheet): string | number | typeof BLANK | undefined {
  const bytes = sheet.bytes.subarray(sheet.at, sheet.at + width)
  sheet.at += width
  let end = width
  while (end > 0 && bytes[end - 1] === SPACE) end -= 1
  if (end === 0) return blank === undefined ? (kind === 'text' ? '' : undefined) : BLANK
  if (kind === 'text') return decodeCp949(bytes.subarray(0, end))
  const word = String.fromCharCode(...bytes.subarray(0, end))
  if (kind === 'ascii') return PRINTABLE.test(word) ? word : undefined
  return end === width && /^\d+$/.test(word) ? Number(word) : undefined
}

function putAt(body: Writable, name: string, value: unknown): void {
  const parts = name.split('.')
  const last = parts.pop() ?? ''
  let place = body
  for (const part of parts) {
    const inner = (place[part] ?? {}) as Writable
    place[part] = inner
    place = inner
  }
  place[last] = value
}

const RULES: Readonly<Record<Plain['kind'], (width: number) => Words>> = {
  digits: (width) => ({ ko: `숫자 ${width}자리, 왼쪽을 0으로 채움`, en: `${width} digits, zeros on the left` }),
  ascii: (width) => ({
    ko: `ASCII ${width}바이트, 오른쪽을 공백으로 채움`,
    en: `${width} bytes of ASCII, spaces on the right`,
  }),
  text: (width) => ({
    ko: `CP949 ${width}바이트, 오른쪽을 공백으로 채움`,
    en: `${width} bytes of CP949, spaces on the right`,
  }),
}

function oneOf({ by, tables }: Choice): Misfit {
  const known = Object.keys(tables).join(', ')
  return { field: by, rule: { ko: `${known} 중 하나`, en: `one of ${known}` } }
}

/** What is named where there are too few bytes, or too many. */
const LENGTH = 'length'

function tooShort(name: string): Misfit {
  return { field: LENGTH, rule: { ko: `${name}에서 전문이 끝남`, en: `it ends before ${name} is whole` } }
}

function tooLong(bytes: number): Misfit {
  return {
    field: LENGTH,
    rule: { ko: `이 전문의 내용은 ${bytes}바이트`, en: `this message has ${bytes} bytes of content` },
  }
}
