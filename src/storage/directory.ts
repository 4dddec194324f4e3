/**
 * What the operator sets, checked and joined in one place for every keeper: an entry may only name what is there, and
 * what belongs to one merchant or shop never moves to another by being written again.
 */
import type { EndpointId, MerchantId } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../core/endpoint.ts'
import type { ApiKey, Channel, Connector } from '../core/merchant.ts'
import type { Outlet, Till } from '../core/network.ts'
import type { Directory, DirectoryEntry } from './storage.ts'

export const EMPTY_DIRECTORY: Directory = {
  merchants: new Map(),
  endpoints: new Map(),
  channels: [],
  connectors: new Map(),
  networks: new Map(),
  outlets: new Map(),
  tills: new Map(),
  apiKeys: new Map(),
  keyProof: null,
}

/** The directory with the entries added or replaced, in order. Throws where one names what is not there. */
export function withEntries(directory: Directory, entries: readonly DirectoryEntry[]): Directory {
  // Shops and tills come by the thousand: their maps are copied once, and written to from then on.
  const own = { ...directory, outlets: new Map(directory.outlets), tills: new Map(directory.tills) }
  return entries.reduce<OwnDirectory>(withEntry, own)
}

/** Nobody else has its maps of shops and tills. */
interface OwnDirectory extends Directory {
  readonly outlets: Map<string, Outlet>
  readonly tills: Map<string, Till>
}

export const outletKey = (network: string, outlet: string): string => `${network}/${outlet}`
export const tillPath = (network: string, outlet: string, till: string): string => `${network}/${outlet}/${till}`

function withEntry(directory: OwnDirectory, put: DirectoryEntry): OwnDirectory {
  switch (put.kind) {
    case 'merchant':
      return { ...directory, merchants: added(directory.merchants, put.entry.id, put.entry) }
    case 'channel':
      return { ...directory, channels: withChannel(directory, put.entry) }
    case 'connector':
      return { ...directory, connectors: withConnector(directory, put.entry) }
    case 'endpoint':
      return { ...directory, endpoints: withEndpoint(directory, put.entry) }
    case 'endpoint_removed':
      return { ...directory, endpoints: withoutEndpoint(directory, put.entry) }
    case 'network':
      return { ...directory, networks: added(directory.networks, put.entry.id, put.entry) }
    case 'outlet': {
      const { network, id } = put.entry
      required(directory.networks.has(network), `outlet ${id}: no network ${network}`)
      directory.outlets.set(outletKey(network, id), put.entry)
      return directory
    }
    case 'till': {
      const { network, outlet, id } = put.entry
      required(directory.outlets.has(outletKey(network, outlet)), `till ${id}: no outlet ${network}/${outlet}`)
      directory.tills.set(tillPath(network, outlet, id), put.entry)
      return directory
    }
    case 'api_key':
      return { ...directory, apiKeys: added(directory.apiKeys, put.entry.impKey, numbered(directory, put.entry)) }
    case 'key_proof':
      return { ...directory, keyProof: directory.keyProof ?? put.entry.sealed }
  }
}

/** In the order of their keys, so that every keeper lists them alike. */
function withChannel(directory: Directory, channel: Channel): readonly Channel[] {
  required(directory.merchants.has(channel.merchantId), `channel ${channel.key}: no merchant ${channel.merchantId}`)
  required(directory.networks.has(channel.network), `channel ${channel.key}: no network ${channel.network}`)
  const former = directory.channels.find(({ key }) => key === channel.key)
  required(
    former === undefined || former.merchantId === channel.merchantId,
    `channel ${channel.key} belongs to another merchant`,
  )
  const others = directory.channels.map((other) =>
    channel.isDefault && other.isDefault && other.merchantId === channel.merchantId
      ? { ...other, isDefault: false }
      : other,
  )
  return [...others.filter(({ key }) => key !== channel.key), channel].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The numbers of a network are the house's or one contract's: no till of ours, and no other contract, meets them. */
function withConnector(directory: Directory, connector: Connector): Directory['connectors'] {
  const { channelKey, merchantId } = connector
  const channel = directory.channels.find(({ key }) => key === channelKey)
  required(channel?.merchantId === merchantId, `connector: ${merchantId} has no channel ${channelKey}`)
  required(
    channel !== undefined && isAloneOn(directory, channel),
    `connector: channel ${channelKey} is not alone on its network`,
  )
  return added(directory.connectors, channelKey, connector)
}

/** Neither a till nor another channel is on its network. */
export function isAloneOn({ channels, tills }: Directory, { key, network }: Pick<Channel, 'key' | 'network'>): boolean {
  const hasTill = [...tills.values()].some((till) => till.network === network)
  return !hasTill && !channels.some((other) => other.network === network && other.key !== key)
}

type Endpoints = Directory['endpoints']

/** In the order of their ids, which is the order in which they were registered. */
function withEndpoint({ merchants, endpoints }: Directory, endpoint: Endpoint): Endpoints {
  const { id, merchantId } = endpoint
  required(merchants.has(merchantId), `endpoint ${id}: no merchant ${merchantId}`)
  const owner = [...endpoints.values()].flat().find((other) => other.id === id)?.merchantId
  required(owner === undefined || owner === merchantId, `endpoint ${id} belongs to another merchant`)
  const others = (endpoints.get(merchantId) ?? []).filter((other) => other.id !== id)
  return added(
    endpoints,
    merchantId,
    [...others, endpoint].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
}

function withoutEndpoint({ endpoints }: Directory, { id, merchantId }: Pick<Endpoint, 'id' | 'merchantId'>): Endpoints {
  const others = (endpoints.get(merchantId) ?? []).filter((other) => other.id !== id)
  const left = new Map(endpoints)
  if (others.length > 0) left.set(merchantId, others)
  else left.delete(merchantId)
  return left
}

/** What was taken away neither fails nor recovers, and cannot be paused: its last notices must end. */
export function hasEndpoint({ endpoints }: Directory, merchantId: MerchantId, endpoint: EndpointId): boolean {
  return endpoint === DEFAULT_ENDPOINT || (endpoints.get(merchantId) ?? []).some(({ id }) => id === endpoint)
}

/** Those of each merchant, in the order in which `current` has them. */
export function endpointsByMerchant(endpoints: readonly Endpoint[]): Endpoints {
  const lists = new Map<MerchantId, readonly Endpoint[]>()
  for (const endpoint of endpoints.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    lists.set(endpoint.merchantId, [...(lists.get(endpoint.merchantId) ?? []), endpoint])
  return lists
}

function numbered({ merchants, apiKeys }: Directory, key: Omit<ApiKey, 'no'>): ApiKey {
  required(merchants.has(key.merchantId), `API key ${key.impKey}: no merchant ${key.merchantId}`)
  const former = apiKeys.get(key.impKey)
  required(
    former === undefined || former.merchantId === key.merchantId,
    `API key ${key.impKey} belongs to another merchant`,
  )
  return { ...key, no: former?.no ?? Math.max(0, ...[...apiKeys.values()].map(({ no }) => no)) + 1 }
}

function added<Key, Row>(map: ReadonlyMap<Key, Row>, key: Key, row: Row): ReadonlyMap<Key, Row> {
  return new Map(map).set(key, row)
}

function required(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
