/** Who plays at the counter beside the server: tills that send one message at a fixed rate, and a merchant that is asked and told. */
import { type Child, startChild } from './child.ts'
import {
  type CounterWanted,
  type GatewayAddresses,
  type LineName,
  MerchantAddress,
  MerchantHeard,
  MessagesMeasured,
  Nothing,
  Usage,
} from './messages.ts'

const MERCHANT_ANSWERS_AFTER_MS = 5

export interface Merchant {
  readonly url: string
  /** How long it held the question of each order, once it was told of so many. */
  heldMs(orders: number): Promise<ReadonlyMap<string, number>>
  usage(): Promise<Usage>
}

export async function openMerchant(opened: AsyncDisposableStack): Promise<Merchant> {
  const merchant = start('merchant-server.ts', opened)
  const { url } = await merchant.ask('start', { answerAfterMs: MERCHANT_ANSWERS_AFTER_MS }, MerchantAddress)
  return {
    url,
    async heldMs(notices) {
      const { orders } = await merchant.ask('heard', { notices }, MerchantHeard)
      return new Map(orders.map(({ orderId, heldMs }) => [orderId, heldMs]))
    },
    usage: () => merchant.ask('usage', {}, Usage),
  }
}

export interface CounterTills {
  /** One number for each message that is sent next. */
  issue(messages: number): Promise<void>
  send(wanted: CounterWanted): Promise<MessagesMeasured>
}

export async function openCounterTills(
  target: {
    readonly gateway: GatewayAddresses
    readonly line: LineName
    readonly merchantUrl: string
    readonly isFloor: boolean
  },
  opened: AsyncDisposableStack,
): Promise<CounterTills> {
  const load = start('counter-load.ts', opened)
  await load.ask('open', target, Nothing)
  return {
    issue: async (messages) => void (await load.ask('issue', { sales: messages }, Nothing)),
    send: (wanted) => load.ask('send', wanted, MessagesMeasured),
  }
}

function start(file: string, opened: AsyncDisposableStack): Child {
  const child = startChild(file)
  opened.defer(child.end)
  return child
}
