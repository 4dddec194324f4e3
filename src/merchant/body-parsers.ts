/**
 * Every body of this room, JSON or form, goes through one decoder and comes out as the same kind of values, so that a
 * rule cannot hold for one format and not for the other. Which decoder runs is decided by an exact list of content
 * types. A body that cannot be read is a value here, answered by the route: the connection stays usable.
 */
import type { FastifyInstance } from 'fastify'
import type { Words } from '../wire/rejections.ts'
import { parameterRefusal, type Refusal, refusal } from './envelope.ts'
import { FORM_PAIRS_MAX, type FormProblem, readForm } from './form-fields.ts'
import { type Given, type GivenObject, isList } from './given.ts'

export interface Body {
  readonly fields: GivenObject
  /** The JSON text it was read from: numbers that a double cannot hold are only there. */
  readonly json: string | null
}

export type BodyReading = { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly refusal: Refusal }

export const BODY_BYTES_MAX = 64 * 1024
export const BODY_DEPTH_MAX = 8
export const BODY_ARRAY_MAX = 100

export const NO_BODY: Body = { fields: Object.create(null), json: null }

/** Takes the place of all parsers of `app`; the parsed body is a `BodyReading`. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (request, bytes: Buffer, done) => {
    const { 'content-type': contentType, 'content-encoding': encoding } = request.headers
    done(null, readBody(bytes, contentType, encoding))
  })
}

/** An empty body is no parameters, whatever its content type: real clients send one with GET and DELETE. */
export function readBody(bytes: Uint8Array, contentType: string | undefined, encoding?: string): BodyReading {
  if (bytes.length === 0) return { ok: true, body: NO_BODY }
  if (isCompressed(encoding)) return refused(COMPRESSED)
  const mediaType = mediaTypeOf(contentType)
  if (mediaType === undefined) return refused(WRONG_MEDIA_TYPE)
  const reading = mediaType === 'json' ? readJson(bytes) : readFormBody(bytes)
  if (!reading.ok) return reading
  const unfit = firstUnfit(reading.body.fields)
  return unfit === undefined ? reading : refused(unfit)
}

export function isCompressed(encoding: string | undefined): boolean {
  return encoding !== undefined && encoding.toLowerCase() !== 'identity'
}

const MEDIA_TYPE = /^(application\/json|application\/x-www-form-urlencoded)(?: *; *charset=(?:"utf-8"|utf-8))? *;? *$/i

function mediaTypeOf(contentType: string | undefined): 'json' | 'form' | undefined {
  const match = MEDIA_TYPE.exec(contentType ?? '')
  if (match === null) return undefined
  return match[1]?.toLowerCase() === 'application/json' ? 'json' : 'form'
}

/** JSON that holds an object, with all that it holds as it came. */
export function readJson(bytes: Uint8Array): BodyReading {
  const json = decodeUtf8(bytes)
  if (json === undefined) return refused(NOT_UTF8)
  try {
    const fields = asFields(JSON.parse(json))
    return fields === undefined ? refused(NOT_AN_OBJECT) : { ok: true, body: { fields, json } }
  } catch (error) {
    return refused(brokenJson(error))
  }
}

/** PHP writes an empty set of parameters as `[]`, or as `null`. */
function asFields(parsed: Given): GivenObject | undefined {
  if (parsed === null) return NO_BODY.fields
  if (isList(parsed)) return parsed.length === 0 ? NO_BODY.fields : undefined
  return typeof parsed === 'object' ? parsed : undefined
}

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The engine's sentence quotes the body; only the place is passed on. */
function brokenJson(error: unknown): Refusal {
  const place = error instanceof Error ? /line (\d+) column (\d+)/.exec(error.message) : null
  const [line, column] = [place?.[1], place?.[2]]
  return refusal(400, {
    ko: `JSON 본문을 읽을 수 없습니다${place === null ? '' : ` (${line}번째 줄 ${column}번째 글자)`}. 따옴표와 쉼표, 괄호를 확인해 주세요.`,
    en: `The JSON body cannot be read${place === null ? '' : ` (line ${line} column ${column})`}. Check quotes, commas and brackets.`,
  })
}

function readFormBody(bytes: Uint8Array, place = FORM_BODY): BodyReading {
  const reading = readForm(bytes, BODY_DEPTH_MAX)
  if (!reading.ok) return refused(FORM_REFUSALS[reading.problem](reading.key.slice(0, 60), place))
  return { ok: true, body: { fields: reading.fields, json: null } }
}

