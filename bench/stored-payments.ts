/**
 * A database that looks like a quarter of a year of business, written row by row past the gateway, because issuing a
 * million numbers would take all day: many merchants side by side, one of them large, payments in every state.
 */
import pg from 'pg'
import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
} from '../src/core/brand.ts'
import type { LastAttempt, Payment } from '../src/core/payment.ts'
import type { PersonalVault } from '../src/gateway/personal-vault.ts'
import { columnsOf, ROWS } from '../src/storage/postgres/tables.ts'
import { newPaymentValues } from '../src/storage/rows/payment-rows.ts'
import { personalValues } from '../src/storage/rows/personal-rows.ts'
import { databasePath, openDatabase } from '../src/storage/sqlite/database-file.ts'
import { openSqliteStorage } from '../src/storage/sqlite/sqlite-storage.ts'
import { prepareWrites } from '../src/storage/sqlite/statements.ts'
import type { DirectoryEntry } from '../src/storage/storage.ts'

export interface Stock {
  readonly payments: number
  readonly merchants: number
  readonly ofTheLargest: number
}

export const LARGEST = 'mer_bench_000' as MerchantId
const DAY_MS = 86_400_000
const DAYS = 90
const ROWS_PER_COMMIT = 20_000

/** Issued evenly over the 90 days before `now`. Only the largest merchant's payments carry a customer. */
export async function storePayments(folder: string, stock: Stock, now: number, vault: PersonalVault): Promise<void> {
  const storage = await openStored(folder)
  await storage.directory.put(merchantEntries(stock))
  await storage.close()
  fillFile(folder, stock, now, vault)
}

/** Its merchants are there already. */
export function fillFile(folder: string, stock: Stock, now: number, vault: PersonalVault): void {
  const database = openDatabase(databasePath(folder))
  const { insertPayment, insertPersonal } = prepareWrites(database)
  database.exec('pragma synchronous = off; begin')
  for (let no = 1; no <= stock.payments; no += 1) {
    const payment = paymentNo(no, stock, now)
    insertPayment.run(...newPaymentValues(payment), no)
    const sealed = payment.merchantId === LARGEST ? vault.seal(payment.id, CUSTOMER) : null
    if (sealed !== null) insertPersonal.run(...personalValues(payment.merchantId, payment.id, sealed))
    if (no % ROWS_PER_COMMIT === 0) database.exec('commit; begin')
  }
  database.exec('commit; pragma wal_checkpoint(truncate)')
  database.close()
}

/** The same in PostgreSQL, where the merchants are there already. */
export async function fillDatabase(url: string, stock: Stock, now: number, vault: PersonalVault): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  for (let first = 1; first <= stock.payments; first += ROWS_PER_COMMIT) {
    const count = Math.min(ROWS_PER_COMMIT, stock.payments - first + 1)
    const payments = Array.from({ length: count }, (_, index) => paymentNo(first + index, stock, now))
    const personal = payments.flatMap(({ merchantId, id }) => {
      const sealed = merchantId === LARGEST ? vault.seal(id, CUSTOMER) : null
      return sealed === null ? [] : [personalValues(merchantId, id, sealed)]
    })
    await client.query(ROWS.insertPayments.text, [...columnsOf(payments.map(newPaymentValues))])
    await client.query(ROWS.insertPersonal.text, [...columnsOf(personal)])
  }
  await client.query('vacuum analyze')
  await client.end()
}

const CUSTOMER = {
  buyerName: '홍길동',
  buyerEmail: 'hong@example.com',
  buyerTel: '010-1234-5678',
  buyerAddr: null,
  buyerPostcode: null,
  customData: null,
}

export function merchantEntries({ merchants }: Stock): readonly DirectoryEntry[] {
  return Array.from({ length: merchants }, (_, no) => ({
    kind: 'merchant',
    entry: {
      id: merchantNo(no),
      name: `merchant ${no}`,
      noticeUrl: null,
      noticeContentType: 'json',
      v1Notices: 'paid',
      suspended: null,
      webhookSecrets: [],
    },
  }))
}

export function openStored(folder: string) {
  return openSqliteStorage({
    folder,
    onFatal(error) {
      throw error
    },
  })
}

function merchantNo(no: number): MerchantId {
  return `mer_bench_${String(no).padStart(3, '0')}` as MerchantId
}

/** The largest merchant's stand evenly among the others'. */
function merchantOf(no: number, { payments, merchants, ofTheLargest }: Stock): MerchantId {
  return no % Math.round(payments / ofTheLargest) === 0 ? LARGEST : merchantNo(1 + (no % (merchants - 1)))
}

function paymentNo(no: number, stock: Stock, now: number): Payment {
  const digits = String(no).padStart(12, '0')
  const issuedAt = (now - DAYS * DAY_MS + Math.floor((no / stock.payments) * DAYS * DAY_MS)) as Instant
  const endedAt = Math.min(now, issuedAt + (no % 48) * 3_600_000) as Instant
  const progress = {
    id: `imp_${digits}` as PaymentId,
    merchantId: merchantOf(no, stock),
    orderId: `order-${digits}` as OrderId,
    channelKey: 'channel-key-00000000-0000-4000-8000-000000000001' as ChannelKey,
    provider: 'galaxia',
    mid: 'sunap0001',
    sandbox: false,
    network: 'house' as NetworkId,
    number: `88010000${digits}` as CollectionNumber,
    scheme: 'kr-generic-20' as const,
    name: '후드 티셔츠',
    amount: (1000 + (no % 900)) as Money,
    currency: 'KRW' as const,
    payTypes: ['cash', 'card'] as const,
    tillCancel: 'same_till' as const,
    issuedAt,
    expiresAt: (issuedAt + 7 * DAY_MS) as Instant,
    confirmUrl: 'https://shop.example/confirm',
    confirmTimeoutMs: 5000,
    noticeUrls: null,
    payToken: `bench-token-${digits}`,
    version: 3,
    fence: 1,
    inquiredAt: null,
    lastAttempt: null,
    receipt: null,
    refunds: [],
  }
  // Not in step with who owns it.
  switch (Math.floor(no / 7) % 10) {
    case 0:
      return { ...progress, state: 'cancelled', cancelledAt: endedAt, cause: 'revoked_by_merchant', updatedAt: endedAt }
    case 1:
      return { ...progress, state: 'failed', failedAt: endedAt, updatedAt: endedAt }
    case 2: {
      const expiresAt = (now + 7 * DAY_MS) as Instant
      return { ...progress, state: 'ready', suspended: null, expiresAt, updatedAt: issuedAt }
    }
    default: {
      const lastAttempt = collectedAttempt(digits, progress)
      return { ...progress, state: 'paid', paidAt: endedAt, provisional: null, lastAttempt, updatedAt: endedAt }
    }
  }
}

function collectedAttempt(digits: string, { number, amount }: Pick<Payment, 'number' | 'amount'>): LastAttempt {
  const attemptId = `att_${digits}` as AttemptId
  return {
    id: attemptId,
    request: {
      attemptId,
      key: `house/HB001/1/20260101/${digits}` as LastAttempt['request']['key'],
      fingerprint: digits,
      clerk: '7',
      network: 'house' as NetworkId,
      chain: '한빛편의점',
      outlet: 'HB001',
      outletName: '한빛편의점 1호점',
      till: '1',
      number,
      amount,
      currency: 'KRW',
      payType: 'cash',
      gatewayRef: digits,
    },
    state: 'collected',
    approvalNo: digits.slice(4),
    refusal: null,
  }
}
