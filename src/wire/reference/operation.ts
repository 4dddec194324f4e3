/**
 * How an operation of the merchant's API is described: once, as data, with the shapes its answers are checked against. The
 * OpenAPI document and the reference page are both made of it.
 */
import type { TObject, TSchema } from 'typebox'
import type { Words } from '../rejections.ts'

export type Group =
  | 'token'
  | 'numbers'
  | 'payments'
  | 'prepared'
  | 'receipts'
  | 'lookups'
  | 'endpoints'
  | 'deliveries'
  | 'events'
  | 'figures'

export interface Operation {
  /** `operationId`, and the anchor on the page. */
  readonly id: string
  readonly group: Group
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/cvs/{imp_uid}`. */
  readonly path: string
  readonly title: Words
  readonly told: Words
  /** Needs no token. */
  readonly isOpen?: true
  /** A value for each `{name}` of the path, for the examples. */
  readonly segments?: Readonly<Record<string, string>>
  readonly query?: TObject
  /** Query of the example call. */
  readonly asked?: string
  /** Takes an `Idempotency-Key`; a repeat is answered with what the first request got. */
  readonly keyed?: 'optional' | 'required'
  /** JSON or form. Several shapes: one of them. */
  readonly body?: {
    readonly shapes: readonly TObject[]
    readonly example: Readonly<Record<string, unknown>>
    /** The same as a CSV file; then it is JSON or CSV, and no form. */
    readonly csv?: string
  }
  /** Absent: there are only refusals, or lines. */
  readonly answer?: { readonly shape: TSchema; readonly example: unknown }
  /** In place of an answer: a JSON object a line, written as the work goes on, or CSV where it is asked for. */
  readonly lines?: { readonly shape: TSchema; readonly examples: readonly unknown[]; readonly csv: string }
  /** Also with 207, where not all was found. */
  readonly mayBePart?: true
  /** Beside those that every operation has. 200: the trade's no, with `code` 1 or -1. */
  readonly refusals: readonly (200 | 404 | 409 | 429 | 501)[]
}
