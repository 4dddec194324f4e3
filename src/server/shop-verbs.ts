/** Shops, tills and their secrets, by command: one at a time, or many from a file. */
import type { NetworkId } from '../core/brand.ts'
import { type Network, newTill, type Outlet, openOutlet, type Till } from '../core/network.ts'
import {
  importShops,
  OUTLET_CHARACTERS_MAX,
  planShops,
  type ShopRow,
  TILL_CHARACTERS_MAX,
} from '../gateway/shop-import.ts'
import { createStoreDesk, newSecret, OVERLAP_HOURS_MAX, type Renewed } from '../gateway/store-desk.ts'
import type { Directory, DirectoryEntry } from '../storage/storage.ts'
import { refuseConnected } from './connector-options.ts'
import { random } from './machine.ts'
import { readShopFile } from './shop-file.ts'
import {
  fileIn,
  identifier,
  type Options,
  type Row,
  type Shown,
  shownName,
  storeDeskDeps,
  type Verb,
  type VerbDeps,
  VerbError,
  wholeNumber,
} from './verb-options.ts'

export const SHOP_VERBS = {
  'shop-import': { takes: ['network!', 'file!', 'dry-run?', 'secrets-to'], run: takeShops },
  'shop-list': { takes: ['network', 'chain'], run: listShops },
  'till-add': { takes: ['network!', 'outlet!', 'outlet-name', 'chain', 'till!', 'secrets-to'], run: addTill },
  'till-secret': { takes: ['network!', 'outlet!', 'till!', 'overlap-hours', 'secrets-to'], run: renewTillSecret },
  'till-secret-end': { takes: ['network!', 'outlet!', 'till!'], run: endOverlap },
  'till-list': { takes: ['network', 'outlet'], run: listTills },
} as const satisfies Readonly<Record<string, Verb>>

async function addTill(options: Options, deps: VerbDeps): Promise<Shown> {
  const { directory, secrets } = deps
  const { outlets, tills } = await directory.latest()
  const network = findNetwork(options, deps).id
  refuseConnected(deps.directory.current(), network)
  const outlet = identifier(options, 'outlet', OUTLET_CHARACTERS_MAX)
  const till = identifier(options, 'till', TILL_CHARACTERS_MAX)
  if (tills.has(`${network}/${outlet}/${till}`))
    throw new VerbError({
      ko: `계산대 ${network}/${outlet}/${till}은(는) 이미 있습니다. 새 비밀값은 따로 발급하세요.`,
      en: `till ${network}/${outlet}/${till} exists; till-secret gives it a new secret`,
    })
  const known = outlets.get(`${network}/${outlet}`)
  const name = shownName(options, 'outlet-name') ?? known?.name
  const chain = shownName(options, 'chain') ?? known?.chain
  if (name === undefined || chain === undefined)
    throw new VerbError({
      ko: '새 점포에는 --outlet-name과 --chain이 필요합니다.',
      en: 'a new shop needs --outlet-name and --chain',
    })
  const secret = newSecret(random)
  const shop: Outlet = { ...(known ?? openOutlet({ network, id: outlet, chain, name })), chain, name }
  const entries: readonly DirectoryEntry[] = [
    { kind: 'outlet', entry: shop },
    { kind: 'till', entry: newTill({ network, outlet, id: till, secret: secrets.seal(secret) }) },
  ]
  await directory.put(entries)
  return { terminal: `${network}/${outlet}/${till}`, secret, outlet_name: name, chain }
}

/** A dry run says what is wrong with every row; else all of it is taken, or nothing. */
async function takeShops(options: Options, deps: VerbDeps): Promise<Shown> {
  const { network = '' } = options
  const rows = readShopFile(fileIn(options) ?? new Uint8Array())
  if (options['dry-run'] !== undefined) return describePlan(await deps.directory.latest(), network, rows)
  return (await importShops(storeDeskDeps(deps), network, rows)).map((till) => ({ ...till }))
}

