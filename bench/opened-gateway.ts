/** A gateway in a process of its own, on an empty keeper. All of it is gone when `opened` is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import type { Database, Databases } from './databases.ts'
import { GatewayAddresses, type Keeper } from './messages.ts'

export interface Place {
  readonly folder: string
  readonly databases: Databases
}

export interface OpenedGateway {
  readonly server: Child
  /** Null where the keeper needs none. */
  readonly database: Database | null
  readonly gateway: GatewayAddresses
}

export async function openGateway(
  keeper: Keeper,
  { folder, databases }: Place,
  opened: AsyncDisposableStack,
  nodeOptions: readonly string[] = [],
): Promise<OpenedGateway> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const database = keeper === 'postgres' ? await databases.fresh() : null
  opened.defer(() => database?.drop())
  const server = startChild('gateway-server.ts', nodeOptions)
  opened.defer(server.end)
  const wanted = { keeper, dataFolder, databaseUrl: database?.url ?? null }
  return { server, database, gateway: await server.ask('start', wanted, GatewayAddresses) }
}
