/** The whole directory, read at the start and again when the operator changed it. */
import { endpointsByMerchant, outletKey, tillPath } from '../directory.ts'
import { text } from '../rows/cells.ts'
import { apiKeyOf, channelOf, merchantOf, outletOf, tillOf } from '../rows/directory-rows.ts'
import { endpointOf } from '../rows/endpoint-rows.ts'
import { networkOf } from '../rows/network-rows.ts'
import { connectorOf } from '../rows/registration-rows.ts'
import type { Row } from '../rows/row.ts'
import type { Directory } from '../storage.ts'
import type { SqlStatement } from './handle.ts'
import { one } from './load-rows.ts'
import type { LookUps } from './statements.ts'

export function readDirectory(statements: LookUps): Directory {
  return {
    merchants: table(statements.merchants, merchantOf, ({ id }) => id),
    endpoints: endpointsByMerchant(statements.endpoints.all().map(endpointOf)),
    channels: statements.channels.all().map(channelOf),
    connectors: table(statements.connectors, connectorOf, ({ channelKey }) => channelKey),
    networks: table(statements.networks, networkOf, ({ id }) => id),
    outlets: table(statements.outlets, outletOf, ({ network, id }) => outletKey(network, id)),
    tills: table(statements.tills, tillOf, ({ network, outlet, id }) => tillPath(network, outlet, id)),
    apiKeys: table(statements.apiKeys, apiKeyOf, ({ impKey }) => impKey),
    keyProof: one(statements.keyProof, [], (row) => text(row, 'sealed')) ?? null,
  }
}

function table<Key, Entry>(
  statement: SqlStatement,
  read: (row: Row) => Entry,
  keyOf: (entry: Entry) => Key,
): ReadonlyMap<Key, Entry> {
  return new Map(statement.all().map((row) => [keyOf(read(row)), read(row)]))
}
