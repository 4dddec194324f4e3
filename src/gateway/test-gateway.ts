/**
 * For tests only: the real gateway over a real keeper, the one under test where none is given, with clocks that stand
 * still until the test moves them and a merchant whose word the test gives. Every verb has an everyday request, so that
 * a test says only what it is about. Closed when the test ends.
 */
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
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
} from '../core/brand.ts'
import type { Channel, Merchant } from '../core/merchant.ts'
import { plainNetwork } from '../core/network.ts'
import type { EventType, Payment } from '../core/payment.ts'
import type { ReverseReason } from '../core/reverse-reason.ts'
import type { Clocks } from '../storage/clocks.ts'
import { createFakeClocks, type FakeClocks } from '../storage/fake-clocks.ts'
import type { DirectoryEntry, Storage } from '../storage/storage.ts'
import { openTestKeeper } from '../storage/test-keeper.ts'
import { type ChannelLines, HOUSE_ONLY } from './channel-port.ts'
import {
  type CollectAsked,
  createGateway,
  type Gateway,
  type IssueRequest,
  type StatusAnswer,
  type TillOutcome,
} from './gateway.ts'
import type { Happening } from './happening.ts'
import { createInquiryGuard } from './inquiry-guard.ts'
import { createPersonalVault, NO_PERSONAL, type PersonalFields, type PersonalVault } from './personal-vault.ts'
import type { MerchantsWord, Payer, Question, Random, ReceiptIssuer } from './ports.ts'

export const MERCHANT = 'mer_test' as MerchantId
export const OTHER_MERCHANT = 'mer_other' as MerchantId
export const NETWORK = 'house' as NetworkId
export const OTHER_NETWORK = 'other' as NetworkId
export const CONFIRM_URL = 'https://shop.example/confirm'
/** Business date of every request; no rule of the gateway reads it. */
export const TODAY = '20270301'

