/**
 * The customer's page: the barcode to be scanned, the number to be typed where it does not scan, the amount, the
 * deadline, and what has become of it. Server-rendered and complete without script. Nothing about the buyer is on it,
 * so it may be passed on; its address is the only key to it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Instant } from '../core/brand.ts'
import type { Merchant } from '../core/merchant.ts'
import { MINOR_DIGITS, toMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { numberSchemes } from '../numbers/schemes.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { PRACTICE_MARK } from '../wire/practice-mark.ts'
import type { BarcodePictures } from './barcode.ts'
import { chooseLanguage, type Language, PAY_WORDS } from './pay-words.ts'

export interface PayPageOptions {
  readonly gateway: Pick<Gateway, 'findByPayToken'>
  readonly pictures: BarcodePictures
  /** Marks every page and picture as practice; no setting removes it. */
  readonly practice: boolean
}

export function registerPayPage(app: FastifyInstance, { gateway, pictures, practice }: PayPageOptions): void {
  app.get<{ Params: { token: string } }>('/p/:token', async (request, reply) => {
    const language = languageOf(request)
    const found = await gateway.findByPayToken(request.params.token)
    if (found === undefined) return html(reply.code(404), notFoundPage(language))
    return html(reply, payPage(found.payment, found.merchant, barcodeSvg(found.payment), language, practice))
  })

  app.get<{ Params: { token: string } }>('/p/:token/barcode.svg', async (request, reply) => {
    const found = await gateway.findByPayToken(request.params.token)
    if (found === undefined) return html(reply.code(404), notFoundPage(languageOf(request)))
    return secured(reply).type('image/svg+xml').send(barcodeSvg(found.payment))
  })

  function barcodeSvg({ scheme, number }: Payment): string {
    const [symbol] = numberSchemes[scheme].symbols(number)
    return pictures.draw(symbol, practice ? `${PRACTICE_MARK.ko} / ${PRACTICE_MARK.en}` : undefined).svg
  }
}

function languageOf(request: FastifyRequest): Language {
  return chooseLanguage(request.headers['accept-language'])
}

function html(reply: FastifyReply, page: string): FastifyReply {
  return secured(reply).type('text/html; charset=utf-8').send(page)
}

function secured(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
}

function payPage(payment: Payment, merchant: Merchant, barcode: string, language: Language, practice: boolean): string {
  const words = PAY_WORDS[language]
  const open = payment.state === 'ready' || payment.state === 'authorising'
  const rows: readonly (readonly [string, string])[] = [
    [words.amount, amountText(payment, language)],
    [words.seller, merchant.name],
    ...(payment.name === null ? [] : [[words.goods, payment.name] as const]),
    [words.deadline, deadlineText(payment.expiresAt, language)],
  ]
  return page(language, words.title, [
    practice ? `<p class="mark">${escapeText(PRACTICE_MARK[language])}</p>` : '',
    `<h1>${escapeText(words.title)}</h1>`,
    `<p class="state" data-state="${payment.state}">${escapeText(words.states[payment.state])}</p>`,
    open ? `<figure>${barcode}<figcaption>${escapeText(groupNumber(payment.number))}</figcaption></figure>` : '',
    `<dl>${rows.map(([term, value]) => `<dt>${escapeText(term)}</dt><dd>${escapeText(value)}</dd>`).join('')}</dl>`,
    open
      ? `<ol>${words.steps.map((step) => `<li>${escapeText(step)}</li>`).join('')}</ol><p>${escapeText(words.scanFails)}</p>`
      : '',
    open ? `<p class="warning">${escapeText(words.warning)}</p><p>${escapeText(words.privacy)}</p>` : '',
  ])
}

function notFoundPage(language: Language): string {
  const words = PAY_WORDS[language]
  return page(language, words.title, [
    `<h1>${escapeText(words.title)}</h1>`,
    `<p class="state">${escapeText(words.notFound)}</p>`,
  ])
}

function page(language: Language, title: string, parts: readonly string[]): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="only light">',
    `<meta name="robots" content="noindex"><title>${escapeText(title)}</title><style>${STYLE}</style></head><body><main>`,
    ...parts,
    '</main></body></html>',
  ].join('')
}

const STYLE = `
body{margin:0;background:#f4f5f7;color:#16181d;font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR","Malgun Gothic",sans-serif}
main{max-width:26rem;margin:0 auto;padding:.75rem}
h1{font-size:1.15rem;margin:.25rem 0}
.mark{background:#ffe9a8;color:#5a4300;padding:.25rem .5rem;margin:0;border-radius:.25rem;font-size:.8rem;text-align:center}
.state{font-weight:600;margin:.25rem 0}
figure{background:#fff;margin:.5rem 0;padding:.5rem 0;border-radius:.5rem;text-align:center;overflow-x:auto}
figure svg{display:block;margin:0 auto}
figcaption{font:600 1.15rem/1.6 ui-monospace,Menlo,Consolas,monospace;color:#000}
dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{color:#555b66}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
ol{padding-left:1.25rem;margin:.5rem 0}
.warning{border-left:.25rem solid #c43;padding-left:.5rem}
`

function amountText({ amount, currency }: Payment, language: Language): string {
  const digits = MINOR_DIGITS[currency]
  const major = toMajorAmount(amount, currency).toLocaleString('en-US', { minimumFractionDigits: digits })
  if (currency !== 'KRW') return `${currency} ${major}`
  return language === 'ko' ? `${major}원` : `${major} won`
}

/** In Seoul, whatever the machine's zone: that is where the shop is. */
function deadlineText(expiresAt: Instant, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone: 'Asia/Seoul',
    month: language === 'ko' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
  })
  const text = format.format(new Date(expiresAt))
  return language === 'ko' ? `${text}까지` : `until ${text} (Korea)`
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
