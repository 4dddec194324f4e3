/**
 * A merchant's gateway as an object: a method for whatever a merchant can ask, under the names of the trade. What a
 * method takes and answers has the keys of the wire, so that the reference of the API is the reference of this too.
 */
import { type BulkRows, issueInBulk } from './bulk.ts'
import { type Call, type CallOptions, type ClientOptions, createCall, type Nature } from './call.ts'
import { NotFoundError } from './errors.ts'
import { type Events, type EventsAsked, readEvents } from './feed.ts'
import { createDeliveries, createEndpoints, type Deliveries, type Endpoints } from './notice-desk.ts'
import {
  type ListAsked,
  listPayments,
  type PaymentStatus,
  type Payments,
  type SearchAsked,
  searchPayments,
} from './pages.ts'
import { createRefunds, type Refunds } from './refunds.ts'
import type {
  AmendBody,
  Balance,
  CancelBody,
  Channel,
  ConfirmFigures,
  ExternalReceipt,
  ExternalReceiptBody,
  Institution,
  IssueBody,
  Operations,
  Payment,
  PrepareBody,
  Prepared,
  Receipt,
  ReceiptBody,
  SuspendBody,
} from './wire.gen.ts'

export interface Client {
  /** Issues the number an order is paid with at a store, or registers one of your own (`barcode`). */
  issue(order: IssueBody, options?: KeyedOptions): Promise<Payment>
  /**
   * Up to 10,000 of them. A row comes as soon as it is done, in the order of the rows, and the last one was the last: after
   * a broken connection it goes on by itself, and what cannot go on throws `UnfinishedError`. A row that was refused comes once
   * more where that mended it; then the later one counts. Leaving the loop stops the issuing.
   */
  bulkIssue(orders: readonly IssueBody[], options?: KeyedOptions): BulkRows
  /** So that it can no longer be paid. Of one that is revoked already: the same answer again. */
  revoke(impUid: string, options?: CallOptions): Promise<Payment>
  /** Another amount or deadline for a number that waits. After a broken connection it is not sent again; `find` says what is. */
  amend(impUid: string, changes: AmendBody, options?: CallOptions): Promise<Payment>
  /** No till takes it until `resume`. Clerk and customer read the reason. */
  suspend(impUid: string, why?: SuspendBody, options?: CallOptions): Promise<Payment>
  resume(impUid: string, options?: CallOptions): Promise<Payment>
  /** Ask this when a notice came, before you ship anything. Throws `NotFoundError` where there is none. */
  find(impUid: string, options?: CallOptions & Operations['getPayment']['query']): Promise<Payment>
  /** Up to 100 ids and orders together; those that are not there are missing in the answer. */
  findMany(names: Names, options?: CallOptions): Promise<readonly Payment[]>
  /** One payment of the order: the newest, or the first by `sorting`. */
  findByOrder(merchantUid: string, options?: CallOptions & OrderAsked): Promise<Payment>
  /** All payments of one order as they are at one moment, its newest 1,000. */
  listOrder(merchantUid: string, options?: CallOptions & OrderAsked): Promise<readonly Payment[]>
  /**
   * Payments of one status or of all, one after the other however many there are, while others are made and paid. Within
   * 90 days at most; where `from` is left out, those before the newest. Of `ready` and `paid` the newest comes first, else
   * the oldest.
   */
  list(asked?: ListAsked, options?: CallOptions): Payments
  /** By what people have in hand: a number, what names an attempt on a slip, an outlet. Newest issue first. */
  search(asked: SearchAsked, options?: CallOptions): Payments
  /**
   * Everything that happened to your payments, oldest first, to where it ends now. Keep the `id` of the last event you are
   * done with and begin `after` it next time: nothing is missed and nothing comes twice, whatever was restarted meanwhile.
   */
  events(asked?: EventsAsked, options?: CallOptions): Events
  /** Says beforehand what an order costs; `issue` is then held to it. */
  prepare(amount: PrepareBody, options?: CallOptions): Promise<Prepared>
  changePrepared(amount: PrepareBody, options?: CallOptions): Promise<Prepared>
  findPrepared(merchantUid: string, options?: CallOptions): Promise<Prepared>
  /** What was collected and not given back. */
  balance(impUid: string, options?: CallOptions): Promise<Balance>
  /**
   * Gives back all or a part of what was paid: to the account that is named, else by a slip that a till pays out. Sent again after a
   * broken connection it is the same refund, under its key.
   */
  cancel(payment: CancelBody, options?: KeyedOptions): Promise<Payment>
  /** A cash receipt (현금영수증) for all that was paid in cash. Look it up when you do not know whether it was issued. */
  issueReceipt(impUid: string, receipt: ReceiptBody, options?: CallOptions): Promise<Receipt>
  /** Throws `NotFoundError` where none was issued. */
  findReceipt(impUid: string, options?: CallOptions): Promise<Receipt>
  /** Of one that is cancelled already: the same answer again. */
  cancelReceipt(impUid: string, options?: CallOptions): Promise<Receipt>
  /** As `issueReceipt`, for cash that was taken elsewhere; `merchantUid` is yours, and has one receipt at a time. */
  issueExternalReceipt(
    merchantUid: string,
    receipt: ExternalReceiptBody,
    options?: CallOptions,
  ): Promise<ExternalReceipt>
  findExternalReceipt(merchantUid: string, options?: CallOptions): Promise<ExternalReceipt>
  cancelExternalReceipt(merchantUid: string, options?: CallOptions): Promise<ExternalReceipt>
  channels(options?: CallOptions): Promise<readonly Channel[]>
  banks(options?: CallOptions): Promise<readonly Institution[]>
  bank(code: string, options?: CallOptions): Promise<Institution>
  cards(options?: CallOptions): Promise<readonly Institution[]>
  card(code: string, options?: CallOptions): Promise<Institution>
  /** How, and how fast, your `confirm_url` answered, by the hour. */
  confirmFigures(options?: CallOptions & Operations['getConfirmFigures']['query']): Promise<ConfirmFigures>
  readonly refunds: Refunds
  readonly endpoints: Endpoints
  readonly deliveries: Deliveries
}

