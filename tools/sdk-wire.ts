/**
 * The SDK's types, written out of the OpenAPI document: plain interfaces with the document's sentences above them, and a
 * row for each operation. Whoever installs the SDK gets no schema library with it, and reads what we read.
 */
import { NDJSON } from '../src/wire/bulk-issue.ts'
import type { Json, JsonObject, OpenApiDocument } from '../src/wire/reference/open-api.ts'

export const HEAD = `/**
 * Written by \`npm run generate\` out of the shapes on the wire; what is changed here by hand is lost.
 */
`

/** TypeScript as text, not formatted. */
export function sdkWire(document: OpenApiDocument): string {
  const operations = operationsOf(document)
  const schemas = objectIn(objectIn(document, 'components'), 'schemas')
  const callbacks = Object.entries(objectIn(document, 'webhooks')).map(([id, { post }]) => callbackType(id, post))
  return [
    HEAD,
    ...Object.entries(schemas).map(([name, schema]) => declared(name, schema)),
    ...callbacks,
    `/** Of each operation: what it takes, and what it answers when it is done. */
    export interface Operations {${operations.map(operationType).join('\n')}}`,
    'export type OperationId = keyof Operations',
    `/** By \`operationId\`. */
    export const OPERATIONS: { readonly [Id in OperationId]: OperationRow } = {
      ${operations.map(operationRow).join('\n')}
    }

    interface OperationRow {
      readonly method: string
      readonly path: string
      /** It answers a line of JSON after the other. */
      readonly isInLines?: true
    }`,
  ].join('\n\n')
}

function declared(name: string, schema: JsonObject): string {
  const type = typeOf(schema)
  return schema['type'] === 'object' ? `export interface ${name} ${type}` : `export type ${name} = ${type}`
}

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly told: JsonObject
}

function operationsOf({ paths }: OpenApiDocument): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({
      id: String(told['operationId']),
      method: method.toUpperCase(),
      path,
      told,
    })),
  )
}

function operationType({ id, told }: Operation): string {
  const members = [
    parametersType('path', told),
    parametersType('query', told),
    ...(told['requestBody'] === undefined ? [] : [`readonly body: ${typeOf(jsonOf(objectIn(told, 'requestBody')))}`]),
    `readonly answer: ${answerType(told)}`,
  ]
  const sentences = [`${told['summary']}: ${told['description']}`]
  return `${comment(sentences)}readonly ${id}: { ${members.filter((each) => each !== '').join('; ')} }`
}

function parametersType(place: 'path' | 'query', told: JsonObject): string {
  const parameters = listIn(told, 'parameters').filter((parameter) => parameter['in'] === place)
  if (parameters.length === 0) return ''
  const members = parameters.map((parameter) =>
    member(String(parameter['name']), parameter['schema'], {
      isRequired: parameter['required'] === true,
      sentence: parameter['description'],
    }),
  )
  return `readonly ${place}: {\n${members.join('\n')}\n}`
}

function operationRow({ id, method, path, told }: Operation): string {
  const lines = lineShape(told) === undefined ? '' : ', isInLines: true'
  return `${id}: { method: '${method}', path: '${path}'${lines} },`
}

/** What stands in the envelope, or the lines; an operation that only ever refuses has no answer. */
function answerType(told: JsonObject): string {
  const done = objectIn(told, 'responses')['200']
  if (done === undefined) return 'never'
  const line = lineShape(told)
  if (line !== undefined) return `AsyncIterable<${typeOf(line)}>`
  const schema = jsonOf(objectOf(done)) as JsonObject
  const success = [schema, ...listIn(schema, 'anyOf')].find((each) => each['properties'] !== undefined)
  return success === undefined ? 'never' : typeOf(objectIn(success, 'properties')['response'])
}

function lineShape(told: JsonObject): Json | undefined {
  const done = objectIn(objectIn(told, 'responses'), '200')
  return objectIn(objectIn(done, 'content'), NDJSON)['schema']
}

const CALLBACK_NAMES: Readonly<Record<string, string>> = {
  confirm: 'ConfirmBody',
  notice: 'NoticeBody',
  modernNotice: 'ModernNotice',
}

function callbackType(id: string, post: Json | undefined): string {
  const told = objectOf(post)
  const name = CALLBACK_NAMES[id]
  if (name === undefined) throw new Error(`the callback ${id} has no name in the SDK: give it one in tools/sdk-wire.ts`)
  const sentence = `${told['summary']}: ${told['description']}`
  return `${comment([sentence])}export interface ${name} ${typeOf(jsonOf(objectIn(told, 'requestBody')))}`
}

function jsonOf(holder: JsonObject): Json | undefined {
  return objectIn(objectIn(holder, 'content'), 'application/json')['schema']
}

/** A JSON Schema as a type. What it cannot say (lengths, patterns) the gateway checks. */
export function typeOf(schema: Json | undefined): string {
  const shape = objectOf(schema)
  const { $ref, enum: words, const: word, anyOf, type, items, properties } = shape
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1)
  if (Array.isArray(words)) return words.map((each) => JSON.stringify(each)).join(' | ')
  if (word !== undefined) return JSON.stringify(word)
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map((each) => typeOf(each)))].join(' | ')
  if (type === 'array') return `readonly (${typeOf(items)})[]`
  if (shape['patternProperties'] !== undefined) return recordType(objectOf(shape['patternProperties']))
  if (type === 'object') return `{\n${membersOf(shape, objectOf(properties)).join('\n')}\n}`
  if (shape['not'] !== undefined) return 'never'
  return typeof type === 'string' ? (SIMPLE[type] ?? 'unknown') : 'unknown'
}

/** Whatever the members are called. */
function recordType(members: JsonObject): string {
  return `{ readonly [name: string]: ${Object.values(members).map(typeOf).join(' | ')} }`
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

function membersOf({ required }: JsonObject, properties: JsonObject): readonly string[] {
  const needed: ReadonlySet<unknown> = new Set(Array.isArray(required) ? required : [])
  return Object.entries(properties).map(([name, schema]) =>
    member(name, schema, { isRequired: needed.has(name), sentence: objectOf(schema)['description'] }),
  )
}

function member(
  name: string,
  schema: Json | undefined,
  { isRequired, sentence }: { readonly isRequired: boolean; readonly sentence: Json | undefined },
): string {
  const key = /^\w+$/.test(name) ? name : JSON.stringify(name)
  const type = isRequired ? typeOf(schema) : `${typeOf(schema)} | undefined`
  return `${comment(typeof sentence === 'string' ? [sentence] : [])}readonly ${key}${isRequired ? '' : '?'}: ${type}`
}

export function comment(sentences: readonly string[]): string {
  const lines = sentences.filter((sentence) => sentence !== '').flatMap((sentence) => wrapped(sentence))
  if (lines.length === 0) return ''
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  return `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`
}

const COMMENT_WIDTH = 110

function wrapped(sentence: string): readonly string[] {
  const lines: string[] = []
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= COMMENT_WIDTH) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function objectIn(holder: JsonObject, key: string): { readonly [key: string]: JsonObject } {
  return objectOf(holder[key]) as { readonly [key: string]: JsonObject }
}

function listIn(holder: JsonObject, key: string): readonly JsonObject[] {
  const list = holder[key]
  return Array.isArray(list) ? list.map((each) => objectOf(each)) : []
}
