/**
 * A merchant's feed in one order that stays, though commits become visible in another than they were made in: an event is
 * given its place after its commit, by whoever reads the feed, one at a time for each merchant, and never loses it. So a
 * reader who has passed a place has passed everything before it, nobody but readers pays for the order, and there is
 * nothing that could stand still: one that is killed at any statement has changed nothing, and the next goes on.
 */
import type { MerchantId } from '../../core/brand.ts'
import type { EventKey } from '../../core/event-id.ts'
import { whole } from '../rows/cells.ts'
import { eventKeyOf } from '../rows/event-rows.ts'
import type { Line, Lines } from './connections.ts'
import { STATEMENTS } from './statements.ts'

/** By one reader; more than a page holds, so that whoever has much to catch up on pays for one commit in a few pages. */
export const PLACED_AT_ONCE = 2_000

export function readFeed(
  lines: Lines,
  merchantId: MerchantId,
  after: EventKey | null,
  limit: number,
): Promise<readonly EventKey[] | undefined> {
  return lines.use(async (line) => {
    const position = after === null ? 0 : await positionOf(line, merchantId, after)
    if (position === undefined) return undefined
    const page = await pageBehind(line, merchantId, position, limit)
    if (page.length === limit || !(await placeMore(line, merchantId))) return page
    return pageBehind(line, merchantId, position, limit)
  })
}

/** A reader who would wait longer for places begins where they are. */
const PLACINGS_MAX = 20

/** The last event of the feed, after what was acknowledged has got its place. */
export function readFeedEnd(lines: Lines, merchantId: MerchantId): Promise<EventKey | undefined> {
  return lines.use(async (line) => {
    for (let placings = 0; placings < PLACINGS_MAX && (await placeMore(line, merchantId)); placings += 1);
    const [row] = await line.ask(STATEMENTS.feedEnd, [merchantId])
    return row && eventKeyOf(row)
  })
}

async function positionOf(
  line: Line,
  merchantId: MerchantId,
  { paymentId, version }: EventKey,
): Promise<number | undefined> {
  const [row] = await line.ask(STATEMENTS.positionOf, [paymentId, version, merchantId])
  return row && whole(row, 'position')
}

async function pageBehind(
  line: Line,
  merchantId: MerchantId,
  position: number,
  limit: number,
): Promise<readonly EventKey[]> {
  return (await line.ask(STATEMENTS.feed, [merchantId, position, limit])).map(eventKeyOf)
}

/** Whether there may be more to see: not where nothing waits for a place, or another reader gives places right now. */
async function placeMore(line: Line, merchantId: MerchantId): Promise<boolean> {
  if ((await line.ask(STATEMENTS.anyUnplaced, [merchantId])).length === 0) return false
  // Each statement sees what is committed when it begins: after the lock, all that the holder before has placed.
  await line.run('begin transaction isolation level read committed')
  const isOurs = (await line.ask(STATEMENTS.lockFeed, [merchantId])).length > 0
  const placed = isOurs ? await line.change(STATEMENTS.placeEvents, [merchantId, PLACED_AT_ONCE]) : 0
  await line.run(placed > 0 ? 'commit' : 'rollback')
  return isOurs
}
