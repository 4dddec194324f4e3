/**
 * A body or a query against its shape, a field after the other: what nobody knows is refused, what is wrong is named with
 * what would be right. What a query says in digits is a number where the shape has one. Nothing is corrected.
 */
import type { TObject, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Words } from '../wire/rejections.ts'
import { fieldRefusal, type Refusal, refusal } from './answer.ts'

export type Fields = Readonly<Record<string, unknown>>

export type ShapeRead =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly refusal: Refusal }

/** No body at all is an empty object. */
export function readBody(body: unknown, shape: TObject | undefined): ShapeRead {
  const given = body === undefined ? {} : body
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return no(refusal('unreadable'))
  return readFields(new Map(Object.entries(given)), shape)
}

export function readQuery(query: unknown, shape: TObject | undefined): ShapeRead {
  const entries = Object.entries(query as Readonly<Record<string, unknown>>)
  const given = entries.map(([name, value]): [string, unknown] => {
    const wanted: unknown = shape?.properties[name]
    return [name, isWhole(wanted) && typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value]
  })
  return readFields(new Map(given), shape)
}

function readFields(given: ReadonlyMap<string, unknown>, shape: TObject | undefined): ShapeRead {
  const known: Readonly<Record<string, TSchema>> = shape?.properties ?? {}
  const stranger = [...given.keys()].find((name) => !Object.hasOwn(known, name))
  if (stranger !== undefined) return no(fieldRefusal(shown(stranger), strangerRule(Object.keys(known))))
  const fields: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(known)) {
    const value = given.get(name)
    if (value === undefined) {
      if (shape?.required?.includes(name)) return no(fieldRefusal(name, MISSING))
      continue
    }
    if (!Value.Check(schema, value) || !isStorable(value)) return no(fieldRefusal(name, ruleOf(schema)))
    fields[name] = value
  }
  return { ok: true, fields }
}

function no(refused: Refusal): ShapeRead {
  return { ok: false, refusal: refused }
}

/** What every database can hold. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member))
}

const MISSING: Words = { ko: '필수 항목입니다.', en: 'is required.' }

function strangerRule(known: readonly string[]): Words {
  if (known.length === 0) return { ko: '이 요청에는 항목이 없습니다.', en: 'is none: this route takes no fields.' }
  return {
    ko: `알 수 없는 항목입니다. 쓸 수 있는 항목: ${known.join(', ')}`,
    en: `is none of the fields here: ${known.join(', ')}.`,
  }
}

interface Limits {
  readonly type?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly unknown[]
  readonly items?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
}

function ruleOf(schema: unknown): Words {
  const limits = schema as Limits
  if (limits.enum !== undefined) {
    const words = limits.enum.join(', ')
    return { ko: `${words} 중 하나여야 합니다.`, en: `must be one of ${words}.` }
  }
  if (limits.anyOf !== undefined) return ruleOf(limits.anyOf[0])
  if (limits.type === 'array') {
    const each = ruleOf(limits.items)
    const most = limits.maxItems ?? ''
    return {
      ko: `최대 ${most}개의 목록이고 각각 ${each.ko}`,
      en: `must be a list of at most ${most}, and each ${each.en}`,
    }
  }
  if (limits.type === 'integer' || limits.type === 'number') return numberRule(limits)
  if (limits.type === 'boolean') return { ko: 'true 또는 false여야 합니다.', en: 'must be true or false.' }
  const { minLength = 0, maxLength = '' } = limits
  return {
    ko: `${minLength}~${maxLength}자의 올바른 형식이어야 합니다.`,
    en: `must be a text of ${minLength} to ${maxLength} characters in the right form.`,
  }
}

function numberRule({ type, minimum, maximum }: Limits): Words {
  const kind = type === 'integer' ? { ko: '정수', en: 'a whole number' } : { ko: '0보다 큰 수', en: 'a number above 0' }
  if (minimum === undefined) return { ko: `${kind.ko}여야 합니다.`, en: `must be ${kind.en}.` }
  const upTo = maximum === undefined ? { ko: '', en: '' } : { ko: ` ${maximum} 이하의`, en: ` and at most ${maximum}` }
  return { ko: `${minimum} 이상${upTo.ko} ${kind.ko}여야 합니다.`, en: `must be ${kind.en} from ${minimum}${upTo.en}.` }
}

function isWhole(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'integer'
}

/** A field's name comes from outside: one short line of it is enough to find it. */
function shown(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.-]/gu, '?').slice(0, 40)
}
