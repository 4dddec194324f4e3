/**
 * The merchant's API as OpenAPI 3.1, made of the shapes that answers are checked against and the descriptions beside
 * them. The same input makes the same document, key by key, so that a changed contract is seen as a changed file.
 */
import { type TSchema, Type } from 'typebox'
import { BalanceAnswer } from '../balance-answer.ts'
import { BulkIssueBody, BulkLine, CSV, NDJSON } from '../bulk-issue.ts'
import { CancelBody } from '../cancel.ts'
import { AmendBody, SuspendBody } from '../change-body.ts'
import { ChannelAnswer } from '../channel-list.ts'
import { ConfirmFiguresAnswer } from '../confirm-figures.ts'
import { DeliveryAnswer, DeliveryDetail, DeliveryPage, ReplayAnswer } from '../delivery-answer.ts'
import { ReplayNamedBody, ReplayRangeBody } from '../delivery-asked.ts'
import { EndpointAnswer, EndpointWithSecret, TestAnswer } from '../endpoint-answer.ts'
import { AddEndpointBody, ChangeDefaultBody, ChangeEndpointBody } from '../endpoint-body.ts'
import { Refused, successOf, WordsAnswer } from '../envelope.ts'
import { EventPage, FeedEvent } from '../event-feed.ts'
import { IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED, IdempotencyKey } from '../idempotency.ts'
import { Institution } from '../institutions.ts'
import { IssueBody } from '../issue-body.ts'
import { PaymentAnswer, V1_STATUSES } from '../payment-answer.ts'
import { PaymentPage } from '../payment-lists.ts'
import { FoundPayments } from '../payment-search.ts'
import { PrepareBody, PreparedAnswer } from '../prepare.ts'
import { ExternalReceiptAnswer, ExternalReceiptBody, ReceiptAnswer, ReceiptBody } from '../receipt.ts'
import { RefundAnswer, RefundDetail, RefundNews, RefundPage } from '../refund-answer.ts'
import { TokenAnswer, TokenBody } from '../token.ts'
import { CALLBACK_HEADERS, CALLBACKS, type Callback, ConfirmNo } from './callback-operations.ts'
import { CHANGE_OPERATIONS } from './change-operations.ts'
import { FIELD_WORDS } from './field-words.ts'
import { FOUND_OPERATIONS } from './found-operations.ts'
import { NOTICE_OPERATIONS } from './notice-operations.ts'
import type { Operation } from './operation.ts'
import { PAYMENT_OPERATIONS } from './payment-operations.ts'
import { GROUP_WORDS, INTRODUCTION, STATUS_WORDS } from './reference-words.ts'
import { REFUND_OPERATIONS } from './refund-operations.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface OpenApiDocument extends JsonObject {
  readonly paths: { readonly [path: string]: { readonly [method: string]: JsonObject } }
}

/** In the order they are read. */
export const OPERATIONS: readonly Operation[] = [
  ...PAYMENT_OPERATIONS,
  ...CHANGE_OPERATIONS,
  ...REFUND_OPERATIONS,
  ...FOUND_OPERATIONS,
  ...NOTICE_OPERATIONS,
]

export function openApiDocument({ version, url }: { readonly version: string; readonly url: string }): OpenApiDocument {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sunap merchant API',
      version,
      description: INTRODUCTION.en,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    tags: Object.entries(GROUP_WORDS).map(([name, { en }]) => ({ name, description: en })),
    security: [{ token: [] }, { bearer: [] }],
    paths,
    webhooks: Object.fromEntries(CALLBACKS.map((callback) => [callback.id, { post: callbackObject(callback) }])),
    components: {
      securitySchemes: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The token as it is, as V1 has it.',
        },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      responses: Object.fromEntries(
        Object.entries(STATUS_WORDS).map(([status, { en }]) => [
          `Refused${status}`,
          { description: en, content: jsonContent(Refused) },
        ]),
      ),
      schemas: Object.fromEntries(Object.entries(COMPONENTS).map(([name, shape]) => [name, schemaOf(shape, true)])),
    },
  }
}

