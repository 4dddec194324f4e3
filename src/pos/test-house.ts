/**
 * For tests only: a whole house to be a till in. The real gateway over the keeper under test, one seller, one network with
 * shops and tills, a merchant whose word a test can change, and the real listener on a free port of 127.0.0.1.
 */
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { TillIdentity } from '../core/attempt.ts'
import type {
  ChannelKey,
  CollectionNumber,
  Instant,
  MerchantId,
  Money,
  MonoTime,
  NetworkId,
  OrderId,
  RefundId,
  WallTime,
} from '../core/brand.ts'
import type { Channel, TillCancelRule } from '../core/merchant.ts'
import { type Network, newTill, openOutlet, plainNetwork } from '../core/network.ts'
import type { Payment } from '../core/payment.ts'
import { HOUSE_ONLY } from '../gateway/channel-port.ts'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import type { Happening } from '../gateway/happening.ts'
import { createInquiryGuard } from '../gateway/inquiry-guard.ts'
import { createPersonalVault, NO_PERSONAL, type PersonalVault } from '../gateway/personal-vault.ts'
import type { After, AskMerchant, MerchantsWord } from '../gateway/ports.ts'
import { createTillClient, type TillClient } from '../sandbox/till-client.ts'
import { after } from '../server/machine.ts'
import { type Clocks, SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { DirectoryEntry, Storage } from '../storage/storage.ts'
import { openTestKeeper } from '../storage/test-keeper.ts'
import { createTillServer, type TillServerDeps } from './till-api.ts'

export interface House {
  readonly app: FastifyInstance
  /** Of a listener of another kind beside it. */
  readonly deps: TillServerDeps
  readonly gateway: Gateway
  readonly storage: Storage
  /** `http://127.0.0.1:…` */
  readonly url: string
  readonly happenings: Happening[]
  readonly faults: unknown[]
  /** Who spoke, a message each. */
  readonly heard: TillIdentity[]
  /** Today, as tills are told by echo. */
  readonly businessDate: string
  /** Wall and monotonic time run on by this much from now. */
  pass(ms: number): void
  issue(words?: IssueWords): Promise<Payment>
  /** Of the tills' network, which is plain in all else. */
  setNetwork(settings: Partial<Network>): Promise<void>
  /** Gives `amount` of a paid payment back by a slip; answers its refund. */
  slip(payment: Payment, amount: number | null): Promise<Slip>
  /** A client of a till: `house/S001/1` where nothing is said; over HTTP, or to another listener. */
  till(id?: string, lineUrl?: string): TillClient
}

export interface Slip {
  readonly refundId: RefundId
  readonly number: CollectionNumber
  readonly expiresAt: Instant
}

export interface IssueWords {
  readonly amount?: number
  readonly orderId?: string
  readonly number?: string
  readonly name?: string
  readonly buyerName?: string
  /** False: nobody is asked. */
  readonly confirm?: boolean
  readonly expiresAt?: number
  readonly tillCancel?: TillCancelRule
}

export interface HouseOptions {
  /** What the merchant says; where it is not given, yes. */
  readonly askMerchant?: (question: Parameters<AskMerchant>[0], house: () => House) => Promise<MerchantsWord>
  readonly tills?: number
  readonly practice?: boolean
  /** To break something on the way down. */
  readonly around?: (storage: Storage) => Storage
  /** Another clockwork than the machine's. */
  readonly after?: After
  /** No time is moved, so that the keeper is as in production: SQLite's writer in its own thread, out of the tills' way. */
  readonly realTime?: boolean
}

export const TILL_SECRET = 'a secret of the first till, never used outside tests'
export const PAYABLE: MerchantsWord = { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200 in 1 ms' }

const MERCHANT = 'mer_test' as MerchantId
const NETWORK = 'house' as NetworkId

/** Closed when the test ends. */
export async function openHouse(t: TestContext, options: HouseOptions = {}): Promise<House> {
  let passedMs = 0
  const clocks: Clocks = {
    wall: () => (SYSTEM_CLOCKS.wall() + passedMs) as WallTime,
    mono: () => (SYSTEM_CLOCKS.mono() + passedMs) as MonoTime,
  }
  const keeper = await openTestKeeper(options.realTime ? undefined : clocks)
  const storage = options.around?.(keeper) ?? keeper
  await storage.directory.put(directoryEntries(options.tills ?? 2))
  const [happenings, faults, heard]: [Happening[], unknown[], TillIdentity[]] = [[], [], []]
  const { askMerchant = async () => PAYABLE } = options
  const gateway = createGateway({
    storage,
    vault: testVault(),
    random: randomBytes,
    mono: clocks.mono,
    askMerchant: (question) => askMerchant(question, () => house),
    channels: HOUSE_ONLY,
    issuer: null,
    inquiryGuard: createInquiryGuard(clocks.mono),
    payer: null,
    observe: (happening) => happenings.push(happening),
  })
  const deps: TillServerDeps = {
    gateway,
    openSecret: (sealed) => sealed.replace('sealed:', ''),
    mono: clocks.mono,
    after: options.after ?? after,
    practice: options.practice ?? false,
    heard: (till) => heard.push(till),
    reportFault: (fault) => faults.push(fault),
  }
  const app = createTillServer(deps)
  const url = await app.listen({ host: '127.0.0.1', port: 0, backlog: 2048 })
  t.after(async () => {
    await app.close()
    await keeper.close()
  })
  const house: House = {
    app,
    deps,
    gateway,
    storage,
    url,
    happenings,
    faults,
    heard,
    businessDate: seoulDay(gateway.now()),
    pass(ms) {
      if (options.realTime) throw new Error('the time of this house is real')
      passedMs += ms
    },
    issue: createIssuing(gateway),
    setNetwork: (settings) => setNetwork(storage, settings),
    slip: (payment, amount) => slipOf(gateway, payment, amount),
    till: (id = 'house/S001/1', lineUrl = url) =>
      createTillClient({ url: lineUrl, terminal: id, secret: secretOf(id), clock: clocks.wall }),
  }
  return house
}

async function setNetwork({ directory }: Storage, settings: Partial<Network>): Promise<void> {
  await directory.put([{ kind: 'network', entry: { ...plainNetwork(NETWORK, '8100'), ...settings } }])
}

function testVault(): PersonalVault {
  const keys = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]), indexKey: randomBytes(32) }
  return createPersonalVault({ keys, random: randomBytes })
}

