/** The clerk's screen of the sandbox: scan or type a number, see whom and how much, take the money, press collect. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { SlipReply } from '../../wire/till.ts'
import type { AllowedHosts } from '../ports.ts'
import { type Html, html } from './html.ts'
import { framed, type Language } from './page-frame.ts'
import { fieldsOf, pageLanguage, registerPageScope, sendPage } from './page-scope.ts'
import type { Desk, Screen, SoldLast, TillDesks } from './till-desk.ts'
import { TILL_PAGE_WORDS, type TillPageWords } from './till-page-words.ts'

export interface TillPageOptions {
  readonly desks: TillDesks
  readonly allowedHosts: AllowedHosts
}

export function registerTillPage(app: FastifyInstance, { desks, allowedHosts }: TillPageOptions): void {
  registerPageScope(app, allowedHosts, (scope) => {
    scope.get<{ Querystring: { terminal?: string } }>('/till', async (request, reply) =>
      sendPage(reply, tillPage(desks, desks.find(request.query.terminal), pageLanguage(request))),
    )

    const acts: Readonly<Record<string, (desk: Desk, fields: ReturnType<typeof fieldsOf>) => Promise<void>>> = {
      inquire: (desk, { number = '' }) => desks.inquire(desk, number.slice(0, 100)),
      cash: (desk, fields) => desks.collect(desk, { payType: 'cash', ...mishaps(fields) }),
      card: (desk, fields) => desks.collect(desk, { payType: 'card', ...mishaps(fields) }),
      cancel: (desk) => desks.cancel(desk),
      payout: (desk) => desks.payOut(desk),
      reverse: (desk) => desks.reverse(desk),
      status: (desk) => desks.status(desk),
    }
    scope.post<{ Querystring: { terminal?: string } }>('/till', async (request, reply) => {
      const fields = fieldsOf(request)
      const desk = desks.find(fields['terminal'])
      await acts[fields['act'] ?? '']?.(desk, fields)
      return back(reply, desk, pageLanguage(request))
    })
  })
}

function mishaps(fields: ReturnType<typeof fieldsOf>): { readonly loseReply: boolean; readonly twice: boolean } {
  return { loseReply: fields['lose_reply'] === 'on', twice: fields['twice'] === 'on' }
}

function back(reply: FastifyReply, { terminal }: Desk, language: Language): FastifyReply {
  return reply.redirect(`/till?terminal=${encodeURIComponent(terminal)}&lang=${language}`, 303)
}

function tillPage(desks: TillDesks, desk: Desk, language: Language): Html {
  const words = TILL_PAGE_WORDS[language]
  const address = `/till?terminal=${encodeURIComponent(desk.terminal)}`
  return framed(
    { title: { ko: TILL_PAGE_WORDS.ko.title, en: TILL_PAGE_WORDS.en.title }, language, address, live: false },
    html`<div class="columns"><div>${numberCard(desks, desk, language, words)}${desk.screen && screenCard(desk.screen, language)}</div>
<div>${offerCard(desk, language, words)}${desk.last && lastCard(desk, desk.last, language, words)}${drawerCard(desk, words, language)}</div></div>`,
  )
}

function numberCard(desks: TillDesks, desk: Desk, language: Language, words: TillPageWords): Html {
  const tills = desks
    .all()
    .map(({ terminal }) =>
      terminal === desk.terminal
        ? html`<strong aria-current="page">${shortName(terminal)}</strong>`
        : html`<a href="/till?terminal=${encodeURIComponent(terminal)}&amp;lang=${language}">${shortName(terminal)}</a>`,
    )
  return html`<section class="card"><nav aria-label="${words.tills}">${tills}</nav>
<form method="post" action="/till?lang=${language}"><input type="hidden" name="terminal" value="${desk.terminal}">
<label for="number">${words.number}</label>
<input class="number" type="text" id="number" name="number" inputmode="numeric" autocomplete="off" maxlength="60" value="${desk.offer?.number ?? ''}" autofocus required>
<p class="row"><button name="act" value="inquire">${words.inquire}</button></p></form>
<p class="quiet">${words.phoneWarning}</p></section>`
}

function screenCard({ reply, receipt }: Screen, language: Language): Html {
  const kind = reply.class === 'OK' ? 'ok' : 'no'
  return html`<section class="card screen ${kind}" role="status"><p class="code">${reply.code}</p><p>${reply.text[language]}</p>
${receipt && html`<pre>${receipt.join('\n')}</pre>`}</section>`
}

function offerCard({ offer, terminal }: Desk, language: Language, words: TillPageWords): Html {
  if (offer === null) return html`<section class="card quiet">${words.nothingScanned}</section>`
  if (offer.inquiry.direction === 'out') return slipCard(offer.inquiry, terminal, language, words)
  const { merchant, name, amount, buyer_masked, pay_types } = offer.inquiry
  const buttons = pay_types.map((type) => html`<button name="act" value="${type}">${words.collect[type]}</button>`)
  return html`<section class="card"><p class="amount">${money(amount, language)}</p>
<dl><dt>${words.seller}</dt><dd>${merchant}</dd>${name && html`<dt>${words.goods}</dt><dd>${name}</dd>`}${buyer_masked && html`<dt>${words.buyer}</dt><dd>${buyer_masked}</dd>`}</dl>
<form method="post" action="/till?lang=${language}"><input type="hidden" name="terminal" value="${terminal}">
<p class="row">${buttons}</p>
<label class="check"><input type="checkbox" name="lose_reply"> ${words.loseReply}</label>
<label class="check"><input type="checkbox" name="twice"> ${words.twice}</label></form></section>`
}

/** Nothing on it can take money. */
function slipCard(
  { merchant, name, amount }: SlipReply,
  terminal: string,
  language: Language,
  words: TillPageWords,
): Html {
  return html`<section class="card" data-direction="out"><h2>${words.slip}</h2><p class="amount">${money(amount, language)}</p>
<p>${words.giveAfter}</p>
<dl><dt>${words.seller}</dt><dd>${merchant}</dd>${name && html`<dt>${words.goods}</dt><dd>${name}</dd>`}</dl>
<form method="post" action="/till?lang=${language}"><input type="hidden" name="terminal" value="${terminal}">
<p class="row"><button name="act" value="payout">${words.payOut}</button></p></form></section>`
}

