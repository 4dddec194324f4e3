/**
 * For tests only: a day in a small town. A few tills sell, two merchants issue, amend, suspend and revoke numbers, answer
 * questions and hear notices, and between them stands a gateway on a machine that may fail. Everything but time, chance
 * and what is outside is the real thing: gateway, sweeper, dispatcher and a keeper. That one is in memory on every run:
 * virtual time passes as soon as nothing is left to do, and would run away from a disk or a socket.
 */
import type { TillAnswer, TillIdentity } from '../core/attempt.ts'
import type { DeliveryId, Instant, MerchantId, Money, OrderId, PaymentId } from '../core/brand.ts'
import { receiptDueAt } from '../core/cash-receipt.ts'
import type { Delivery } from '../core/delivery.ts'
import { NOTIFY_ON, type NotifyOn, plainNetwork } from '../core/network.ts'
import type { Payment } from '../core/payment.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { isCollected } from '../core/refund.ts'
import { standingOf } from '../core/standing.ts'
import { NOBODY } from '../numbers/receipt-identifier.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import type { Gateway, IssueRequest } from './gateway.ts'
import type { RefundTo } from './refunds.ts'
import {
  channelOf,
  DIRECTORY,
  issueRequest,
  MERCHANT,
  merchantNamed,
  NETWORK,
  OTHER_MERCHANT,
  OTHER_NETWORK,
  tillNamed,
} from './test-gateway.ts'
import { createSimulatedBank, type SimulatedBank } from './test-simulated-bank.ts'
import { createSimulatedIssuer, type SimulatedIssuer } from './test-simulated-issuer.ts'
import { type Conduct, createMachine } from './test-simulated-machine.ts'
import { createSimulatedSeller, type SimulatedSeller } from './test-simulated-seller.ts'
import { type Cancelling, createSimulatedTill, type Handout, type Priced, type Sale } from './test-simulated-till.ts'
import { type Chance, createChance, createVirtualTime } from './test-virtual-time.ts'

export interface Day {
  readonly keeper: Storage
  readonly sales: readonly Sale[]
  readonly handouts: readonly Handout[]
  readonly cancellings: readonly Cancelling[]
  /** As they are in the end. */
  readonly payments: readonly Payment[]
  /** What the merchants were answered. */
  readonly known: ReadonlySet<PaymentId>
  readonly deliveries: readonly Delivery[]
  readonly seller: SimulatedSeller
  readonly issuer: SimulatedIssuer
  readonly bank: SimulatedBank
  /** Every answer that each till key was given, in order. */
  readonly answers: ReadonlyMap<string, readonly TillAnswer[]>
  /** What must not be: two collections of one order at once, a claim held too long, a fault nobody foresaw. */
  readonly violations: readonly string[]
  readonly starts: number
  /** The story with its times; the same for the same seed. */
  readonly log: readonly string[]
}

/** How many on each network; the other one has two phases. */
const TILLS = [
  { network: NETWORK, count: 5 },
  { network: OTHER_NETWORK, count: 3 },
]
const SALES_OF_TILL = 8
const ORDERS_OF_MERCHANT = 8
const MERCHANT_MOVES = 50
const CLAIM_MS_MAX = 15_000 + 1_000
/** Until the sweep comes round, and what it takes to read and write on the way. */
const SLACK_MS = 1_000 + 200

export async function simulateDay(seed: number, conduct: Conduct): Promise<Day> {
  const world = await createWorld(seed, conduct)
  const { time, keeper, seller } = world
  world.machine.start()
  const tills = TILLS.flatMap(({ network, count }) => Array.from({ length: count }, () => network))
  let acting = tills.length + 2
  const ended = (): void => {
    acting -= 1
  }
  for (const merchant of [MERCHANT, OTHER_MERCHANT]) void runMerchant(world, merchant).then(ended)
  const shop: Shop = { sales: [], handouts: [], cancellings: [] }
  for (const [index, network] of tills.entries())
    void runTill(world, tillNamed(String(index + 1), network), shop).then(ended)
  await time.runUntil(() => acting === 0)
  world.calm()
  const evening = time.now() + 60_000
  await time.runUntil(() => time.now() >= evening && world.isQuiet())
  const found = world.issued.map(({ merchantId, id }) => keeper.payments.find(merchantId, id))
  const payments = (await Promise.all(found)).flatMap((payment) => payment ?? [])
  const { deliveries, answers, known, violations, log, issuer, bank } = world
  return {
    keeper,
    ...shop,
    payments,
    known,
    deliveries: [...deliveries.values()],
    seller,
    issuer,
    bank,
    answers,
    violations,
    starts: world.machine.starts(),
    log,
  }
}

type World = Awaited<ReturnType<typeof createWorld>>

