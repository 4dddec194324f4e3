/**
 * The customer's page as markup, for each state a payment can be in. It says what has become of the payment above
 * everything, since that is why people come back; while it can be paid, one screen of a telephone holds all that a
 * counter needs. Nothing about the buyer is on it, so it may be passed on.
 */
import type { CollectionNumber } from '../core/brand.ts'
import type { Merchant } from '../core/merchant.ts'
import type { GivenBack, LastAttempt, Payment, PaymentIn } from '../core/payment.ts'
import { type Collected, isCollected, isGivenBack } from '../core/refund.ts'
import { standingOf } from '../core/standing.ts'
import { groupNumber, maskNumber } from '../numbers/show-number.ts'
import { amountWords } from './amount-words.ts'
import type { BarcodePicture } from './barcode.ts'
import { drawn, type Insert, type Markup, markup, NOTHING } from './markup.ts'
import type { Language } from './page-language.ts'
import { PAY_WORDS, type PayWords } from './pay-words.ts'
import { liveSlip, refundCards, slipCard, slipSteps } from './refund-view.ts'
import { REFUND_WORDS } from './refund-words.ts'
import { clockTime, deadlineWords, momentWords } from './seoul-time.ts'

export interface CustomerView {
  readonly payment: Payment
  readonly merchant: Merchant
  readonly picture: BarcodePicture
  /** Of a refund slip's number. */
  readonly slipPicture: (number: CollectionNumber) => BarcodePicture
  /** The chains whose tills take it. */
  readonly chains: readonly string[]
  readonly language: Language
  /** From the page's address to its payment's: what stands before `/state` and the pictures. */
  readonly base: string
}

/** A `main` element; what it shows, a live page compares with what there is. The script replaces the insides of `status` and `content` by those of a newer page. */
export function customerMain(view: CustomerView): Markup {
  const { payment, base, language } = view
  const words = PAY_WORDS[language]
  return markup`<main data-shown="${standingOf(payment)}.${String(payment.version)}" data-state-url="${base}/state">
<div id="status" role="status">${statusOf(payment, words, language)}</div>
<div id="content">${isPayable(payment) ? payableContent(view, words) : barredContent(view, words)}</div>
<p id="offline" role="status" hidden>${words.offline}</p>
</main>`
}

/** A barcode that no till takes would only send somebody to a counter. */
function isPayable(payment: Payment): boolean {
  return ['ready', 'authorising'].includes(standingOf(payment))
}

function statusOf(payment: Payment, words: PayWords, language: Language): Markup {
  switch (payment.state) {
    case 'ready':
      return readyStatus(payment, words)
    case 'authorising':
      return status('working', payment, [words.states.authorising, words.beingPaidNext])
    case 'paid': {
      const { outletName } = payment.lastAttempt.request
      const line = markup`${words.states.paid} · <bdi>${outletName}</bdi> · ${clockTime(payment.paidAt)}`
      return status('good', payment, payment.refunds.length === 0 ? [line] : [line, REFUND_WORDS[language].partBack])
    }
    case 'cancelled':
      if (isGivenBack(payment)) return status('good', payment, [givenBackWords(payment, language)])
      return status('bad', payment, [words.states.cancelled, words.cancelledBecause[payment.cause]])
    case 'failed':
      return status('bad', payment, [words.states.failed, words.expiredNext])
  }
}

function givenBackWords({ cause, lastAttempt, cancelledAt }: GivenBack, language: Language): Markup | string {
  const words = REFUND_WORDS[language]
  if (cause === 'refunded') return words.allBack
  return markup`${words.cancelled} · <bdi>${lastAttempt.request.outletName}</bdi> · ${clockTime(cancelledAt)}`
}

/** A try that came to nothing is told above the barcode, which can be paid again. */
function readyStatus(payment: PaymentIn<'ready'>, words: PayWords): Markup {
  const { lastAttempt, suspended } = payment
  if (suspended !== null)
    return status('bad', payment, [withReason(words.suspended, suspended.reason), words.suspendedNext])
  if (lastAttempt?.state === 'reversed') return status('bad', payment, [words.undone, words.takeMoneyBack])
  if (lastAttempt?.state === 'refused') {
    const lines = [refusalWords(lastAttempt, words), words.takeMoneyBack, words.tryLater]
    return status('bad', payment, lines)
  }
  return status('waiting', payment, [words.states.ready])
}

function refusalWords({ refusal }: LastAttempt, words: PayWords): Markup | string {
  if (refusal?.name !== 'merchant_refused') return words.unanswered
  return withReason(words.refused, refusal.reason ?? null)
}

function withReason(what: string, given: string | null): Markup | string {
  const reason = given?.trim().replace(/[.。]+$/, '') ?? ''
  return reason === '' ? what : markup`${what}: <bdi>${reason}</bdi>`
}

type Mood = 'waiting' | 'working' | 'good' | 'bad'

function status(mood: Mood, payment: Payment, lines: readonly Insert[]): Markup {
  const [what = '', ...next] = lines
  const more = next.map((line) => markup`<p class="next">${line}</p>`)
  return markup`<div class="status ${mood}">${ICONS[mood]}<div><p class="state" data-state="${standingOf(payment)}">${what}</p>${more}</div></div>`
}

const ICONS: Readonly<Record<Mood, Markup>> = {
  waiting: NOTHING,
  working: drawn('<span class="pulse" aria-hidden="true"></span>'),
  good: icon('M6 12.5l4 4 8-9'),
  bad: icon('M12 6.5v7M12 17v.5'),
}

