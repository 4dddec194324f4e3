/** The whole directory, read at the start and again when the operator changed it. */
import { outletKey, tillPath } from '../directory.ts'
import type { Directory } from '../storage.ts'
import { apiKeyOf, channelOf, merchantOf, networkOf, outletOf, tillOf } from './directory-rows.ts'
import type { Row, SqlStatement } from './handle.ts'
import type { LookUps } from './statements.ts'

export function readDirectory(statements: LookUps): Directory {
  return {
    merchants: table(statements.merchants, merchantOf, ({ id }) => id),
    channels: statements.channels.all().map(channelOf),
    networks: table(statements.networks, networkOf, ({ id }) => id),
    outlets: table(statements.outlets, outletOf, ({ network, id }) => outletKey(network, id)),
    tills: table(statements.tills, tillOf, ({ network, outlet, id }) => tillPath(network, outlet, id)),
    apiKeys: table(statements.apiKeys, apiKeyOf, ({ impKey }) => impKey),
  }
}

function table<Key, Entry>(
  statement: SqlStatement,
  read: (row: Row) => Entry,
  keyOf: (entry: Entry) => Key,
): ReadonlyMap<Key, Entry> {
  return new Map(statement.all().map((row) => [keyOf(read(row)), read(row)]))
}