async function createWorld(seed: number, conduct: Conduct) {
  const time = createVirtualTime()
  const chance = createChance(seed)
  const keeper = createMemoryStorage({ clocks: time.clocks })
  await keeper.directory.put([...DIRECTORY, ...settings(chance.pick(NOTIFY_ON))])
  const seller = createSimulatedSeller({ time, chance, keeper, sloppy: conduct.sloppySellers })
  const issuer = createSimulatedIssuer(time, chance, conduct.sloppySellers)
  const bank = createSimulatedBank(time, chance, conduct.sloppySellers)
  /** With a receipt or a transfer that is not answered yet. */
  const open = new Set<PaymentId>()
  /** In the order of their issue, each as it is now. */
  const issued: Payment[] = []
  const violations: string[] = []
  const log: string[] = []
  const answers = new Map<string, TillAnswer[]>()
  const deliveries = new Map<DeliveryId, Delivery>()
  const known = new Set<PaymentId>()
  keeper.onCommitted((committed) => {
    for (const payment of committed.payments) {
      const place = issued.findIndex(({ id }) => id === payment.id)
      issued[place < 0 ? issued.length : place] = payment
    }
    for (const delivery of committed.deliveries) deliveries.set(delivery.id, delivery)
    for (const { id, receipt, refunds } of committed.payments) {
      const isOpen = receiptDueAt(receipt) !== null || refunds.some(({ transfer }) => transfer !== null)
      if (isOpen) open.add(id)
      else open.delete(id)
    }
  })
  const broke = (fault: unknown): void => {
    if (!(fault instanceof StorageFault)) violations.push(`${time.now()} ${fault}`)
  }
  const machine = createMachine({ time, chance, keeper, seller, issuer, payer: bank, conduct, broke, log })
  watchOrders(keeper, () => ({ at: time.now(), downMs: machine.downMs() }), violations)
  return {
    ...{ time, chance, keeper, seller, issuer, bank, conduct, machine, broke },
    ...{ issued, known, deliveries, answers, violations, log },
    /** Nothing goes wrong any more. */
    calm() {
      machine.calm()
      seller.recover()
      issuer.recover()
      bank.recover()
    },
    isQuiet: () => open.size === 0 && [...deliveries.values()].every(({ state }) => state !== 'waiting'),
  }
}

/**
 * One hears of money and issues receipts by itself, the other hears of everything and asks for them. What the one sells is
 * cancelled at the till that sold it, what the other sells at every till of the shop.
 */
function settings(notifyOn: NotifyOn) {
  const noticed = (id: MerchantId, v1Notices: 'paid' | 'all') =>
    merchantNamed(id, { noticeUrl: `https://${id}.example/notice`, v1Notices })
  return [
    { kind: 'merchant', entry: noticed(MERCHANT, 'paid') },
    { kind: 'merchant', entry: noticed(OTHER_MERCHANT, 'all') },
    { kind: 'channel', entry: { ...channelOf(MERCHANT), receipts: 'always', refundSlipDays: 3 } },
    { kind: 'channel', entry: { ...channelOf(OTHER_MERCHANT), refundSlipDays: 3, tillCancel: 'until_cutoff' } },
    { kind: 'network', entry: { ...plainNetwork(OTHER_NETWORK, '8200'), phases: 'two', notifyOn } },
  ] as const
}

/** `downMs`: how long the machine was down until then. */
interface Moment {
  readonly at: number
  readonly downMs: number
}

/** At most one collection of an order stands, at most one till holds one, and none holds it for long. */
function watchOrders(keeper: Storage, now: () => Moment, violations: string[]): void {
  const states = new Map<string, Map<PaymentId, Payment['state']>>()
  const heldSince = new Map<string, Moment>()
  keeper.onCommitted(({ payments }) => {
    const { at, downMs } = now()
    for (const payment of payments) {
      const order = `${payment.merchantId}/${payment.orderId}`
      const ofOrder = states.get(order) ?? new Map<PaymentId, Payment['state']>()
      states.set(order, ofOrder.set(payment.id, payment.state))
      const standing = [...ofOrder.values()].filter((state) => state === 'paid' || state === 'authorising')
      if (standing.length > 1) violations.push(`${at} ${order} is ${standing.join(' and ')}`)
      const claim = `${payment.id} ${payment.fence}`
      const since = heldSince.get(claim)
      if (payment.state === 'authorising') heldSince.set(claim, since ?? { at, downMs })
      else if (since !== undefined && at - since.at - (downMs - since.downMs) > CLAIM_MS_MAX + SLACK_MS)
        violations.push(`${at} ${payment.id} was held for ${at - since.at} ms`)
      if (payment.state !== 'authorising') heldSince.delete(claim)
    }
  })
}

interface Shop {
  readonly sales: Sale[]
  readonly handouts: Handout[]
  readonly cancellings: Cancelling[]
}

