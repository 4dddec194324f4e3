/** What a developer is served: the reference in the language that was asked for, and the document it is made of. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { type FastifyInstance, fastify } from 'fastify'
import { CALLBACKS } from '../../wire/reference/callback-operations.ts'
import { OPERATIONS, openApiDocument } from '../../wire/reference/open-api.ts'
import { exampleCall } from './example-call.ts'
import { registerReference } from './reference-routes.ts'
import { REFERENCE_STYLE } from './reference-style.ts'
import { REFERENCE_WORDS } from './reference-words.ts'
import { shapeText } from './shape-text.ts'

const publicUrl = 'https://pay.example.com'

function serve(t: TestContext, practice = false): FastifyInstance {
  const app = fastify()
  registerReference(app, { version: '1.2.3', publicUrl, practice })
  t.after(() => app.close())
  return app
}

test('openapi.json is the document with this gateway’s version and address', async (t) => {
  const reply = await serve(t).inject('/openapi.json')
  assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8')
  assert.deepEqual(reply.json(), openApiDocument({ version: '1.2.3', url: publicUrl }))
})

for (const language of ['ko', 'en'] as const) {
  test(`the reference has every operation and callback at its own anchor: ${language}`, async (t) => {
    const { body } = await serve(t).inject({ url: '/reference', headers: { 'accept-language': language } })
    assert.match(body, new RegExp(`<html lang="${language}">`))
    for (const { id, title } of [...OPERATIONS, ...CALLBACKS]) {
      assert.ok(body.includes(`<article class="operation" id="${id}"><h3>${title[language]}</h3>`), id)
    }
    const anchors = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(anchors).size, anchors.length, 'no anchor stands twice')
  })
}

test('a language in the address wins over the browser’s', async (t) => {
  const { body } = await serve(t).inject({ url: '/reference?lang=en', headers: { 'accept-language': 'ko' } })
  assert.match(body, /<html lang="en">/)
})

test('no style applies but the page’s own, nothing runs in it, and nobody frames it', async (t) => {
  const { headers, body } = await serve(t).inject('/reference')
  const hash = createHash('sha256').update(REFERENCE_STYLE).digest('base64')
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/)
  assert.ok(String(headers['content-security-policy']).includes(`style-src 'sha256-${hash}'`))
  assert.ok(body.includes(`<style>${REFERENCE_STYLE}</style>`))
  assert.doesNotMatch(body, /<script| style=/)
})

test('practice is marked, and nothing else is', async (t) => {
  const [practice, production] = await Promise.all([true, false].map((mode) => serve(t, mode).inject('/reference')))
  assert.match(practice?.body ?? '', /<aside class="mark">/)
  assert.doesNotMatch(production?.body ?? '', /<aside/)
})

test('an example call is one that a shell takes: method, address, token and body, with quotes kept', () => {
  const [issue, revoke, named] = ['issueNumber', 'revokeNumber', 'listNamedPayments'].map((id) =>
    OPERATIONS.find((operation) => operation.id === id),
  )
  assert.ok(issue && revoke && named)
  const withQuote = { ...issue, body: { shapes: [], example: { name: "Kim's" } } }
  assert.equal(
    exampleCall(withQuote, publicUrl),
    `curl -s 'https://pay.example.com/cvs' \\\n  -H "Authorization: $TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"Kim'\\''s"}'`,
  )
  assert.match(exampleCall(revoke, publicUrl), /^curl -s -X DELETE 'https:\/\/pay\.example\.com\/cvs\/imp_\d{12}' /)
  assert.match(exampleCall(named, publicUrl), /^curl -s -g 'https:\/\/pay\.example\.com\/payments\?imp_uid\[\]=imp_/)
})

test('a shape is told with its limits', () => {
  const words = REFERENCE_WORDS.en.shapes
  assert.equal(
    shapeText({ anyOf: [{ type: 'string', maxLength: 40 }, { type: 'null' }] }, words),
    'text up to 40 characters · null',
  )
  assert.equal(
    shapeText({ type: 'integer', minimum: 1, maximum: 9, default: 2 }, words),
    'whole number 1 to 9, left out: 2',
  )
  assert.equal(shapeText({ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 }, words), 'list of a, b, up to 3')
})
