/**
 * Merchants, keys, channels, networks, shops and tills: what an operator sets by command, set here by the same verbs. Each
 * answer is what the command shows, a member a column.
 */
import { Type } from 'typebox'
import { CLOSED, reason, ShownRows } from './answers.ts'
import type { AdminRoute } from './route.ts'

const word = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const maybe = (maxLength: number) => Type.Optional(word(maxLength))
const whole = Type.Optional(Type.Integer({ minimum: 0 }))
const why = Type.Optional(reason)

const channelTerms = {
  reissue: maybe(20),
  deadline_days: whole,
  amount_max: whole,
  default: Type.Optional(Type.Enum(['yes', 'no'])),
  receipts: maybe(20),
  /** A number of days, or `none`. */
  refund_slip_days: maybe(4),
  till_cancel: maybe(20),
}
const CHANNEL_TERMS = Object.keys(channelTerms)

/** The file of a contract with a PG, as JSON text. It holds its keys: nothing of it is shown again. */
const connectorConfig = maybe(20_000)

const till = { network: maybe(20), outlet: word(7), till: word(6) }

export const SETTING_ROUTES = {
  merchant: {
    method: 'GET',
    path: '/merchants/:merchant',
    may: 'merchant.read',
    told: 'One merchant as it is set.',
    answer: ShownRows,
  },
  setMerchant: {
    method: 'PATCH',
    path: '/merchants/:merchant',
    may: 'merchant.set',
    told: 'Its name as clerks and customers read it.',
    body: Type.Object({ name: word(40), reason: why }, CLOSED),
    answer: ShownRows,
    audit: 'merchant.set',
    noted: ['name'],
  },
  keys: {
    method: 'GET',
    path: '/merchants/:merchant/keys',
    may: 'keys.read',
    told: 'API keys; no secret is ever shown again.',
    answer: ShownRows,
  },
  addKey: {
    method: 'POST',
    path: '/merchants/:merchant/keys',
    may: 'keys.set',
    told: 'Another pair of imp_key and imp_secret; the secret is shown this once. Both pairs work until one is revoked.',
    answer: ShownRows,
    proven: true,
    audit: 'key.added',
  },
  revokeKey: {
    method: 'POST',
    path: '/merchants/:merchant/keys/:imp_key/revoke',
    may: 'keys.set',
    told: 'For good; the tokens got with it end.',
    answer: ShownRows,
    proven: true,
    audit: 'key.revoked',
  },
  channels: {
    method: 'GET',
    path: '/merchants/:merchant/channels',
    may: 'merchant.read',
    told: 'Payment channels with their terms.',
    answer: ShownRows,
  },
  addChannel: {
    method: 'POST',
    path: '/merchants/:merchant/channels',
    may: 'channels.set',
    told: 'Another contract; with `connector` and its file one whose numbers are a PG’s.',
    body: Type.Object(
      {
        mid: word(40),
        network: maybe(20),
        currency: maybe(3),
        ...channelTerms,
        connector: maybe(20),
        connector_config: connectorConfig,
      },
      CLOSED,
    ),
    answer: ShownRows,
    proven: true,
    audit: 'channel.added',
    noted: ['mid', 'network', 'currency', ...CHANNEL_TERMS, 'connector'],
  },
  setChannel: {
    method: 'PATCH',
    path: '/merchants/:merchant/channels/:channel',
    may: 'channels.set',
    told: 'Its terms, for numbers that are issued from now on; with `connector_config` other settings of its PG.',
    body: Type.Object(
      { ...channelTerms, confirm_timeout_ms: whole, connector_config: connectorConfig, reason: why },
      CLOSED,
    ),
    answer: ShownRows,
    proven: true,
    audit: 'channel.set',
    noted: [...CHANNEL_TERMS, 'confirm_timeout_ms'],
  },
  probeChannel: {
    method: 'POST',
    path: '/merchants/:merchant/channels/:channel/probe',
    may: 'channels.set',
    told: 'Asks the PG behind it whether it understands us, and says in how many milliseconds. It moves nothing.',
    answer: ShownRows,
    audit: 'channel.probed',
  },
  houseChannels: {
    method: 'GET',
    path: '/house/channels',
    may: 'house.read',
    told: 'Payment channels of all merchants, with who stands behind them.',
    answer: ShownRows,
  },
  merchants: { method: 'GET', path: '/house/merchants', may: 'house.read', told: 'All merchants.', answer: ShownRows },
  addMerchant: {
    method: 'POST',
    path: '/house/merchants',
    may: 'house.set',
    told: 'A merchant with its first key; the secrets are shown this once.',
    body: Type.Object({ name: word(40) }, CLOSED),
    answer: ShownRows,
    proven: true,
    audit: 'merchant.added',
    noted: ['name'],
  },
  networks: { method: 'GET', path: '/house/networks', may: 'house.read', told: 'Networks.', answer: ShownRows },
  addNetwork: {
    method: 'POST',
    path: '/house/networks',
    may: 'house.set',
    told: 'A network, with the first four digits of its numbers.',
    body: Type.Object({ network: word(20), prefix: Type.String({ pattern: '^\\d{4}$' }) }, CLOSED),
    answer: ShownRows,
    audit: 'network.added',
    noted: ['network', 'prefix'],
  },
  tills: {
    method: 'GET',
    path: '/house/tills',
    may: 'house.read',
    told: 'Tills with their shops.',
    query: Type.Object({ network: maybe(20), outlet: maybe(7) }, CLOSED),
    answer: ShownRows,
  },
  addTill: {
    method: 'POST',
    path: '/house/tills',
    may: 'house.set',
    told: 'A till, and its shop where that is new; the secret is shown this once.',
    body: Type.Object({ ...till, outlet_name: maybe(40), chain: maybe(40) }, CLOSED),
    answer: ShownRows,
    proven: true,
    audit: 'till.added',
    noted: ['network', 'outlet', 'till', 'outlet_name', 'chain'],
  },
  renewTillSecret: {
    method: 'POST',
    path: '/house/tills/secret',
    may: 'house.set',
    told: 'A new secret, shown this once. With `overlap_hours` the former is good for so long, else for nothing from now on.',
    body: Type.Object(
      { ...till, network: word(20), overlap_hours: Type.Optional(Type.Integer({ minimum: 1 })), reason: why },
      CLOSED,
    ),
    answer: ShownRows,
    proven: true,
    audit: 'till.secret_renewed',
    noted: ['network', 'outlet', 'till'],
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
