import { storageContract } from '../contract.ts'
import { createMemoryStorage } from './memory-storage.ts'

storageContract({
  name: 'memory',
  isDurable: false,
  async open(clocks) {
    const storage = createMemoryStorage({ clocks })
    return { storage, reopen: async () => storage, dispose: () => storage.close() }
  },
})
