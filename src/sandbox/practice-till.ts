/**
 * One counter of the sandbox: a till on the real line, a clerk, and a drawer. It keeps a journal of every message and
 * of every movement of money, so that whoever asked for a play can compare the drawer with the gateway's books.
 */
import type {
  CancelReply,
  CollectReply,
  InquiryReply,
  PayoutReply,
  ReverseReply,
  SlipReply,
  StatusReply,
} from '../wire/till.ts'
import { createSlowFetch, createSlowWrite } from './slow-line.ts'
import { createTillClient, type TillClient } from './till-client.ts'
import {
  type Exchanged,
  exchangeOnce,
  exchangeUntilAnswered,
  exchangeUntilDecided,
  exchangeUntilTaken,
  type Pause,
} from './till-conduct.ts'

export interface Terminal {
  /** `network/outlet/till` */
  readonly id: string
  readonly secret: string
}

/** A message as the till saw it. `wasSeen` is false where the reply came but was lost on its way to the clerk. */
export interface JournalEntry {
  readonly terminal: string
  readonly exchanged: Exchanged<NotedReply>
  readonly wasSeen: boolean
}

type NotedReply = CancelReply | CollectReply | InquiryReply | PayoutReply | ReverseReply | SlipReply | StatusReply

/** Money over the counter: positive into the drawer, negative back to the customer. */
export interface CashMove {
  readonly terminal: string
  readonly moved: number
}

export interface Journal {
  readonly entries: JournalEntry[]
  readonly cash: CashMove[]
}

export interface SaleKey {
  readonly business_date: string
  readonly stan: string
}

/** What the clerk collects; the fields of a collect message without its key. */
export interface Sale {
  readonly number: string
  readonly amount: number
  readonly currency: InquiryReply['currency']
  readonly pay_type: InquiryReply['pay_types'][number]
  readonly inquiry_token: string
  readonly deadline_ms?: number
}

/** What a message came to for the clerk. `not_done`: may be sent again. `silence`: nobody can say. */
export type Heard<Reply> =
  | { readonly kind: 'ok'; readonly reply: Reply; readonly raw: Uint8Array }
  | { readonly kind: 'declined'; readonly raw: Uint8Array }
  | { readonly kind: 'not_done' }
  | { readonly kind: 'silence' }

export interface PracticeTill {
  readonly terminal: string
  /** The key of a sale that was not sent yet. */
  newKey(): SaleKey
  /** `slowly`: the request takes `SLOW_MS` to arrive. */
  inquire(number: string, how?: 'slowly'): Promise<Heard<InquiryReply | SlipReply>>
  /** Sent again under the same key for as long as the replies ask for that. */
  collect(key: SaleKey, sale: Sale): Promise<Heard<CollectReply>>
  /** Of a sale of this till; sent again under one key for as long as nobody answers. */
  cancel(original: SaleKey, amount: number, reason: string): Promise<Heard<CancelReply>>
  payOut(key: SaleKey, slip: Pick<Sale, 'number' | 'amount' | 'currency'>): Promise<Heard<PayoutReply>>
  /** Sent once; the reply is lost on the line. */
  collectAndLoseReply(key: SaleKey, sale: Sale): Promise<void>
  /** Sent once; it takes `LATE_MS` to arrive. */
  collectLate(key: SaleKey, sale: Sale): Promise<Heard<CollectReply>>
  /** Repeated until it is taken; undefined where it never was. */
  reverse(original: SaleKey, reason: ReverseReason): Promise<ReverseReply['original'] | undefined>
  status(original: SaleKey): Promise<Heard<StatusReply>>
  takeMoney(amount: number): void
  giveBack(amount: number): void
  /** What the gateway says is collected of the sales of this till, asked anew; undefined where it does not answer. */
  collectedNow(): Promise<number | undefined>
}

export type ReverseReason = 'timeout' | 'power'

/** Noticeably slow, and well within every deadline. */
export const SLOW_MS = 600
/** The till gives the gateway this long; its request takes longer to arrive, and less than any listener waits for. */
export const LATE_DEADLINE_MS = 3000
export const LATE_MS = 3500

export interface PracticeTillOptions {
  readonly terminal: Terminal
  readonly posUrl: string
  /** As the line's `echo` told it. */
  readonly businessDate: string
  readonly newStan: () => string
  readonly pause: Pause
  readonly journal: Journal
}

