/**
 * The store's side as whoever runs the house sets it: how a network works, who is suspended, which tills are accepted and
 * by which secret. For commands and the console alike; what is not right is refused with a sentence for the operator.
 */
import type { MerchantId, NetworkId, WallTime } from '../core/brand.ts'
import type { Calendar } from '../core/calendar.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Limits, Network, Outlet, Till } from '../core/network.ts'
import type { Directory, DirectoryKeeper } from '../storage/storage.ts'
import type { Random } from './ports.ts'
import { SettingRefused } from './setting-refused.ts'

export interface StoreDeskDeps {
  readonly directory: DirectoryKeeper
  /** For a secret that must be readable again. */
  readonly seal: (secret: string) => string
  readonly random: Random
  readonly wall: () => WallTime
}

export interface TillPlace {
  readonly network: string
  readonly outlet: string
  readonly till: string
}

/** A former secret is accepted this long at most while a till changes over. */
export const OVERLAP_HOURS_MAX = 30 * 24

const HOUR_MS = 3_600_000

export type StoreDesk = ReturnType<typeof createStoreDesk>

/** Each reads what every node has set before it changes anything. */
export function createStoreDesk(deps: StoreDeskDeps) {
  return { ...networkDesk(deps), ...suspensionDesk(deps), ...tillDesk(deps) }
}

function networkDesk({ directory }: StoreDeskDeps) {
  const put = putterOf(directory)
  return {
    async setNetwork(id: string, changes: Pick<Network, 'phases' | 'notifyOn'>): Promise<Network> {
      return put.network({ ...networkIn(await directory.latest(), id), ...changes })
    },

    /** Of a chain where one is named: what is not given it has from the network. */
    async setLimits(id: string, chain: string | null, changes: Partial<Limits>): Promise<Network> {
      const now = await directory.latest()
      const network = networkIn(now, id)
      const { chains, ...own } = network.limits
      if (chain === null) return put.network({ ...network, limits: { ...own, ...changes, chains } })
      const ofChain = { ...own, ...chains[knownChain(now, id, chain)], ...changes }
      return put.network({ ...network, limits: { ...own, chains: { ...chains, [chain]: ofChain } } })
    },

    /** Every chain it names must have a shop: a name that is written otherwise would close nothing. */
    async setCalendar(id: string, calendar: Calendar): Promise<Network> {
      const now = await directory.latest()
      for (const chain of Object.keys(calendar.chains)) knownChain(now, id, chain)
      return put.network({ ...networkIn(now, id), calendar })
    },
  }
}

/** A reason is shown at tills; null: it goes on. */
function suspensionDesk({ directory }: StoreDeskDeps) {
  const put = putterOf(directory)
  return {
    async suspendMerchant(id: string, reason: string | null): Promise<Merchant> {
      return put.merchant({ ...merchantIn(await directory.latest(), id), suspended: reason })
    },

    async suspendChain(id: string, chain: string, reason: string | null): Promise<Network> {
      const now = await directory.latest()
      const network = networkIn(now, id)
      const { [knownChain(now, id, chain)]: _former, ...others } = network.suspendedChains
      return put.network({ ...network, suspendedChains: reason === null ? others : { ...others, [chain]: reason } })
    },

    async suspendShop(network: string, outlet: string, reason: string | null): Promise<Outlet> {
      return put.outlet({ ...outletIn(await directory.latest(), network, outlet), suspended: reason })
    },
  }
}

function tillDesk({ directory, seal, random, wall }: StoreDeskDeps) {
  const put = putterOf(directory)
  return {
    /** A reverse too is refused from then on: for what is gone or in wrong hands. */
    async disableShop(network: string, outlet: string, disabled: boolean): Promise<Outlet> {
      return put.outlet({ ...outletIn(await directory.latest(), network, outlet), disabled })
    },

    async disableTill(place: TillPlace, disabled: boolean): Promise<Till> {
      return put.till({ ...tillIn(await directory.latest(), place), disabled })
    },

    /** A new secret. The former one is accepted for so many hours more; of none it opens nothing from now on. */
    async renewSecret(place: TillPlace, overlapHours: number): Promise<Renewed> {
      const before = tillIn(await directory.latest(), place)
      const secret = newSecret(random)
      const until = (wall() + overlapHours * HOUR_MS) as WallTime
      const former = overlapHours === 0 ? null : { secret: before.secret, until }
      return { till: await put.till({ ...before, secret: seal(secret), former }), secret }
    },

    /** The till speaks with its new secret. */
    async endOverlap(place: TillPlace): Promise<Till> {
      return put.till({ ...tillIn(await directory.latest(), place), former: null })
    },
  }
}

export interface Renewed {
  readonly till: Till
  readonly secret: string
}

function putterOf(directory: DirectoryKeeper) {
  return {
    network: (entry: Network): Promise<Network> => directory.put([{ kind: 'network', entry }]).then(() => entry),
    merchant: (entry: Merchant): Promise<Merchant> => directory.put([{ kind: 'merchant', entry }]).then(() => entry),
    outlet: (entry: Outlet): Promise<Outlet> => directory.put([{ kind: 'outlet', entry }]).then(() => entry),
    till: (entry: Till): Promise<Till> => directory.put([{ kind: 'till', entry }]).then(() => entry),
  }
}

/** 256 bits, in hex. */
export function newSecret(random: Random): string {
  return Buffer.from(random(32)).toString('hex')
}

export function networkIn({ networks }: Directory, id: string): Network {
  const found = networks.get(id as NetworkId)
  if (found !== undefined) return found
  const known = [...networks.keys()].join(', ')
  throw new SettingRefused({
    ko: `--network ${id}: 그런 수납망이 없습니다. 있는 수납망: ${known || '없음'}`,
    en: `--network ${id}: no such network. There are: ${known || 'none'}`,
  })
}

export function chainsOf({ outlets }: Directory, network: string): ReadonlySet<string> {
  return new Set([...outlets.values()].filter((shop) => shop.network === network).map(({ chain }) => chain))
}

function knownChain(directory: Directory, network: string, chain: string): string {
  const chains = chainsOf(directory, network)
  if (chains.has(chain)) return chain
  const known = [...chains].join(', ')
  throw new SettingRefused({
    ko: `--chain ${chain}: ${network}에 이 체인의 점포가 없습니다. 있는 체인: ${known || '없음'}`,
    en: `--chain ${chain}: no shop of ${network} is of this chain. There are: ${known || 'none'}`,
  })
}

function merchantIn({ merchants }: Directory, id: string): Merchant {
  const found = merchants.get(id as MerchantId)
  if (found === undefined)
    throw new SettingRefused(
      { ko: `--merchant ${id}: 그런 가맹점이 없습니다.`, en: `--merchant ${id}: no such merchant` },
      'merchant-list',
    )
  return found
}

function outletIn({ outlets }: Directory, network: string, outlet: string): Outlet {
  const found = outlets.get(`${network}/${outlet}`)
  if (found === undefined)
    throw new SettingRefused(
      {
        ko: `--outlet ${outlet}: ${network}에 그런 점포가 없습니다.`,
        en: `--outlet ${outlet}: no such shop of ${network}`,
      },
      'shop-list',
    )
  return found
}

function tillIn({ tills }: Directory, { network, outlet, till }: TillPlace): Till {
  const found = tills.get(`${network}/${outlet}/${till}`)
  if (found === undefined)
    throw new SettingRefused(
      {
        ko: `--till ${till}: 점포 ${network}/${outlet}에 그런 계산대가 없습니다.`,
        en: `--till ${till}: no such till of shop ${network}/${outlet}`,
      },
      'till-list',
    )
  return found
}
