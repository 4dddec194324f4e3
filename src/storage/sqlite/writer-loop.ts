/**
 * The thread around the writer. It answers nothing when the writer throws: the thread ends, and the process after it. Only
 * a file that is refused is told of, for an error's class does not survive the way to another thread.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { SYSTEM_CLOCKS } from '../clocks.ts'
import type { BatchAnswer, TimeTold, WriteBatch } from '../writes.ts'
import { openDatabase } from './database-file.ts'
import { FileRefused } from './faults.ts'
import type { SqlHandle } from './handle.ts'
import { canMoveBeside, createLogMover, type LogMoverThread } from './log-mover.ts'
import { MIGRATIONS } from './migrations.ts'
import { openWriter, type SyncWriter } from './writer.ts'

/** Told to the thread. */
export type ToWriter = { readonly kind: 'commit'; readonly batch: WriteBatch } | { readonly kind: 'close' }
/** Told by the thread. */
export type FromWriter =
  | { readonly kind: 'ready'; readonly time: TimeTold }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'committed'; readonly answer: BatchAnswer }
  | { readonly kind: 'closed' }

if (parentPort !== null) serve(parentPort)

function serve(port: MessagePort): void {
  const tell = (message: FromWriter): void => port.postMessage(message)
  const opened = openOrTell(tell)
  if (opened === undefined) return
  const { writer, mover } = opened
  port.on('message', (message: ToWriter) => {
    if (message.kind === 'close') {
      // It closes first, so that the writer's is the last connection.
      mover.close().then(() => {
        writer.close()
        tell({ kind: 'closed' })
        port.close()
      })
      return
    }
    tell({ kind: 'committed', answer: writer.commit(message.batch) })
    writer.tidy()
  })
  tell({ kind: 'ready', time: writer.time })
}

function openOrTell(
  tell: (message: FromWriter) => void,
): { readonly writer: SyncWriter; readonly mover: LogMoverThread } | undefined {
  const path = String(workerData)
  const handle = openDatabase(path)
  const mover = createLogMover(path)
  try {
    const beside = canMoveBeside(sqliteVersion(handle)) ? { mover } : {}
    return { writer: openWriter({ handle, clocks: SYSTEM_CLOCKS, migrations: MIGRATIONS, ...beside }), mover }
  } catch (error) {
    handle.close()
    if (!(error instanceof FileRefused)) throw error
    tell({ kind: 'refused', message: error.message })
    return undefined
  }
}

function sqliteVersion(handle: SqlHandle): string {
  return String(handle.prepare('select sqlite_version() as version').get()?.['version'])
}
