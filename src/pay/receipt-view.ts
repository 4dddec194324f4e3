/**
 * The receipt of a payment that was made, to be printed or kept. It is the customer's copy of what stands on the shop's
 * slip, and no tax receipt: in Korea that one is the seller's to issue, so the page says it.
 */
import type { Merchant } from '../core/merchant.ts'
import type { Collected } from '../core/refund.ts'
import { maskNumber } from '../numbers/show-number.ts'
import { amountWords } from './amount-words.ts'
import { proof, row } from './customer-view.ts'
import { type Markup, markup, NOTHING } from './markup.ts'
import type { Language } from './page-language.ts'
import { PAY_WORDS } from './pay-words.ts'

export interface ReceiptView {
  readonly payment: Collected
  readonly merchant: Merchant
  readonly language: Language
  /** The address of the payment's page, from the receipt's. */
  readonly base: string
}

/** A `main` element. */
export function receiptMain({ payment, merchant, language, base }: ReceiptView): Markup {
  const words = PAY_WORDS[language]
  const { name, amount, currency, number } = payment
  return markup`<main>
<section class="card receipt">
<dl class="rows">
${row(words.seller, markup`<bdi>${merchant.name}</bdi>`)}
${name === null ? NOTHING : row(words.goods, markup`<bdi>${name}</bdi>`)}
<div class="total"><dt>${words.amount}</dt><dd>${amountWords(amount, currency, language)}</dd></div>
${proof(payment, language)}
${row(words.number, maskNumber(number))}
</dl>
<p class="small">${words.notTaxReceipt}</p>
</section>
<p class="tools"><button type="button" data-print hidden>${words.print}</button>
<a href="${base}?lang=${language}">${words.backToPage}</a></p>
</main>`
}
