/**
 * Merchants and their API keys, by command. A secret is shown once, in the answer that made it; what is stored of it
 * cannot be read again.
 */
import { randomBytes } from 'node:crypto'
import type { MerchantId } from '../core/brand.ts'
import type { ApiKey, Merchant } from '../core/merchant.ts'
import { hashSecret, makeSecretWith } from './secrets.ts'
import {
  credential,
  type Options,
  oneOf,
  type Row,
  type Shown,
  shownName,
  type Verb,
  type VerbDeps,
  VerbError,
} from './verb-options.ts'

export const MERCHANT_VERBS = {
  'merchant-add': { takes: ['name!', 'notice-url', 'content-type', 'v1-notices'], run: addMerchant },
  'merchant-set': { takes: ['merchant!', 'name', 'notice-url', 'content-type', 'v1-notices'], run: setMerchant },
  'merchant-list': { takes: [], run: listMerchants },
  'key-add': { takes: ['merchant!', 'imp-key', 'imp-secret'], run: addKey },
  'key-revoke': { takes: ['imp-key!'], run: revokeKey },
  'key-list': { takes: ['merchant'], run: listKeys },
} as const satisfies Readonly<Record<string, Verb>>

/** The hash of no secret: whoever finds one could as well guess any other. */
const REVOKED_HASH = '0'.repeat(64)

async function addMerchant(options: Options, deps: VerbDeps): Promise<Shown> {
  const webhookSecret = makeSecretWith(deps.secrets)()
  const fresh: Merchant = {
    id: `mer_${randomBytes(8).toString('hex')}` as MerchantId,
    name: '',
    noticeUrl: null,
    noticeContentType: 'json',
    v1Notices: 'paid',
    suspended: null,
    webhookSecrets: [{ sealed: webhookSecret.sealed, until: null }],
  }
  const merchant = { ...fresh, ...merchantOptions(options, deps) }
  await deps.directory.put([{ kind: 'merchant', entry: merchant }])
  const key = await addKey({ merchant: merchant.id }, deps)
  return { merchant: merchant.id, name: merchant.name, ...key, webhook_secret: webhookSecret.shown }
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
async function addKey(options: Options, deps: VerbDeps): Promise<Row> {
  const merchant = findMerchant(options, deps)
  const impKey =
    credential(options, 'imp-key') ?? String(randomBytes(8).readBigUInt64BE() % 10n ** 16n).padStart(16, '0')
  if (deps.directory.current().apiKeys.has(impKey))
    throw new VerbError({ ko: `--imp-key ${impKey}: 이미 쓰이는 키입니다.`, en: `--imp-key ${impKey} is taken` })
  const impSecret = credential(options, 'imp-secret') ?? randomBytes(40).toString('hex')
  const entry = { impKey, merchantId: merchant.id, secretHash: hashSecret(deps.secrets, impSecret) }
  await deps.directory.put([{ kind: 'api_key', entry }])
  return { imp_key: impKey, imp_secret: impSecret }
}

/** For good: its secret opens nothing any more, and the tokens got with it end, for they are sealed with its hash. */
async function revokeKey(options: Options, { directory }: VerbDeps): Promise<Row> {
  const key = directory.current().apiKeys.get(options['imp-key'] ?? '')
  if (key === undefined)
    throw new VerbError(
      {
        ko: `--imp-key ${options['imp-key']}: 그런 imp_key가 없습니다.`,
        en: `--imp-key ${options['imp-key']}: no such imp_key`,
      },
      'key-list',
    )
  const { impKey, merchantId } = key
  await directory.put([{ kind: 'api_key', entry: { impKey, merchantId, secretHash: REVOKED_HASH } }])
  return describeKey({ ...key, secretHash: REVOKED_HASH })
}

async function listKeys({ merchant }: Options, { directory }: VerbDeps): Promise<Shown> {
  const keys = [...directory.current().apiKeys.values()]
  return keys.filter(({ merchantId }) => merchant === undefined || merchantId === merchant).map(describeKey)
}

function merchantOptions(options: Options, { urlProblem }: VerbDeps): Partial<Merchant> {
  const name = shownName(options, 'name')
  const noticeUrl = options['notice-url']
  const problem = noticeUrl === undefined || noticeUrl === '' ? undefined : urlProblem(noticeUrl)
  if (problem !== undefined)
    throw new VerbError({ ko: `--notice-url: ${problem.ko}`, en: `--notice-url: ${problem.en}` })
  const noticeContentType = oneOf<Merchant['noticeContentType']>(options, 'content-type', ['json', 'form'])
  const v1Notices = oneOf<Merchant['v1Notices']>(options, 'v1-notices', ['paid', 'all'])
  return {
    ...(name === undefined ? {} : { name }),
    ...(noticeUrl === undefined ? {} : { noticeUrl: noticeUrl === '' ? null : noticeUrl }),
    ...(noticeContentType === undefined ? {} : { noticeContentType }),
    ...(v1Notices === undefined ? {} : { v1Notices }),
  }
}

export function findMerchant({ merchant }: Options, { directory }: VerbDeps): Merchant {
  const found = directory.current().merchants.get((merchant ?? '') as MerchantId)
  if (found === undefined)
    throw new VerbError(
      { ko: `--merchant ${merchant}: 그런 가맹점이 없습니다.`, en: `--merchant ${merchant}: no such merchant` },
      'merchant-list',
    )
  return found
}

function describeMerchant({ id, name, noticeUrl, noticeContentType, v1Notices, suspended }: Merchant): Row {
  return {
    merchant: id,
    name,
    notice_url: noticeUrl ?? '-',
    content_type: noticeContentType,
    v1_notices: v1Notices,
    ...(suspended === null ? {} : { suspended }),
  }
}

function describeKey({ impKey, merchantId, secretHash }: ApiKey): Row {
  return { imp_key: impKey, merchant: merchantId, state: secretHash === REVOKED_HASH ? 'revoked' : 'in use' }
}
