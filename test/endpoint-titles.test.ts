/**
 * Every endpoint that docs/openapi.json describes has a test file, whose titles begin with the status and code that they
 * promise: all that the endpoint is described to answer, but for what every route answers alike, which is promised in
 * `every-route.test.ts`. That what a title says was really answered, the files themselves assert.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './set-up/programs.ts'

const FOLDER = join(root, 'src', 'merchant')
const EVERY_ROUTE = 'every-route.test.ts'

interface TestFile {
  readonly name: string
  readonly titles: readonly string[]
  /** Of `assertSawEveryAnswer`. */
  readonly endpoints: readonly string[]
}

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.ts'))
  .map(readTestFile)

function readTestFile(name: string): TestFile {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const titles = [...text.matchAll(/^\s*test\(\s*(['"`])(.*?)\1/gms)].map(([, , title = '']) => title)
  const [, listed = ''] = /\bassertSawEveryAnswer\(([^)]*)\)/.exec(text) ?? []
  return { name, titles, endpoints: [...listed.matchAll(/'([^']+)'/g)].map(([, endpoint = '']) => endpoint) }
}

interface Endpoint {
  readonly name: string
  /** `200`, `200 code 1`, `404` … */
  readonly answers: readonly string[]
}

const { paths } = JSON.parse(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8'))
const described: readonly Endpoint[] = Object.entries<object>(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    answers: Object.entries(responses).flatMap(([status, response]) => answersOf(status, JSON.stringify(response))),
  })),
)

/** Behind a 200 may be an answer, a refusal of the trade, or either. */
function answersOf(status: string, response: string): readonly string[] {
  if (status !== '200' || !response.includes('/Refused"')) return [status]
  return response.includes('"anyOf"') ? [status, '200 code 1'] : ['200 code 1']
}

function begins(title: string, answer: string): boolean {
  const [status = '', code] = answer.split(' code ')
  return code === undefined
    ? title.startsWith(`${status} `)
    : new RegExp(`^${status} (with )?code -?${code} `).test(title)
}

test('every endpoint of the reference has one test file that asserts it saw everything the endpoint may answer', () => {
  const listed = files.flatMap(({ endpoints }) => endpoints)
  assert.deepEqual(listed.toSorted(), described.map(({ name }) => name).toSorted())
})

test('each status and code that an endpoint may answer is a promise: a title begins with it', () => {
  const shared = files.find(({ name }) => name === EVERY_ROUTE)
  assert.ok(shared)
  const missing = described.flatMap(({ name, answers }) => {
    const file = files.find(({ endpoints }) => endpoints.includes(name))
    const isPromised = (answer: string): boolean =>
      file?.titles.some((title) => begins(title, answer)) ||
      shared.titles.some((title) => title.startsWith(`${answer} on every route`))
    return answers
      .filter((answer) => !isPromised(answer))
      .map((answer) => `${name}: no title of ${file?.name} begins with ${answer}`)
  })
  assert.deepEqual(missing, [])
})
