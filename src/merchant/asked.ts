/** A request as the resources see it, whichever way its client wrote it, and a route that answers one. */
import type { HTTPMethods } from 'fastify'
import type { ApiKey } from '../core/merchant.ts'
import type { Body } from './body-parsers.ts'
import type { Answer } from './envelope.ts'
import type { GivenObject } from './given.ts'

export interface Asked {
  readonly body: Body
  readonly path: Readonly<Record<string, string>>
  /** The segments of the path as they came, not decoded. */
  readonly segments: readonly string[]
  readonly query: GivenObject
  /** The header as it came; null where there is none. */
  readonly idempotencyKey: string | null
}

export interface Route<Handle> {
  readonly method: HTTPMethods
  readonly url: string
  readonly handle: Handle
}

export type OpenRoute = Route<(asked: Asked) => Promise<Answer>>
export type KeyedRoute = Route<(asked: Asked, key: ApiKey) => Promise<Answer>>
