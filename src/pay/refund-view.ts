/**
 * Money on its way back, as the customer sees it: the slip that a till pays out, with all that a counter needs, and the
 * receipt of each refund. A slip is shown only while it can be paid out, so that nobody stands in vain at a counter.
 */
import type { Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import type { Refund, RefundRoute } from '../core/refund.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { amountWords } from './amount-words.ts'
import type { BarcodePicture } from './barcode.ts'
import { drawn, type Insert, type Markup, markup, NOTHING } from './markup.ts'
import type { Language } from './page-language.ts'
import { PAY_WORDS } from './pay-words.ts'
import { REFUND_WORDS, type RefundWords } from './refund-words.ts'
import { deadlineWords, momentWords } from './seoul-time.ts'

type Slip = Extract<RefundRoute, { kind: 'slip' }>

/** The slip of a refund that waits to be paid out; undefined where it has none any more. */
export function liveSlip({ route, payout }: Refund): Slip | undefined {
  return route.kind === 'slip' && payout.state === 'pending' ? route : undefined
}

export interface SlipView {
  readonly payment: Payment
  readonly merchant: Merchant
  readonly refund: Refund
  readonly slip: Slip
  readonly picture: BarcodePicture
  readonly language: Language
}

export function slipCard({ payment, merchant, refund, slip, picture, language }: SlipView): Markup {
  const words = REFUND_WORDS[language]
  const number = groupNumber(slip.number)
  return markup`<section class="card bill" data-slip="${refund.id}">
<dl class="facts">
<div class="seller"><dt>${PAY_WORDS[language].seller}</dt><dd><bdi>${merchant.name}</bdi></dd></div>
${payment.name === null ? NOTHING : markup`<div class="goods"><dt>${PAY_WORDS[language].goods}</dt><dd><bdi>${payment.name}</bdi></dd></div>`}
<div class="amount"><dt>${words.amount}</dt><dd>${amountWords(refund.amount, payment.currency, language)}</dd></div>
<div class="deadline"><dt>${words.deadline}</dt><dd>${deadlineWords(slip.expiresAt, language)}</dd></div>
</dl>
<figure class="symbol" role="img" aria-label="${words.slipNumber} ${number}">${drawn(picture.svg)}</figure>
<div class="number"><p class="digits" translate="no">${number}</p></div>
</section>`
}

export function slipSteps(language: Language): Markup {
  const words = REFUND_WORDS[language]
  return markup`<section class="card how">
<h2>${words.howTo}</h2>
<ol>${words.steps.map((step) => markup`<li>${step}</li>`)}</ol>
<p>${words.scanFails}</p>
</section>
<section class="card warning"><p>${words.likeCash}</p></section>`
}

/** One card for each refund, on the payment's page. */
export function refundCards({ refunds, currency }: Payment, base: string, language: Language): readonly Markup[] {
  const words = REFUND_WORDS[language]
  return refunds.map(
    (refund) => markup`<section class="card ended">
<dl class="rows">
<div class="total"><dt>${words.amount}</dt><dd>${amountWords(refund.amount, currency, language)}</dd></div>
${row(words.state, payoutWords(refund, words))}
</dl>
<p><a class="button" href="${base}/refunds/${refund.id}?lang=${language}">${words.receiptLink}</a></p>
</section>`,
  )
}

export interface RefundReceiptView {
  readonly payment: Payment
  readonly merchant: Merchant
  readonly refund: Refund
  /** Null: it has no slip that can be paid out. */
  readonly slip: Markup | null
  readonly language: Language
  readonly base: string
}

/** A `main` element. */
export function refundMain({ payment, merchant, refund, slip, language, base }: RefundReceiptView): Markup {
  const words = REFUND_WORDS[language]
  const { name, currency } = payment
  const [day, time] = momentWords(refund.acceptedAt, language)
  return markup`<main>
${slip === null ? NOTHING : markup`${slip}${slipSteps(language)}`}
<section class="card receipt">
<h2>${words.receiptTitle}</h2>
<dl class="rows">
${row(PAY_WORDS[language].seller, markup`<bdi>${merchant.name}</bdi>`)}
${name === null ? NOTHING : row(PAY_WORDS[language].goods, markup`<bdi>${name}</bdi>`)}
<div class="total"><dt>${words.amount}</dt><dd>${amountWords(refund.amount, currency, language)}</dd></div>
${row(words.reason, markup`<bdi>${refund.reason}</bdi>`)}
${row(words.acceptedIn, markup`<span>${day}</span> <span>${time}</span>`)}
${row(words.route, words.by[refund.route.kind])}
${row(words.state, payoutWords(refund, words))}
${payoutProof(refund, language)}
</dl>
<p class="small">${words.notTaxReceipt}</p>
</section>
<p class="tools"><button type="button" data-print hidden>${PAY_WORDS[language].print}</button>
<a href="${base}?lang=${language}">${PAY_WORDS[language].backToPage}</a></p>
</main>`
}

function payoutWords({ route, payout }: Refund, words: RefundWords): string {
  switch (payout.state) {
    case 'pending':
      return route.kind === 'bank' ? words.waitsForBank : words.waitsOnSlip
    case 'failed':
      return words.failed[payout.cause]
    case 'paid_out':
      if (payout.where.kind === 'till') return words.paidOutAt(payout.where.request.outletName)
      if (payout.where.kind === 'cancel') return words.cancelledAt(payout.where.request.outletName)
      return route.kind === 'bank' ? words.transferred : words.handedOver
  }
}

function payoutProof({ payout }: Refund, language: Language): Markup {
  if (payout.state !== 'paid_out') return NOTHING
  const words = REFUND_WORDS[language]
  const [day, time] = momentWords(payout.at, language)
  const when = row(words.paidOutIn, markup`<span>${day}</span> <span>${time}</span>`)
  return 'approvalNo' in payout.where ? markup`${when}${row(words.approvalNo, payout.where.approvalNo)}` : when
}

function row(term: string, value: Insert): Markup {
  return markup`<div><dt>${term}</dt><dd>${value}</dd></div>`
}
