/**
 * How a chain's tills write what all tills say. A dialect takes the content of a frame apart and writes the content of its
 * answer; lines, lengths, macs, limits, keys, stored answers and money are not its matter. It is one folder, and one line in
 * `all-dialects.ts`; docs/dialects.md shows how one is written.
 */
import type { Misfit } from '../../wire/fixed/field-table.ts'
import type { Refusal, TillMessageName, TillReplyBody } from '../../wire/till.ts'

export interface Dialect {
  /** Undefined where the head cannot be read: then nobody can tell who calls. */
  read(content: Uint8Array): HeardFrame | undefined
  /** The answer to such a frame. */
  writeUnread(refusal: Refusal): Uint8Array
}

/** A frame whose head is read. Nothing in it is believed before its mac has been checked. */
export interface HeardFrame {
  /** `network/outlet/till` */
  readonly terminal: string
  readonly sentAtMs: number
  /** Read when the caller has shown who it is. */
  message(): SaidMessage | Misfit
  /** Throws only where a value of ours does not fit, which is a fault. */
  write(reply: TillReplyBody): Uint8Array
}

/** A message of `wire/till.ts`; its body is judged there, field by field. */
export interface SaidMessage {
  readonly name: TillMessageName
  readonly body: object
}
