import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageContract } from '../contract.ts'
import type { Storage } from '../storage.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { startLocalWriter } from './start-writer.ts'

storageContract({
  name: 'sqlite',
  isDurable: true,
  async open(clocks) {
    const folder = await mkdtemp(join(tmpdir(), 'sunap-storage-'))
    const onFatal = (error: Error): void => {
      throw error
    }
    const openOnce = (): Promise<Storage> =>
      openSqliteStorage({ folder, onFatal, startWriter: startLocalWriter({ clocks }) })
    let storage = await openOnce()
    return {
      storage,
      async reopen() {
        await storage.close()
        storage = await openOnce()
        return storage
      },
      async dispose() {
        await storage.close()
        await rm(folder, { recursive: true })
      },
    }
  },
})
