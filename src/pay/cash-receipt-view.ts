/**
 * A cash receipt (현금영수증), of a payment or of cash that was taken elsewhere, as its issuer gave it. For whom it is stands nowhere on it, because the
 * page may be passed on. In practice it has no legal force, and says so.
 */
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import { amountWords } from './amount-words.ts'
import { row } from './customer-view.ts'
import { type Markup, markup, NOTHING } from './markup.ts'
import type { Language } from './page-language.ts'
import { PAY_WORDS } from './pay-words.ts'
import { momentWords } from './seoul-time.ts'

export type ShownReceipt = Exclude<CashReceipt, { state: 'issuing' | 'failed' }>

/** Undefined where none was issued. */
export function shownReceipt({ receipt }: Pick<Payment, 'receipt'>): ShownReceipt | undefined {
  return receipt === null || receipt.state === 'issuing' || receipt.state === 'failed' ? undefined : receipt
}

export interface CashReceiptView {
  readonly goods: string | null
  readonly receipt: ShownReceipt
  readonly merchant: Merchant
  readonly language: Language
  readonly practice: boolean
  /** The address of the payment's page, from the receipt's; null: it has none. */
  readonly base: string | null
}

/** A `main` element. */
export function cashReceiptMain({ goods, receipt, merchant, language, practice, base }: CashReceiptView): Markup {
  const words = PAY_WORDS[language]
  const { cash } = words
  const won = (amount: Payment['amount']): Markup | string => amountWords(amount, 'KRW', language)
  const [day, time] = momentWords(receipt.issuedAt, language)
  const use = receipt.identifier === null ? cash.nobody : cash.uses[receipt.use]
  return markup`<main>
<section class="card receipt">
${receipt.state === 'cancelled' ? markup`<p class="state">${cash.cancelled}</p>` : NOTHING}
<dl class="rows">
${row(words.seller, markup`<bdi>${merchant.name}</bdi>`)}
${goods === null ? NOTHING : row(words.goods, markup`<bdi>${goods}</bdi>`)}
<div class="total"><dt>${words.amount}</dt><dd>${won(receipt.amount)}</dd></div>
${receipt.taxFree === 0 ? NOTHING : row(cash.taxFree, won(receipt.taxFree))}
${row(cash.vat, won(receipt.vat))}
${row(cash.use, use)}
${row(cash.number, receipt.number)}
${row(cash.issuedAt, markup`<span>${day}</span> <span>${time}</span>`)}
</dl>
${practice ? markup`<p class="small">${cash.noLegalForce}</p>` : NOTHING}
</section>
<p class="tools"><button type="button" data-print hidden>${words.print}</button>
${base === null ? NOTHING : markup`<a href="${base}?lang=${language}">${words.backToPage}</a>`}</p>
</main>`
}
