/** For tests only: a merchant's server that issues in bulk over a real socket and reads what comes, line by line. */
import assert from 'node:assert/strict'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS } from '../../test/compat/api-under-test.ts'
import { BulkLine } from '../wire/bulk-issue.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'

export type RowLine = Extract<BulkLine, { row: number }>
export type EndLine = Extract<BulkLine, { done: true }>

export interface BulkReply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** It came whole, as HTTP counts. */
  readonly complete: boolean
}

export interface BulkClient {
  /** Rows as JSON, or a body as it is; under the key `k` where no header says else. */
  send(body: readonly object[] | string | Uint8Array, headers?: Record<string, string | undefined>): Promise<BulkReply>
  /** The same, with the answer still on its way. */
  open(body: readonly object[], headers?: Record<string, string>): Promise<OpenReply>
}

export interface OpenReply {
  readonly asked: ClientRequest
  readonly reply: IncomingMessage
}

export async function bulkClient(api: ApiUnderTest, pair = KEYS.shop): Promise<BulkClient> {
  const address = new URL('/api/bulk-issues', await api.listen())
  const authorization = await api.tokenOf(pair)
  const open = (body: string | Uint8Array, headers: Record<string, string | undefined>): Promise<OpenReply> =>
    new Promise((resolve, reject) => {
      const usual = { authorization, 'content-type': 'application/json', 'idempotency-key': 'k' }
      const all = Object.entries({ ...usual, ...headers }).filter(
        (pair): pair is [string, string] => pair[1] !== undefined,
      )
      const asked = request(address, { method: 'POST', headers: Object.fromEntries(all), agent: false })
      asked.on('response', (reply) => resolve({ asked, reply })).on('error', reject)
      asked.end(body)
    })
  return {
    async send(body, headers = {}) {
      return read((await open(bodyOf(body), headers)).reply)
    },
    open: (rows, headers = {}) => open(bodyOf(rows), headers),
  }
}

function bodyOf(body: readonly object[] | string | Uint8Array): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify({ rows: body })
}

/** To its end, or to where it was cut. */
export async function read(reply: IncomingMessage): Promise<BulkReply> {
  const chunks: Buffer[] = []
  reply.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
  await new Promise<void>((resolve) => reply.once('close', () => resolve()))
  const { statusCode = 0, headers, complete } = reply
  return { status: statusCode, headers, text: Buffer.concat(chunks).toString(), complete }
}

/** Every line of a reply, each looked at; `end` is undefined where the answer is not whole. */
export function linesOf({ text }: Pick<BulkReply, 'text'>): {
  readonly rows: readonly RowLine[]
  readonly end: EndLine | undefined
} {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): BulkLine => {
      const parsed: unknown = JSON.parse(line)
      assert.ok(Value.Check(BulkLine, parsed), line)
      return parsed
    })
  const last = lines.at(-1)
  const end = last !== undefined && 'done' in last ? last : undefined
  const rows = lines.filter((line): line is RowLine => 'row' in line)
  assert.equal(rows.length + (end === undefined ? 0 : 1), lines.length)
  return { rows, end }
}

export function paymentsOf(reply: Pick<BulkReply, 'text'>): readonly PaymentAnswer[] {
  return linesOf(reply).rows.flatMap(({ response }) => response ?? [])
}

/** Rows of orders `name-1`, `name-2`, … */
export function orders(
  name: string,
  count: number,
): readonly { readonly merchant_uid: string; readonly amount: number }[] {
  return Array.from({ length: count }, (_, index) => ({ merchant_uid: `${name}-${index + 1}`, amount: 1000 + index }))
}