function lastCard(
  { terminal }: Desk,
  { key, direction, amount, seen }: SoldLast,
  language: Language,
  words: TillPageWords,
): Html {
  return html`<section class="card"><h2>${words.last[direction]}</h2><dl><dt>${words.stan}</dt><dd>${key.stan}</dd><dt>${words.amount}</dt><dd>${money(amount, language)}</dd>
<dt>${words.seen}</dt><dd>${words.seenAs[seen]}</dd></dl>
<form method="post" action="/till?lang=${language}"><input type="hidden" name="terminal" value="${terminal}">
<p class="row"><button class="plain" name="act" value="status">${words.status}</button><button class="plain" name="act" value="reverse">${words.reverse}</button>${seen === 'collected' && html`<button class="plain" name="act" value="cancel">${words.cancel}</button>`}</p></form></section>`
}

function drawerCard({ drawer, moves }: Desk, words: TillPageWords, language: Language): Html {
  const rows = moves.map(
    ({ amount, why }) => html`<tr><td>${words.why[why]}</td><td>${money(amount, language)}</td></tr>`,
  )
  return html`<section class="card"><h2>${words.drawer}</h2><p class="amount">${money(drawer, language)}</p>
${rows.length === 0 ? html`<p class="quiet">${words.drawerEmpty}</p>` : html`<table><tbody>${rows}</tbody></table>`}</section>`
}

/** `house/HB001/1` is till 1 of HB001. */
function shortName(terminal: string): string {
  return terminal.split('/').slice(1).join(' · ')
}

/** The sandbox sells for won. */
function money(amount: number, language: Language): string {
  return language === 'ko' ? `${amount.toLocaleString('en-US')}원` : `${amount.toLocaleString('en-US')} won`
}
