/** The store's side, by command: networks with the first digits of their numbers, shops, tills and their secrets. */
import { randomBytes } from 'node:crypto'
import type { NetworkId } from '../core/brand.ts'
import { type Network, newTill, openOutlet, plainNetwork, type Till } from '../core/network.ts'
import type { Directory, DirectoryEntry } from '../storage/storage.ts'
import { refuseConnected } from './connector-options.ts'
import {
  identifier,
  type Options,
  type Row,
  type Shown,
  shownName,
  type Verb,
  type VerbDeps,
  VerbError,
} from './verb-options.ts'

export const SHOP_VERBS = {
  'network-add': { takes: ['network!', 'prefix!'], run: addNetwork },
  'network-list': { takes: [], run: listNetworks },
  'till-add': { takes: ['network!', 'outlet!', 'outlet-name', 'chain', 'till!'], run: addTill },
  'till-secret': { takes: ['network!', 'outlet!', 'till!'], run: renewTillSecret },
  'till-list': { takes: ['network', 'outlet'], run: listTills },
} as const satisfies Readonly<Record<string, Verb>>

const NETWORK_CHARACTERS_MAX = 20
const OUTLET_CHARACTERS_MAX = 7
const TILL_CHARACTERS_MAX = 6

async function addNetwork(options: Options, { directory }: VerbDeps): Promise<Shown> {
  const { networks } = directory.current()
  const id = identifier(options, 'network', NETWORK_CHARACTERS_MAX) as NetworkId
  if (networks.has(id)) throw new VerbError(`--network ${id} exists`)
  const prefix = options['prefix'] ?? ''
  if (!/^\d{4}$/.test(prefix)) throw new VerbError(`--prefix ${prefix}: it is the first 4 digits of its numbers`)
  const other = [...networks.values()].find((network) => network.prefix === prefix)
  if (other !== undefined) throw new VerbError(`--prefix ${prefix} is that of network ${other.id}`)
  const network = plainNetwork(id, prefix)
  await directory.put([{ kind: 'network', entry: network }])
  return describeNetwork(network)
}

async function listNetworks(_options: Options, { directory }: VerbDeps): Promise<Shown> {
  return [...directory.current().networks.values()].map(describeNetwork)
}

async function addTill(options: Options, deps: VerbDeps): Promise<Shown> {
  const { directory, secrets } = deps
  const { outlets, tills } = directory.current()
  const network = findNetwork(options, deps).id
  refuseConnected(deps.directory.current(), network)
  const outlet = identifier(options, 'outlet', OUTLET_CHARACTERS_MAX)
  const till = identifier(options, 'till', TILL_CHARACTERS_MAX)
  if (tills.has(`${network}/${outlet}/${till}`))
    throw new VerbError(`till ${network}/${outlet}/${till} exists; till-secret gives it a new secret`)
  const known = outlets.get(`${network}/${outlet}`)
  const name = shownName(options, 'outlet-name') ?? known?.name
  const chain = shownName(options, 'chain') ?? known?.chain
  if (name === undefined || chain === undefined) throw new VerbError('a new shop needs --outlet-name and --chain')
  const secret = newTillSecret()
  const entries: readonly DirectoryEntry[] = [
    { kind: 'outlet', entry: { ...(known ?? openOutlet({ network, id: outlet, chain, name })), chain, name } },
    { kind: 'till', entry: newTill({ network, outlet, id: till, secret: secrets.seal(secret) }) },
  ]
  await directory.put(entries)
  return { terminal: `${network}/${outlet}/${till}`, secret, outlet_name: name, chain }
}

/** The former secret opens nothing from this moment on: for a till that was stolen or sold. */
async function renewTillSecret(options: Options, { directory, secrets }: VerbDeps): Promise<Shown> {
  const terminal = `${options['network']}/${options['outlet']}/${options['till']}`
  const till = directory.current().tills.get(terminal)
  if (till === undefined) throw new VerbError(`no till ${terminal}; see till-list`)
  const secret = newTillSecret()
  await directory.put([{ kind: 'till', entry: { ...till, secret: secrets.seal(secret) } }])
  return { ...describeTill(till, directory.current()), secret }
}

async function listTills({ network, outlet }: Options, { directory }: VerbDeps): Promise<Shown> {
  const current = directory.current()
  return [...current.tills.values()]
    .filter((till) => network === undefined || till.network === network)
    .filter((till) => outlet === undefined || till.outlet === outlet)
    .map((till) => describeTill(till, current))
}

/** The one that is named; where there is only one, it need not be. */
export function findNetwork({ network }: Options, { directory }: VerbDeps): Network {
  const { networks } = directory.current()
  if (networks.size === 0) throw new VerbError('there is no network yet; make one with network-add')
  const [only, ...others] = networks.values()
  if (network === undefined && only !== undefined && others.length === 0) return only
  const found = networks.get((network ?? '') as NetworkId)
  if (found !== undefined) return found
  const known = `There are: ${[...networks.keys()].join(', ')}`
  throw new VerbError(
    network === undefined ? `--network is missing. ${known}` : `--network ${network}: no such network. ${known}`,
  )
}

/** 256 bits. */
function newTillSecret(): string {
  return randomBytes(32).toString('hex')
}

function describeNetwork({ id, prefix }: Network): Row {
  return { network: id, prefix }
}

function describeTill({ network, outlet, id }: Till, { outlets }: Directory): Row {
  const shop = outlets.get(`${network}/${outlet}`)
  return { terminal: `${network}/${outlet}/${id}`, outlet_name: shop?.name ?? '-', chain: shop?.chain ?? '-' }
}
