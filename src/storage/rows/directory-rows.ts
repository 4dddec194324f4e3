/** What the operator set, as rows and back. */
import type { ChannelKey, MerchantId, Money, NetworkId, WallTime } from '../../core/brand.ts'
import {
  type ApiKey,
  type Channel,
  type Merchant,
  type NoticeContentType,
  PAY_TYPES,
  RECEIPT_RULES,
  REISSUE_RULES,
  TILL_CANCEL_RULES,
} from '../../core/merchant.ts'
import { CURRENCIES } from '../../core/money.ts'
import type { Outlet, Till } from '../../core/network.ts'
import type { TokenLife } from '../../core/token.ts'
import * as cell from './cells.ts'
import { secretsOf, secretsValue } from './endpoint-rows.ts'
import type { Row, SqlValue } from './row.ts'

const CONTENT_TYPES: Readonly<Record<NoticeContentType, true>> = { json: true, form: true }
const V1_NOTICES: Readonly<Record<Merchant['v1Notices'], true>> = { paid: true, all: true }

export function merchantValues(merchant: Merchant): readonly SqlValue[] {
  const { id, name, noticeUrl, noticeContentType, v1Notices, suspended, webhookSecrets } = merchant
  return [id, name, noticeUrl, noticeContentType, v1Notices, suspended, secretsValue(webhookSecrets)]
}

export function merchantOf(row: Row): Merchant {
  return {
    id: cell.text(row, 'id') as MerchantId,
    name: cell.text(row, 'name'),
    noticeUrl: cell.textOrNull(row, 'notice_url'),
    noticeContentType: cell.known(row, 'notice_content_type', CONTENT_TYPES),
    v1Notices: cell.known(row, 'v1_notices', V1_NOTICES),
    suspended: cell.textOrNull(row, 'suspended'),
    webhookSecrets: secretsOf(row, 'webhook_secrets'),
  }
}

export function channelValues(channel: Channel): readonly SqlValue[] {
  return [
    channel.merchantId,
    channel.key,
    channel.provider,
    channel.mid,
    cell.flagValue(channel.isDefault),
    cell.flagValue(channel.sandbox),
    channel.network,
    channel.scheme,
    channel.currency,
    channel.reissue,
    JSON.stringify(channel.payTypes),
    channel.deadlineDays,
    channel.deadlineDaysMax,
    channel.amountMax,
    channel.confirmTimeoutMs,
    channel.receipts,
    channel.refundSlipDays,
    channel.tillCancel,
  ]
}

export function channelOf(row: Row): Channel {
  return {
    key: cell.text(row, 'key') as ChannelKey,
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    provider: cell.text(row, 'provider'),
    mid: cell.text(row, 'mid'),
    isDefault: cell.flag(row, 'is_default'),
    sandbox: cell.flag(row, 'sandbox'),
    network: cell.text(row, 'network') as NetworkId,
    scheme: cell.text(row, 'scheme') as Channel['scheme'],
    currency: cell.oneOf(row, 'currency', CURRENCIES),
    reissue: cell.oneOf(row, 'reissue', REISSUE_RULES),
    payTypes: cell.parsedTexts(row, 'pay_types').map((type) => cell.oneOf({ type }, 'type', PAY_TYPES)),
    deadlineDays: cell.whole(row, 'deadline_days'),
    deadlineDaysMax: cell.whole(row, 'deadline_days_max'),
    amountMax: cell.wholeOrNull(row, 'amount_max') as Money | null,
    confirmTimeoutMs: cell.whole(row, 'confirm_timeout_ms'),
    receipts: cell.oneOf(row, 'receipts', RECEIPT_RULES),
    refundSlipDays: cell.wholeOrNull(row, 'refund_slip_days'),
    tillCancel: cell.oneOf(row, 'till_cancel', TILL_CANCEL_RULES),
  }
}

export function outletValues({ network, id, chain, name, disabled, suspended }: Outlet): readonly SqlValue[] {
  return [network, id, chain, name, cell.flagValue(disabled), suspended]
}

export function outletOf(row: Row): Outlet {
  return {
    network: cell.text(row, 'network') as NetworkId,
    id: cell.text(row, 'id'),
    chain: cell.text(row, 'chain'),
    name: cell.text(row, 'name'),
    disabled: cell.flag(row, 'disabled'),
    suspended: cell.textOrNull(row, 'suspended'),
  }
}

export function tillValues({ network, outlet, id, secret, former, disabled }: Till): readonly SqlValue[] {
  return [network, outlet, id, secret, former?.secret ?? null, former?.until ?? null, cell.flagValue(disabled)]
}

export function tillOf(row: Row): Till {
  return {
    network: cell.text(row, 'network') as NetworkId,
    outlet: cell.text(row, 'outlet'),
    id: cell.text(row, 'id'),
    secret: cell.text(row, 'secret'),
    former: formerOf(row),
    disabled: cell.flag(row, 'disabled'),
  }
}

function formerOf(row: Row): Till['former'] {
  const secret = cell.textOrNull(row, 'former_secret')
  return secret === null ? null : { secret, until: cell.whole(row, 'former_until') as WallTime }
}

export function apiKeyValues({ merchantId, impKey, no, secretHash }: ApiKey): readonly SqlValue[] {
  return [merchantId, impKey, no, secretHash]
}

export function apiKeyOf(row: Row): ApiKey {
  return {
    impKey: cell.text(row, 'imp_key'),
    no: cell.whole(row, 'no'),
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    secretHash: cell.text(row, 'secret_hash'),
  }
}

export function tokenValues(keyNo: number, { issuedAt, expiresAt }: TokenLife): readonly SqlValue[] {
  return [keyNo, issuedAt, expiresAt]
}

export function tokenOf(row: Row): TokenLife {
  return {
    issuedAt: cell.whole(row, 'issued_at') as WallTime,
    expiresAt: cell.whole(row, 'expires_at') as WallTime,
  }
}