function icon(path: string): Markup {
  return drawn(
    `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${path}"/></svg>`,
  )
}

function payableContent({ payment, merchant, picture, chains, base, language }: CustomerView, words: PayWords): Markup {
  const number = groupNumber(payment.number)
  return markup`<section class="card bill">
<dl class="facts">${sale(payment, merchant, language)}</dl>
<figure class="symbol" role="img" aria-label="${words.number} ${number}">${drawn(picture.svg)}</figure>
<div class="number">
<p class="digits" id="number" translate="no">${spaced(number)}</p>
<p class="tools"><button type="button" aria-live="polite" data-copy="number" data-done="${words.copied}" hidden>${words.copyNumber}</button>
<a href="${base}/voucher.png" download="${payment.number}.png">${words.savePicture}</a></p>
</div>
</section>
<section class="card how">
<h2>${words.howToPay}</h2>
<ol>${words.steps(payment.payTypes).map((step) => markup`<li>${step}</li>`)}</ol>
<p>${words.scanFails}</p>
<p>${words.brightness}</p>
${chains.length === 0 ? NOTHING : markup`<p>${words.shops}: <strong>${chains.join(', ')}</strong></p>`}
</section>
<section class="card warning"><p>${words.warning}</p></section>
<p class="small">${words.privacy}</p>
${lookAgain(words)}`
}

function lookAgain(words: PayWords): Markup {
  return markup`<noscript><p class="small"><a href="">${words.lookAgain}</a></p></noscript>`
}

/** Words that break only between the groups of a number; a number without groups breaks anywhere. */
function spaced(number: string): Markup {
  const groups = number.split(' ').map((group) => markup`<span>${group}</span>`)
  return groups.reduce((line, group) => markup`${line} ${group}`)
}

/** Of what is over, and of what cannot be paid for now. */
function barredContent(view: CustomerView, words: PayWords): Markup {
  const { payment, merchant, base, language } = view
  const paid = isCollected(payment)
  const slips = slipsOf(view)
  const receipt = paid
    ? markup`<p><a class="button" href="${base}/receipt?lang=${language}">${words.receiptLink}</a></p>
${cashReceipt(payment, base, language)}`
    : NOTHING
  return markup`${slips}${slips.length === 0 ? NOTHING : slipSteps(language)}
<section class="card ended">
<dl class="facts">${sale(payment, merchant, language)}</dl>
<dl class="rows">${paid ? proof(payment, language) : NOTHING}${row(words.number, maskNumber(payment.number))}</dl>
${receipt}
</section>
${refundCards(payment, base, language)}
${paid ? NOTHING : markup`<section class="card warning"><p>${words.warning}</p></section>`}
${slips.length === 0 ? markup`<p class="small">${words.privacy}</p>` : NOTHING}
${payment.state === 'ready' ? lookAgain(words) : NOTHING}`
}

/** That there is one, or soon will be; of one that failed the seller knows. */
function cashReceipt({ receipt }: Payment, base: string, language: Language): Markup {
  const { cash } = PAY_WORDS[language]
  switch (receipt?.state) {
    case 'issuing':
      return markup`<p class="small">${cash.underWay}</p>`
    case 'issued':
      return markup`<p><a class="button" href="${base}/cash-receipt?lang=${language}">${cash.link}</a></p>`
    default:
      return NOTHING
  }
}

/** Those that a till pays out now. */
function slipsOf({ payment, merchant, slipPicture, language }: CustomerView): readonly Markup[] {
  return payment.refunds.flatMap((refund) => {
    const slip = liveSlip(refund)
    if (slip === undefined) return []
    return [slipCard({ payment, merchant, refund, slip, picture: slipPicture(slip.number), language })]
  })
}

/** Who is paid, for what, how much, until when. */
function sale(payment: Payment, merchant: Merchant, language: Language): Markup {
  const { amount, currency, name, expiresAt } = payment
  const words = PAY_WORDS[language]
  return markup`<div class="seller"><dt>${words.seller}</dt><dd><bdi>${merchant.name}</bdi></dd></div>
${name === null ? NOTHING : markup`<div class="goods"><dt>${words.goods}</dt><dd><bdi>${name}</bdi></dd></div>`}
<div class="amount"><dt>${words.amount}</dt><dd>${amountWords(amount, currency, language)}</dd></div>
${isCollected(payment) ? NOTHING : markup`<div class="deadline"><dt>${words.deadline}</dt><dd>${deadlineWords(expiresAt, language)}</dd></div>`}`
}

/** What a customer needs who is asked whether it was paid. */
export function proof({ paidAt, lastAttempt }: Collected, language: Language): Markup {
  const words = PAY_WORDS[language]
  const { outletName, till, payType } = lastAttempt.request
  const [day, time] = momentWords(paidAt, language)
  return markup`${row(words.paidAt, markup`<bdi>${outletName}</bdi> (${words.till} ${till})`)}
${row(words.paidIn, markup`<span>${day}</span> <span>${time}</span>`)}
${row(words.paidBy, words.payTypes[payType])}
${row(words.approvalNo, lastAttempt.approvalNo ?? '')}`
}

export function row(term: string, value: Insert): Markup {
  return markup`<div><dt>${term}</dt><dd>${value}</dd></div>`
}
