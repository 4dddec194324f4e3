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
} from './messages.ts'

const MERCHANT_ANSWERS_AFTER_MS = 5

export interface CounterPlayers {
  /** One number for each message that is sent next. */
  issue(messages: number): Promise<void>
  send(wanted: CounterWanted): Promise<MessagesMeasured>
  /** How long the merchant held the question of each order, once it was told of so many; nobody tells it of an inquiry. */
  heldMs(sent: Pick<CounterWanted, 'name'>, messages: number): Promise<ReadonlyMap<string, number>>
}

export async function openPlayers(
  gateway: GatewayAddresses,
  line: LineName,
  opened: AsyncDisposableStack,
): Promise<CounterPlayers> {
  const start = (file: string): Child => {
    const child = startChild(file)
    opened.defer(child.end)
    return child
  }
  const [merchant, load] = [start('merchant-server.ts'), start('counter-load.ts')]
  const { url } = await merchant.ask('start', { answerAfterMs: MERCHANT_ANSWERS_AFTER_MS }, MerchantAddress)
  await load.ask('open', { gateway, merchantUrl: url, line }, Nothing)
  return {
    issue: async (messages) => void (await load.ask('issue', { sales: messages }, Nothing)),
    send: (wanted) => load.ask('send', wanted, MessagesMeasured),
    async heldMs({ name }, messages) {
      if (name === 'inquiry') return new Map()
      const { orders } = await merchant.ask('heard', { notices: messages }, MerchantHeard)
      return new Map(orders.map(({ orderId, heldMs }) => [orderId, heldMs]))
    },
  }
}
