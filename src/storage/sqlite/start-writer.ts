/** The writer as the front of the keeper sees it: in a thread of its own, or, for tests with clocks of their own, in this one. */
import { Worker } from 'node:worker_threads'
import { type Clocks, SYSTEM_CLOCKS } from '../clocks.ts'
import type { BatchAnswer, TimeTold, Writer } from '../writes.ts'
import { openDatabase } from './database-file.ts'
import { FileRefused, WriterStopped } from './faults.ts'
import type { SqlHandle } from './handle.ts'
import { MIGRATIONS } from './migrations.ts'
import { openWriter } from './writer.ts'
import type { FromWriter, ToWriter } from './writer-loop.ts'

export interface StartedWriter {
  readonly writer: Writer
  readonly time: TimeTold
  /** The clocks it stamps by. */
  readonly clocks: Clocks
  /** Resolves when the writer is gone, whatever became of it before. */
  readonly close: () => Promise<void>
}

/** Rejects when the file cannot be opened for writing, with `FileRefused` where it is not for this version. */
export type StartWriter = (path: string) => Promise<StartedWriter>

export const startWriterThread: StartWriter = (path) => {
  const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: path, name: 'sunap-writer' })
  const tell = (message: ToWriter): void => worker.postMessage(message)
  const ready = Promise.withResolvers<StartedWriter>()
  const gone = Promise.withResolvers<void>()
  let answered: ((answer: BatchAnswer) => void) | undefined
  let stopped = (error: Error): void => ready.reject(error)

  worker.on('message', (message: FromWriter) => {
    if (message.kind === 'ready') ready.resolve({ writer, time: message.time, clocks: SYSTEM_CLOCKS, close })
    else if (message.kind === 'committed') answered?.(message.answer)
    else if (message.kind === 'refused') stopped(new FileRefused(message.message))
    else stopped = () => {}
  })
  worker.on('error', (error) => stopped(new WriterStopped(messageIn(error), { cause: error })))
  worker.on('exit', (code) => {
    stopped(new WriterStopped(`the writer's thread ended (${code})`))
    gone.resolve()
  })

  const writer: Writer = {
    async commit(batch) {
      tell({ kind: 'commit', batch })
      return new Promise((resolve) => {
        answered = resolve
      })
    },
    onStopped(listener) {
      stopped = listener
    },
  }
  const close = (): Promise<void> => {
    tell({ kind: 'close' })
    return gone.promise
  }
  return ready.promise
}

export interface LocalWriterOptions {
  readonly clocks?: Clocks
  /** Another disk than the file. */
  readonly openHandle?: (path: string) => SqlHandle
}

/** Without a thread. */
export function startLocalWriter({
  clocks = SYSTEM_CLOCKS,
  openHandle = openDatabase,
}: LocalWriterOptions): StartWriter {
  return async (path) => {
    const writer = openWriter({ handle: openHandle(path), clocks, migrations: MIGRATIONS })
    return {
      writer: {
        async commit(batch) {
          const answer = writer.commit(batch)
          writer.tidy()
          return answer
        },
        onStopped: () => {},
      },
      time: writer.time,
      clocks,
      close: async () => writer.close(),
    }
  }
}

function messageIn(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
