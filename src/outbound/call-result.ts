/**
 * What one outbound call is asked and what became of it. Whatever a merchant's server does, and whatever the
 * network does on the way, is one of these values: the caller decides on values and never catches.
 */

export interface CallRequest {
  readonly url: string
  readonly contentType: string
  readonly body: string
  /** Beside the fixed ones, which they cannot replace: the signature's three, for example. Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** The whole budget from now: name, connection, TLS, headers and body. Milliseconds. */
  readonly deadlineMs: number
  /** A body beyond `BODY_BYTES_MAX`: `refuse` makes the call fail, `cut` keeps its beginning. */
  readonly overlongBody: 'refuse' | 'cut'
  /** Left out, the connection is this call's alone. */
  readonly kept?: KeptTerms
}

/** How a call may share a connection with those before and after it. */
export interface KeptTerms {
  /** Calls of one name to one origin go over one connection, one after another: only what may be mixed up has one name. */
  readonly as: string
  /**
   * `again`: where the server had closed a kept line, the call is made once more over a new one, as whoever hears it
   * twice can tell. `once`: what has been sent is never sent again; so a line serves only where it was in use a moment ago
   * and its host, looked up anew, still leads to its address.
   */
  readonly sent: 'once' | 'again'
}

/** Headers a caller may act on or show, each cut to 1,024 characters; null where the server sent none. */
export interface AnswerHeaders {
  readonly contentType: string | null
  readonly contentEncoding: string | null
  readonly retryAfter: string | null
  readonly location: string | null
}

export interface CallAnswered {
  readonly kind: 'answered'
  /** 200 to 599 and whatever else a server makes up; redirects are answers, nobody follows them. */
  readonly status: number
  readonly headers: AnswerHeaders
  /** As sent: never decompressed. */
  readonly body: Uint8Array
  readonly bodyTruncated: boolean
  readonly remoteAddress: string
  readonly latencyMs: number
}

export const FAILURE_CAUSES = [
  'url_refused',
  'address_refused',
  'dns',
  'connect_timeout',
  'connect_refused',
  'unreachable',
  'tls',
  'deadline',
  'reset',
  'protocol',
  'headers_too_large',
  'body_too_large',
  'closed',
  'internal',
] as const

export type FailureCause = (typeof FAILURE_CAUSES)[number]

export interface CallFailed {
  readonly kind: 'failed'
  readonly cause: FailureCause
  /** One plain sentence for a log: no path, no query, no body, no address that only the operator's DNS knows. */
  readonly detail: string
  /** The status line that had arrived before it failed, else null. */
  readonly status: number | null
  readonly latencyMs: number
}

export type CallResult = CallAnswered | CallFailed

/** A failure before the client has put the clock and the status to it. */
export interface CallFailure {
  readonly kind: 'failed'
  readonly cause: FailureCause
  readonly detail: string
}

/** How far a call has come, kept up to date while it runs so that a deadline can say what it was waiting for. */
export interface CallProgress {
  step: 'name' | 'connection' | 'tls' | 'status' | 'body'
  status: number | null
}

export function failure(cause: FailureCause, detail: string): CallFailure {
  return { kind: 'failed', cause, detail }
}

/** The code of a system, TLS or HTTP error, such as `ECONNREFUSED`; `unknown` where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
