/**
 * Every route of V1 that needs a token. A `Tier` header names a merchant below the merchant, which this house does not
 * have: whatever stands in it, the merchant of the token is meant.
 */
import type { MerchantId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { BANKS, CARDS } from '../wire/institutions.ts'
import type { Asked, KeyedRoute } from './asked.ts'
import { findBalance } from './balance.ts'
import { cancelPayment } from './cancel.ts'
import { issueNumber, revokeNumber } from './cvs.ts'
import { type Answer, success } from './envelope.ts'
import { askExternalReceipt, cancelExternalReceipt, findExternalReceipt } from './external-receipts.ts'
import { findInstitution, listChannels } from './lookups.ts'
import type { MerchantUid } from './order-numbers.ts'
import { findNamed, listOrder, ORDER_NOT_NAMED, search } from './payment-lists.ts'
import { findByOrder, findPayment } from './payments.ts'
import { changePrepared, findPrepared, prepare } from './prepare.ts'
import type { CheckUrl } from './readings.ts'
import { askReceipt, cancelReceipt, findReceipt } from './receipts.ts'

export interface V1Deps {
  readonly gateway: Pick<
    Gateway,
    | 'issue'
    | 'revoke'
    | 'find'
    | 'findByOrder'
    | 'findAll'
    | 'list'
    | 'listOrder'
    | 'prepared'
    | 'receipts'
    | 'externalReceipts'
    | 'refunds'
    | 'directory'
    | 'now'
  >
  /** Where merchants and customers reach the gateway, without a slash at its end. */
  readonly publicUrl: string
  readonly checkUrl: CheckUrl
}

export function v1Routes(deps: V1Deps): readonly KeyedRoute[] {
  return [
    ...cvsRoutes(deps),
    ...paymentRoutes(deps),
    ...listRoutes(deps),
    ...prepareRoutes(deps),
    ...receiptRoutes(deps),
    ...lookupRoutes(deps),
  ]
}

function cvsRoutes(deps: V1Deps): readonly KeyedRoute[] {
  return [
    route('POST', '/cvs', (merchantId, { body, idempotencyKey }) =>
      issueNumber(deps, merchantId, body, idempotencyKey),
    ),
    route('DELETE', '/cvs/:imp_uid', (merchantId, { path }) => revokeNumber(deps, merchantId, path['imp_uid'] ?? '')),
  ]
}

function paymentRoutes(deps: V1Deps): readonly KeyedRoute[] {
  const byOrder: Handle = (merchantId, asked) =>
    findByOrder(deps, merchantId, { ...merchantUidIn(asked), ...searchIn(asked) })
  return [
    route('GET', '/payments/:imp_uid', (merchantId, { path, query }) =>
      findPayment(deps, merchantId, { impUid: path['imp_uid'] ?? '', query }),
    ),
    route('GET', '/payments/find/:merchant_uid', byOrder),
    route('GET', '/payments/find/:merchant_uid/:payment_status', byOrder),
    route('GET', '/payments/:imp_uid/balance', (merchantId, { path }) =>
      findBalance(deps, merchantId, path['imp_uid'] ?? ''),
    ),
    route('POST', '/payments/cancel', (merchantId, { body, idempotencyKey }) =>
      cancelPayment(deps, merchantId, body, idempotencyKey),
    ),
  ]
}

function listRoutes(deps: V1Deps): readonly KeyedRoute[] {
  const ofOrder: Handle = (merchantId, asked) =>
    listOrder(deps, merchantId, { ...merchantUidIn(asked), ...searchIn(asked) })
  const byStatus: Handle = (merchantId, asked) => search(deps, merchantId, searchIn(asked))
  return [
    route('GET', '/payments', (merchantId, { query }) => findNamed(deps, merchantId, query)),
    route('GET', '/payments/findAll', async () => ORDER_NOT_NAMED),
    route('GET', '/payments/findAll/:merchant_uid', ofOrder),
    route('GET', '/payments/findAll/:merchant_uid/:payment_status', ofOrder),
    route('GET', '/payments/status', byStatus),
    route('GET', '/payments/status/:payment_status', byStatus),
  ]
}

function prepareRoutes(deps: V1Deps): readonly KeyedRoute[] {
  return [
    route('POST', '/payments/prepare', (merchantId, { body }) => prepare(deps, merchantId, body)),
    route('PUT', '/payments/prepare', (merchantId, { body }) => changePrepared(deps, merchantId, body)),
    route('GET', '/payments/prepare/:merchant_uid', (merchantId, asked) =>
      findPrepared(deps, merchantId, merchantUidIn(asked)),
    ),
  ]
}

function receiptRoutes(deps: V1Deps): readonly KeyedRoute[] {
  const url = '/receipts/:imp_uid'
  const external = '/receipts/external/:merchant_uid'
  return [
    route('POST', url, (merchantId, { path, body }) => askReceipt(deps, merchantId, path['imp_uid'] ?? '', body)),
    route('GET', url, (merchantId, { path }) => findReceipt(deps, merchantId, path['imp_uid'] ?? '')),
    route('DELETE', url, (merchantId, { path }) => cancelReceipt(deps, merchantId, path['imp_uid'] ?? '')),
    route('POST', external, (merchantId, asked) =>
      askExternalReceipt(deps, merchantId, merchantUidIn(asked), asked.body),
    ),
    route('GET', external, (merchantId, asked) => findExternalReceipt(deps, merchantId, merchantUidIn(asked))),
    route('DELETE', external, (merchantId, asked) => cancelExternalReceipt(deps, merchantId, merchantUidIn(asked))),
  ]
}

function lookupRoutes(deps: V1Deps): readonly KeyedRoute[] {
  return [
    route('GET', '/users/pg', async (merchantId) => listChannels(deps, merchantId)),
    route('GET', '/banks', async () => success(BANKS)),
    route('GET', '/banks/:code', async (_merchantId, { path }) => findInstitution(BANKS, path['code'] ?? '')),
    route('GET', '/cards', async () => success(CARDS)),
    route('GET', '/cards/:code', async (_merchantId, { path }) => findInstitution(CARDS, path['code'] ?? '')),
  ]
}

type Handle = (merchantId: MerchantId, asked: Asked) => Promise<Answer>

function route(method: KeyedRoute['method'], url: string, handle: Handle): KeyedRoute {
  return { method, url, handle: (asked, { merchantId }) => handle(merchantId, asked) }
}

/** The third segment of every address that names an order. */
function merchantUidIn({ path, segments }: Asked): MerchantUid {
  return { merchantUid: path['merchant_uid'] ?? '', encoded: segments[2] ?? '' }
}

function searchIn({ path, query }: Asked) {
  return { status: path['payment_status'] ?? '', query }
}
