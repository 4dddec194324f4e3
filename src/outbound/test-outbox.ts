/**
 * For tests only: the keeper under test with two merchants, a wall clock and timers that stand still until the test
 * moves them, the real client, and dispatchers over them. Everything is closed when the test ends.
 */
import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { tillKey } from '../core/attempt.ts'
import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  MonoTime,
  NetworkId,
  OrderId,
  PaymentId,
  WallTime,
} from '../core/brand.ts'
import type { Issue } from '../core/commands.ts'
import type { Delivery, Notice } from '../core/delivery.ts'
import { type Endpoint, NOTICE_TYPES } from '../core/endpoint.ts'
import type { Merchant, NoticeContentType } from '../core/merchant.ts'
import { plainNetwork } from '../core/network.ts'
import type { Payment, PaymentIn } from '../core/payment.ts'
import type { DeliveryTry, DirectoryEntry, Storage } from '../storage/storage.ts'
import { openTestKeeper } from '../storage/test-keeper.ts'
import { createDispatcher, type Dispatcher, type DispatcherDeps } from './dispatcher.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import { rulesFor } from './loopback-server.ts'
import type { After, Told } from './notice-try.ts'

export const SHOP = 'mer_shop' as MerchantId
export const OTHER_SHOP = 'mer_other' as MerchantId
export const SECRETS = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] as const

export interface Outbox {
  readonly storage: Storage
  readonly client: GuardedClient
  readonly told: Told[]
  readonly faults: unknown[]
  /** Every merchant hears of every change. `contentType` is the merchant's from now on. */
  issue(words: IssueWords): Promise<Payment>
  revoke(payment: Payment): Promise<void>
  claim(payment: Payment): Promise<PaymentIn<'authorising'>>
  /** Registers it for SHOP, hearing of everything in V1's words; the same one again changes it. */
  register(endpoint: Partial<Endpoint> & Pick<Endpoint, 'id' | 'url'>): Promise<void>
  dispatcher(changes?: Partial<DispatcherDeps>): Dispatcher
  /** Resolves when this many tries were recorded and told of, at once where they were. */
  hasTold(count: number): Promise<void>
  deliveriesOf(payment: Payment): Promise<readonly Delivery[]>
  triesOf(payment: Payment): Promise<readonly DeliveryTry[]>
  wall(): WallTime
  readonly after: After
  /** The wall runs on, and with it business time; timers that are due run, in their order. */
  pass(ms: number): Promise<void>
}

export interface IssueWords {
  readonly noticeUrls: readonly string[]
  readonly merchant?: MerchantId
  readonly contentType?: NoticeContentType
}

export async function openOutbox(t: TestContext): Promise<Outbox> {
  const asked = new Set<Promise<unknown>>()
  const { after, pass, wall } = standingClock(asked)
  const mono = (): MonoTime => Number(wall()) as MonoTime
  const keeper = await openTestKeeper({ wall, mono })
  const storage = { ...keeper, deliveries: noting(keeper.deliveries, asked) }
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: '1.2.3' })
  const dispatchers: Dispatcher[] = []
  t.after(async () => {
    await client.close()
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()))
    await storage.close()
  })
  await storage.directory.put([{ kind: 'network', entry: plainNetwork(NETWORK, '8100') }])
  const { told, observe, hasTold } = listenToTries()
  const faults: unknown[] = []
  return {
    storage,
    client,
    told,
    faults,
    ...customers(storage),
    async register(endpoint) {
      await storage.directory.put([...shop(SHOP, 'json'), { kind: 'endpoint', entry: { ...EVERYTHING, ...endpoint } }])
    },
    dispatcher(changes) {
      const dispatcher = createDispatcher({
        queue: storage.deliveries,
        mono,
        client,
        renderNotice,
        secretsOf: () => SECRETS,
        clock: storage.clock,
        chance: () => 0.5,
        after,
        observe,
        reportFault: (fault) => faults.push(fault),
        ...changes,
      })
      const stopListening = storage.onCommitted(({ deliveries }) => {
        if (deliveries.length > 0) dispatcher.wake(deliveries)
      })
      t.after(stopListening)
      dispatchers.push(dispatcher)
      return dispatcher
    },
    hasTold,
    deliveriesOf: ({ merchantId, id }) => storage.deliveries.ofPayment(merchantId, id),
    async triesOf({ merchantId, id }) {
      const deliveries = await storage.deliveries.ofPayment(merchantId, id)
      const tries = await Promise.all(deliveries.map((delivery) => storage.deliveries.tries(merchantId, delivery.id)))
      return tries.flat()
    },
    wall,
    after,
    pass,
  }
}

const NETWORK = 'house' as NetworkId

const EVERYTHING = {
  merchantId: SHOP,
  description: '',
  format: 'v1_json',
  hears: [...NOTICE_TYPES],
  secrets: [{ sealed: SECRETS[0], until: null }],
} as const

function listenToTries() {
  const told: Told[] = []
  const listeners = new Set<() => void>()
  return {
    told,
    observe(one: Told): void {
      told.push(one)
      for (const listener of listeners) listener()
    },
    hasTold: (count: number): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (told.length >= count) resolve()
        }
        listeners.add(look)
        look()
      }),
  }
}