/** Each issue is of an order of its own where none is named. */
function createIssuing(gateway: Gateway): House['issue'] {
  let orders = 0
  return async (words = {}) => {
    orders += 1
    const issued = await gateway.issue(MERCHANT, {
      channel: channel(words.tillCancel),
      orderId: (words.orderId ?? `order-${orders}`) as OrderId,
      amount: (words.amount ?? 1000) as Money,
      ownNumber: words.number === undefined ? null : (words.number as CollectionNumber),
      expiresAt: words.expiresAt === undefined ? null : (words.expiresAt as Instant),
      name: words.name ?? '후드티',
      confirmUrl: words.confirm === false ? null : 'https://shop.example/confirm',
      noticeUrls: null,
      personal: { ...NO_PERSONAL, buyerName: words.buyerName ?? null },
      keyed: null,
    })
    if (!issued.ok) throw new Error(`not issued: ${issued.rejection.name}`)
    return issued.payment
  }
}

async function slipOf({ refunds }: Gateway, { id }: Payment, amount: number | null): Promise<Slip> {
  const done = await refunds.refund(MERCHANT, id, {
    amount: amount as Money | null,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '변심',
    askedBy: 'merchant',
    tellV1: false,
    to: { kind: 'slip' },
    keyed: null,
  })
  if (!done.ok) throw new Error(`not refunded: ${done.rejection.name}`)
  const { id: refundId, route } = done.refund
  if (route.kind !== 'slip') throw new Error('the refund has no slip')
  return { refundId, number: route.number, expiresAt: route.expiresAt }
}

/** The fields of a cash collect of 1,000 won, today. */
export function sale({ businessDate }: House, stan: string, number: string, amount = 1000) {
  return { business_date: businessDate, stan, number, amount, currency: 'KRW', pay_type: 'cash' } as const
}

/** A merchant who keeps a till waiting until the test lets go. */
export function heldMerchant() {
  const asked = Promise.withResolvers<void>()
  const word = Promise.withResolvers<MerchantsWord>()
  return {
    asked: asked.promise,
    say: word.resolve,
    askMerchant: async () => {
      asked.resolve()
      return word.promise
    },
  }
}

export function secretOf(terminal: string): string {
  return terminal === 'house/S001/1' ? TILL_SECRET : `secret of ${terminal}`
}

/** The day by another road than the code under test takes. */
function seoulDay(at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' }).format(at).replaceAll('-', '')
}

/** Tills `house/S001/1`, `house/S001/2`, …, and one of another network under the same shop and till id. */
function directoryEntries(tills: number): readonly DirectoryEntry[] {
  const till = (network: NetworkId, id: string): DirectoryEntry => {
    const secret = `sealed:${secretOf(`${network}/S001/${id}`)}`
    return { kind: 'till', entry: newTill({ network, outlet: 'S001', id, secret }) }
  }
  const other = 'other' as NetworkId
  return [
    { kind: 'network', entry: plainNetwork(NETWORK, '8100') },
    { kind: 'network', entry: plainNetwork(other, '8200') },
    {
      kind: 'outlet',
      entry: openOutlet({ network: NETWORK, id: 'S001', chain: '한빛편의점', name: '한빛편의점 1호점' }),
    },
    { kind: 'outlet', entry: openOutlet({ network: other, id: 'S001', chain: '나루24', name: '나루24 강변점' }) },
    ...Array.from({ length: tills }, (_, index) => till(NETWORK, String(index + 1))),
    till(other, '1'),
    {
      kind: 'merchant',
      entry: {
        id: MERCHANT,
        name: '예제상점',
        noticeUrl: null,
        noticeContentType: 'json',
        v1Notices: 'paid',
        suspended: null,
        webhookSecrets: [],
      },
    },
    { kind: 'channel', entry: channel() },
  ]
}

function channel(tillCancel: TillCancelRule = 'same_till'): Channel {
  return {
    key: 'channel-key-00000000-0000-4000-8000-000000000000' as ChannelKey,
    merchantId: MERCHANT,
    provider: 'galaxia',
    mid: 'sunap0001',
    isDefault: true,
    sandbox: false,
    network: NETWORK,
    scheme: 'kr-generic-20',
    currency: 'KRW',
    reissue: 'allow',
    payTypes: ['cash', 'card'],
    tillCancel,
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
    receipts: 'none',
    refundSlipDays: 14,
  }
}