async function runTill(world: World, identity: TillIdentity, { sales, handouts, cancellings }: Shop): Promise<void> {
  const { time, chance, machine, conduct, answers, broke, issued } = world
  const { sell, handOut, cancel, complete } = createSimulatedTill({
    identity,
    time,
    chance,
    gateway: machine.gateway,
    lossyLine: conduct.lossyLine,
    heard: (key, answer) => answers.set(key, [...(answers.get(key) ?? []), answer]),
    broke,
  })
  const mine = () => issued.filter(({ network }) => network === identity.network || chance.happens(0.02))
  const uncompleted: Sale[] = []
  for (let sold = 0; sold < SALES_OF_TILL; sold += 1) {
    await time.sleep(chance.ms(0, 8_000))
    const sale = await sell(chooseGoods(chance, mine()))
    sales.push(sale)
    const isApproval = sale.kept && identity.network === OTHER_NETWORK
    if (isApproval && chance.happens(0.15)) uncompleted.push(sale)
    else if (isApproval) await complete(sale)
    const slip = chance.happens(0.4) ? chooseSlip(chance, mine()) : undefined
    if (slip !== undefined) handouts.push(await handOut(slip))
    const unwanted = chance.happens(0.15) ? chooseUnwanted(chance, identity, sales) : undefined
    if (unwanted !== undefined) cancellings.push(await cancel(unwanted))
  }
  // By then each of them is in doubt, or cancelled.
  if (uncompleted.length > 0) await time.sleep(COMPLETION_MS)
  for (const sale of uncompleted) await complete(sale)
}

/** Mostly of its own till, whether or not it is undone already. */
function chooseUnwanted(chance: Chance, { till }: TillIdentity, sales: readonly Sale[]): Sale | undefined {
  const kept = sales.filter((sale) => sale.kept && (sale.till === till || chance.happens(0.1)))
  return kept[Math.floor(chance.number() * kept.length)]
}

/**
 * Mostly something of the latest, so that tills meet; now and then a wrong amount or a number nobody issued. What it
 * costs is what its page said when the customer looked: it may have been amended since.
 */
function chooseGoods(chance: Chance, issued: readonly Payment[]): Priced {
  const chosen = issued.at(-1 - Math.floor(chance.number() * Math.min(issued.length, 8)))
  if (chosen === undefined || chance.happens(0.03)) return { number: 'NEVER-ISSUED' as never, amount: 1000 as Money }
  const { number, amount } = chosen
  return { number, amount: chance.happens(0.04) ? ((amount + 1) as Money) : amount }
}

/** Any that there is, paid out or not; now and then for a wrong amount. */
function chooseSlip(chance: Chance, issued: readonly Payment[]): Priced | undefined {
  const slips = issued.flatMap(({ refunds }) =>
    refunds.flatMap(({ route, amount }) => (route.kind === 'slip' ? [{ number: route.number, amount }] : [])),
  )
  const slip = slips[Math.floor(chance.number() * slips.length)]
  return slip !== undefined && chance.happens(0.05) ? { ...slip, amount: (slip.amount + 1) as Money } : slip
}

function isLive({ state }: Payment): boolean {
  return state === 'ready' || state === 'authorising'
}

async function runMerchant(world: World, merchant: MerchantId): Promise<void> {
  const { time, chance, machine, broke } = world
  const { issue, askAgain, isAnswered } = createIssuing(world, merchant)
  const changes = createChanges(world, merchant)
  for (let moves = 0; moves < MERCHANT_MOVES; moves += 1) {
    const isAsked = !isAnswered() && chance.happens(0.3)
    await move(isAsked ? askAgain : chance.happens(0.6) ? issue : chance.pick(changes)).catch(broke)
    await time.sleep(moves < ORDERS_OF_MERCHANT ? 10 : chance.ms(0, 4_000))
  }
  while (!isAnswered()) {
    await move(askAgain).catch(broke)
    await time.sleep(1_000)
  }

  /** A process that dies answers nobody: its merchant goes on after a while. */
  async function move(next: (open: Gateway) => Promise<void>): Promise<void> {
    const open = machine.gateway()
    if (open !== undefined) await Promise.race([next(open), time.sleep(10_000)])
  }
}