function describePlan(directory: Directory, network: string, rows: readonly ShopRow[]): Shown {
  const { problems, outlets, tills, newChains } = planShops(directory, network, rows)
  const fresh = outlets.filter(({ id }) => !directory.outlets.has(`${network}/${id}`)).length
  return [
    ...problems.map(({ line, says }) => ({ line: String(line), problem: says.en, problem_ko: says.ko })),
    {
      rows: String(rows.length),
      wrong_rows: String(problems.length),
      new_shops: String(fresh),
      new_tills: String(tills.length),
      new_chains: newChains.join(', ') || '-',
      dry_run: 'nothing was changed',
    },
  ]
}

/**
 * Without an overlap the former secret opens nothing from this moment on: for a till that was stolen or sold. With one
 * both are accepted for so many hours, or until till-secret-end.
 */
async function renewTillSecret(options: Options, deps: VerbDeps): Promise<Shown> {
  const overlap = wholeNumber(options, 'overlap-hours', 1, OVERLAP_HOURS_MAX) ?? 0
  const { till, secret }: Renewed = await createStoreDesk(storeDeskDeps(deps)).renewSecret(placeIn(options), overlap)
  return { ...describeTill(till, deps), secret }
}

async function endOverlap(options: Options, deps: VerbDeps): Promise<Shown> {
  return describeTill(await createStoreDesk(storeDeskDeps(deps)).endOverlap(placeIn(options)), deps)
}

async function listTills({ network, outlet }: Options, deps: VerbDeps): Promise<Shown> {
  const seen = new Map((await deps.tillSightings.all()).map(({ terminal, at }) => [terminal, at]))
  return [...deps.directory.current().tills.values()]
    .filter((till) => network === undefined || till.network === network)
    .filter((till) => outlet === undefined || till.outlet === outlet)
    .map((till) => {
      const at = seen.get(`${till.network}/${till.outlet}/${till.id}`)
      return { ...describeTill(till, deps), last_seen: at === undefined ? '-' : new Date(at).toISOString() }
    })
}

async function listShops({ network, chain }: Options, { directory }: VerbDeps): Promise<Shown> {
  const { outlets, tills } = directory.current()
  return [...outlets.values()]
    .filter((shop) => network === undefined || shop.network === network)
    .filter((shop) => chain === undefined || shop.chain === chain)
    .map((shop) => ({
      shop: `${shop.network}/${shop.id}`,
      outlet_name: shop.name,
      chain: shop.chain,
      tills: String(
        [...tills.values()].filter((till) => till.network === shop.network && till.outlet === shop.id).length,
      ),
      state: shop.disabled ? 'disabled' : 'accepted',
      suspended: shop.suspended ?? '-',
    }))
}

/** The one that is named; where there is only one, it need not be. */
export function findNetwork({ network }: Options, { directory }: VerbDeps): Network {
  const { networks } = directory.current()
  if (networks.size === 0)
    throw new VerbError({
      ko: '아직 수납망이 없습니다. 먼저 만들어 주세요.',
      en: 'there is no network yet; make one with network-add',
    })
  const [only, ...others] = networks.values()
  if (network === undefined && only !== undefined && others.length === 0) return only
  const found = networks.get((network ?? '') as NetworkId)
  if (found !== undefined) return found
  const known = [...networks.keys()].join(', ')
  throw new VerbError(
    network === undefined
      ? { ko: `--network: 필수 항목입니다. 있는 수납망: ${known}`, en: `--network is missing. There are: ${known}` }
      : {
          ko: `--network ${network}: 그런 수납망이 없습니다. 있는 수납망: ${known}`,
          en: `--network ${network}: no such network. There are: ${known}`,
        },
  )
}

function placeIn({ network = '', outlet = '', till = '' }: Options) {
  return { network, outlet, till }
}

function describeTill({ network, outlet, id, former, disabled }: Till, { directory, wall }: VerbDeps): Row {
  const shop = directory.current().outlets.get(`${network}/${outlet}`)
  const isChanging = former !== null && wall() < former.until
  return {
    terminal: `${network}/${outlet}/${id}`,
    outlet_name: shop?.name ?? '-',
    chain: shop?.chain ?? '-',
    state: disabled || shop?.disabled === true ? 'disabled' : 'accepted',
    ...(isChanging ? { former_secret_until: new Date(former.until).toISOString() } : {}),
  }
}
