import { storageContract } from '../contract.ts'
import { createMemoryStorage } from './memory-storage.ts'

storageContract('memory', async (clocks) => {
  const storage = createMemoryStorage({ clocks })
  return { storage, reopen: null, dispose: () => storage.close() }
})
