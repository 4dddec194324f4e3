/**
 * One transaction of the writer. Whatever fails before the commit is rolled back and thrown as it was; a commit that
 * fails is unknown, because the log may hold it all the same, except where the disk was full: then it cannot.
 */
import { meaningOf, messageOf, WriterStopped } from './faults.ts'
import type { SqlHandle } from './handle.ts'

/** `work` answers whether it changed anything; where it did not, nothing is committed and no disk is flushed. */
export function inTransaction<Result extends { readonly dirty: boolean }>(
  handle: Pick<SqlHandle, 'exec'>,
  work: () => Result,
): Result {
  handle.exec('begin immediate')
  let result: Result
  try {
    result = work()
  } catch (error) {
    if (meaningOf(error) !== 'fatal') rollBack(handle)
    throw error
  }
  if (result.dirty) commit(handle)
  else rollBack(handle)
  return result
}

function commit(handle: Pick<SqlHandle, 'exec'>): void {
  try {
    handle.exec('commit')
  } catch (error) {
    if (meaningOf(error) !== 'full') throw new WriterStopped(`the commit failed: ${messageOf(error)}`, { cause: error })
    rollBack(handle)
    throw error
  }
}

/** Some errors have rolled back already; then there is nothing left to do. */
function rollBack(handle: Pick<SqlHandle, 'exec'>): void {
  try {
    handle.exec('rollback')
  } catch (error) {
    if (!messageOf(error).includes('no transaction is active'))
      throw new WriterStopped(`the rollback failed: ${messageOf(error)}`, { cause: error })
  }
}
