/**
 * Who takes part in the sandbox: an invented seller with two contracts, invented shops with tills, one network. Their
 * secrets are derived from the data folder's keys, so that every start knows them and nothing readable is stored.
 * What the operator has changed by command stays as it is.
 */
import type { ChannelKey, MerchantId, NetworkId } from '../core/brand.ts'
import { type Channel, type Merchant, PAY_TYPES } from '../core/merchant.ts'
import { newTill, openOutlet, plainNetwork } from '../core/network.ts'
import type { Directory, DirectoryEntry } from '../storage/storage.ts'
import { PRACTICE_MERCHANT } from './key-proof.ts'
import { hashSecret, type Secrets } from './secrets.ts'

export interface Practice {
  readonly merchantId: MerchantId
  readonly impKey: string
  readonly impSecret: string
  readonly webhookSecret: string
  readonly network: NetworkId
  readonly channels: readonly { readonly key: ChannelKey; readonly pg: string }[]
  readonly terminals: readonly { readonly id: string; readonly secret: string }[]
}

const NETWORK = 'house' as NetworkId
const PREFIX = '8100'
const MERCHANT = PRACTICE_MERCHANT
const PROVIDER = 'galaxia'
const MIDS = ['sunap0001', 'sunap0002'] as const
const OUTLETS = [
  { id: 'HB001', chain: '한빛편의점', name: '한빛편의점 1호점' },
  { id: 'HB002', chain: '한빛편의점', name: '한빛편의점 2호점' },
  { id: 'NR001', chain: '나루24', name: '나루24 강변점' },
] as const
const TILLS = ['1', '2'] as const

export function practiceOf(secrets: Secrets): Practice {
  const terminals = OUTLETS.flatMap(({ id }) => TILLS.map((till) => `${NETWORK}/${id}/${till}`))
  return {
    merchantId: MERCHANT,
    impKey: String(secrets.derive('imp_key').readBigUInt64BE() % 10n ** 16n).padStart(16, '0'),
    impSecret: secrets.derive('imp_secret').toString('hex'),
    webhookSecret: `whsec_${secrets.derive('webhook').toString('base64')}`,
    network: NETWORK,
    channels: MIDS.map((mid) => ({ key: channelKey(secrets, mid), pg: `${PROVIDER}.${mid}` })),
    terminals: terminals.map((id) => ({ id, secret: secrets.derive(`till ${id}`).toString('hex') })),
  }
}

/** What of it is not in the directory yet, and the seller's notice address where the port has moved. */
export function practiceEntries(
  practice: Practice,
  secrets: Secrets,
  directory: Directory,
  shopUrl: string,
): readonly DirectoryEntry[] {
  const entries: readonly DirectoryEntry[] = [
    { kind: 'network', entry: plainNetwork(NETWORK, PREFIX) },
    ...OUTLETS.map(
      (outlet): DirectoryEntry => ({ kind: 'outlet', entry: openOutlet({ network: NETWORK, ...outlet }) }),
    ),
    ...practice.terminals.map((terminal): DirectoryEntry => tillEntry(terminal, secrets)),
    { kind: 'merchant', entry: seller(practice, secrets, directory, shopUrl) },
    ...practice.channels.map(
      (channel, index): DirectoryEntry => ({ kind: 'channel', entry: channelOf(channel, index === 0) }),
    ),
    {
      kind: 'api_key',
      entry: { impKey: practice.impKey, merchantId: MERCHANT, secretHash: hashSecret(secrets, practice.impSecret) },
    },
  ]
  return entries.filter((entry) => entry.kind === 'merchant' || !isKnown(entry, directory))
}

function seller(
  { merchantId, webhookSecret }: Practice,
  secrets: Secrets,
  { merchants }: Directory,
  shopUrl: string,
): Merchant {
  const noticeUrl = `${shopUrl}/shop/notice`
  const known = merchants.get(merchantId)
  if (known === undefined) {
    const webhookSecrets = [{ sealed: secrets.seal(webhookSecret), until: null }]
    return {
      id: merchantId,
      name: '예제상점',
      noticeUrl,
      noticeContentType: 'json',
      v1Notices: 'paid',
      suspended: null,
      webhookSecrets,
    }
  }
  return known.noticeUrl?.endsWith('/shop/notice') === true ? { ...known, noticeUrl } : known
}

function channelOf({ key, pg }: Practice['channels'][number], isDefault: boolean): Channel {
  return {
    key,
    merchantId: MERCHANT,
    provider: PROVIDER,
    mid: pg.slice(PROVIDER.length + 1),
    isDefault,
    sandbox: false,
    network: NETWORK,
    scheme: 'kr-generic-20',
    currency: 'KRW',
    reissue: 'allow',
    payTypes: PAY_TYPES,
    tillCancel: 'same_till',
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
    receipts: 'asked',
    refundSlipDays: 14,
  }
}

function tillEntry({ id, secret }: Practice['terminals'][number], secrets: Secrets): DirectoryEntry {
  const [, outlet = '', till = ''] = id.split('/')
  return { kind: 'till', entry: newTill({ network: NETWORK, outlet, id: till, secret: secrets.seal(secret) }) }
}

function isKnown(entry: DirectoryEntry, { channels, networks, outlets, tills, apiKeys, keyProof }: Directory): boolean {
  switch (entry.kind) {
    case 'merchant':
    case 'connector':
    case 'endpoint':
    case 'endpoint_removed':
      return false
    case 'channel':
      return channels.some(({ key }) => key === entry.entry.key)
    case 'network':
      return networks.has(entry.entry.id)
    case 'outlet':
      return outlets.has(`${entry.entry.network}/${entry.entry.id}`)
    case 'till':
      return tills.has(`${entry.entry.network}/${entry.entry.outlet}/${entry.entry.id}`)
    case 'api_key':
      return apiKeys.has(entry.entry.impKey)
    case 'key_proof':
      return keyProof !== null
  }
}

function channelKey(secrets: Secrets, mid: string): ChannelKey {
  const hex = secrets.derive(`channel ${mid}`).toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)]
  return `channel-key-${parts.join('-')}` as ChannelKey
}
