/**
 * Everything that happened to a merchant's payments, in one order, for whoever asks instead of being told: nothing is
 * missing and nothing comes twice, however long ago the last question was.
 */
import type { MerchantId } from '../core/brand.ts'
import type { EventKey } from '../core/event-id.ts'
import type { Storage } from '../storage/storage.ts'
import { type Moment, momentAt, momentsOf } from './moment.ts'

export interface FeedPage {
  /** Oldest first. */
  readonly moments: readonly Moment[]
  /** There is more behind them already. */
  readonly more: boolean
}

/** At most `limit` behind `after`; null: from the first. Undefined where the merchant's feed has no such event. */
export type ReadFeed = (merchantId: MerchantId, after: EventKey | null, limit: number) => Promise<FeedPage | undefined>

export function createFeed({ payments }: Pick<Storage, 'payments'>): ReadFeed {
  return async (merchantId, after, limit) => {
    const keys = await payments.feed(merchantId, after, limit + 1)
    if (keys === undefined) return undefined
    const page = keys.slice(0, limit)
    const ids = new Set(page.map(({ paymentId }) => paymentId))
    const histories = ids.size === 0 ? new Map() : await payments.histories(merchantId, [...ids])
    const moments = new Map([...histories].map(([id, events]) => [id, momentsOf(events)]))
    return { moments: page.map((key) => momentAt(moments.get(key.paymentId), key)), more: keys.length > limit }
  }
}
