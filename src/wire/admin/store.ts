/**
 * The store's side: networks with their hours, shops and tills with their secrets, and who takes no money for a while. As
 * in `settings.ts`, each is one of the operator's commands and answers what that shows.
 */
import { Type } from 'typebox'
import { CLOSED, reason, ShownRows } from './answers.ts'
import type { AdminRoute } from './route.ts'

const word = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const maybe = (maxLength: number) => Type.Optional(word(maxLength))
const why = Type.Optional(reason)

const network = word(20)
const shop = { network, outlet: word(7) }
const till = { ...shop, till: word(6) }
/** Read out at a counter. */
const shown = word(100)

/** Five thousand tills fit. */
export const SHOP_FILE_CHARACTERS_MAX = 1024 * 1024

/** A change of one thing that is named in the body. */
function change(path: string, told: string, audit: string, body: NonNullable<AdminRoute['body']>) {
  return {
    method: 'POST',
    path: `/house/${path}`,
    may: 'house.set',
    told,
    body,
    answer: ShownRows,
    audit,
    noted: Object.keys(body.properties).filter((name) => name !== 'reason' && name !== 'csv'),
  } as const satisfies AdminRoute
}

export const STORE_ROUTES = {
  setNetwork: change(
    'networks/set',
    'Its phases, what merchants hear as paid, pay types and the largest amount; with `chain`, that chain’s own limits.',
    'network.set',
    Type.Object(
      {
        network,
        chain: maybe(40),
        phases: maybe(3),
        notify_on: maybe(10),
        pay_types: maybe(20),
        amount_max: maybe(20),
        reason: why,
      },
      CLOSED,
    ),
  ),
  calendar: {
    method: 'GET',
    path: '/house/networks/calendar',
    may: 'house.read',
    told: 'Hours, holidays, maintenance and the cut-off; after them, a row each, the chains that have their own.',
    query: Type.Object({ network }, CLOSED),
    answer: ShownRows,
  },
  setCalendar: change(
    'networks/calendar',
    'Hours, a holiday, maintenance and the cut-off; with `chain`, that chain’s own hours. `usual` takes hours or a holiday away, `maintenance_drop` the maintenance that begins then.',
    'network.calendar_set',
    Type.Object(
      {
        network,
        chain: maybe(40),
        cut_off: maybe(5),
        hours: maybe(11),
        holiday: maybe(40),
        maintenance_from: maybe(40),
        maintenance_until: maybe(40),
        maintenance_reason: maybe(100),
        maintenance_drop: maybe(40),
        reason: why,
      },
      CLOSED,
    ),
  ),
  shops: {
    method: 'GET',
    path: '/house/shops',
    may: 'house.read',
    told: 'Shops, with what stops them.',
    query: Type.Object({ network: maybe(20), chain: maybe(40) }, CLOSED),
    answer: ShownRows,
  },
  importShops: {
    ...change(
      'shops/import',
      'Shops and tills of a file: with `dry_run` what is wrong with each row, else all of it or nothing. Secrets are shown this once.',
      'shops.imported',
      Type.Object(
        {
          network,
          csv: word(SHOP_FILE_CHARACTERS_MAX),
          dry_run: Type.Optional(Type.Literal('yes')),
          reason: why,
        },
        CLOSED,
      ),
    ),
    proven: true,
    large: true,
  },
  disableShop: change(
    'shops/disable',
    'None of its tills is answered.',
    'shop.disabled',
    Type.Object({ ...shop, reason: why }, CLOSED),
  ),
  enableShop: change('shops/enable', 'They are again.', 'shop.enabled', Type.Object({ ...shop, reason: why }, CLOSED)),
  disableTill: change(
    'tills/disable',
    'It is answered as a till that nobody knows.',
    'till.disabled',
    Type.Object({ ...till, reason: why }, CLOSED),
  ),
  enableTill: change(
    'tills/enable',
    'It is answered again.',
    'till.enabled',
    Type.Object({ ...till, reason: why }, CLOSED),
  ),
  endTillOverlap: change(
    'tills/secret-end',
    'The former secret opens nothing from now on.',
    'till.overlap_ended',
    Type.Object({ ...till, reason: why }, CLOSED),
  ),
  suspendMerchant: change(
    'merchants/suspend',
    'No number of it is issued or paid until it is resumed; tills read `shown`.',
    'merchant.suspended',
    Type.Object({ merchant: word(40), shown, reason: why }, CLOSED),
  ),
  resumeMerchant: change(
    'merchants/resume',
    'Its numbers are issued and paid again.',
    'merchant.resumed',
    Type.Object({ merchant: word(40), reason: why }, CLOSED),
  ),
  suspendChain: change(
    'chains/suspend',
    'Its shops take no money until it is resumed; tills read `shown`.',
    'chain.suspended',
    Type.Object({ network, chain: word(40), shown, reason: why }, CLOSED),
  ),
  resumeChain: change(
    'chains/resume',
    'Its shops take money again.',
    'chain.resumed',
    Type.Object({ network, chain: word(40), reason: why }, CLOSED),
  ),
  suspendShop: change(
    'shops/suspend',
    'It takes no money until it is resumed; tills read `shown`.',
    'shop.suspended',
    Type.Object({ ...shop, shown, reason: why }, CLOSED),
  ),
  resumeShop: change(
    'shops/resume',
    'It takes money again.',
    'shop.resumed',
    Type.Object({ ...shop, reason: why }, CLOSED),
  ),
} as const satisfies Readonly<Record<string, AdminRoute>>
