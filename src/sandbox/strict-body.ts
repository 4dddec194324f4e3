/**
 * Reads a JSON object of a sandbox route: every field is known, optional and of one kind. A field that nobody knows is
 * refused, because `misbehav` would otherwise play an honest till and a test would pass for nothing.
 */
import type { Words } from '../wire/rejections.ts'
import type { Refusal } from './ports.ts'

/** `read` answers undefined where the value does not fit; `rule` says what would. */
export interface Field<Value> {
  readonly rule: Words
  readonly read: (given: unknown) => Value | undefined
}

export type FieldsRead<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value | undefined : never
}

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

/** No body at all is an empty object. */
export function readFields<Fields extends Readonly<Record<string, Field<unknown>>>>(
  body: unknown,
  fields: Fields,
): Reading<FieldsRead<Fields>> {
  const given = body === undefined ? {} : body
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return no(undefined, NOT_AN_OBJECT)
  const entries = new Map(Object.entries(given))
  const stranger = [...entries.keys()].find((name) => !Object.hasOwn(fields, name))
  if (stranger !== undefined) return no(shown(stranger), strangerWords(Object.keys(fields)))
  const value: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const raw = entries.get(name)
    if (raw === undefined) continue
    const read = field.read(raw)
    if (read === undefined) return no(name, field.rule)
    value[name] = read
  }
  // Each member was read by the field of its own name.
  return { ok: true, value: value as FieldsRead<Fields> }
}

export function no(parameter: string | undefined, message: Words): { readonly ok: false; readonly refusal: Refusal } {
  return {
    ok: false,
    refusal: parameter === undefined ? { status: 400, message } : { status: 400, parameter, message },
  }
}

export function textField(lengthMax: number): Field<string> {
  return {
    rule: { ko: `1~${lengthMax}자 문자열이어야 합니다.`, en: `must be a text of 1 to ${lengthMax} characters.` },
    read: (given) => (typeof given === 'string' && given !== '' && given.length <= lengthMax ? given : undefined),
  }
}

export function integerField(min: number, max: number = Number.MAX_SAFE_INTEGER): Field<number> {
  const upTo =
    max === Number.MAX_SAFE_INTEGER ? { ko: '', en: '' } : { ko: ` ${max} 이하의`, en: ` and at most ${max}` }
  return {
    rule: { ko: `${min} 이상${upTo.ko} 정수여야 합니다.`, en: `must be an integer of at least ${min}${upTo.en}.` },
    read: (given) =>
      typeof given === 'number' && Number.isSafeInteger(given) && given >= min && given <= max ? given : undefined,
  }
}

export function choiceField<const Choice extends string>(choices: readonly Choice[]): Field<Choice> {
  return {
    rule: {
      ko: `${choices.join(', ')} 중 하나여야 합니다.`,
      en: `must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}.`,
    },
    read: (given) => choices.find((choice) => choice === given),
  }
}

const NOT_AN_OBJECT: Words = {
  ko: '요청 본문은 JSON 객체여야 합니다.',
  en: 'the body must be a JSON object.',
}

function strangerWords(known: readonly string[]): Words {
  if (known.length === 0) return { ko: '이 요청에는 필드가 없습니다.', en: 'this route takes no fields.' }
  return {
    ko: `알 수 없는 필드입니다. 쓸 수 있는 필드: ${known.join(', ')}`,
    en: `there is no such field. This route knows ${known.join(', ')}.`,
  }
}

/** A field's name comes from outside: one short line of it is enough to find it. */
function shown(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.-]/gu, '?').slice(0, 40)
}
