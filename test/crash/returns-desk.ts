/**
 * Where a merchant takes back what it sold: it refunds all or a part, by a slip or to an account, each time under a key of
 * its own, and asks again under it until that is answered. Nobody tells it that the till undoes the same sale meanwhile.
 */
import type { Draws } from './draws.ts'
import type { Return, ReturnWay, Sale, Slip } from './evidence.ts'
import { isAccepted } from './evidence-reading.ts'
import { type MerchantLedger, untilAnswered } from './merchant-actor.ts'
import type { Shelf, Shown } from './shelf.ts'
import type { V1Client } from './v1-client.ts'

export interface ReturnsDesk {
  readonly client: V1Client
  /** What customers bring back. */
  readonly returned: Pick<Shelf<Sale>, 'take'>
  /** Where they go with their slips. */
  readonly shelf: Shelf<Shown>
  readonly draws: Draws
  readonly ledger: MerchantLedger
}

const WHOLE_SHARE = 0.4
const AGAIN_SHARE = 0.5
const SENT_TWICE_SHARE = 0.2
const TWO_TILLS_SHARE = 0.15
const WAYS: Readonly<Record<ReturnWay, number>> = { slip: 60, paid: 20, refused: 10, holder_differs: 10 }

/** Account numbers whose fate the practice bank knows. */
const ACCOUNTS: Readonly<Record<Exclude<ReturnWay, 'slip'>, string>> = {
  paid: '1234567890',
  refused: '0000000001',
  holder_differs: '0000000004',
}

/** Until the shop closes. */
export async function runReturnsDesk(desk: ReturnsDesk): Promise<void> {
  const { returned, draws } = desk
  for (let brought = 1; ; brought += 1) {
    const sale = await returned.take()
    if (sale === undefined) return
    for (let part = 1; part === 1 || draws.chance(AGAIN_SHARE); part += 1)
      await giveBack(desk, sale, `${sale.orderId}/r${brought}.${part}`)
  }
}

async function giveBack(desk: ReturnsDesk, sale: Sale, key: string): Promise<void> {
  const { draws, ledger, shelf } = desk
  const amountWon = draws.chance(WHOLE_SHARE) ? null : 100 * (1 + draws.below(sale.amountWon / 100))
  const one: Return = { sale, key, amountWon, way: draws.pick(WAYS), answers: [], repeats: [], calledFailed: false }
  ledger.returns.push(one)
  const times = draws.chance(SENT_TWICE_SHARE) ? 2 : 1
  one.answers.push(...(await Promise.all(Array.from({ length: times }, () => ask(desk, one)))))
  const slip = isAccepted(one) ? await slipOf(desk, one) : undefined
  if (slip === undefined) return
  await shelf.put({ kind: 'slip', slip })
  if (draws.chance(TWO_TILLS_SHARE)) await shelf.put({ kind: 'slip', slip })
}

/** At the end of the run: each that was accepted is asked for once more. */
export async function askAgain(desk: Pick<ReturnsDesk, 'client' | 'ledger'>): Promise<void> {
  for (const one of desk.ledger.returns) if (isAccepted(one)) one.repeats.push(await ask(desk, one))
}

async function ask({ client }: Pick<ReturnsDesk, 'client'>, { sale, key, amountWon, way }: Return) {
  const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: way === 'slip' ? '' : ACCOUNTS[way] }
  const fields = {
    imp_uid: sale.impUid,
    reason: key,
    ...(amountWon === null ? {} : { amount: amountWon }),
    ...(way === 'slip' ? {} : account),
  }
  const answer = await untilAnswered(() => client.refund(fields, key))
  return answer.kind === 'done' ? 'yes' : 'no'
}

async function slipOf({ client }: ReturnsDesk, { sale, key }: Return): Promise<Slip | undefined> {
  const answer = await client.refundsOf(sale.impUid)
  const refund = answer.kind === 'done' ? answer.response.refunds.find(({ reason }) => reason === key) : undefined
  if (refund === undefined || refund.slip_number === null) return undefined
  return { impUid: sale.impUid, refundId: refund.id, number: refund.slip_number, amountWon: refund.amount }
}
