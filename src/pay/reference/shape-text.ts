/** A schema as a reader needs it beside a parameter: what may be sent, and how much of it. */
import type { ShapeWords } from './reference-words.ts'

/** What is looked at of a JSON Schema. */
export interface Shape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly maxItems?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly default?: unknown
}

export function shapeText(shape: Shape, words: ShapeWords): string {
  const usual = shape.default === undefined ? [] : [words.usually(String(shape.default))]
  return [kindText(shape, words), ...usual].join(', ')
}

function kindText(shape: Shape, words: ShapeWords): string {
  const { anyOf, enum: values, items } = shape
  if (anyOf !== undefined) return [...new Set(anyOf.map((each) => kindText(each, words)))].join(' · ')
  if (values !== undefined) return values.map((value) => (value === '' ? '""' : String(value))).join(', ')
  if (shape.const !== undefined) return String(shape.const)
  switch (shape.type) {
    case 'string':
      return limited(words.text, shape.maxLength === undefined ? undefined : words.upToCharacters(shape.maxLength))
    case 'integer':
      return limited(words.wholeNumber, rangeText(shape, words))
    case 'number':
      return limited(words.number, rangeText(shape, words))
    case 'boolean':
      return words.yesOrNo
    case 'null':
      return 'null'
    case 'object':
      return words.object
    case 'array':
      return words.listOf(kindText(items ?? {}, words), shape.maxItems)
    default:
      return words.anything
  }
}

function rangeText({ minimum, maximum, exclusiveMinimum }: Shape, words: ShapeWords): string | undefined {
  if (exclusiveMinimum !== undefined) return words.moreThan(exclusiveMinimum)
  return minimum === undefined ? undefined : words.from(minimum, maximum)
}

function limited(kind: string, limit: string | undefined): string {
  return limit === undefined ? kind : `${kind} ${limit}`
}
