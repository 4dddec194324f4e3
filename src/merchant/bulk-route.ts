/**
 * Where a bulk issue meets its socket: a body larger than any other, and an answer that is written for as long as rows are
 * issued. A reader that stops reading stops the issuing with it, and is not waited for for ever.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKey } from '../core/merchant.ts'
import { BULK_BYTES_MAX } from '../wire/bulk-issue.ts'
import { readQuery } from './body-parsers.ts'
import { type BulkFlow, createBulkIssue } from './bulk-issue.ts'
import type { CvsDeps } from './cvs.ts'
import { sendAnswer } from './envelope.ts'
import { idempotencyKeyIn } from './idempotency-key.ts'

/** As long as nothing at all passes on its line. */
export const READER_WAITED_FOR_MS = 30_000

export interface BulkRouteDeps extends CvsDeps {
  readonly readerWaitedForMs: number
}

export const BULK_ROUTE = { method: 'POST', url: '/api/bulk-issues', bodyLimit: BULK_BYTES_MAX } as const

/** The handler for a scope of its own: it takes the place of its parsers. */
export function bulkHandler(
  scope: FastifyInstance,
  deps: BulkRouteDeps,
): (request: FastifyRequest, reply: FastifyReply, key: ApiKey) => Promise<FastifyReply> {
  const bulk = createBulkIssue(deps)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => done(null, bytes))
  scope.addHook('preClose', async () => bulk.stop())
  return async ({ body, headers, url }, reply, { merchantId }) => {
    const query = readQuery(url)
    if (!query.ok) return sendAnswer(reply, query.refusal)
    const answer = await bulk.answer(merchantId, {
      // What the parser leaves; without a body it never ran.
      bytes: (body as Buffer | undefined) ?? new Uint8Array(),
      contentType: headers['content-type'],
      encoding: headers['content-encoding'],
      accept: headers.accept,
      idempotencyKey: idempotencyKeyIn(headers),
    })
    return answer.kind === 'flow' ? sendFlow(reply, answer, deps.readerWaitedForMs) : sendAnswer(reply, answer)
  }
}

function sendFlow(reply: FastifyReply, { contentType, lines, ended }: BulkFlow, waitMs: number): FastifyReply {
  const { raw } = reply
  raw.setTimeout(waitMs, () => raw.destroy())
  const stream = Readable.from(lines)
  stream.once('close', ended)
  // A proxy that gathers an answer before it passes it on would hide how far the rows are.
  return reply
    .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .type(contentType)
    .send(stream)
}
