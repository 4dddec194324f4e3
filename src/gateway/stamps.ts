/**
 * What is stamped into commands: ids and numbers. Ids are time-ordered, because random keys cost durable writes two to
 * three times as much; counters come in blocks from storage, so that no restart and no other node repeats one.
 */
import type {
  AttemptId,
  CollectionNumber,
  CommandId,
  PaymentId,
  ReceiptId,
  RefundId,
  ReportId,
  SuspenseId,
  TransferId,
  WallTime,
} from '../core/brand.ts'
import { krGeneric20, krGeneric20RandomDigits } from '../numbers/kr-generic-20.ts'
import type { Counter, Storage } from '../storage/storage.ts'
import { makePayToken, makeReceiptToken } from './pay-token.ts'
import type { Random } from './ports.ts'

export interface Stamps {
  commandId(): CommandId
  attemptId(): AttemptId
  receiptId(): ReceiptId
  /** Sorts behind every one that this process made before: refunds are listed by it. */
  refundId(): RefundId
  reportId(): ReportId
  suspenseId(): SuspenseId
  transferId(): TransferId
  paymentId(): Promise<PaymentId>
  /** 12 digits. */
  gatewayRef(): Promise<string>
  /** 8 digits, unique within a business day. */
  approvalNo(): Promise<string>
  /** A number of the network's own scheme, not to be guessed. */
  number(prefix: string): CollectionNumber
  /** Opens the customer's page. */
  payToken(id: PaymentId): string
  /** Opens the page of a receipt that has no payment. */
  receiptToken(): string
}

/** Numbers reserved at once; what is left at the end of the process is never used. */
const BLOCK: Readonly<Record<Counter, number>> = { payment: 1000, gateway_ref: 1000, approval: 100 }

export function createStamps({ storage, random }: { readonly storage: Storage; readonly random: Random }): Stamps {
  const wall = (): WallTime => storage.clock.wall()
  const payment = createCounter(storage, 'payment')
  let lastRefundAt = 0 as WallTime
  const gatewayRef = createCounter(storage, 'gateway_ref')
  const approval = createCounter(storage, 'approval')
  return {
    commandId: () => `cmd_${timeOrderedId(wall(), random)}` as CommandId,
    attemptId: () => `att_${timeOrderedId(wall(), random)}` as AttemptId,
    receiptId: () => `rcp_${timeOrderedId(wall(), random)}` as ReceiptId,
    refundId() {
      lastRefundAt = Math.max(wall(), lastRefundAt + 1) as WallTime
      return `rfd_${timeOrderedId(lastRefundAt, random)}` as RefundId
    },
    reportId: () => `rpt_${timeOrderedId(wall(), random)}` as ReportId,
    suspenseId: () => `sus_${timeOrderedId(wall(), random)}` as SuspenseId,
    transferId: () => `trf_${timeOrderedId(wall(), random)}` as TransferId,
    paymentId: async () => `imp_${digits(await payment(), 12)}` as PaymentId,
    gatewayRef: async () => digits(await gatewayRef(), 12),
    approvalNo: async () => digits(await approval(), 8),
    number: (prefix) =>
      krGeneric20.issue({ prefix, randomDigits: randomDigits(krGeneric20RandomDigits, random) }) as CollectionNumber,
    payToken: (id) => makePayToken(id, random),
    receiptToken: () => makeReceiptToken(random),
  }
}

/** The next value; callers that arrive while a block is being fetched share that one fetch. */
function createCounter(storage: Storage, counter: Counter): () => Promise<number> {
  const size = BLOCK[counter]
  let next = 0
  let left = 0
  let fetching: Promise<void> | undefined
  const fetchBlock = async (): Promise<void> => {
    next = await storage.takeBlock(counter, size)
    left = size
  }
  return async () => {
    while (left === 0) {
      fetching ??= fetchBlock().finally(() => {
        fetching = undefined
      })
      await fetching
    }
    left -= 1
    return next++
  }
}

/** Storage hands out numbers that fit the width. */
function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Each digit from a byte below 250, so that none is likelier than another. */
function randomDigits(count: number, random: Random): string {
  let text = ''
  while (text.length < count) {
    for (const byte of random(count)) {
      if (byte < 250 && text.length < count) text += String(byte % 10)
    }
  }
  return text
}

/** RFC 9562: 48 bits of time, then random; sorts by time of making. */
export function timeOrderedId(wall: WallTime, random: Random): string {
  const bytes = Buffer.from(random(16))
  bytes.writeUIntBE(wall, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
