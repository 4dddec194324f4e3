/**
 * A whole gateway for tests that must see it from outside: started as `npm start` starts it, on an embedded database in
 * a folder of its own or on a PostgreSQL, and on free ports of 127.0.0.1, with the sandbox's merchant and tills at hand.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Merchant } from '../../src/core/merchant.ts'
import { readConfig } from '../../src/server/config.ts'
import { type RunningSandbox, startSandbox } from '../../src/server/start-sandbox.ts'
import { startPostgres } from '../postgres/server.ts'
import { merchantAt, type RemoteMerchant, type RemoteTill, tillAt } from './parties.ts'

export interface RunningGateway {
  readonly running: RunningSandbox
  readonly merchant: RemoteMerchant
  /** `at`: which of the sandbox's tills; each time the same one, with its trace numbers. */
  till(at?: number): RemoteTill
  /** What the operator sets for the merchant. */
  setMerchant(changes: Partial<Merchant>): Promise<void>
  /** Lets days pass, as `POST /sandbox/clock` does: `10s`, `3d`. */
  advance(by: string): Promise<void>
  /** Stops the gateway and forgets its folder; rejects where the gateway met a fault of its own. */
  stop(): Promise<void>
}

export type KeeperName = 'SQLite' | 'PostgreSQL'
export const KEEPERS: readonly KeeperName[] = ['SQLite', 'PostgreSQL']

export async function startGateway(keeper: KeeperName = 'SQLite'): Promise<RunningGateway> {
  const server = keeper === 'SQLite' ? undefined : await startPostgres()
  const databaseUrl = (await server?.newDatabase()) ?? null
  const dataFolder = mkdtempSync(join(tmpdir(), 'sunap-e2e-'))
  const faults: unknown[] = []
  const running = await startSandbox({
    config: { ...readConfig({ SUNAP_DATA: dataFolder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }), databaseUrl },
    version: 'test',
    onFatal: (error) => faults.push(error),
    reportFault: (fault) => faults.push(fault),
  })
  const { apiUrl, posUrl, practice, storage } = running
  const tills = practice.terminals.map((terminal) => tillAt(posUrl, terminal))
  return {
    running,
    merchant: merchantAt(apiUrl, practice),
    till(at = 0) {
      const till = tills[at]
      if (till === undefined) throw new Error(`the sandbox has no till ${at}`)
      return till
    },
    async setMerchant(changes) {
      const known = storage.directory.current().merchants.get(practice.merchantId)
      if (known === undefined) throw new Error('the sandbox has no merchant')
      await storage.directory.put([{ kind: 'merchant', entry: { ...known, ...changes } }])
    },
    async advance(by) {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ advance: by })
      const reply = await fetch(`${apiUrl}/sandbox/clock`, { method: 'POST', headers, body })
      if (!reply.ok) throw new Error(await reply.text())
    },
    async stop() {
      await running.stop()
      await server?.stop()
      rmSync(dataFolder, { recursive: true, force: true })
      if (faults.length > 0) throw new AggregateError(faults, 'the gateway met faults of its own')
    },
  }
}
