/** For tests only: any body that a table can hold, by chance. */
import fc from 'fast-check'
import type { Choice, Field, List, Plain, Table } from './field-table.ts'

type Arbitrary = fc.Arbitrary<unknown>
type Placed = readonly (readonly [string, unknown])[]

export function bodiesOf(table: Table): fc.Arbitrary<Record<string, unknown>> {
  return placedIn(table, []).map(assembled)
}

/** Field by field, as the value of one may choose what follows. */
function placedIn(table: Table, before: Placed): fc.Arbitrary<Placed> {
  const [field, ...rest] = table
  if (field === undefined) return fc.constant(before)
  if (field.kind === 'choice') return placedIn([...chosenBy(field, before), ...rest], before)
  return anyValue(field, keysOf(field.name, rest)).chain((value) =>
    placedIn(rest, value === ABSENT ? before : [...before, [field.name, value]]),
  )
}

function chosenBy({ by, tables, otherwise }: Choice, before: Placed): Table {
  const value = before.find(([name]) => name === by)?.[1] ?? ''
  return tables[String(value)] ?? otherwise ?? []
}

/** The values that a field must have because something is chosen by it; none: any. */
function keysOf(name: string, rest: Table): readonly string[] {
  return rest.flatMap((field) =>
    field.kind === 'choice' && field.by === name
      ? [...Object.keys(field.tables), ...(field.otherwise === undefined ? [] : ['2105'])]
      : [],
  )
}

const ABSENT = Symbol('absent')

function anyValue(field: Plain | List, keys: readonly string[]): Arbitrary {
  if (field.kind === 'list') return fc.array(itemOf(field.of), { maxLength: field.itemsMax })
  if (keys.length > 0) return fc.constantFrom(...keys).map((key) => (key === '' ? ABSENT : key))
  const { blank } = field
  const value = PLAIN[field.kind](field.width)
  if (blank === undefined) return value
  return fc.oneof(
    value.filter((each) => each !== ''),
    fc.constant(blank === 'null' ? null : ABSENT),
  )
}

function itemOf(table: Table): Arbitrary {
  const [only] = table
  if (only !== undefined && only.kind !== 'choice' && only.name === '') return anyValue(only, [])
  return bodiesOf(table)
}

const PLAIN: Readonly<Record<Plain['kind'], (width: number) => Arbitrary>> = {
  digits: (width) => fc.nat({ max: Math.min(10 ** width - 1, Number.MAX_SAFE_INTEGER) }),
  ascii: (width) => fc.string({ unit: fc.constantFrom(...ASCII), minLength: 1, maxLength: width }),
  text: (width) =>
    fc
      .string({ unit: fc.constantFrom('가', '뷁', '漢', '※', 'a', '7', ' ', '-'), maxLength: Math.floor(width / 2) })
      .map((text) => text.trimEnd()),
}

const ASCII = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))

function assembled(placed: Placed): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [name, value] of placed) {
    const parts = name.split('.')
    const last = parts.pop() ?? ''
    let place = body
    for (const part of parts) {
      place[part] ??= {}
      place = place[part] as Record<string, unknown>
    }
    place[last] = value
  }
  return body
}

/** Names of every plain field and list, whatever is chosen. */
export function namesIn(table: Table): readonly string[] {
  return table.flatMap((field: Field) =>
    field.kind === 'choice' ? [...Object.values(field.tables), field.otherwise ?? []].flatMap(namesIn) : [field.name],
  )
}
