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
  /** JSON or form. Several shapes: one of them. */
  readonly body?: { readonly shapes: readonly TObject[]; readonly example: Readonly<Record<string, unknown>> }
  /** Absent: there are only refusals. */
  readonly answer?: { readonly shape: TSchema; readonly example: unknown }
  /** Also with 207, where not all was found. */
  readonly mayBePart?: true
  /** Beside those that every operation has. 200: the trade's no, with `code` 1 or -1. */
  readonly refusals: readonly (200 | 404 | 409 | 501)[]
}
