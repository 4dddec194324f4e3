/**
 * Moves the log in a thread of its own, with a connection of its own, started when there is much to move for the first time.
 * Nobody is answered by it and nothing is decided by it; what it leaves undone the writer does.
 */
import { Worker } from 'node:worker_threads'
import type { FromLogMover, ToLogMover } from './log-mover-loop.ts'
import type { LogMover } from './write-ahead-log.ts'

export interface LogMoverThread extends LogMover {
  /** Resolves when the thread is gone. */
  close(): Promise<void>
}

/** For the writer's thread: a fault of the disk is thrown there, and ends it. */
export function createLogMover(path: string): LogMoverThread {
  let worker: Worker | undefined
  let finish: (() => void) | undefined

  function start(): Worker {
    const started = new Worker(new URL('./log-mover-thread.ts', import.meta.url), {
      workerData: path,
      name: 'sunap-log-mover',
    })
    started.on('message', (_moved: FromLogMover) => {
      const done = finish
      finish = undefined
      done?.()
    })
    started.on('error', (error) => {
      throw error
    })
    return started
  }

  const tell = (to: Worker, message: ToLogMover): void => to.postMessage(message)

  return {
    begin(done) {
      if (finish !== undefined) return
      finish = done
      worker ??= start()
      tell(worker, 'move')
    },
    close() {
      finish = undefined
      const ending = worker
      if (ending === undefined) return Promise.resolve()
      return new Promise((resolve) => {
        ending.once('exit', () => resolve())
        tell(ending, 'close')
      })
    },
  }
}

/**
 * Until SQLite 3.51.3 a log that one connection began anew while another was moving it could lose what it held
 * (sqlite.org/wal.html#walresetbug). With such a build nobody but the writer touches it.
 */
export function canMoveBeside(sqliteVersion: string): boolean {
  const [major = 0, minor = 0, patch = 0] = sqliteVersion.split('.').map(Number)
  return major * 1_000_000 + minor * 1_000 + patch >= 3_051_003
}
