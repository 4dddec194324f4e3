/**
 * Holds every answer of an API under test to the reference: a status that the operation is described with, and the shape
 * that is described for it, key by key. Whatever a test asks for, this is looked at too; and it remembers what was answered,
 * so that a test file can say that it has seen everything its endpoints may answer.
 */
import type { FastifyInstance } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { Refused, successOf } from '../../src/wire/envelope.ts'
import { OPERATIONS, refusalStatuses } from '../../src/wire/reference/open-api.ts'
import type { Operation } from '../../src/wire/reference/operation.ts'

/** `POST /cvs 200 code 1`, of every app of this process. */
const answered = new Set<string>()

/** What was answered against the reference, in words; filled while the app answers. */
export function undescribedAnswers(app: FastifyInstance): readonly string[] {
  const found: string[] = []
  app.addHook('onSend', async (request, reply, payload) => {
    const asked = `${request.method} ${request.routeOptions.url ?? request.url}`
    const operation = OPERATION_BY_ROUTE.get(asked)
    if (typeof payload !== 'string') {
      // Lines are written after this; whoever reads them looks at their shape.
      if (operation?.lines === undefined) found.push(`${asked} answered ${reply.statusCode} with no text`)
      else answered.add(`${nameOf(operation)} ${reply.statusCode}`)
      return
    }
    const answer: unknown = JSON.parse(payload)
    const problem = problemOf(operation, reply.statusCode, answer)
    if (problem !== undefined) found.push(`${asked} answered ${reply.statusCode} ${problem}: ${payload}`)
    if (operation !== undefined) answered.add(`${nameOf(operation)} ${kindOf(reply.statusCode, answer)}`)
  })
  return found
}

/** `POST /cvs`, as the document has it. */
export function nameOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`
}

/**
 * What is this operation's own to answer, as `200`, `200 code 1`, `404`. What every route answers in the same way (no token,
 * too large a body, storage that fails) is tried on all of them at once, in `every-route.test.ts`.
 */
export function ownAnswers({ answer, lines, mayBePart, refusals, query, body, isOpen }: Operation): readonly string[] {
  const hasParameters = query !== undefined || body !== undefined || answer === undefined
  return [
    ...(answer === undefined && lines === undefined ? [] : ['200']),
    ...(refusals.includes(200) ? ['200 code 1'] : []),
    ...(mayBePart ? ['207'] : []),
    ...(hasParameters ? ['400'] : []),
    ...(isOpen ? ['401'] : []),
    ...refusals.filter((status) => status !== 200).map(String),
  ]
}

/** Of these operations, what they may answer and nobody has seen yet. */
export function unseenAnswers(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const operation = OPERATIONS.find((each) => nameOf(each) === name)
    if (operation === undefined) return [`${name} is not in the reference`]
    return ownAnswers(operation).flatMap((kind) => (answered.has(`${name} ${kind}`) ? [] : [`${name} ${kind}`]))
  })
}

const OPERATION_BY_ROUTE: ReadonlyMap<string, Operation> = new Map(
  OPERATIONS.map((operation) => [nameOf(operation).replaceAll(/\{(\w+)\}/g, ':$1'), operation]),
)

/** Of an address that is none, and of a method that it does not take, nothing is described. */
const UNDESCRIBED_STATUSES: readonly number[] = [400, 404, 405]

function problemOf(operation: Operation | undefined, status: number, answer: unknown): string | undefined {
  const statuses = operation === undefined ? UNDESCRIBED_STATUSES : statusesOf(operation)
  if (!statuses.includes(status)) return `which is not described (${statuses.join(', ')})`
  const [error] = Value.Errors(shapeOf(operation, status), answer)
  return error === undefined ? undefined : `in another shape (${error.instancePath} ${error.message})`
}

function statusesOf(operation: Operation): readonly number[] {
  return [...ownAnswers(operation).map((kind) => Number.parseInt(kind, 10)), ...refusalStatuses(operation)]
}

function shapeOf(operation: Operation | undefined, status: number): TSchema {
  if (operation?.answer === undefined || status >= 400) return Refused
  const success = successOf(operation.answer.shape)
  return operation.refusals.includes(200) ? Type.Union([success, Refused]) : success
}

/** A refusal of the way of paying (-1) is one of the trade too. */
function kindOf(status: number, answer: unknown): string {
  const isRefused = typeof answer === 'object' && answer !== null && 'code' in answer && answer.code !== 0
  return status === 200 && isRefused ? '200 code 1' : String(status)
}
