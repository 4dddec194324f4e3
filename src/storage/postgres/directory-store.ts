/**
 * What the operator set, kept in memory by every node and read again when its version has moved: each transaction is
 * told the version, so a batch is always decided on current settings, and a look twice a second reaches idle nodes.
 */
import { EMPTY_DIRECTORY, endpointsByMerchant, outletKey, tillPath } from '../directory.ts'
import { text, whole } from '../rows/cells.ts'
import {
  apiKeyOf,
  apiKeyValues,
  channelOf,
  channelValues,
  merchantOf,
  merchantValues,
  outletOf,
  outletValues,
  tillOf,
  tillValues,
} from '../rows/directory-rows.ts'
import { endpointOf, endpointValues } from '../rows/endpoint-rows.ts'
import { networkOf, networkValues } from '../rows/network-rows.ts'
import { connectorOf, connectorValues } from '../rows/registration-rows.ts'
import type { Row } from '../rows/row.ts'
import type { Directory, DirectoryEntry } from '../storage.ts'
import type { Line } from './connections.ts'
import { DatabaseFault } from './faults.ts'
import { STATEMENTS } from './statements.ts'

export interface DirectoryStore {
  readonly current: () => Directory
  /** The directory of this version or a later one, read on the line where it is not the one at hand. */
  readonly at: (version: number, line: Line) => Promise<Directory>
}

export function createDirectoryStore(): DirectoryStore {
  let known = { version: -1, directory: EMPTY_DIRECTORY }
  return {
    current: () => known.directory,
    async at(version, line) {
      if (version <= known.version) return known.directory
      const read = await readDirectory(line)
      if (read.version > known.version) known = read
      return known.directory
    },
  }
}

const READINGS_MAX = 5

/** Whole: read between two equal versions. */
async function readDirectory(line: Line): Promise<{ readonly version: number; readonly directory: Directory }> {
  for (let reading = 1; reading <= READINGS_MAX; reading += 1) {
    const before = await readVersion(line)
    const directory = await readTables(line)
    if ((await readVersion(line)) === before) return { version: before, directory }
  }
  throw new DatabaseFault('busy', 'the directory changes faster than it can be read')
}

async function readVersion(line: Line): Promise<number> {
  const [row] = await line.ask(STATEMENTS.directoryVersion, [])
  return whole(row ?? {}, 'directory_version')
}

async function readTables(line: Line): Promise<Directory> {
  const [merchants, endpoints, channels, connectors, networks, outlets, tills, apiKeys, proofs] = await Promise.all([
    line.ask(STATEMENTS.merchants, []),
    line.ask(STATEMENTS.endpoints, []),
    line.ask(STATEMENTS.channels, []),
    line.ask(STATEMENTS.connectors, []),
    line.ask(STATEMENTS.networks, []),
    line.ask(STATEMENTS.outlets, []),
    line.ask(STATEMENTS.tills, []),
    line.ask(STATEMENTS.apiKeys, []),
    line.ask(STATEMENTS.keyProof, []),
  ])
  return {
    merchants: table(merchants, merchantOf, ({ id }) => id),
    endpoints: endpointsByMerchant(endpoints.map(endpointOf)),
    channels: channels.map(channelOf).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    connectors: table(connectors, connectorOf, ({ channelKey }) => channelKey),
    networks: table(networks, networkOf, ({ id }) => id),
    outlets: table(outlets, outletOf, ({ network, id }) => outletKey(network, id)),
    tills: table(tills, tillOf, ({ network, outlet, id }) => tillPath(network, outlet, id)),
    apiKeys: table(apiKeys, apiKeyOf, ({ impKey }) => impKey),
    keyProof: proofs[0] === undefined ? null : text(proofs[0], 'sealed'),
  }
}

function table<Key, Entry>(
  rows: readonly Row[],
  read: (row: Row) => Entry,
  keyOf: (entry: Entry) => Key,
): ReadonlyMap<Key, Entry> {
  return new Map(rows.map(read).map((entry) => [keyOf(entry), entry]))
}

/** `directory` already has the entry in it: it says which number a key got. */
export async function writeEntry(line: Line, directory: Directory, put: DirectoryEntry): Promise<void> {
  switch (put.kind) {
    case 'merchant':
      await line.change(STATEMENTS.putMerchant, merchantValues(put.entry))
      return
    case 'channel':
      if (put.entry.isDefault) await line.change(STATEMENTS.noDefaultChannel, [put.entry.merchantId])
      await line.change(STATEMENTS.putChannel, channelValues(put.entry))
      return
    case 'connector':
      await line.change(STATEMENTS.putConnector, connectorValues(put.entry))
      return
    case 'endpoint':
      await line.change(STATEMENTS.putEndpoint, endpointValues(put.entry))
      return
    case 'endpoint_removed':
      await line.change(STATEMENTS.deleteEndpoint, [put.entry.merchantId, put.entry.id])
      await line.change(STATEMENTS.deleteHealth, [put.entry.merchantId, put.entry.id])
      return
    case 'network':
      await line.change(STATEMENTS.putNetwork, networkValues(put.entry))
      return
    case 'outlet':
      await line.change(STATEMENTS.putOutlet, outletValues(put.entry))
      return
    case 'till':
      await line.change(STATEMENTS.putTill, tillValues(put.entry))
      return
    case 'api_key': {
      const key = directory.apiKeys.get(put.entry.impKey)
      if (key !== undefined) await line.change(STATEMENTS.putApiKey, apiKeyValues(key))
      return
    }
    case 'key_proof':
      await line.change(STATEMENTS.putKeyProof, [put.entry.sealed])
  }
}
