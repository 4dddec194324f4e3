/**
 * What an operator sets by command: merchants with their keys and default Notification URL, payment channels,
 * networks, shops and tills. The same verbs whether the gateway runs (over its admin socket) or not.
 * A secret is shown once, in the answer that made it.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { ChannelKey, MerchantId, Money, NetworkId } from '../core/brand.ts'
import { type Channel, type Merchant, PAY_TYPES, REISSUE_RULES, type ReissueRule } from '../core/merchant.ts'
import { CURRENCIES, type Currency } from '../core/money.ts'
import { checkCallableUrl, type UrlRules } from '../outbound/url-rules.ts'
import type { DirectoryEntry, DirectoryKeeper } from '../storage/storage.ts'
import { hashSecret } from './practice.ts'
import type { Secrets } from './secrets.ts'

export type VerbName = keyof typeof VERBS

export interface VerbRequest {
  readonly verb: string
  readonly options: Readonly<Record<string, string>>
}

/** `shown` is what the command prints, a line a member. */
export type VerbAnswer =
  | {
      readonly ok: true
      readonly shown: Readonly<Record<string, string>> | readonly Readonly<Record<string, string>>[]
    }
  | { readonly ok: false; readonly message: string }

export interface VerbDeps {
  readonly directory: DirectoryKeeper
  readonly secrets: Secrets
  /** Why a URL could never be called; undefined where it can. */
  readonly urlProblem: (url: string) => string | undefined
}

type Options = VerbRequest['options']
type Shown = Extract<VerbAnswer, { ok: true }>['shown']

interface Verb {
  /** Option names; those that must be given come with a `!`. */
  readonly takes: readonly string[]
  readonly run: (options: Options, deps: VerbDeps) => Promise<Shown>
}

export function urlProblemBy(rules: UrlRules): VerbDeps['urlProblem'] {
  return (url) => {
    const verdict = checkCallableUrl(url, rules)
    return verdict.ok ? undefined : verdict.message.en
  }
}

class VerbError extends Error {}

export const VERBS = {
  'merchant-add': { takes: ['name!', 'notice-url', 'content-type', 'v1-notices'], run: addMerchant },
  'merchant-set': { takes: ['merchant!', 'name', 'notice-url', 'content-type', 'v1-notices'], run: setMerchant },
  'merchant-list': { takes: [], run: listMerchants },
  'key-add': { takes: ['merchant!', 'imp-key', 'imp-secret'], run: addKey },
  'channel-add': {
    takes: ['merchant!', 'mid!', 'network', 'currency', 'reissue', 'deadline-days', 'amount-max', 'default'],
    run: addChannel,
  },
  'channel-set': {
    takes: ['channel!', 'reissue', 'deadline-days', 'amount-max', 'default', 'confirm-timeout-ms'],
    run: setChannel,
  },
  'channel-list': { takes: ['merchant'], run: listChannels },
  'till-add': { takes: ['network!', 'outlet!', 'outlet-name', 'chain', 'till!'], run: addTill },
} as const satisfies Readonly<Record<string, Verb>>

/** `request` comes from outside the process and is read as one that may be anything. */
export async function runVerb(request: unknown, deps: VerbDeps): Promise<VerbAnswer> {
  const asked = readRequest(request)
  if (asked === undefined) return { ok: false, message: 'a request is { verb, options }, the options texts' }
  const { verb, options } = asked
  const known: Verb | undefined = Object.hasOwn(VERBS, verb) ? VERBS[verb as VerbName] : undefined
  if (known === undefined)
    return { ok: false, message: `${verb}: no such command. There are: ${Object.keys(VERBS).join(', ')}` }
  const problem = optionProblem(known, options)
  if (problem !== undefined) return { ok: false, message: `${verb}: ${problem}` }
  try {
    return { ok: true, shown: await known.run(options, deps) }
  } catch (error) {
    if (error instanceof VerbError) return { ok: false, message: `${verb}: ${error.message}` }
    throw error
  }
}

function readRequest(request: unknown): VerbRequest | undefined {
  if (typeof request !== 'object' || request === null || !('verb' in request) || !('options' in request))
    return undefined
  const { verb, options } = request
  if (typeof verb !== 'string' || typeof options !== 'object' || options === null) return undefined
  const texts = Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return texts.length === Object.keys(options).length ? { verb, options: Object.fromEntries(texts) } : undefined
}

function optionProblem({ takes }: Verb, options: Options): string | undefined {
  const names = takes.map((name) => name.replace('!', ''))
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined)
    return `--${unknown} is not an option here. There are: ${names.map((name) => `--${name}`).join(' ') || 'none'}`
  const missing = takes.find((name) => name.endsWith('!') && !options[name.slice(0, -1)])
  return missing === undefined ? undefined : `--${missing.slice(0, -1)} is missing`
}