export interface KeyedOptions extends CallOptions {
  /** A key of your own, so that the same request from another process is the same too. Made by chance where it is left out. */
  readonly idempotencyKey?: string | undefined
}

export interface Names {
  readonly imp_uid?: readonly string[] | undefined
  readonly merchant_uid?: readonly string[] | undefined
}

export interface OrderAsked {
  readonly status?: PaymentStatus | undefined
  readonly sorting?: Operations['findPayment']['query']['sorting']
}

export function createClient(options: ClientOptions): Client {
  return clientOver(createCall(options, SYSTEM))
}

const SYSTEM: Nature = {
  monotonicMs: () => performance.now(),
  random: Math.random,
  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', abort)
        resolve()
      }, ms)
      signal.addEventListener('abort', abort, { once: true })
    }),
}

export function clientOver(call: Call): Client {
  return {
    async issue(body, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      const headers = { 'idempotency-key': idempotencyKey }
      return (await call('issueNumber', { input: { body }, headers, options })).response
    },
    bulkIssue: (orders, { idempotencyKey = crypto.randomUUID(), ...options } = {}) =>
      issueInBulk(call, orders, idempotencyKey, options),
    async cancel(body, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      const headers = { 'idempotency-key': idempotencyKey }
      return (await call('cancelPayment', { input: { body }, headers, options })).response
    },
    list: (asked = {}, options) => listPayments(call, asked, options),
    search: (asked, options) => searchPayments(call, asked, options),
    events: (asked = {}, options) => readEvents(call, asked, options),
    ...changing(call),
    ...lookingUp(call),
    ...preparing(call),
    ...receipts(call),
    ...externalReceipts(call),
    ...lookups(call),
    refunds: createRefunds(call),
    endpoints: createEndpoints(call),
    deliveries: createDeliveries(call),
  }
}

function changing(call: Call): Pick<Client, 'revoke' | 'amend' | 'suspend' | 'resume'> {
  return {
    async revoke(imp_uid, options) {
      return (await call('revokeNumber', { input: { path: { imp_uid } }, options })).response
    },
    async amend(imp_uid, body, options) {
      return (await call('amendPayment', { input: { path: { imp_uid }, body }, options })).response
    },
    async suspend(imp_uid, body = {}, options) {
      return (await call('suspendPayment', { input: { path: { imp_uid }, body }, options })).response
    },
    async resume(imp_uid, options) {
      return (await call('resumePayment', { input: { path: { imp_uid } }, options })).response
    },
  }
}

