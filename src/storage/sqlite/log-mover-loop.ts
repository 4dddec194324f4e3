/** The thread around `moveLog`. A fault of the disk ends it, and the writer with it. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from './database-file.ts'
import { prepareForWriting } from './pragmas.ts'
import { moveLog } from './write-ahead-log.ts'

/** Told to the thread. */
export type ToLogMover = 'move' | 'close'
/** Told by the thread. */
export type FromLogMover = 'moved'

if (parentPort !== null) serve(parentPort)

function serve(port: MessagePort): void {
  const handle = openDatabase(String(workerData))
  // What is moved must be as durable as what was written.
  prepareForWriting(handle)
  port.on('message', (message: ToLogMover) => {
    if (message === 'close') {
      handle.close()
      port.close()
      return
    }
    moveLog(handle)
    port.postMessage('moved' satisfies FromLogMover)
  })
}