export function createPracticeTill(options: PracticeTillOptions): PracticeTill {
  const { terminal, posUrl, businessDate, newStan, pause, journal } = options
  const line = { url: posUrl, terminal: terminal.id, secret: terminal.secret }
  const client = createTillClient(line)
  const clientTaking = (ms: number): TillClient =>
    createTillClient({ ...line, fetch: createSlowFetch(ms, pause), write: createSlowWrite(ms, pause) })
  const sales = new Map<SaleKey, Sale>()
  const newKey = (): SaleKey => ({ business_date: businessDate, stan: newStan() })
  const noted = notesIn(journal, terminal.id)

  async function collectBy(by: TillClient, key: SaleKey, sale: Sale): Promise<Exchanged<CollectReply>> {
    const request = { ...key, ...sale }
    sales.set(key, sale)
    return exchangeOnce('collect', request, () => by.collect(request))
  }

  const askStatus = (original: SaleKey) => askStatusOnce(client, { ...newKey(), original })

  async function payOutOnce(request: Parameters<TillClient['payOut']>[0]) {
    const send = async () => noted(await exchangeOnce('payout', request, () => client.payOut(request)))
    return heard(await exchangeUntilDecided(send, pause))
  }

  return {
    terminal: terminal.id,
    newKey,
    async inquire(number, how) {
      const request = { ...newKey(), number }
      const by = how === 'slowly' ? clientTaking(SLOW_MS) : client
      const send = async () => noted(await exchangeOnce('inquiry', request, () => by.inquire(request)))
      return heard(await exchangeUntilDecided(send, pause))
    },
    async collect(key, sale) {
      return heard(await exchangeUntilDecided(async () => noted(await collectBy(client, key, sale)), pause))
    },
    async cancel(original, amount, reason) {
      const request = { ...newKey(), original, amount, reason }
      const send = async () => noted(await exchangeOnce('cancel', request, () => client.cancel(request)))
      return heard(await exchangeUntilAnswered(send, pause))
    },
    payOut: async (key, slip) => payOutOnce({ ...key, ...slip }),
    async collectAndLoseReply(key, sale) {
      noted(await collectBy(client, key, sale), false)
    },
    async collectLate(key, sale) {
      return heard(noted(await collectBy(clientTaking(LATE_MS), key, sale)))
    },
    async reverse(original, reason) {
      const request = { ...newKey(), original, reason }
      const send = async () => noted(await exchangeOnce('reverse', request, () => client.reverse(request)))
      const answer = heard(await exchangeUntilTaken(send, pause))
      return answer.kind === 'ok' ? answer.reply.original : undefined
    },
    async status(original) {
      return heard(await exchangeUntilDecided(async () => noted(await askStatus(original)), pause))
    },
    ...drawerOf(journal, terminal.id),
    collectedNow: () => sumCollected(sales, (key) => exchangeUntilDecided(() => askStatus(key), pause)),
  }
}

function drawerOf({ cash }: Journal, terminal: string): Pick<PracticeTill, 'takeMoney' | 'giveBack'> {
  return {
    takeMoney: (amount) => cash.push({ terminal, moved: amount }),
    giveBack: (amount) => cash.push({ terminal, moved: -amount }),
  }
}

function notesIn({ entries }: Journal, terminal: string) {
  return <Reply extends NotedReply>(exchanged: Exchanged<Reply>, wasSeen = true): Exchanged<Reply> => {
    entries.push({ terminal, exchanged, wasSeen })
    return exchanged
  }
}

function askStatusOnce(
  client: TillClient,
  request: Parameters<TillClient['status']>[0],
): Promise<Exchanged<StatusReply>> {
  return exchangeOnce('status', request, () => client.status(request))
}

/** Of the sales that the gateway calls collected; undefined where one cannot be asked about. */
async function sumCollected(
  sales: ReadonlyMap<SaleKey, Sale>,
  ask: (key: SaleKey) => Promise<Exchanged<StatusReply>>,
): Promise<number | undefined> {
  let total = 0
  for (const [key, { amount }] of sales) {
    const status = heard(await ask(key))
    if (status.kind !== 'ok') return undefined
    if (status.reply.original === 'collected') total += amount
  }
  return total
}

function heard<Reply extends NotedReply>({ exchange }: Exchanged<Reply>): Heard<Reply> {
  if (exchange === null) return { kind: 'silence' }
  const { raw, reply } = exchange
  switch (reply.class) {
    case 'OK':
      return { kind: 'ok', reply, raw }
    case 'DECLINED':
      return { kind: 'declined', raw }
    case 'RETRY_SAME_KEY':
      return { kind: 'not_done' }
    case 'UNKNOWN':
      return { kind: 'silence' }
  }
}