const ANY = 'all' as const
/** All of one order in one answer. */
const ORDER_LIMIT = 1_000

function lookingUp(call: Call): Pick<Client, 'find' | 'findMany' | 'findByOrder' | 'listOrder' | 'balance'> {
  return {
    async find(imp_uid, { include_sandbox, ...options } = {}) {
      const input = { path: { imp_uid }, query: { include_sandbox } }
      return (await call('getPayment', { input, options })).response
    },
    async findMany({ imp_uid, merchant_uid }, options) {
      const query = { 'imp_uid[]': imp_uid, 'merchant_uid[]': merchant_uid }
      try {
        return (await call('listNamedPayments', { input: { query }, options })).response
      } catch (error) {
        if (error instanceof NotFoundError) return []
        throw error
      }
    },
    async findByOrder(merchant_uid, { status, sorting, ...options } = {}) {
      const input = { path: { merchant_uid, payment_status: status ?? ANY }, query: { sorting } }
      return (await call('findPaymentOfStatus', { input, options })).response
    },
    async listOrder(merchant_uid, { status, sorting, ...options } = {}) {
      const input = { path: { merchant_uid, payment_status: status ?? ANY }, query: { sorting, limit: ORDER_LIMIT } }
      return (await call('listOrderPaymentsOfStatus', { input, options })).response.list
    },
    async balance(imp_uid, options) {
      return (await call('getBalance', { input: { path: { imp_uid } }, options })).response
    },
  }
}

function preparing(call: Call): Pick<Client, 'prepare' | 'changePrepared' | 'findPrepared'> {
  return {
    async prepare(body, options) {
      return (await call('prepareAmount', { input: { body }, options })).response
    },
    async changePrepared(body, options) {
      return (await call('changePreparedAmount', { input: { body }, options })).response
    },
    async findPrepared(merchant_uid, options) {
      return (await call('getPreparedAmount', { input: { path: { merchant_uid } }, options })).response
    },
  }
}

function receipts(call: Call): Pick<Client, 'issueReceipt' | 'findReceipt' | 'cancelReceipt'> {
  return {
    async issueReceipt(imp_uid, body, options) {
      return (await call('issueReceipt', { input: { path: { imp_uid }, body }, options })).response
    },
    async findReceipt(imp_uid, options) {
      return (await call('getReceipt', { input: { path: { imp_uid } }, options })).response
    },
    async cancelReceipt(imp_uid, options) {
      return (await call('cancelReceipt', { input: { path: { imp_uid } }, options })).response
    },
  }
}

function externalReceipts(
  call: Call,
): Pick<Client, 'issueExternalReceipt' | 'findExternalReceipt' | 'cancelExternalReceipt'> {
  return {
    async issueExternalReceipt(merchant_uid, body, options) {
      return (await call('issueExternalReceipt', { input: { path: { merchant_uid }, body }, options })).response
    },
    async findExternalReceipt(merchant_uid, options) {
      return (await call('getExternalReceipt', { input: { path: { merchant_uid } }, options })).response
    },
    async cancelExternalReceipt(merchant_uid, options) {
      return (await call('cancelExternalReceipt', { input: { path: { merchant_uid } }, options })).response
    },
  }
}

function lookups(call: Call): Pick<Client, 'channels' | 'banks' | 'bank' | 'cards' | 'card' | 'confirmFigures'> {
  return {
    async channels(options) {
      return (await call('listChannels', { input: {}, options })).response
    },
    async banks(options) {
      return (await call('listBanks', { input: {}, options })).response
    },
    async bank(code, options) {
      return (await call('getBank', { input: { path: { code } }, options })).response
    },
    async cards(options) {
      return (await call('listCards', { input: {}, options })).response
    },
    async card(code, options) {
      return (await call('getCard', { input: { path: { code } }, options })).response
    },
    async confirmFigures({ from, to, ...options } = {}) {
      return (await call('getConfirmFigures', { input: { query: { from, to } }, options })).response
    },
  }
}
