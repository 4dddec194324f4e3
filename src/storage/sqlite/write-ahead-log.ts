/**
 * What is committed lies in the log first, and is moved into the file when there is much of it, or the log would grow
 * without end. That takes as long as a hundred commits, so the writer leaves it to somebody beside it (log-mover.ts), who
 * moves most while batches go on being written, and moves only what was written meanwhile itself: it is little, and while
 * nobody writes the log is moved to its end, and the next commit begins it anew.
 */
import { whole } from '../rows/cells.ts'
import { meaningOf } from './faults.ts'
import type { SqlHandle } from './handle.ts'
import { pragma } from './pragmas.ts'

export interface WriteAheadLog {
  /** It has what was erased. */
  mustGo(): void
  /** Between batches. */
  tidy(): void
}

/** Moves the log beside the writer. */
export interface LogMover {
  /** Changes nothing where it is under way. `done` is called between batches. */
  begin(done: () => void): void
}

/** Pages in the log (4 KiB each) after which they are moved into the file. */
export const CHECKPOINT_PAGES = 4_000
/** A log of so many is moved by the writer, whoever has to wait. */
export const LOG_PAGES_MAX = 4 * CHECKPOINT_PAGES
/** So many are left to the writer. */
const FEW_PAGES = 500
/** Each leaves what was written during it, and so less than the one before. */
const PASSES_MAX = 3

/** Without a mover the writer does it all. */
export function openLog(handle: SqlHandle, mover?: LogMover): WriteAheadLog {
  // It may have what was erased by a process that ended before it was gone.
  let hasErased = true
  const look = handle.prepare('pragma wal_checkpoint(noop)')

  function tidy(): void {
    if (hasErased) {
      hasErased = !emptyLog(handle)
      return
    }
    const { log, waiting } = pagesIn(look.get())
    if (waiting === 0 || (waiting < CHECKPOINT_PAGES && log < LOG_PAGES_MAX)) return
    if (mover === undefined || log >= LOG_PAGES_MAX) moveOnce(handle)
    else mover.begin(finish)
  }

  function finish(): void {
    if (hasErased) tidy()
    else if (pagesIn(look.get()).waiting <= FEW_PAGES) moveOnce(handle)
  }

  return {
    mustGo() {
      hasErased = true
    },
    tidy,
  }
}

/** For a connection beside the writer's: until so little is left that the writer is not held up by it. */
export function moveLog(handle: SqlHandle): void {
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    moveOnce(handle)
    if (pagesIn(pragma(handle, 'wal_checkpoint(noop)')).waiting <= FEW_PAGES / 10) return
  }
}

function moveOnce(handle: SqlHandle): void {
  try {
    handle.exec('pragma wal_checkpoint(passive)')
  } catch (error) {
    const meaning = meaningOf(error)
    // The log keeps what it holds; the next call tries again.
    if (meaning !== 'full' && meaning !== 'busy') throw error
  }
}

/** The log holds what rows were before. Whether it is gone: not while somebody reads from it, or moves it. */
function emptyLog(handle: SqlHandle): boolean {
  try {
    return whole(pragma(handle, 'wal_checkpoint(truncate)'), 'busy') === 0
  } catch (error) {
    const meaning = meaningOf(error)
    if (meaning !== 'full' && meaning !== 'busy') throw error
    return false
  }
}

function pagesIn(answer: ReturnType<typeof pragma> | undefined): { readonly log: number; readonly waiting: number } {
  const log = Number(answer?.['log'])
  return { log, waiting: log - Number(answer?.['checkpointed']) }
}
