/** The thread around the writer. It answers nothing when the writer throws: the thread ends, and the process after it. */
import { parentPort, workerData } from 'node:worker_threads'
import { SYSTEM_CLOCKS } from '../clocks.ts'
import type { BatchAnswer, TimeTold, WriteBatch } from '../writes.ts'
import { openDatabase } from './database-file.ts'
import { MIGRATIONS } from './migrations.ts'
import { openWriter } from './writer.ts'

/** Told to the thread. */
export type ToWriter = { readonly kind: 'commit'; readonly batch: WriteBatch } | { readonly kind: 'close' }
/** Told by the thread. */
export type FromWriter =
  | { readonly kind: 'ready'; readonly time: TimeTold }
  | { readonly kind: 'committed'; readonly answer: BatchAnswer }
  | { readonly kind: 'closed' }

const port = parentPort
if (port !== null) {
  const handle = openDatabase(String(workerData))
  const writer = openWriter({ handle, clocks: SYSTEM_CLOCKS, migrations: MIGRATIONS })
  const tell = (message: FromWriter): void => port.postMessage(message)
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
