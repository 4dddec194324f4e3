/** For tests only: an answer is looked at after its whole shape has been checked, a refusal as what a client tells apart. */
import assert from 'node:assert/strict'
import type { InjectOptions } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS } from '../../test/compat/api-under-test.ts'
import { unseenAnswers } from '../../test/compat/described-answers.ts'
import { Refused, successOf } from '../wire/envelope.ts'

/** `url` alone is a GET. */
export type Asking = string | InjectOptions

export async function answerOf<Shape extends TSchema>(
  api: ApiUnderTest,
  asking: Asking,
  shape: Shape,
  status = 200,
): Promise<Static<Shape>> {
  const reply = await api.ask(requestOf(asking))
  assert.equal(reply.status, status, `${JSON.stringify(asking)}: ${reply.text}`)
  const answer = JSON.parse(reply.text)
  const envelope = successOf(shape)
  assert.ok(Value.Check(envelope, answer), JSON.stringify([...Value.Errors(envelope, answer)]))
  const response: unknown = reply.payment
  return Value.Parse(shape, response)
}

/** Status, code and message. */
export async function refusalOf(api: ApiUnderTest, asking: Asking): Promise<readonly [number, number, string]> {
  const reply = await api.ask(requestOf(asking))
  const answer: unknown = JSON.parse(reply.text)
  assert.ok(Value.Check(Refused, answer), `${JSON.stringify(asking)}: ${reply.text}`)
  return [reply.status, answer.code, answer.message]
}

export const PAYMENT_UNKNOWN = [404, -1, '존재하지 않는 결제정보입니다.'] as const

/** None, one that is none, and one that has ended, before anything else is looked at. */
export async function assertNeedsToken(api: ApiUnderTest, asking: Asking): Promise<void> {
  const request = requestOf(asking)
  for (const headers of [{ authorization: '' }, { authorization: 'invalid-token' }, { 'x-imptokenheader': 'x' }]) {
    const reply = await api.app.inject({ ...request, headers: { ...request.headers, ...headers } })
    assert.deepEqual([reply.statusCode, reply.json()], [401, { code: -1, message: 'Unauthorized', response: null }])
  }
}

export async function assertTakesOnly(api: ApiUnderTest, url: string, methods: readonly string[]): Promise<void> {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    if (methods.includes(method)) continue
    const reply = await api.ask({ method, url })
    assert.deepEqual(
      [reply.status, reply.code, reply.headers['allow']],
      [405, -1, methods.join(', ')],
      `${method} ${url}`,
    )
  }
}

/**
 * Stands last in a test file: of these endpoints, as the reference names them, everything that is theirs to answer was seen
 * in the tests above. `endpoint-titles.test.ts` looks for it.
 */
export function assertSawEveryAnswer(...endpoints: readonly string[]): void {
  assert.deepEqual(unseenAnswers(endpoints), [])
}

export async function authorizationOfOther(api: ApiUnderTest): Promise<{ readonly authorization: string }> {
  return { authorization: await api.tokenOf(KEYS.other) }
}

function requestOf(asking: Asking): InjectOptions {
  return typeof asking === 'string' ? { method: 'GET', url: asking } : asking
}
