/**
 * Something to look at on the first screen: the example seller has sold a hoodie. Its number is issued over the V1 API,
 * as any merchant's, and shown again at the next start for as long as nobody has paid it.
 */
import type { OrderId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import type { ShopDesk } from '../sandbox/example-merchant.ts'
import { GOODS } from '../sandbox/order-book.ts'
import type { Storage } from '../storage/storage.ts'
import type { Words } from '../wire/rejections.ts'
import type { Practice } from './practice.ts'

/** The operator's settings may leave the example seller nothing it can sell. */
export type ExampleSale = { readonly ok: true; readonly payment: Payment } | { readonly ok: false; readonly why: Words }

export interface ExampleSaleOptions {
  readonly storage: Pick<Storage, 'payments' | 'clock'>
  readonly practice: Practice
  readonly publicUrl: string
  readonly seller: ShopDesk
}

export async function sellExample(options: ExampleSaleOptions): Promise<ExampleSale> {
  for (let no = 1; ; no += 1) {
    const suffix = `example${no}`
    const payment = await latestOf(options, suffix)
    if (payment === undefined) return sellNew(options, suffix)
    if (asOf(payment, options.storage.clock.now()).state !== 'ready') continue
    const pay_url = `${options.publicUrl}/p/${payment.payToken}`
    options.seller.recall(payment.orderId, { imp_uid: payment.id, number: payment.number, pay_url, fetched: 'ready' })
    return { ok: true, payment }
  }
}

async function sellNew(options: ExampleSaleOptions, suffix: string): Promise<ExampleSale> {
  const sold = await options.seller.order('hoodie', suffix)
  if ('status' in sold) return { ok: false, why: sold.message }
  const payment = await latestOf(options, suffix)
  if (payment === undefined) throw new Error('broken invariant: the example seller sold what is not there')
  return { ok: true, payment }
}

/** As the seller numbers its orders: goods, price, and what is its own. */
async function latestOf({ storage, practice }: ExampleSaleOptions, suffix: string): Promise<Payment | undefined> {
  const order = `shop-hoodie-${GOODS.hoodie.price}-${suffix}` as OrderId
  const [latest] = await storage.payments.ofOrder(practice.merchantId, order, 1)
  return latest
}
