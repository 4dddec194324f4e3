/**
 * The thread around the writer. It answers nothing when the writer throws: the thread ends, and the process after it. Only
 * a file that is refused is told of, for an error's class does not survive the way to another thread.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { SYSTEM_CLOCKS } from '../clocks.ts'
import type { BatchAnswer, TimeTold, WriteBatch } from '../writes.ts'
import { openDatabase } from './database-file.ts'
import { FileRefused } from './faults.ts'
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
  const writer = openOrTell(tell)
  if (writer === undefined) return
  port.on('message', (message: ToWriter) => {
    if (message.kind === 'close') {
      writer.close()
      tell({ kind: 'closed' })
      port.close()
      return
    }
    tell({ kind: 'committed', answer: writer.commit(message.batch) })
    writer.tidy()
  })
  tell({ kind: 'ready', time: writer.time })
}

function openOrTell(tell: (message: FromWriter) => void): SyncWriter | undefined {
  const handle = openDatabase(String(workerData))
  try {
    return openWriter({ handle, clocks: SYSTEM_CLOCKS, migrations: MIGRATIONS })
  } catch (error) {
    handle.close()
    if (!(error instanceof FileRefused)) throw error
    tell({ kind: 'refused', message: error.message })
    return undefined
  }
}