/** Under these names other shapes refer to them. */
const COMPONENTS: Readonly<Record<string, TSchema>> = {
  AddEndpointBody,
  AmendBody,
  Balance: BalanceAnswer,
  BulkIssueBody,
  BulkLine,
  CancelBody,
  ChangeDefaultBody,
  ChangeEndpointBody,
  Channel: ChannelAnswer,
  ConfirmFigures: ConfirmFiguresAnswer,
  Delivery: DeliveryAnswer,
  DeliveryDetail,
  DeliveryPage,
  Endpoint: EndpointAnswer,
  EndpointWithSecret,
  Event: FeedEvent,
  EventPage,
  ExternalReceipt: ExternalReceiptAnswer,
  ExternalReceiptBody,
  FoundPayments,
  Institution,
  IssueBody,
  Payment: PaymentAnswer,
  PaymentPage,
  PrepareBody,
  Prepared: PreparedAnswer,
  Receipt: ReceiptAnswer,
  ReceiptBody,
  Refund: RefundAnswer,
  RefundDetail,
  RefundNews,
  RefundPage,
  Refused,
  ReplayAnswer,
  ReplayNamedBody,
  ReplayRangeBody,
  SuspendBody,
  TestAnswer,
  Token: TokenAnswer,
  TokenBody,
  Words: WordsAnswer,
}

const NAMES: ReadonlyMap<unknown, string> = new Map(Object.entries(COMPONENTS).map(([name, shape]) => [shape, name]))

const REQUESTS: ReadonlySet<unknown> = new Set(
  OPERATIONS.flatMap(({ query, body }) => [...(body?.shapes ?? []), ...(query === undefined ? [] : [query])]),
)

/** A shape as JSON Schema; the named ones inside it by reference, `isWhole` the outermost too. */
function schemaOf(shape: unknown, isWhole = false): Json {
  const name = NAMES.get(shape)
  if (name !== undefined && !isWhole) return { $ref: `#/components/schemas/${name}` }
  if (Array.isArray(shape)) return shape.map((item) => schemaOf(item))
  if (typeof shape !== 'object' || shape === null) return shape as Json
  const members = Object.entries(shape).map(([key, member]): readonly [string, Json] => {
    if (key === 'properties' && REQUESTS.has(shape)) return [key, toldProperties(member as object)]
    return [key, schemaOf(member)]
  })
  return Object.fromEntries(members)
}

function toldProperties(properties: object): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [
      name,
      { description: FIELD_WORDS[name]?.en ?? '', ...(schemaOf(member) as JsonObject) },
    ]),
  )
}

function jsonContent(shape: TSchema, example?: unknown): JsonObject {
  return {
    'application/json': { schema: schemaOf(shape), ...(example === undefined ? {} : { example: asJson(example) }) },
  }
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}

function operationObject(operation: Operation): JsonObject {
  const { id, group, title, told, isOpen } = operation
  const parameters = parametersOf(operation)
  return {
    operationId: id,
    tags: [group],
    summary: `${title.en} (${title.ko})`,
    description: told.en,
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...bodyOf(operation),
    responses: responsesOf(operation),
  }
}

function parametersOf({ segments = {}, query, keyed }: Operation): readonly Json[] {
  const inHeader = keyed === undefined ? [] : [keyHeader(keyed === 'required')]
  const inPath = Object.entries(segments).map(([name, example]) => ({
    name,
    in: 'path',
    required: true,
    description: FIELD_WORDS[name]?.en ?? '',
    schema: name === 'payment_status' ? { enum: ['all', ...V1_STATUSES] } : { type: 'string' },
    example,
  }))
  const required: ReadonlySet<string> = new Set(query?.required ?? [])
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, shape]) => ({
    name,
    in: 'query',
    required: required.has(name),
    description: FIELD_WORDS[name]?.en ?? '',
    schema: schemaOf(shape),
  }))
  return [...inPath, ...inQuery, ...inHeader]
}