/** What stands behind the `?` of an address, by the rules of a form: arrays and repeated names mean the same in both. */
export function readQuery(address: string): BodyReading {
  const [, query = ''] = /\?([^#]*)/.exec(address) ?? []
  const reading = readFormBody(Buffer.from(query), QUERY)
  if (!reading.ok) return reading
  const unfit = firstUnfit(reading.body.fields)
  return unfit === undefined ? reading : refused(unfit)
}

const FORM_BODY: Words = { ko: '폼 본문', en: 'The form body' }
const QUERY: Words = { ko: '주소의 ? 뒤', en: 'The query of the address' }

/** What no parameter may hold, whether or not anybody reads it. */
export function firstUnfit(fields: GivenObject): Refusal | undefined {
  for (const [key, value] of Object.entries(fields)) {
    const problem = isForbiddenKey(key, value) ? 'forbidden_key' : unfitIn(value, 2)
    if (problem !== undefined) return UNFIT[problem](key.slice(0, 60))
  }
  return undefined
}

type Unfit = 'forbidden_key' | 'too_deep' | 'too_long' | 'too_large'

function unfitIn(value: Given, depth: number): Unfit | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'too_large'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > BODY_DEPTH_MAX) return 'too_deep'
  if (isList(value) && value.length > BODY_ARRAY_MAX) return 'too_long'
  for (const [key, member] of Object.entries(value)) {
    const problem = isForbiddenKey(key, member) ? 'forbidden_key' : unfitIn(member, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}

function isForbiddenKey(key: string, value: Given): boolean {
  if (key === '__proto__') return true
  return key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

function refused(why: Refusal): BodyReading {
  return { ok: false, refusal: why }
}

export const COMPRESSED = refusal(415, {
  ko: '압축된 본문은 받지 않습니다. Content-Encoding 없이 보내 주세요.',
  en: 'A compressed body is not taken. Send it without Content-Encoding.',
})

const WRONG_MEDIA_TYPE = refusal(415, {
  ko: 'Content-Type은 application/json 또는 application/x-www-form-urlencoded 이어야 합니다(charset은 utf-8).',
  en: 'Content-Type must be application/json or application/x-www-form-urlencoded (charset utf-8).',
})

const NOT_UTF8 = refusal(400, {
  ko: '본문이 UTF-8이 아닙니다. UTF-8로 보내 주세요.',
  en: 'The body is not UTF-8. Send it in UTF-8.',
})

const NOT_AN_OBJECT = refusal(400, {
  ko: 'JSON 본문은 {"파라미터": 값} 꼴의 객체여야 합니다.',
  en: 'The JSON body must be an object: {"parameter": value}.',
})

const TOO_DEEP = {
  ko: `값이 너무 깊이 겹쳐 있습니다. 본문 전체에서 최대 ${BODY_DEPTH_MAX}단계입니다.`,
  en: `is nested too deeply, at most ${BODY_DEPTH_MAX} levels in the whole body.`,
}

const UNFIT: Readonly<Record<Unfit, (key: string) => Refusal>> = {
  forbidden_key: (key) =>
    parameterRefusal(key, {
      ko: '__proto__와 constructor.prototype은 이름으로 쓸 수 없습니다.',
      en: '__proto__ and constructor.prototype cannot be names.',
    }),
  too_deep: (key) => parameterRefusal(key, TOO_DEEP),
  too_long: (key) =>
    parameterRefusal(key, {
      ko: `배열이 너무 깁니다. 최대 ${BODY_ARRAY_MAX}개입니다.`,
      en: `the list is too long, at most ${BODY_ARRAY_MAX} items.`,
    }),
  too_large: (key) =>
    parameterRefusal(key, { ko: '숫자가 너무 커서 읽을 수 없습니다.', en: 'the number is too large to be read.' }),
}

const FORM_REFUSALS: Readonly<Record<FormProblem, (key: string, place: Words) => Refusal>> = {
  escape: (key, place) =>
    refusal(400, {
      ko: `${place.ko}${of(key)}에 잘못된 % 표기가 있습니다. % 뒤에는 16진수 두 자리가 와야 하고, % 자체는 %25로 적습니다.`,
      en: `${place.en}${inside(key)} has a % that is not followed by two hex digits. Write a % itself as %25.`,
    }),
  encoding: (key, place) =>
    refusal(400, {
      ko: `${place.ko}${of(key)}이(가) UTF-8이 아닙니다. UTF-8로 인코딩해 보내 주세요.`,
      en: `${place.en}${inside(key)} is not UTF-8. Encode it in UTF-8.`,
    }),
  mixed: (key) =>
    parameterRefusal(key, {
      ko: '같은 이름이 값과 배열로 함께 왔습니다. 한 가지로 보내 주세요.',
      en: 'came both as a value and as a list. Send one of them.',
    }),
  too_many: () =>
    refusal(400, {
      ko: `폼 항목이 너무 많습니다. 최대 ${FORM_PAIRS_MAX}개입니다.`,
      en: `Too many form fields, at most ${FORM_PAIRS_MAX}.`,
    }),
  too_deep: (key) => parameterRefusal(key, TOO_DEEP),
}

function of(key: string): string {
  return key === '' ? '' : `(${key})`
}

function inside(key: string): string {
  return key === '' ? '' : ` (${key})`
}
