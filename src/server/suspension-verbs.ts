/**
 * Who takes no money for a while, by command, with the reason that tills show; and which shops and tills are not accepted
 * at all. The first leaves everything to be undone that was done, the second cuts a till off.
 */
import { reasonOf } from '../gateway/calendar-text.ts'
import { createStoreDesk, type StoreDesk, type TillPlace } from '../gateway/store-desk.ts'
import { type Options, type Row, type Shown, storeDeskDeps, type Verb, type VerbDeps } from './verb-options.ts'

export const SUSPENSION_VERBS = {
  'merchant-suspend': { takes: ['merchant!', 'reason!'], run: (options, deps) => merchant(options, deps, true) },
  'merchant-resume': { takes: ['merchant!'], run: (options, deps) => merchant(options, deps, false) },
  'chain-suspend': { takes: ['network!', 'chain!', 'reason!'], run: (options, deps) => chain(options, deps, true) },
  'chain-resume': { takes: ['network!', 'chain!'], run: (options, deps) => chain(options, deps, false) },
  'shop-suspend': { takes: ['network!', 'outlet!', 'reason!'], run: (options, deps) => shop(options, deps, true) },
  'shop-resume': { takes: ['network!', 'outlet!'], run: (options, deps) => shop(options, deps, false) },
  'shop-disable': { takes: ['network!', 'outlet!'], run: (options, deps) => accepted(options, deps, false) },
  'shop-enable': { takes: ['network!', 'outlet!'], run: (options, deps) => accepted(options, deps, true) },
  'till-disable': { takes: ['network!', 'outlet!', 'till!'], run: (options, deps) => accepted(options, deps, false) },
  'till-enable': { takes: ['network!', 'outlet!', 'till!'], run: (options, deps) => accepted(options, deps, true) },
} as const satisfies Readonly<Record<string, Verb>>

async function merchant(options: Options, deps: VerbDeps, stops: boolean): Promise<Shown> {
  const { id, name, suspended } = await deskOf(deps).suspendMerchant(options['merchant'] ?? '', reason(options, stops))
  return { merchant: id, name, suspended: suspended ?? '-' }
}

async function chain(options: Options, deps: VerbDeps, stops: boolean): Promise<Shown> {
  const { network = '', chain: name = '' } = options
  const { suspendedChains } = await deskOf(deps).suspendChain(network, name, reason(options, stops))
  return { network, chain: name, suspended: suspendedChains[name] ?? '-' }
}

async function shop(options: Options, deps: VerbDeps, stops: boolean): Promise<Shown> {
  const { network = '', outlet = '' } = options
  const { name, suspended } = await deskOf(deps).suspendShop(network, outlet, reason(options, stops))
  return { shop: `${network}/${outlet}`, outlet_name: name, suspended: suspended ?? '-' }
}

async function accepted(options: Options, deps: VerbDeps, isAccepted: boolean): Promise<Row> {
  const { network = '', outlet = '', till } = options
  const state = isAccepted ? 'accepted' : 'disabled'
  if (till === undefined) {
    await deskOf(deps).disableShop(network, outlet, !isAccepted)
    return { shop: `${network}/${outlet}`, state }
  }
  const place: TillPlace = { network, outlet, till }
  await deskOf(deps).disableTill(place, !isAccepted)
  return { terminal: `${network}/${outlet}/${till}`, state }
}

function reason(options: Options, stops: boolean): string | null {
  return stops ? reasonOf(options['reason']) : null
}

function deskOf(deps: VerbDeps): StoreDesk {
  return createStoreDesk(storeDeskDeps(deps))
}
