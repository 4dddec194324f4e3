/**
 * docs/sunap.http, clicked through from its top: each request is sent as an editor would send it, its values taken from the
 * answers that the file itself names, and answered as its title says.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSeller, status } from '../../src/outbound/test-seller.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'
import { startGatewayProcess } from './npm-start.ts'

const FILE = readFileSync(join(root, 'docs', 'sunap.http'), 'utf8')
const [HEAD = '', ...PARTS] = FILE.split(/^### /m)

interface Variable {
  readonly name: string
  readonly value: string
  /** `3: response.imp_uid`; empty for one that has its value. */
  readonly comesFrom: string
}

const VARIABLES: readonly Variable[] = [...HEAD.matchAll(/(?:^# ([^\n]+: [\w.]+)\n)?^@(\w+) = (.+)$/gm)].map(
  ([, comesFrom = '', name = '', value = '']) => ({ name, value, comesFrom }),
)

interface Request {
  readonly number: string
  readonly status: number
  readonly code: number
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

const REQUESTS = PARTS.map(readRequest)

function readRequest(part: string): Request {
  const [head = '', ...rest] = part.trimEnd().split('\n\n')
  const [title = '', line = '', ...headers] = head.split('\n')
  const [, number = '', answered = '', code = '0'] = /^(\d+) .*\((\d{3})(?:, code (-?1))?\)$/.exec(title) ?? []
  const [method = '', url = '', ...others] = line.split(' ')
  assert.deepEqual(others, [], line)
  return {
    ...{ number, method, url, status: Number(answered), code: Number(code) },
    headers: headers.map((header) => {
      const [, name = '', value = ''] = /^([\w-]+): (.+)$/.exec(header) ?? []
      assert.notEqual(name, '', header)
      return [name, value] as const
    }),
    body: rest.join('\n\n'),
  }
}

test('the file uses only what both editors understand, and every value in it is defined and used', () => {
  assert.doesNotMatch(FILE, /\{\{\$|^\s*[<>] |\{%|^(#|\/\/) ?@|^~/m)
  assert.deepEqual(
    REQUESTS.map(({ number }) => number),
    REQUESTS.map((_, index) => String(index + 1)),
  )
  const used = new Set([...PARTS.join('').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))
  assert.deepEqual([...used].toSorted(), VARIABLES.map(({ name }) => name).toSorted())
})

test('the story, request by request, is answered as its titles say', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const receiver = await openSeller(t, status(500))
  const { apiUrl, pair } = gateway.sandbox()
  const values = new Map(VARIABLES.map(({ name, value }) => [name, value]))
  values.set('api', apiUrl).set('imp_key', pair.impKey).set('imp_secret', pair.impSecret)
  const filled = (text: string): string =>
    text
      .replaceAll(/\{\{(\w+)\}\}/g, (_all, name) => values.get(name) ?? '')
      .replaceAll('http://127.0.0.1:9000', receiver.url)
  const answers = new Map<string, unknown>()
  for (const { number, method, url, headers, body, status, code } of REQUESTS) {
    const sent = body === '' ? {} : { body: filled(body) }
    const reply = await fetch(filled(url), {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, filled(value)]),
      ...sent,
    })
    const text = await reply.text()
    assert.equal(reply.status, status, `${number}: ${text}`)
    const answer = JSON.parse(text)
    assert.equal(answer.code ?? 0, code, `${number}: ${text}`)
    answers.set(number, answer)
    for (const { name, comesFrom } of VARIABLES) {
      const [from, path = ''] = comesFrom.split(': ')
      if (from === number) values.set(name, String(at(answer, path)))
    }
  }
  const of = (number: number, path: string): unknown => at(answers.get(String(number)), path)
  assert.deepEqual([of(4, 'response.status'), of(4, 'response.custom_data')], ['ready', '{"cart":[1,2]}'])
  assert.deepEqual(
    [of(5, 'outcome'), of(6, 'response.status'), of(6, 'response.cvs.state')],
    ['paid', 'paid', 'collected'],
  )
  assert.match(String(of(8, 'message')), /^[\x20-\x7e]+$/)
  assert.deepEqual([of(10, 'response.deliveries.0.event'), of(11, 'response.history.0.status')], ['payment.paid', 500])
  assert.equal(of(12, 'response.state'), 'waiting')
  assert.deepEqual([of(13, 'response.total'), of(14, 'response.id')], [1, of(2, 'response.id')])
  assert.equal(receiver.received[0]?.path, '/notice')
})

function at(answer: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => Object(value)[key], answer)
}
