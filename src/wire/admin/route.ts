/**
 * How a route of the console's API is described: once, as data. The guard, the tests of who may do what and the client's
 * types are all made of it.
 */
import type { TObject, TSchema } from 'typebox'
import type { Permission } from './roles.ts'

export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/admin/api`. With `:merchant` it is that merchant's; a permission without it is for those above merchants. */
  readonly path: string
  /** `anybody`: who has not signed in. `signed_in`: whoever has, about themselves. */
  readonly may: Permission | 'anybody' | 'signed_in'
  /** In one sentence, for whoever calls it. */
  readonly told: string
  readonly query?: TObject
  /** Closed: a field that nobody knows is refused. */
  readonly body?: TObject
  /** `events`: server-sent events. `file`: a download. */
  readonly answer: TSchema | 'events' | 'file'
  /** There in the sandbox alone; without `:merchant` it is everybody's, for there is one clock. */
  readonly practice?: true
  /** Its body may hold a file. */
  readonly large?: true
  /** Needs an `Idempotency-Key`: a repeat is answered with what the first request got and does nothing. */
  readonly keyed?: true
  /** Only for who has proven lately that they are who they say. */
  readonly proven?: true
  /** What is written down before it happens; a request that only looks at what is masked is not. */
  readonly audit?: string
  /** Of the body, what is written down with it: nothing secret and nothing personal. */
  readonly noted?: readonly string[]
}
