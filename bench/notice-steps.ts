/**
 * What the gateway's process does for whoever measures notices: registers endpoints, fills their queues while they are
 * paused, lets them go, and says when notices were committed and recorded. Orders that only fill a queue are issued by
 * the gateway's own verb, so that a hundred thousand need no HTTP.
 */
import type { ChannelKey, EndpointId, MerchantId, Money, OrderId } from '../src/core/brand.ts'
import type { Endpoint } from '../src/core/endpoint.ts'
import type { Channel, Merchant } from '../src/core/merchant.ts'
import type { IssueRequest } from '../src/gateway/gateway.ts'
import { NO_PERSONAL } from '../src/gateway/personal-vault.ts'
import type { RunningSandbox } from '../src/server/start-sandbox.ts'
import type { DirectoryEntry, Storage } from '../src/storage/storage.ts'
import { type Hearers, HearersWanted, NoticesAwaited, type NoticesSeen, OrdersWanted } from './notice-messages.ts'
import { reader, type Steps } from './serve-steps.ts'
import { monotonicMs } from './usage.ts'

const readHearers = reader(HearersWanted)
const readOrders = reader(OrdersWanted)
const readAwaited = reader(NoticesAwaited)

/** As many as a batch of the keeper holds. */
const FILLED_AT_ONCE = 256

interface Party {
  readonly channel: Channel
  readonly endpoints: readonly EndpointId[]
}

export function noticeSteps(running: () => RunningSandbox): Steps {
  const parties: Party[] = []
  const committed: NoticesSeen['seen'] = []
  const told = createTally()
  const ofAll = (change: (merchantId: MerchantId, endpoint: EndpointId) => Promise<unknown>): Promise<unknown> =>
    Promise.all(parties.flatMap(({ channel, endpoints }) => endpoints.map((id) => change(channel.merchantId, id))))
  let orders = 0

  return {
    async register(given) {
      const { storage, practice, parts } = running()
      for (const [index, hearers] of readHearers(given).merchants.entries()) {
        const name = `bench${index}`
        const { entries, party } = enrolled(hearers, name, seller(storage, practice.merchantId))
        await storage.directory.put(entries)
        if (!hearers.isSeller) parties.push(party)
      }
      storage.onCommitted(({ deliveries }) => {
        for (const { id, merchantId, tries } of deliveries)
          if (merchantId === practice.merchantId && tries === 0) committed.push({ id, at: monotonicMs() })
      })
      parts.happenings.watch(({ type }) => type === 'told' && told.count())
      return {}
    },
    async pause() {
      const { endpoints } = running().storage
      await ofAll(endpoints.pause)
      told.beginAnew()
      return {}
    },
    async fill(given) {
      const wanted = readOrders(given).orders
      for (const { channel } of parties) {
        let left = wanted
        const issueSome = async (): Promise<void> => {
          while (left > 0) {
            left -= 1
            orders += 1
            await issueOne(running(), channel, `filling-${orders}` as OrderId)
          }
        }
        await Promise.all(Array.from({ length: FILLED_AT_ONCE }, issueSome))
      }
      return {}
    },
    async release() {
      const { endpoints } = running().storage
      await ofAll(endpoints.resume)
      return {}
    },
    told: async (given) => ({ at: await told.whenThere(readAwaited(given).notices) }),
    committed: async () => ({ seen: committed.splice(0) }),
  }
}

interface Seller {
  readonly merchant: Merchant
  readonly channel: Channel
}

function seller({ directory }: Storage, id: MerchantId): Seller {
  const { merchants, channels } = directory.current()
  const merchant = merchants.get(id)
  const channel = channels.find(({ merchantId }) => merchantId === id)
  if (merchant === undefined || channel === undefined) throw new Error('the sandbox has no seller')
  return { merchant, channel }
}

/** Like the seller in everything, its sealed secret too. */
function enrolled({ isSeller, urls }: Hearers, name: string, { merchant, channel }: Seller) {
  const id = isSeller ? merchant.id : (`mer_${name}` as MerchantId)
  const ownChannel = { ...channel, key: `channel-key-${name}` as ChannelKey, merchantId: id, mid: name }
  const endpoints = urls.map((url, index): Endpoint => {
    const secrets = merchant.webhookSecrets
    const endpointId = `ep_${name}_${index}` as EndpointId
    return {
      id: endpointId,
      merchantId: id,
      url,
      description: '',
      format: 'v1_json',
      hears: ['payment.issued'],
      secrets,
    }
  })
  const own: readonly DirectoryEntry[] = [
    { kind: 'merchant', entry: { ...merchant, id, name, noticeUrl: null } },
    { kind: 'channel', entry: ownChannel },
  ]
  const heard = endpoints.map((entry): DirectoryEntry => ({ kind: 'endpoint', entry }))
  return {
    entries: isSeller ? heard : [...own, ...heard],
    party: { channel: ownChannel, endpoints: endpoints.map((endpoint) => endpoint.id) },
  }
}

async function issueOne({ parts }: RunningSandbox, channel: Channel, orderId: OrderId): Promise<void> {
  const request: IssueRequest = {
    channel,
    orderId,
    amount: 36_400 as Money,
    ownNumber: null,
    expiresAt: null,
    name: '겨울 코트 1벌',
    confirmUrl: null,
    noticeUrls: null,
    personal: NO_PERSONAL,
    keyed: null,
  }
  const answer = await parts.gateway.issue(channel.merchantId, request)
  if (!answer.ok) throw new Error(`${orderId} was not issued: ${answer.rejection.name}`)
}

/** Counts up; tells the instant at which a number was reached to one who waits for it. */
function createTally() {
  let counted = 0
  let last = 0
  let awaited = { count: Number.POSITIVE_INFINITY, reached: (_at: number): void => {} }
  return {
    beginAnew(): void {
      counted = 0
    },
    count(): void {
      counted += 1
      last = monotonicMs()
      if (counted === awaited.count) awaited.reached(last)
    },
    whenThere(count: number): Promise<number> {
      return new Promise((reached) => {
        awaited = { count, reached }
        if (counted >= count) reached(last)
      })
    },
  }
}