function keyHeader(required: boolean): JsonObject {
  return {
    name: IDEMPOTENCY_KEY,
    in: 'header',
    required,
    description: FIELD_WORDS[IDEMPOTENCY_KEY]?.en ?? '',
    schema: schemaOf(IdempotencyKey),
  }
}

function bodyOf({ body }: Operation): JsonObject {
  if (body === undefined) return {}
  const [first] = body.shapes
  const schema = schemaOf(body.shapes.length === 1 && first !== undefined ? first : Type.Union([...body.shapes]))
  const content = { schema, example: asJson(body.example) }
  const other = body.csv === undefined ? { 'application/x-www-form-urlencoded': { schema } } : csvContent(body.csv)
  return { requestBody: { required: true, content: { 'application/json': content, ...other } } }
}

function csvContent(example: string): JsonObject {
  return { [CSV]: { schema: { type: 'string' }, example } }
}

function responsesOf(operation: Operation): JsonObject {
  const { answer, lines, mayBePart, keyed, refusals } = operation
  const refused: ReadonlySet<number> = new Set(refusals)
  const responses: Record<string, Json> = {}
  if (lines !== undefined) {
    const { shape, examples, csv } = lines
    const example = examples.map((line) => `${JSON.stringify(line)}\n`).join('')
    responses['200'] = {
      description: 'One such object a line, in the order of the rows; whole only with its last line.',
      content: { [NDJSON]: { schema: schemaOf(shape), example }, ...csvContent(csv) },
    }
  } else if (answer !== undefined) {
    const shape = successOf(answer.shape)
    const example = { code: 0, message: null, response: answer.example }
    const either = refused.has(200) ? Type.Union([shape, Refused]) : shape
    responses['200'] = {
      description: refused.has(200) ? `Done, or ${NO_OF_TRADE}` : 'Done.',
      ...(keyed === undefined ? {} : REPLAYED),
      content: jsonContent(either, example),
    }
    if (mayBePart) responses['207'] = { description: 'Not all were found.', content: jsonContent(shape, example) }
  } else if (refused.has(200)) {
    responses['200'] = { description: `Always ${NO_OF_TRADE}`, content: jsonContent(Refused) }
  }
  for (const status of refusalStatuses(operation)) {
    responses[status] = { $ref: `#/components/responses/Refused${status}` }
  }
  return responses
}

const REPLAYED: JsonObject = {
  headers: {
    [IDEMPOTENT_REPLAYED]: {
      description: 'The request came before under its key: this is that payment as it is now.',
      schema: { const: 'true' },
    },
  },
}

const NO_OF_TRADE = 'a refusal of the trade: `code` 1 or -1, and the reason in `message`.'

/** All but 200, in ascending order. */
export function refusalStatuses({ method, refusals }: Operation): readonly number[] {
  // Also where none is wanted: a client may send one along.
  const withBody = method === 'get' ? [] : [413, 415]
  return [400, 401, ...refusals.filter((status) => status !== 200), ...withBody, 500, 503].toSorted((a, b) => a - b)
}

function callbackObject({ id, title, told, body, mayBeForm, answers }: Callback): JsonObject {
  const { shape, example } = body
  return {
    operationId: id,
    summary: `${title.en} (${title.ko})`,
    description: told.en,
    security: [],
    parameters: Object.entries(CALLBACK_HEADERS).map(([name, { en }]) => ({
      name,
      in: 'header',
      required: true,
      description: en,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        ...jsonContent(shape, example),
        ...(mayBeForm ? { 'application/x-www-form-urlencoded': { schema: schemaOf(shape) } } : {}),
      },
    },
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { en }]) => [
        status,
        { description: en, ...(id === 'confirm' && status === '4XX' ? { content: jsonContent(ConfirmNo) } : {}) },
      ]),
    ),
  }
}