/** A merchant that gives each request a key, and asks again under it what was not answered. */
function createIssuing({ time, chance, known, violations }: World, merchant: MerchantId) {
  const idsByKey = new Map<string, PaymentId>()
  const unanswered = new Set<IssueRequest>()
  return { issue, askAgain, isAnswered: () => unanswered.size === 0 }

  async function issue(open: Gateway): Promise<void> {
    const ends = chance.happens(0.3) ? ((open.now() + chance.ms(20_000, 120_000)) as Instant) : null
    const order = `order-${1 + Math.floor(chance.number() * ORDERS_OF_MERCHANT)}` as OrderId
    const won = chance.happens(0.9) ? 1000 : 2000
    const channel = { network: chance.happens(0.4) ? OTHER_NETWORK : NETWORK }
    const words = {
      merchant,
      order,
      won,
      channel,
      expiresAt: ends,
      ...(chance.happens(0.2) ? { confirmUrl: null } : {}),
    }
    const keyed = { key: `key-${time.now()}-${chance.number()}`, asked: [order, won, ends, words.confirmUrl ?? ''] }
    await ask(open, issueRequest({ ...words, personal: { buyerName: '홍길동' }, keyed }))
  }

  async function askAgain(open: Gateway): Promise<void> {
    const [request] = unanswered
    if (request !== undefined) await ask(open, request)
  }

  async function ask(open: Gateway, request: IssueRequest): Promise<void> {
    const key = request.keyed?.key ?? ''
    unanswered.add(request)
    const answer = await open.issue(merchant, request)
    // Now and then the answer is lost on its way.
    if (!chance.happens(0.2)) unanswered.delete(request)
    if (!answer.ok) return
    const { payment, again } = answer
    const before = idsByKey.get(key)
    if (before !== undefined && (before !== payment.id || !again))
      violations.push(`${time.now()} ${key} got two numbers`)
    idsByKey.set(key, payment.id)
    known.add(payment.id)
  }
}

const TO_BANK: RefundTo = {
  kind: 'bank',
  account: { holder: '홍길동', bank: '004', number: '1234567890', tel: null },
}

/** What it does to numbers that are out, each as often as it stands here. */
function createChanges({ chance, issued }: World, merchant: MerchantId) {
  return [revoke, amend, amend, suspend, resume, resume, receipt, receipt, receipt, refund, refund, reroute] as const

  async function revoke(open: Gateway): Promise<void> {
    const chosen = oneOfMine(() => true)
    if (chosen !== undefined) await open.revoke(merchant, chosen.id)
  }

  /** Now and then on a version that is none any more. */
  async function amend(open: Gateway): Promise<void> {
    const chosen = oneOfMine(isLive)
    if (chosen === undefined) return
    const amount = chance.happens(0.7) ? (chance.pick([1000, 1500, 2000]) as Money) : null
    const expiresAt = chance.happens(0.3) ? ((open.now() + chance.ms(20_000, 120_000)) as Instant) : null
    const version = chance.happens(0.5) ? chosen.version - Number(chance.happens(0.2)) : null
    await open.amend(merchant, chosen.id, { amount, expiresAt, version })
  }

  async function suspend(open: Gateway): Promise<void> {
    const chosen = oneOfMine(isLive)
    if (chosen !== undefined) await open.suspend(merchant, chosen.id, chance.pick([null, '재고 확인 중']))
  }

  async function resume(open: Gateway): Promise<void> {
    const chosen = oneOfMine((payment) => standingOf(payment) === 'suspended')
    if (chosen !== undefined) await open.resume(merchant, chosen.id)
  }

  /** Asks for one, mostly, or takes one back; whether or not there is money. */
  async function receipt({ receipts }: Gateway): Promise<void> {
    const chosen = oneOfMine(() => true)
    if (chosen === undefined) return
    if (chance.happens(0.2)) await receipts.cancel(merchant, chosen.id)
    else await receipts.ask(merchant, chosen.id, { use: 'person', identifier: NOBODY, taxFree: 0 as Money, vat: null })
  }

  /** A part, mostly, or all that is left, by bank or over the counter; whether or not there is money. */
  async function refund({ refunds }: Gateway): Promise<void> {
    const chosen = oneOfMine((payment) => chance.happens(0.2) || isCollected(payment))
    if (chosen === undefined) return
    const amount = chance.happens(0.7) ? (chance.pick([100, 400, 900]) as Money) : null
    await refunds.refund(merchant, chosen.id, {
      ...{ amount, balance: null, taxFree: null, vatAmount: null, reason: '변심', askedBy: 'merchant', tellV1: true },
      to: chance.happens(0.4) ? { kind: 'slip' } : TO_BANK,
      keyed: null,
    })
  }

  /** Another way for money whose way failed, and now and then for some that is still under way. */
  async function reroute({ refunds }: Gateway): Promise<void> {
    const mine = issued.filter(({ merchantId }) => merchantId === merchant).flatMap((payment) => payment.refunds)
    const chosen = mine[Math.floor(chance.number() * mine.length)]
    if (chosen !== undefined) await refunds.reroute(merchant, chosen.id, chance.pick([TO_BANK, { kind: 'slip' }]))
  }

  function oneOfMine(isMeant: (payment: Payment) => boolean): Payment | undefined {
    const mine = issued.filter((payment) => payment.merchantId === merchant && isMeant(payment))
    return mine[Math.floor(chance.number() * mine.length)]
  }
}
