/**
 * The shop behind every example: orders, stock, and what a gateway asks and tells. It forgets everything when it ends;
 * in yours each of these maps is a table, and each function a transaction.
 */
import { NotFoundError, type Payment } from 'sunap-sdk'
import type { Notice } from 'sunap-sdk/webhooks'
import { shopUrl, sunap } from './sunap.ts'

interface Order {
  readonly amount: number
  paid: boolean
  /** How often it was counted as paid. */
  paidCount: number
  /** Of the payment, as it was looked up last. */
  version: number
}

const orders = new Map<string, Order>()
/** `webhook-id`s of notices that are done, or are being done right now. */
const heard = new Set<string>()
let stock = 100

export function putOrder(id: string, amount: number): void {
  orders.set(id, { amount, paid: false, paidCount: 0, version: 0 })
}

export function setStock(count: number): void {
  stock = count
}

/** Takes an order and has its number issued. Send your customer `pay_url`. */
export async function sell(amount: number): Promise<Payment> {
  const id = `order-${crypto.randomUUID().slice(0, 8)}`
  putOrder(id, amount)
  return sunap.issue({
    merchant_uid: id,
    amount,
    name: '후드티',
    confirm_url: `${shopUrl}/sunap/confirm`,
    notice_url: `${shopUrl}/sunap/notice`,
  })
}

export function stateOf(id: string): { readonly status: string; readonly paid_count: number } | undefined {
  const order = orders.get(id)
  return order && { status: order.paid ? 'paid' : 'ready', paid_count: order.paidCount }
}

/**
 * The customer's money is on the counter: may it be taken? Answer at once, and from your own books alone. The reason of a
 * no is read by the clerk and the customer.
 */
export function whyNot(id: string, amount: number): string | undefined {
  const order = orders.get(id)
  if (order === undefined) return '없는 주문입니다'
  if (order.paid) return '이미 결제된 주문입니다'
  if (order.amount !== amount) return '주문 금액과 다릅니다'
  return stock > 0 ? undefined : '품절되었습니다'
}

/**
 * Something happened to a payment. The notice is a reason to look: what is believed is what the gateway answers, and only
 * once for each notice. Throwing has it sent again later. What takes long (shipping, mail) belongs behind the answer.
 */
export async function hear({ id, imp_uid }: Notice): Promise<void> {
  if (heard.has(id)) return
  heard.add(id)
  try {
    settle(await sunap.find(imp_uid))
  } catch (error) {
    if (error instanceof NotFoundError) return // not ours
    heard.delete(id)
    throw error
  }
}

/** Paid, or undone by the till; every other status is nothing to this shop. */
function settle({ merchant_uid, status, cvs }: Payment): void {
  const order = orders.get(merchant_uid)
  if (order === undefined || cvs.version < order.version) return
  order.version = cvs.version
  if (status === 'paid' && !order.paid) {
    order.paid = true
    order.paidCount += 1
    stock -= 1
  }
  if (status === 'ready' && order.paid) {
    order.paid = false
    stock += 1
  }
}