/** What is asked of the queue stands in `asked` until it is answered. */
function noting(queue: Storage['deliveries'], asked: Set<Promise<unknown>>): Storage['deliveries'] {
  const note = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    asked.add(answer)
    try {
      return await answer
    } finally {
      asked.delete(answer)
    }
  }
  return {
    ...queue,
    lease: (...question) => note(queue.lease(...question)),
    settle: (...question) => note(queue.settle(...question)),
    prune: (...question) => note(queue.prune(...question)),
    waitingQueues: (...question) => note(queue.waitingQueues(...question)),
  }
}

function standingClock(asked: ReadonlySet<Promise<unknown>>) {
  let now = 1_800_000_000_000
  let timers: readonly { readonly at: number; readonly run: () => void }[] = []
  return {
    wall: () => now as WallTime,
    after(ms: number, run: () => void): () => void {
      const timer = { at: now + ms, run }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async pass(ms: number): Promise<void> {
      const end = now + ms
      for (;;) {
        // What was set off before gets as far as it can without the network, new timers included.
        do {
          await Promise.allSettled(asked)
          for (let turns = 0; turns < 3; turns += 1) await turn()
        } while (asked.size > 0)
        const [next] = [...timers].sort((a, b) => a.at - b.at)
        if (next === undefined || next.at > end) break
        now = Math.max(now, next.at)
        timers = timers.filter((timer) => timer !== next)
        next.run()
      }
      now = end
    },
  }
}

/** Stands in for the merchant room's: exactly the three members, in the notice's format. */
function renderNotice({ paymentId, orderId, status, format }: Notice): string {
  const fields = { imp_uid: paymentId, merchant_uid: orderId, status }
  return format === 'v1_form' ? new URLSearchParams(fields).toString() : JSON.stringify(fields)
}

function customers(storage: Storage): Pick<Outbox, 'issue' | 'revoke' | 'claim'> {
  let commands = 0
  const nextId = (): CommandId => {
    commands += 1
    return `cmd_${commands}` as CommandId
  }
  return {
    async issue({ noticeUrls, merchant = SHOP, contentType = 'json' }) {
      await storage.directory.put(shop(merchant, contentType))
      const id = nextId()
      const { payment } = expected('issued', await storage.execute(issueCommand(id, merchant, noticeUrls)))
      return payment
    },
    async revoke({ merchantId, id }) {
      expected('revoked', await storage.execute({ type: 'revoke', id: nextId(), merchantId, paymentId: id }))
    },
    async claim(payment) {
      const id = nextId()
      const { network, number, amount, currency } = payment
      const till = { network, chain: '한빛편의점', outlet: 'S001', outletName: '한빛편의점 1호점', till: '1' }
      const claimed = await storage.execute({
        type: 'claim',
        id,
        request: {
          ...till,
          attemptId: `att_${commands}` as AttemptId,
          key: tillKey({ ...till, businessDate: '20270115', stan: String(commands) }),
          fingerprint: 'f',
          clerk: null,
          number,
          amount,
          currency,
          payType: 'cash',
          gatewayRef: '000000000001',
        },
        wellFormed: true,
        inquired: null,
      })
      return expected('claimed', claimed).payment
    },
  }
}

function expected<Outcome extends { readonly kind: string }, Kind extends string>(
  kind: Kind,
  outcome: Outcome,
): Extract<Outcome, { kind: Kind }> {
  if (outcome.kind !== kind) throw new Error(`not ${kind}: ${JSON.stringify(outcome)}`)
  return outcome as Extract<Outcome, { kind: Kind }>
}

function shop(id: MerchantId, noticeContentType: NoticeContentType): readonly DirectoryEntry[] {
  const entry: Merchant = {
    id,
    name: '예제상점',
    noticeUrl: null,
    noticeContentType,
    v1Notices: 'all',
    suspended: null,
    webhookSecrets: [],
  }
  return [{ kind: 'merchant', entry }]
}

function issueCommand(id: CommandId, merchantId: MerchantId, noticeUrls: readonly string[]): Issue {
  const digits = id.slice('cmd_'.length).padStart(12, '0')
  return {
    type: 'issue',
    id,
    terms: {
      id: `imp_${digits}` as PaymentId,
      merchantId,
      orderId: `order-${digits}` as OrderId,
      channelKey: 'channel-key-1' as ChannelKey,
      provider: 'galaxia',
      mid: 'sunap0001',
      sandbox: true,
      network: NETWORK,
      number: `81000000${digits}` as CollectionNumber,
      scheme: 'kr-generic-20',
      name: '후드티',
      amount: 1000 as Money,
      currency: 'KRW',
      payTypes: ['cash', 'card'],
      tillCancel: 'same_till',
      confirmUrl: null,
      confirmTimeoutMs: 5000,
      noticeUrls,
      payToken: `pay-${digits}`,
    },
    expiresAt: 1_900_000_000_000 as Instant,
    deadlineDays: 7,
    deadlineDaysMax: 3660,
    amountMax: null,
    prepared: null,
    idempotency: null,
    reissue: 'allow',
    personal: null,
  }
}
