/** The store's side, set by people with the operator's verbs. */
import type { STORE_ROUTES } from '../wire/admin/store.ts'
import type { OwnHandler } from './ports.ts'
import { optionsIn, type RunSetting } from './settings.ts'

const VERBS = {
  setNetwork: 'network-set',
  calendar: 'network-calendar',
  setCalendar: 'network-calendar',
  shops: 'shop-list',
  importShops: 'shop-import',
  disableShop: 'shop-disable',
  enableShop: 'shop-enable',
  disableTill: 'till-disable',
  enableTill: 'till-enable',
  endTillOverlap: 'till-secret-end',
  suspendMerchant: 'merchant-suspend',
  resumeMerchant: 'merchant-resume',
  suspendChain: 'chain-suspend',
  resumeChain: 'chain-resume',
  suspendShop: 'shop-suspend',
  resumeShop: 'shop-resume',
} as const satisfies Readonly<Record<keyof typeof STORE_ROUTES, string>>

export function storeHandlers(run: RunSetting): Record<keyof typeof STORE_ROUTES, OwnHandler> {
  const handlers = Object.entries(VERBS).map(([name, verb]): [string, OwnHandler] => [
    name,
    (asked) => run(verb, optionsIn(asked)),
  ])
  return Object.fromEntries(handlers) as Record<keyof typeof STORE_ROUTES, OwnHandler>
}
