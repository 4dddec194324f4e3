/** For tests: a database on the server that a test file started, and nodes on it. */
import type { TestContext } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { readDatabaseAddress } from '../../server/database-address.ts'
import type { Clocks } from '../clocks.ts'
import { WORLD } from '../contract-commands.ts'
import type { Storage } from '../storage.ts'
import type { DatabaseAddress } from './connections.ts'
import { MIGRATIONS } from './migrations.ts'
import { openPostgresStorage } from './postgres-storage.ts'

export type Isolation = 'read committed' | 'serializable'

export interface TestDatabase {
  readonly url: string
  readonly address: DatabaseAddress
  /** Another gateway on it; closed by whoever asked for it. */
  readonly openNode: (clocks?: Clocks) => Promise<Storage>
  /** Nothing in it, not even a schema. */
  readonly empty: () => Promise<void>
  /** Nothing but what the migrations put there, as if nobody had been on it; far quicker than making it anew. */
  readonly clear: () => Promise<void>
}

export async function newTestDatabase(
  server: PostgresServer,
  isolation: Isolation = 'read committed',
): Promise<TestDatabase> {
  const url = await server.newDatabase()
  const address = readDatabaseAddress(url)
  await server.administer(`alter database ${address.database} set default_transaction_isolation = '${isolation}'`)
  return {
    url,
    address,
    openNode: (clocks) => openPostgresStorage({ address, ...(clocks === undefined ? {} : { clocks }) }),
    async empty() {
      await server.administer('drop schema public cascade', [], url)
      await server.administer('create schema public authorization sunap', [], url)
    },
    async clear() {
      await server.administer(`${DELETE_ALL_ROWS}; ${MIGRATIONS.map(({ sql }) => sql).join(';')}`, [], url)
    },
  }
}

/** Whatever refers to what. Running the migrations again puts back the rows that they begin with. */
const DELETE_ALL_ROWS = `do $$
  declare name text;
  begin
    set local session_replication_role = replica;
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_versions' loop
      execute format('delete from %I', name);
    end loop;
  end $$`

/** Nodes on a database of their own with the contract's world in it, gone with their server when the test ends. */
export async function openNodes(
  t: TestContext,
  count: number,
): Promise<{ readonly server: PostgresServer; readonly database: TestDatabase; readonly nodes: readonly Storage[] }> {
  const server = await startPostgres()
  t.after(() => server.stop())
  const database = await newTestDatabase(server)
  const nodes = await Promise.all(Array.from({ length: count }, () => database.openNode()))
  t.after(() => Promise.all(nodes.map((node) => node.close())))
  await nodes[0]?.directory.put(WORLD)
  return { server, database, nodes }
}