async function addMerchant(options: Options, deps: VerbDeps): Promise<Shown> {
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`
  const fresh: Merchant = {
    id: `mer_${randomBytes(8).toString('hex')}` as MerchantId,
    name: '',
    noticeUrl: null,
    noticeContentType: 'json',
    v1Notices: 'paid',
    webhookSecrets: [deps.secrets.seal(webhookSecret)],
  }
  const merchant = { ...fresh, ...merchantOptions(options, deps) }
  await deps.directory.put([{ kind: 'merchant', entry: merchant }])
  const key = await addKey({ merchant: merchant.id }, deps)
  return { merchant: merchant.id, name: merchant.name, ...key, webhook_secret: webhookSecret }
}

async function setMerchant(options: Options, deps: VerbDeps): Promise<Shown> {
  const merchant = { ...findMerchant(options, deps), ...merchantOptions(options, deps) }
  await deps.directory.put([{ kind: 'merchant', entry: merchant }])
  return describeMerchant(merchant)
}

async function listMerchants(_options: Options, { directory }: VerbDeps): Promise<Shown> {
  return [...directory.current().merchants.values()].map(describeMerchant)
}

/** A pair of one's own can be brought along, so that a test suite need not be changed. */
async function addKey(options: Options, deps: VerbDeps): Promise<Readonly<Record<string, string>>> {
  const merchant = findMerchant(options, deps)
  const impKey =
    credential(options, 'imp-key') ?? String(randomBytes(8).readBigUInt64BE() % 10n ** 16n).padStart(16, '0')
  if (deps.directory.current().apiKeys.has(impKey)) throw new VerbError(`--imp-key ${impKey} is taken`)
  const impSecret = credential(options, 'imp-secret') ?? randomBytes(40).toString('hex')
  const entry = { impKey, merchantId: merchant.id, secretHash: hashSecret(deps.secrets, impSecret) }
  await deps.directory.put([{ kind: 'api_key', entry }])
  return { imp_key: impKey, imp_secret: impSecret }
}

async function addChannel(options: Options, deps: VerbDeps): Promise<Shown> {
  const merchant = findMerchant(options, deps)
  const { channels, networks } = deps.directory.current()
  const mid = options['mid'] ?? ''
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(mid)) throw new VerbError('--mid is 1 to 40 letters, digits, _ or -')
  if (channels.some((channel) => channel.merchantId === merchant.id && channel.mid === mid))
    throw new VerbError(`--mid ${mid} is this merchant's already`)
  const network = networks.get((options['network'] ?? 'house') as NetworkId)
  if (network === undefined) throw unknownNetwork(options, networks.keys())
  const first = !channels.some((channel) => channel.merchantId === merchant.id)
  const fresh: Channel = {
    key: `channel-key-${randomUUID()}` as ChannelKey,
    merchantId: merchant.id,
    provider: 'galaxia',
    mid,
    isDefault: first,
    sandbox: false,
    network: network.id,
    scheme: 'kr-generic-20',
    currency: oneOf<Currency>(options, 'currency', CURRENCIES) ?? 'KRW',
    reissue: 'allow',
    payTypes: PAY_TYPES,
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
  }
  return putChannel({ ...fresh, ...channelOptions(options) }, deps)
}

async function setChannel(options: Options, deps: VerbDeps): Promise<Shown> {
  const channel = deps.directory.current().channels.find(({ key }) => key === options['channel'])
  if (channel === undefined)
    throw new VerbError(`--channel ${options['channel']}: no such channel_key; see channel-list`)
  return putChannel({ ...channel, ...channelOptions(options) }, deps)
}

async function putChannel(channel: Channel, { directory }: VerbDeps): Promise<Shown> {
  await directory.put([{ kind: 'channel', entry: channel }])
  return describeChannel(channel)
}

async function listChannels({ merchant }: Options, { directory }: VerbDeps): Promise<Shown> {
  const { channels } = directory.current()
  return channels.filter(({ merchantId }) => merchant === undefined || merchantId === merchant).map(describeChannel)
}

async function addTill(options: Options, { directory, secrets }: VerbDeps): Promise<Shown> {
  const { networks, outlets, tills } = directory.current()
  const network = networks.get((options['network'] ?? '') as NetworkId)?.id
  if (network === undefined) throw unknownNetwork(options, networks.keys())
  const outlet = identifier(options, 'outlet', 7)
  const till = identifier(options, 'till', 6)
  if (tills.has(`${network}/${outlet}/${till}`)) throw new VerbError(`till ${network}/${outlet}/${till} exists`)
  const known = outlets.get(`${network}/${outlet}`)
  const name = shownName(options, 'outlet-name') ?? known?.name
  const chain = shownName(options, 'chain') ?? known?.chain
  if (name === undefined || chain === undefined) throw new VerbError('a new shop needs --outlet-name and --chain')
  const secret = randomBytes(32).toString('hex')
  const entries: readonly DirectoryEntry[] = [
    { kind: 'outlet', entry: { network, id: outlet, chain, name } },
    { kind: 'till', entry: { network, outlet, id: till, secret: secrets.seal(secret) } },
  ]
  await directory.put(entries)
  return { terminal: `${network}/${outlet}/${till}`, secret, outlet_name: name, chain }
}

