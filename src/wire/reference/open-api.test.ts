/** The reference says what the shapes say: valid as OpenAPI 3.1, and none of its examples is made up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { type TObject, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { IDEMPOTENCY_KEY } from '../idempotency.ts'
import { CALLBACKS } from './callback-operations.ts'
import { FIELD_WORDS } from './field-words.ts'
import { OPERATIONS, openApiDocument } from './open-api.ts'

const document = openApiDocument({ version: '1.2.3', url: 'http://127.0.0.1:8080' })
const text = JSON.stringify(document)

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  assert.ok(valid, JSON.stringify(errors))
})

test('every reference in the document leads to something, and every component is used', () => {
  const references = new Set([...text.matchAll(/"\$ref":"(#[^"]+)"/g)].map(([, reference = '']) => reference))
  const components = Object.entries(document['components'] as Record<string, object>).flatMap(([kind, members]) =>
    kind === 'securitySchemes' ? [] : Object.keys(members).map((name) => `#/components/${kind}/${name}`),
  )
  assert.deepEqual([...references].toSorted(), components.toSorted())
})

test('every operation and callback has an id of its own, words in both languages, and statuses it is answered with', () => {
  const ids = [...OPERATIONS, ...CALLBACKS].map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const { id, title, told } of [...OPERATIONS, ...CALLBACKS]) {
    for (const { ko, en } of [title, told]) {
      assert.match(ko, /[가-힣]/, id)
      assert.match(en, /^[\x20-\x7e가-힣–’`]+$/, id)
    }
  }
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      assert.ok(Object.keys(operation['responses'] ?? {}).length > 0, `${method} ${path}`)
    }
  }
})

test('the parameters of a path are those that stand in it', () => {
  for (const { id, path, segments = {} } of OPERATIONS) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    assert.deepEqual(Object.keys(segments), named, id)
  }
})

test('every field of a request has words', () => {
  const shapes: readonly TObject[] = OPERATIONS.flatMap(({ query, body }) => [
    ...(body?.shapes ?? []),
    ...(query === undefined ? [] : [query]),
  ])
  const names = new Set([
    ...shapes.flatMap(({ properties }) => Object.keys(properties)),
    ...OPERATIONS.flatMap(({ segments = {} }) => Object.keys(segments)),
    IDEMPOTENCY_KEY,
  ])
  assert.deepEqual(Object.keys(FIELD_WORDS).toSorted(), [...names].toSorted())
})

test('every example has the shape that it is an example of', () => {
  for (const { id, body, answer, lines } of OPERATIONS) {
    for (const line of lines?.examples ?? []) assertShape(lines?.shape ?? Type.Never(), line, id)
    if (answer !== undefined) assertShape(answer.shape, answer.example, id)
    if (body !== undefined) {
      const fitting = body.shapes.filter((shape) => Value.Check(shape, body.example))
      assert.ok(fitting.length > 0, `${id}: no shape takes the example of its body`)
    }
  }
  for (const { id, body } of CALLBACKS) assertShape(body.shape, body.example, id)
})

function assertShape(shape: TSchema, value: unknown, id: string): void {
  assert.ok(Value.Check(shape, value), `${id}: ${JSON.stringify(Value.Errors(shape, value))}`)
}