export const YES: MerchantsWord = { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200 in 1 ms' }
export const NO: MerchantsWord = { verdict: { kind: 'refused', reason: '품절' }, latencyMs: 1, detail: '409 in 1 ms' }
export const SILENCE: MerchantsWord = { verdict: { kind: 'unanswered' }, latencyMs: 5000, detail: 'no answer' }

export interface Scene {
  readonly gateway: Gateway
  readonly storage: Storage
  readonly clocks: FakeClocks
  readonly happenings: Happening[]
  /** What the merchant was asked, in order. */
  readonly questions: Question[]
  /** Wall and monotonic time run on. */
  pass(ms: number): void
  issue(words?: IssueWords): Promise<Payment>
  collect(number: string, words?: TillWords & Partial<CollectAsked>): Promise<TillOutcome>
  /** Undoes what stan `original` asked. */
  reverse(original: string, words?: TillWords & { readonly reason?: ReverseReason }): Promise<TillOutcome>
  status(original: string, words?: TillWords): Promise<StatusAnswer>
  events(payment: Payment): Promise<readonly EventType[]>
}

export type IssueWords = Omit<Partial<IssueRequest>, 'personal' | 'channel'> & {
  readonly merchant?: MerchantId
  readonly won?: number
  readonly order?: string
  readonly number?: string
  readonly personal?: Partial<PersonalFields>
  readonly channel?: Partial<Channel>
}

export interface TillWords {
  readonly till?: string
  readonly stan?: string
  /** How long the till waits for its answer. */
  readonly waitsMs?: number
}

export interface SceneOptions {
  /** Yes where none is given. */
  readonly askMerchant?: (question: Question, scene: () => Scene) => Promise<MerchantsWord>
  /** None where none is given. */
  readonly issuer?: ReceiptIssuer
  /** The house alone where none are given. */
  readonly channels?: ChannelLines
  /** Refunds are transferred by hand where none is given. */
  readonly payer?: Payer
  readonly open?: (clocks: Clocks) => Promise<Storage>
  /** To break something on the way down. */
  readonly around?: (storage: Storage) => Storage
  readonly random?: Random
  readonly vault?: PersonalVault
}

export async function openScene(t: TestContext, options: SceneOptions = {}): Promise<Scene> {
  const clocks = createFakeClocks()
  const { askMerchant = async () => YES, open = openTestKeeper } = options
  const keeper = await open(clocks)
  t.after(() => keeper.close())
  const storage = options.around?.(keeper) ?? keeper
  await keeper.directory.put(DIRECTORY)
  const happenings: Happening[] = []
  const questions: Question[] = []
  const gateway = createGateway({
    storage,
    vault: options.vault ?? testVault(),
    random: options.random ?? randomBytes,
    mono: clocks.mono,
    askMerchant(question) {
      questions.push(question)
      return askMerchant(question, () => scene)
    },
    issuer: options.issuer ?? null,
    channels: options.channels ?? HOUSE_ONLY,
    inquiryGuard: createInquiryGuard(clocks.mono),
    payer: options.payer ?? null,
    observe: (happening) => happenings.push(happening),
  })
  const scene: Scene = {
    gateway,
    storage,
    clocks,
    happenings,
    questions,
    pass(ms) {
      clocks.moveWall(ms)
      clocks.moveMono(ms)
    },
    ...tillVerbs(gateway, clocks),
    async issue(words = {}) {
      const issued = await gateway.issue(words.merchant ?? MERCHANT, issueRequest(words))
      if (!issued.ok) throw new Error(`not issued: ${issued.rejection.name}`)
      return issued.payment
    },
    events: async ({ merchantId, id }) => (await keeper.payments.events(merchantId, id)).map(({ data }) => data.type),
  }
  return scene
}

export function testVault(random: Random = randomBytes): PersonalVault {
  const keys = { current: 'k1', keys: new Map([['k1', random(32)]]), indexKey: random(32) }
  return createPersonalVault({ keys, random })
}

/** Each till is in the one shop of the network. */
export function tillNamed(till: string, network = NETWORK): TillIdentity {
  return { network, chain: '한빛편의점', outlet: 'S001', outletName: '한빛편의점 1호점', till }
}

let orders = 0

/** An order of its own where none is named. */
export function issueRequest(words: IssueWords = {}): IssueRequest {
  orders += 1
  const { merchant = MERCHANT, won = 1000, order = `order-${orders}`, number } = words
  return {
    channel: { ...channelOf(merchant), ...words.channel },
    orderId: order as OrderId,
    amount: won as Money,
    ownNumber: number === undefined ? null : (number as CollectionNumber),
    expiresAt: words.expiresAt ?? null,
    name: words.name ?? '후드티',
    confirmUrl: words.confirmUrl === undefined ? CONFIRM_URL : words.confirmUrl,
    noticeUrls: words.noticeUrls ?? null,
    personal: { ...NO_PERSONAL, ...words.personal },
    keyed: words.keyed ?? null,
  }
}

/** A cash collect of 1,000 won under stan 1. */
export function collectAsked(clocks: Clocks, number: string, words: TillWords & Partial<CollectAsked>): CollectAsked {
  return {
    businessDate: TODAY,
    stan: words.stan ?? '1',
    deadline: deadlineOf(clocks, words),
    number: number as CollectionNumber,
    amount: words.amount ?? (1000 as Money),
    currency: words.currency ?? 'KRW',
    payType: words.payType ?? 'cash',
    inquiryToken: words.inquiryToken ?? null,
    clerk: words.clerk ?? null,
  }
}

export function deadlineOf({ mono }: Clocks, { waitsMs = 6000 }: TillWords): MonoTime {
  return (mono() + waitsMs) as MonoTime
}

export function instant(at: number): Instant {
  return at as Instant
}

function tillVerbs(gateway: Gateway, clocks: Clocks): Pick<Scene, 'collect' | 'reverse' | 'status'> {
  return {
    collect: (number, words = {}) => gateway.collect(tillNamed(words.till ?? '1'), collectAsked(clocks, number, words)),
    reverse: (original, words = {}) =>
      gateway.reverse(tillNamed(words.till ?? '1'), {
        businessDate: TODAY,
        stan: words.stan ?? `undo ${original}`,
        deadline: deadlineOf(clocks, words),
        original: { businessDate: TODAY, stan: original },
        reason: words.reason ?? 'timeout',
      }),
    status: (original, words = {}) =>
      gateway.status(tillNamed(words.till ?? '1'), { original: { businessDate: TODAY, stan: original } }),
  }
}

/** `collected`, `declined: amount_differs`, `reversed: tombstoned`, `not done: too_late`. */
export function said(outcome: TillOutcome): string {
  if (outcome.kind === 'transient') return `not done: ${outcome.rejection.name}`
  const { answer } = outcome
  if (answer.kind === 'declined') return `declined: ${answer.rejection.name}`
  return answer.kind === 'reversed' ? `reversed: ${answer.original}` : 'collected'
}

/** A merchant who keeps a till waiting until the test lets go. */
export function heldMerchant() {
  const asked = Promise.withResolvers<void>()
  const word = Promise.withResolvers<MerchantsWord>()
  return {
    asked: asked.promise,
    say: word.resolve,
    askMerchant: async (): Promise<MerchantsWord> => {
      asked.resolve()
      return word.promise
    },
  }
}

export function merchantNamed(id: MerchantId, changes: Partial<Merchant> = {}): Merchant {
  const usual = {
    noticeUrl: null,
    noticeContentType: 'json',
    v1Notices: 'paid',
    suspended: null,
    webhookSecrets: [],
  } as const
  return { id, name: '예제상점', ...usual, ...changes }
}

export function channelOf(merchantId: MerchantId): Channel {
  return {
    key: `channel-key-${merchantId}` as ChannelKey,
    merchantId,
    provider: 'galaxia',
    mid: 'sunap0001',
    isDefault: true,
    sandbox: false,
    network: NETWORK,
    scheme: 'kr-generic-20',
    currency: 'KRW',
    reissue: 'allow',
    payTypes: ['cash', 'card'],
    tillCancel: 'same_till',
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
    receipts: 'asked',
    refundSlipDays: 14,
  }
}

export const DIRECTORY: readonly DirectoryEntry[] = [
  { kind: 'network', entry: plainNetwork(NETWORK, '8100') },
  { kind: 'network', entry: plainNetwork(OTHER_NETWORK, '8200') },
  { kind: 'merchant', entry: merchantNamed(MERCHANT) },
  { kind: 'merchant', entry: merchantNamed(OTHER_MERCHANT) },
  { kind: 'channel', entry: channelOf(MERCHANT) },
  { kind: 'channel', entry: channelOf(OTHER_MERCHANT) },
]
