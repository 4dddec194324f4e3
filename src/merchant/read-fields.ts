/**
 * Bodies and queries of the routes that are ours alone. Nobody wrote clients for them before us, so a field we do not know
 * is a mistake that is told, not ignored. Otherwise as with V1's parameters: the first problem is the answer, and until
 * there is none, what the reader returned must not be used. A field that came as null is there, and says "none".
 */
import type { Words } from '../wire/rejections.ts'
import { parameterRefusal, type Refusal } from './envelope.ts'
import type { Given, GivenObject } from './given.ts'
import {
  isStorable,
  itemsOf,
  kindOf,
  lengthOf,
  MISSING,
  no,
  type Reading,
  read,
  readString,
  shown,
  UNSTORABLE,
} from './readings.ts'

export interface FieldReader {
  /** What was wrong first; undefined where all is well. */
  refusal(): Refusal | undefined
  /** Undefined where the field is not there, or is wrong. */
  maybe<Value>(name: string, reading: (given: Given) => Reading<Value>): Value | undefined
  /** As `maybe`, for a field that must be there; without it the value that is put in its place is never used. */
  required<Value>(name: string, reading: (given: Given) => Reading<Value>, unused: Value): Value
}

export function createFieldReader(fields: GivenObject, known: readonly string[]): FieldReader {
  let first: Refusal | undefined
  const refuse = (name: string, text: Words): undefined => {
    first ??= parameterRefusal(name, text)
  }
  const stranger = Object.keys(fields).find((name) => !known.includes(name))
  if (stranger !== undefined) refuse(stranger.slice(0, 60), strangerWords(known))
  const maybe: FieldReader['maybe'] = (name, reading) => {
    const given = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (given === undefined) return undefined
    const taken = reading(given)
    return taken.ok ? taken.value : refuse(`${name}${taken.at ?? ''}`, taken.text)
  }
  return {
    refusal: () => first,
    maybe,
    required(name, reading, unused) {
      if (!Object.hasOwn(fields, name)) refuse(name, MISSING)
      return maybe(name, reading) ?? unused
    },
  }
}

/** Nothing may be sent. */
export function refuseFields(fields: GivenObject): Refusal | undefined {
  return createFieldReader(fields, []).refusal()
}

export function oneOf<Value extends string>(allowed: readonly Value[]): (given: Given) => Reading<Value> {
  return (given) => {
    const value = allowed.find((candidate) => candidate === given)
    if (value !== undefined) return read(value)
    const came = cameWords(given)
    const list = allowed.join(', ')
    return no(`${came.ko}: ${list} 중 하나여야 합니다.`, `must be one of ${list}, and ${came.en} came.`)
  }
}

/** A list, or one item alone as forms and queries send it. */
export function eachOf<Value>(
  item: (given: Given) => Reading<Value>,
  itemsMax: number,
): (given: Given) => Reading<readonly Value[]> {
  return (given) => {
    const items = typeof given === 'string' ? [given] : itemsOf(given)
    if (items === undefined) {
      const { ko, en } = kindOf(given)
      return no(`배열이어야 하는데 ${ko}이(가) 왔습니다.`, `must be a list, and ${en} came.`)
    }
    if (items.length === 0) return no('빈 배열입니다.', 'is an empty list.')
    if (items.length > itemsMax)
      return no(`${items.length}개입니다. 최대 ${itemsMax}개입니다.`, `${items.length} items, at most ${itemsMax}.`)
    const values: Value[] = []
    for (const [index, each] of items.entries()) {
      const reading = item(each)
      if (!reading.ok) return { ...reading, at: `[${index}]` }
      values.push(reading.value)
    }
    return read(values)
  }
}

export function orNull<Value>(reading: (given: Given) => Reading<Value>): (given: Given) => Reading<Value | null> {
  return (given) => (given === null || given === '' ? read(null) : reading(given))
}

export function textUpTo(charactersMax: number): (given: Given) => Reading<string> {
  return (given) => {
    const reading = readString(given)
    if (!reading.ok) return reading
    const characters = lengthOf(reading.value)
    if (characters > charactersMax)
      return no(
        `${characters}자입니다. 최대 ${charactersMax}자입니다.`,
        `${characters} characters, at most ${charactersMax}.`,
      )
    return isStorable(reading.value) ? reading : UNSTORABLE
  }
}

/** `what`: an example of it. */
export function matching<Value>(
  find: (text: string) => Value | undefined,
  what: string,
): (given: Given) => Reading<Value> {
  return (given) => {
    const value = typeof given === 'string' ? find(given) : undefined
    if (value !== undefined) return read(value)
    const came = cameWords(given)
    return no(`${came.ko}: ${what} 꼴이어야 합니다.`, `must look like ${what}, and ${came.en} came.`)
  }
}

export function wholeNumber(min: number, max: number): (given: Given) => Reading<number> {
  return (given) => {
    const value = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return read(value)
    const came = cameWords(given)
    return no(
      `${came.ko}: ${min}부터 ${max}까지의 정수여야 합니다.`,
      `must be a whole number from ${min} to ${max}, and ${came.en} came.`,
    )
  }
}

function cameWords(given: Given): Words {
  if (typeof given !== 'string' && typeof given !== 'number') return kindOf(given)
  return { ko: shown(given), en: shown(given) }
}

function strangerWords(known: readonly string[]): Words {
  if (known.length === 0)
    return { ko: '이 요청은 파라미터를 받지 않습니다.', en: 'is not known here. This request takes nothing.' }
  const list = known.join(', ')
  return { ko: `모르는 파라미터입니다. 쓸 수 있는 것: ${list}`, en: `is not known here. There are: ${list}.` }
}
