/**
 * One process owns a data folder. The lock is an exclusive transaction on a second SQLite file, held for the life of the
 * process: the kernel frees it however the process ends, so there is never a stale one to remove by hand.
 */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isBusy } from './faults.ts'

export interface OwnerLock {
  readonly release: () => void
}

/** Another process has the folder. */
export class FolderInUse extends Error {
  readonly folder: string
  constructor(folder: string, options?: ErrorOptions) {
    super(
      `${folder} is in use by another running Sunap: stop that one, or give this one a folder of its own / ` +
        `${folder} 폴더는 이미 실행 중인 다른 Sunap이 쓰고 있습니다. 먼저 그것을 종료하거나 다른 데이터 폴더를 지정하세요.`,
      options,
    )
    this.name = 'FolderInUse'
    this.folder = folder
  }
}

/** Throws `FolderInUse` where another process has it, and does not let go within `waitMs`. */
export function takeOwnerLock(folder: string, { file = 'owner.lock', waitMs = 0 } = {}): OwnerLock {
  const path = join(folder, file)
  const database = new DatabaseSync(path, { timeout: waitMs })
  try {
    chmodSync(path, 0o600)
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    throw isBusy(error) ? new FolderInUse(folder, { cause: error }) : error
  }
  return { release: () => database.close() }
}
