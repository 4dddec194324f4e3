/**
 * A merchant that sells without pause: issues numbers over the V1 API and puts them where customers take them to tills.
 * Some orders get two numbers, some numbers are shown at two tills, some are revoked while they are being paid. An
 * issue whose answer was lost is asked again under the same key, so that the gateway holds no number nobody was given.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Draws } from './draws.ts'
import type { Sale } from './evidence.ts'
import { CONFIRM_WAYS, type MerchantStub } from './merchant-stub.ts'
import type { Shelf } from './shelf.ts'
import type { V1Client } from './v1-client.ts'

export interface MerchantActor {
  readonly name: string
  /** Of the merchant's own server. */
  readonly url: string
  readonly client: V1Client
  readonly stub: Pick<MerchantStub, 'expect'>
  readonly shelf: Shelf
  readonly draws: Draws
  readonly ledger: MerchantLedger
}

/** What the merchant was answered. */
export interface MerchantLedger {
  readonly sales: Sale[]
  readonly revoked: string[]
  /** Every order, whether or not a number of it is known. */
  readonly orders: string[]
}

const TWO_NUMBERS_SHARE = 0.1
const TWO_TILLS_SHARE = 0.15
const REVOKED_SHARE = 0.05
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
  const sale = await issue(actor, wanted)
  if (sale === undefined) return
  await shelf.put(sale)
  if (draws.chance(TWO_TILLS_SHARE)) await shelf.put(sale)
  if (draws.chance(REVOKED_SHARE)) await revoke(actor, sale)
}

/** Undefined where the order was paid meanwhile, by its other number. */
async function issue(
  { client, url, ledger }: MerchantActor,
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
    if (answer.kind === 'done') {
      const sale = { orderId, impUid: answer.response.imp_uid, number: answer.response.barcode, amountWon }
      ledger.sales.push(sale)
      return sale
    }
    if (answer.kind === 'refused' && answer.message !== 'Unauthorized') return undefined
    await pause(AGAIN_MS)
  }
}

async function revoke({ client, ledger }: MerchantActor, { impUid }: Sale): Promise<void> {
  const answer = await client.revoke(impUid)
  if (answer.kind === 'done') ledger.revoked.push(impUid)
}
