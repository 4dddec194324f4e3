import { after, before, describe } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { storageContract } from '../contract.ts'
import { type Isolation, newTestDatabase, type TestDatabase } from './test-database.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

/** Engines of the same wire offer the second one only. */
for (const isolation of ['read committed', 'serializable'] as const satisfies readonly Isolation[]) {
  describe(`at ${isolation}`, () => {
    let database: TestDatabase
    before(async () => {
      database = await newTestDatabase(server, isolation)
    })

    storageContract({
      name: `postgres, ${isolation}`,
      isDurable: true,
      async open(clocks) {
        let storage = await database.openNode(clocks)
        return {
          storage,
          async reopen() {
            await storage.close()
            storage = await database.openNode(clocks)
            return storage
          },
          async dispose() {
            await storage.close()
            await database.clear()
          },
        }
      },
    })
  })
}
