/** The end of a till's day: the clerk counts what the till's own rule left in the drawer, and closes on that. */
import type { ByPayType } from '../../src/core/till-day.ts'
import type { DrawerTotals } from '../../src/wire/till-day.ts'
import { isCancelled, sum } from './evidence-reading.ts'
import { type Counter, nextKey } from './till-keys.ts'

/** Twice, as a till does whose answer was lost: the day closes once, and is told in the same words. */
export async function closeDay(counter: Counter): Promise<void> {
  const { wire, complain } = counter
  const totals = countDrawer(counter)
  const asking = { ...nextKey(counter), totals }
  const first = await wire.insist((client) => client.close(asking))
  const again = await wire.insist((client) => client.close(asking))
  if (first.reply.code !== '0000' || again.text !== first.text)
    complain(`${wire.terminal.id} counted ${JSON.stringify(totals)} and was told ${first.text}, then ${again.text}`)
}

function countDrawer({ tries, payouts }: Pick<Counter, 'tries' | 'payouts'>): DrawerTotals {
  const amountOf = ({ collect }: Counter['tries'][number]): number => collect.fields.amount
  const given = payouts.filter((each) => each.given)
  return {
    collected: inCash(tries.filter((one) => one.kept || isCancelled(one)).map(amountOf)),
    cancelled: inCash(tries.filter(isCancelled).map(amountOf)),
    paid_out: tallyOf(given.map(({ slip }) => slip.amountWon)),
  }
}

function inCash(amounts: readonly number[]): ByPayType {
  return { cash: tallyOf(amounts), card: tallyOf([]) }
}

function tallyOf(amounts: readonly number[]) {
  return { count: amounts.length, sum: sum(amounts) }
}