function merchantOptions(options: Options, { urlProblem }: VerbDeps): Partial<Merchant> {
  const name = shownName(options, 'name')
  const noticeUrl = options['notice-url']
  const problem = noticeUrl === undefined || noticeUrl === '' ? undefined : urlProblem(noticeUrl)
  if (problem !== undefined) throw new VerbError(`--notice-url: ${problem}`)
  const noticeContentType = oneOf<Merchant['noticeContentType']>(options, 'content-type', ['json', 'form'])
  const v1Notices = oneOf<Merchant['v1Notices']>(options, 'v1-notices', ['paid', 'all'])
  return {
    ...(name === undefined ? {} : { name }),
    ...(noticeUrl === undefined ? {} : { noticeUrl: noticeUrl === '' ? null : noticeUrl }),
    ...(noticeContentType === undefined ? {} : { noticeContentType }),
    ...(v1Notices === undefined ? {} : { v1Notices }),
  }
}

function channelOptions(options: Options): Partial<Channel> {
  const reissue = oneOf<ReissueRule>(options, 'reissue', REISSUE_RULES)
  const deadlineDays = wholeNumber(options, 'deadline-days', 0, 180)
  const amountMax = wholeNumber(options, 'amount-max', 1, Number.MAX_SAFE_INTEGER)
  const confirmTimeoutMs = wholeNumber(options, 'confirm-timeout-ms', 100, 30_000)
  const isDefault = oneOf(options, 'default', ['yes', 'no'])
  return {
    ...(reissue === undefined ? {} : { reissue }),
    ...(deadlineDays === undefined ? {} : { deadlineDays }),
    ...(amountMax === undefined ? {} : { amountMax: amountMax as Money }),
    ...(confirmTimeoutMs === undefined ? {} : { confirmTimeoutMs }),
    ...(isDefault === undefined ? {} : { isDefault: isDefault === 'yes' }),
  }
}

function findMerchant({ merchant }: Options, { directory }: VerbDeps): Merchant {
  const found = directory.current().merchants.get((merchant ?? '') as MerchantId)
  if (found === undefined) throw new VerbError(`--merchant ${merchant}: no such merchant; see merchant-list`)
  return found
}

function oneOf<Value extends string>(options: Options, name: string, allowed: readonly Value[]): Value | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const value = allowed.find((candidate) => candidate === given)
  if (value === undefined) throw new VerbError(`--${name} ${given}: it is one of ${allowed.join(', ')}`)
  return value
}

function wholeNumber(options: Options, name: string, min: number, max: number): number | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (!(value >= min && value <= max))
    throw new VerbError(`--${name} ${given}: it is a whole number from ${min} to ${max}`)
  return value
}

function unknownNetwork({ network = 'house' }: Options, known: Iterable<NetworkId>): VerbError {
  return new VerbError(`--network ${network}: no such network. There are: ${[...known].join(', ')}`)
}

/** As it stands on pages and slips: one line. */
function shownName(options: Options, name: string): string | undefined {
  const given = options[name]
  if (given === undefined || (given.trim() !== '' && /^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u.test(given))) return given
  throw new VerbError(`--${name} is 1 to 40 characters, in one line`)
}

/** As it is sent in a header, a form or a URL. */
function credential(options: Options, name: string): string | undefined {
  const given = options[name]
  if (given === undefined || /^[\x21-\x7e]{1,200}$/.test(given)) return given
  throw new VerbError(`--${name}: it is 1 to 200 printable ASCII characters without spaces`)
}

function identifier(options: Options, name: string, charactersMax: number): string {
  const given = options[name] ?? ''
  if (!/^[A-Za-z0-9_-]+$/.test(given) || given.length > charactersMax) {
    throw new VerbError(`--${name} ${given}: it is 1 to ${charactersMax} letters, digits, _ or -`)
  }
  return given
}

function describeMerchant({
  id,
  name,
  noticeUrl,
  noticeContentType,
  v1Notices,
}: Merchant): Readonly<Record<string, string>> {
  return { merchant: id, name, notice_url: noticeUrl ?? '-', content_type: noticeContentType, v1_notices: v1Notices }
}

function describeChannel(channel: Channel): Readonly<Record<string, string>> {
  return {
    channel_key: channel.key,
    merchant: channel.merchantId,
    pg: `${channel.provider}.${channel.mid}`,
    default: channel.isDefault ? 'yes' : 'no',
    network: channel.network,
    currency: channel.currency,
    reissue: channel.reissue,
    deadline_days: String(channel.deadlineDays),
    amount_max: channel.amountMax === null ? '-' : String(channel.amountMax),
    confirm_timeout_ms: String(channel.confirmTimeoutMs),
  }
}
