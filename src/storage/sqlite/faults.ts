/**
 * What an error of the database means for those who wait. Nearly everything is safe to answer, because the transaction
 * was rolled back; an error of the disk is not, and neither is anything that goes wrong in the commit itself.
 */

/** `item`: one of the batch was wrong. `full`, `busy`: nothing was written. `fatal`: nobody can say. */
export type FaultMeaning = 'item' | 'full' | 'busy' | 'fatal'

/** Nobody knows what the disk holds: the process must end and read the truth when it starts again. */
export class WriterStopped extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WriterStopped'
  }
}

/** The file is not for this version. Its message is a sentence for the operator: what is wrong and what mends it. */
export class FileRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FileRefused'
  }
}

const SQLITE_BUSY = 5
const SQLITE_FULL = 13
/** A row, a value or a statement was wrong: error, too big, constraint, mismatch, range. */
const ITEM_CODES: readonly number[] = [1, 18, 19, 20, 25]

export function meaningOf(error: unknown): FaultMeaning {
  if (error instanceof WriterStopped) return 'fatal'
  const code = sqliteCode(error)
  if (code === undefined || ITEM_CODES.includes(code)) return 'item'
  if (code === SQLITE_FULL) return 'full'
  return code === SQLITE_BUSY ? 'busy' : 'fatal'
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The primary result code; undefined for an error that is not the database's. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined
}
