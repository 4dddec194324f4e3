/**
 * What can come instead of an answer. Each is a class of its own, so that code says what it minds and lets the rest pass;
 * `mayHaveHappened` is the one thing that money asks: was it done all the same?
 */
import type { OperationId } from './wire.gen.ts'

export type Language = 'ko' | 'en'

export interface ErrorFacts {
  readonly operation: OperationId
  /** HTTP's; null where nothing was answered. */
  readonly status: number | null
  /** The envelope's; null where there was none. */
  readonly code: number | null
  readonly mayHaveHappened: boolean
  readonly cause?: unknown
}

/** All errors of the client are of this class. */
export class SunapError extends Error {
  override readonly name: string = 'SunapError'
  readonly operation: OperationId
  readonly status: number | null
  readonly code: number | null
  /** True: it is not known whether it was done. Look it up before you do it again. */
  readonly mayHaveHappened: boolean

  constructor(message: string, { operation, status, code, mayHaveHappened, cause }: ErrorFacts) {
    super(message, cause === undefined ? undefined : { cause })
    this.operation = operation
    this.status = status
    this.code = code
    this.mayHaveHappened = mayHaveHappened
  }
}

/** The trade says no: HTTP 200 with a `code` that is not 0, or 409. The message may be shown to whoever sells. */
export class RefusedError extends SunapError {
  override readonly name = 'RefusedError'
}

/** It is not there, or not yours. */
export class NotFoundError extends SunapError {
  override readonly name = 'NotFoundError'
}

/** The request is wrong; the message names the parameter and what it must be. */
export class BadRequestError extends SunapError {
  override readonly name = 'BadRequestError'
}

/** Wrong key or secret, or a token that was refused again right after it was renewed. */
export class UnauthorizedError extends SunapError {
  override readonly name = 'UnauthorizedError'
}

/** The gateway cannot do it now, or not so much at once, and nothing was changed. */
export class BusyError extends SunapError {
  override readonly name = 'BusyError'
}

/** The gateway failed, or what answered is no gateway. */
export class FaultError extends SunapError {
  override readonly name = 'FaultError'
}

/** The connection broke, or the time was up. */
export class NoAnswerError extends SunapError {
  override readonly name = 'NoAnswerError'
  readonly timedOut: boolean

  constructor(message: string, facts: ErrorFacts, timedOut = false) {
    super(message, facts)
    this.timedOut = timedOut
  }
}

/**
 * A bulk issue that did not come to its end, for the reason in `cause`. The rows up to `rowsTold` were told; one that was
 * refused may have been issued since, by a further try. Send all of them again with `idempotencyKey`: each is issued once,
 * and told.
 */
export class UnfinishedError extends SunapError {
  override readonly name = 'UnfinishedError'
  readonly idempotencyKey: string
  readonly rowsTold: number

  constructor(
    message: string,
    cause: SunapError,
    { idempotencyKey, rowsTold }: { readonly idempotencyKey: string; readonly rowsTold: number },
  ) {
    const { operation, status, code } = cause
    super(message, { operation, status, code, mayHaveHappened: true, cause })
    this.idempotencyKey = idempotencyKey
    this.rowsTold = rowsTold
  }
}
