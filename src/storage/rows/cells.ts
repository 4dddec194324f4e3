/**
 * Single cells of a row on their way out, each looked at before it is believed: a file that was edited by hand or
 * damaged must stop the request that meets it, not become somebody's money.
 */
import type { Row, SqlValue } from './row.ts'

export function text(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value : unreadable(row, name)
}

export function textOrNull(row: Row, name: string): string | null {
  return row[name] === null ? null : text(row, name)
}

export function whole(row: Row, name: string): number {
  const value = row[name]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : unreadable(row, name)
}

export function wholeOrNull(row: Row, name: string): number | null {
  return row[name] === null ? null : whole(row, name)
}

export function real(row: Row, name: string): number {
  const value = row[name]
  return typeof value === 'number' ? value : unreadable(row, name)
}

/** Written as 0 or 1 in a column, as true or false in JSON. */
export function flag(row: Row, name: string): boolean {
  const value = row[name]
  if (value === true || value === 1) return true
  return value === false || value === 0 ? false : unreadable(row, name)
}

export function oneOf<Value extends string>(row: Row, name: string, values: readonly Value[]): Value {
  const value = row[name]
  return values.find((known) => known === value) ?? unreadable(row, name)
}

/** As `oneOf`, over a table the compiler keeps complete. */
export function known<Value extends string>(row: Row, name: string, table: Readonly<Record<Value, true>>): Value {
  const value = row[name]
  return isKnown(value, table) ? value : unreadable(row, name)
}

function isKnown<Value extends string>(value: unknown, table: Readonly<Record<Value, true>>): value is Value {
  return typeof value === 'string' && Object.hasOwn(table, value)
}

export function bytes(row: Row, name: string): Uint8Array {
  const value = row[name]
  return value instanceof Uint8Array ? value : unreadable(row, name)
}

/** A cell of JSON text that holds an object. */
export function parsed(row: Row, name: string): Row {
  return asObject(parse(row, name), row, name)
}

/** A member of a parsed object that is an object itself. */
export function inner(row: Row, name: string): Row {
  return asObject(row[name], row, name)
}

/** A cell of JSON text that holds a list of texts. */
export function parsedTexts(row: Row, name: string): readonly string[] {
  return asTexts(parse(row, name), row, name)
}

/** A cell of JSON text that holds a list of objects. */
export function parsedRows(row: Row, name: string): readonly Row[] {
  const value = parse(row, name)
  return Array.isArray(value) && value.every(isObject) ? value : unreadable(row, name)
}

/** A member of a parsed object that is a list of objects. */
export function rows(row: Row, name: string): readonly Row[] {
  const value: unknown = row[name]
  return Array.isArray(value) && value.every(isObject) ? value : unreadable(row, name)
}

export function texts(row: Row, name: string): readonly string[] {
  return asTexts(row[name], row, name)
}

export function unreadable(row: Row, name: string): never {
  const owner = row['id'] ?? row['payment_id'] ?? row['key'] ?? row['order_id'] ?? 'a row'
  throw new Error(`broken invariant: ${name} of ${String(owner)} is not what was written`)
}

export function flagValue(value: boolean): SqlValue {
  return value ? 1 : 0
}

function parse(row: Row, name: string): unknown {
  const written = text(row, name)
  try {
    return JSON.parse(written)
  } catch {
    return unreadable(row, name)
  }
}

function asObject(value: unknown, row: Row, name: string): Row {
  return isObject(value) ? value : unreadable(row, name)
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asTexts(value: unknown, row: Row, name: string): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : unreadable(row, name)
}
