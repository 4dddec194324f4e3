/**
 * A merchant that sells without pause: issues numbers over its API and puts them where customers take them to tills.
 * Some orders get two numbers, some numbers are changed first, some are shown at two tills or revoked while they are being
 * paid. An issue whose answer was lost is asked again under the same key, so that the gateway holds no number nobody was
 * given.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Draws } from './draws.ts'
import type { Return, Sale } from './evidence.ts'
import { CONFIRM_WAYS, type MerchantStub } from './merchant-stub.ts'
import type { Shelf, Shown } from './shelf.ts'
import type { V1Client } from './v1-client.ts'

export interface MerchantActor {
  readonly name: string
  /** Its number, from 0. */
  readonly merchant: number
  /** Of the merchant's own server. */
  readonly url: string
  readonly client: V1Client
  readonly stub: Pick<MerchantStub, 'expect'>
  readonly shelf: Shelf<Shown>
  readonly draws: Draws
  readonly ledger: MerchantLedger
}

/** What the merchant was answered. */
export interface MerchantLedger {
  readonly sales: Sale[]
  readonly revoked: string[]
  readonly returns: Return[]
  /** Every order, whether or not a number of it is known. */
  readonly orders: string[]
}

const TWO_NUMBERS_SHARE = 0.1
const TWO_TILLS_SHARE = 0.15
const REVOKED_SHARE = 0.05
const CHANGED_SHARE = 0.15
const AGAIN_MS = 10

/** Until the shop closes. */
export async function runMerchant(actor: MerchantActor): Promise<void> {
  const { name, stub, shelf, draws, ledger } = actor
  for (let order = 1; !shelf.closed; order += 1) {
    const orderId = `${name}-${order}`
    ledger.orders.push(orderId)
    stub.expect(orderId, draws.pick(CONFIRM_WAYS))
    const amountWon = 100 * (1 + draws.below(500))
    const numbers = draws.chance(TWO_NUMBERS_SHARE) ? 2 : 1
    for (let number = 1; number <= numbers; number += 1)
      await sell(actor, { orderId, amountWon, key: `${orderId}/${number}` })
  }
}

interface Wanted {
  readonly orderId: string
  readonly amountWon: number
  /** One for each number that is wanted. */
  readonly key: string
}

async function sell(actor: MerchantActor, wanted: Wanted): Promise<void> {
  const { shelf, draws } = actor
  const issued = await issue(actor, wanted)
  if (issued === undefined) return
  const sale = draws.chance(CHANGED_SHARE) ? await change(actor, issued) : issued
  actor.ledger.sales.push(sale)
  await shelf.put({ kind: 'sale', sale })
  if (draws.chance(TWO_TILLS_SHARE)) await shelf.put({ kind: 'sale', sale })
  if (draws.chance(REVOKED_SHARE)) await revoke(actor, sale)
}

/** Undefined where the order was paid meanwhile, by its other number. */
async function issue(
  { client, merchant, url }: MerchantActor,
  { orderId, amountWon, key }: Wanted,
): Promise<Sale | undefined> {
  const fields = {
    merchant_uid: orderId,
    amount: amountWon,
    name: '원두커피',
    buyer_name: '홍길동',
    confirm_url: `${url}/confirm`,
    notice_url: `${url}/notice`,
  }
  for (;;) {
    const answer = await client.issue(fields, key)
    if (answer.kind === 'done')
      return { merchant, orderId, impUid: answer.response.imp_uid, number: answer.response.barcode, amountWon }
    if (isNo(answer)) return undefined
    await pause(AGAIN_MS)
  }
}

/** Stopped, given another amount, let go on: what was answered is what it costs, and a till that knew another is refused. */
async function change({ client, draws }: MerchantActor, sale: Sale): Promise<Sale> {
  const { impUid } = sale
  const amount = sale.amountWon + 100 * draws.below(3)
  await untilAnswered(() => client.suspend(impUid))
  const amended = await untilAnswered(() => client.amend(impUid, { amount }))
  await untilAnswered(() => client.resume(impUid))
  return amended.kind === 'done' ? { ...sale, amountWon: amended.response.amount } : sale
}

type Answer = Awaited<ReturnType<V1Client['amend']>>

/** A change whose answer was lost is asked for again; one that was made is answered the same. */
export async function untilAnswered(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.kind === 'done' || isNo(answer)) return answer
    await pause(AGAIN_MS)
  }
}

/** A token that has ended is no answer yet. */
function isNo(answer: Answer): boolean {
  return answer.kind === 'refused' && answer.message !== 'Unauthorized'
}

async function revoke({ client, ledger }: MerchantActor, { impUid }: Sale): Promise<void> {
  const answer = await client.revoke(impUid)
  if (answer.kind === 'done') ledger.revoked.push(impUid)
}
