/**
 * The reference and the running API are one: every route is described, every description is a route, and what a route
 * really answers, yes or no, has the shape that the OpenAPI document names for that status.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { Compile } from 'typebox/schema'
import { type ApiUnderTest, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import type { Instant } from '../core/brand.ts'
import { after as runAfter } from '../server/machine.ts'
import { createPracticeIssuer } from '../server/practice-issuer.ts'
import { DELIVERY_ID, ENDPOINT_ID, IMP_UID, REFUND_ID } from '../wire/reference/examples.ts'
import { type JsonObject, OPERATIONS, openApiDocument } from '../wire/reference/open-api.ts'
import type { Operation } from '../wire/reference/operation.ts'

const document = openApiDocument({ version: '1.2.3', url: 'http://127.0.0.1:8080' })

let api: ApiUnderTest
before(async () => {
  const now = (): Instant => api.storage.clock.now()
  api = await openApi({ issuer: createPracticeIssuer({ now, after: runAfter }) })
})
after(() => api.close())

test('every route has a description, and every description is a route', () => {
  const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
  assert.deepEqual(described.toSorted(), api.routes.toSorted())
})

test('each example call, asked in the order of the reference, is answered as the document says', async () => {
  /** What stands where the examples have an id. */
  const real: Record<string, string> = {}
  for (const operation of OPERATIONS) {
    if (OF_WAITING.has(operation.id))
      real['waiting'] = (await api.issue({ merchant_uid: operation.id })).payment.imp_uid
    if (operation.lines !== undefined) {
      await assertLinesDescribed(operation)
      continue
    }
    const reply = await api.ask(exampleCall(operation, real))
    assert.equal(reply.status, operation.id === 'listNoOrder' ? 400 : 200, `${operation.id}: ${reply.text}`)
    assert.equal(reply.code === 0, operation.answer !== undefined, `${operation.id}: ${reply.text}`)
    assertDescribed(operation, reply)
    await remember(operation, reply, real)
  }
})

/** Each line as the document says, and the last one the last. */
async function assertLinesDescribed(operation: Operation): Promise<void> {
  const headers = { authorization: await api.tokenOf(KEYS.shop), 'idempotency-key': 'in-bulk' }
  const reply = await api.app.inject({ ...exampleCall(operation, {}), headers })
  assert.equal(reply.statusCode, 200, reply.body)
  assert.deepEqual(reply.body, (await api.app.inject({ ...exampleCall(operation, {}), headers })).body)
  const lines = reply.body.trimEnd().split('\n')
  assert.equal(lines.length, operation.lines?.examples.length)
  for (const [index, text] of lines.entries()) {
    assertDescribed(operation, { status: 200, text })
    assert.deepEqual(Object.keys(JSON.parse(text)), Object.keys(operation.lines?.examples[index] ?? {}))
  }
}
/** Of a payment that waits; the one of the other examples is paid. */
const OF_WAITING: ReadonlySet<string> = new Set(['revokeNumber', 'amendPayment', 'suspendPayment', 'resumePayment'])

async function remember({ id }: Operation, { text, payment }: Reply, real: Record<string, string>): Promise<void> {
  const { response } = JSON.parse(text)
  if (id === 'issueNumber') {
    real[IMP_UID] = payment.imp_uid
    await api.collect(payment.barcode, payment.amount)
  }
  if (id === 'cancelPayment') real[REFUND_ID] = payment.cancel_history[0]?.cancellation_id ?? ''
  if (id === 'addEndpoint') real[ENDPOINT_ID] = response.id
  if (id === 'listDeliveries') {
    const [first] = JSON.parse((await api.ask({ url: '/api/deliveries' })).text).response.deliveries
    real[DELIVERY_ID] = first.id
  }
}

test('part of what was named is answered as the document says', async () => {
  const { payment } = await api.issue({ merchant_uid: 'part' })
  const named = OPERATIONS.find(({ mayBePart }) => mayBePart)
  assert.ok(named)
  const reply = await api.ask({ url: `/payments?imp_uid[]=${payment.imp_uid}&imp_uid[]=imp_999999999999` })
  assert.equal(reply.status, 207)
  assertDescribed(named, reply)
})

test('what is not there, and a call without a token, are refused on every route as the document says', async () => {
  for (const operation of OPERATIONS) {
    const call = exampleCall(operation, {})
    if (!operation.isOpen) {
      const reply = await api.ask({ ...call, headers: { authorization: 'no-token' } })
      assert.equal(reply.status, 401, operation.id)
      assertDescribed(operation, reply)
    }
    if (operation.refusals.includes(404)) {
      const url = operation.path.replace(/\{code\}/, '999').replace(/\{\w+\}/g, 'all')
      const unknown = { ...call, ...(operation.segments === undefined ? unnamed(operation) : { url }) }
      const reply = await api.ask(unknown)
      assert.equal(reply.status, 404, `${operation.id}: ${reply.text}`)
      assertDescribed(operation, reply)
    }
  }
})

/** Of the routes whose address names nothing. */
function unnamed({ id }: Operation): InjectOptions {
  if (id === 'listNamedPayments') return { url: '/payments?imp_uid[]=imp_999999999999' }
  return { payload: { merchant_uid: 'never-seen', amount: 1 } }
}

function exampleCall({ id, method, path, segments = {}, asked, body }: Operation, real: Record<string, string>) {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name) => {
    const example = segments[name] ?? ''
    return (OF_WAITING.has(id) ? real['waiting'] : real[example]) ?? example
  })
  const query = asked === undefined ? '' : `?${asked}`
  const replaced = [filled + query, JSON.stringify(body?.example ?? null)].map((text) =>
    Object.entries(real).reduce((all, [example, value]) => all.replaceAll(example, value), text),
  )
  const [url = '', payload = 'null'] = replaced
  const isToken = id === 'getToken'
  const fields = isToken ? { imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret } : JSON.parse(payload)
  const request: InjectOptions = { method: METHODS[method], url, ...(fields === null ? {} : { payload: fields }) }
  return request
}

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const

/** Against the schema of that status, references and all. */
function assertDescribed({ id, method, path }: Operation, { status, text }: Pick<Reply, 'status' | 'text'>): void {
  const responses = document.paths[path]?.[method]?.['responses'] as Record<string, JsonObject>
  const described = resolve(responses[status])
  assert.ok(described, `${id}: the document knows no ${status}`)
  const content = described['content'] as Record<string, { schema: JsonObject }>
  const { components } = document as unknown as { components: JsonObject }
  const answer = { components, ...(content['application/json'] ?? content['application/x-ndjson'])?.schema }
  const [fits, errors] = Compile(answer).Errors(JSON.parse(text))
  assert.ok(fits, `${id} ${status}: ${text} ${JSON.stringify(errors)}`)
}

function resolve(response: JsonObject | undefined): JsonObject | undefined {
  const reference = response?.['$ref']
  if (typeof reference !== 'string') return response
  const { responses } = document['components'] as { responses: Record<string, JsonObject> }
  return responses[reference.split('/').at(-1) ?? '']
}
