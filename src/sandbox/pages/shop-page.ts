/** The seller's desk of the sandbox: the order book, how the seller behaves, and the clock of the whole gateway. */
import type { FastifyInstance } from 'fastify'
import { CLOCK_SECONDS_MAX } from '../clock-request.ts'
import type { ShopDesk } from '../example-merchant.ts'
import { GOODS, GOODS_NAMES, type ShopOrder } from '../order-book.ts'
import type { AllowedHosts, SandboxClock } from '../ports.ts'
import { type Html, html } from './html.ts'
import { LIVE_SCRIPT } from './live-script.ts'
import { framed, type Language } from './page-frame.ts'
import { fieldsOf, pageLanguage, registerPageScope, sendPage } from './page-scope.ts'
import { SHOP_PAGE_WORDS, type ShopPageWords } from './shop-page-words.ts'

export interface ShopPageOptions {
  readonly desk: ShopDesk
  readonly clock: SandboxClock
  readonly allowedHosts: AllowedHosts
}

/** What the clock can be moved by with one press. */
const STEPS: Readonly<Record<string, number>> = { '1h': 3_600_000, '1d': 86_400_000, '9d': 9 * 86_400_000 }

export function registerShopPage(app: FastifyInstance, { desk, clock, allowedHosts }: ShopPageOptions): void {
  registerPageScope(app, allowedHosts, (scope) => {
    scope.get('/shop', async (request, reply) => sendPage(reply, shopPage(desk, clock, pageLanguage(request))))

    scope.get('/shop/assets/live.js', async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('x-content-type-options', 'nosniff').send(LIVE_SCRIPT),
    )

    scope.get('/shop/assets/icon.svg', async (_request, reply) =>
      reply.type('image/svg+xml').header('x-content-type-options', 'nosniff').send(ICON),
    )

    scope.post('/shop', async (request, reply) => {
      const fields = fieldsOf(request)
      switch (fields['act']) {
        case 'order':
          await desk.order(GOODS_NAMES.find((goods) => goods === fields['goods']) ?? 'hoodie')
          break
        case 'behave':
          desk.behave(fields)
          break
        case 'clock': {
          const to = clock.now() + (STEPS[fields['by'] ?? ''] ?? 0)
          if (to <= CLOCK_SECONDS_MAX * 1000) await clock.advanceTo(to)
        }
      }
      return reply.redirect(`/shop?lang=${pageLanguage(request)}`, 303)
    })
  })
}

/** A slip with some bars. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="5" y="2" width="22" height="28" rx="3" fill="#0b5cad"/><path fill="#fff" d="M9 8h2v12H9zm4 0h1v12h-1zm3 0h3v12h-3zm5 0h2v12h-2z"/></svg>'

function shopPage(desk: ShopDesk, clock: SandboxClock, language: Language): Html {
  const words = SHOP_PAGE_WORDS[language]
  return framed(
    { title: { ko: SHOP_PAGE_WORDS.ko.title, en: SHOP_PAGE_WORDS.en.title }, language, address: '/shop', live: true },
    html`<div class="columns">${orderCard(language, words)}${behaviourCard(desk, language, words)}${clockCard(clock, language, words)}</div>
<section class="card"><h2>${words.book}</h2>${bookTable(desk.orders(), language, words)}</section>`,
  )
}

function orderCard(language: Language, words: ShopPageWords): Html {
  const goods = GOODS_NAMES.map(
    (name) => html`<option value="${name}">${words.goods[name]} · ${money(GOODS[name].price, language)}</option>`,
  )
  return html`<section class="card"><h2>${words.sell}</h2><form method="post" action="/shop?lang=${language}">
<label for="goods">${words.what}</label><select id="goods" name="goods">${goods}</select>
<p class="row"><button name="act" value="order">${words.sellButton}</button></p></form></section>`
}

function behaviourCard(desk: ShopDesk, language: Language, words: ShopPageWords): Html {
  const now = desk.behaviour()
  const options = (ways: Readonly<Record<string, string>>, chosen: string): Html[] =>
    Object.entries(ways).map(
      ([way, text]) => html`<option value="${way}"${way === chosen && html` selected`}>${text}</option>`,
    )
  return html`<section class="card"><h2>${words.behaviour}</h2><form method="post" action="/shop?lang=${language}">
<label for="confirm">confirm_url</label><select id="confirm" name="confirm">${options(words.confirm, now.confirm)}</select>
<label for="reason">${words.reason}</label><input type="text" id="reason" name="reason" maxlength="100" value="${now.reason}">
<label for="notice">notice_url</label><select id="notice" name="notice">${options(words.notice, now.notice)}</select>
<p class="row"><button class="plain" name="act" value="behave">${words.behave}</button></p></form></section>`
}

function clockCard(clock: SandboxClock, language: Language, words: ShopPageWords): Html {
  const now = new Date(clock.now()).toLocaleString(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone: 'Asia/Seoul',
    dateStyle: 'full',
    timeStyle: 'short',
  })
  const buttons = Object.keys(STEPS).map(
    (step) => html`<button class="plain" name="by" value="${step}">+ ${words.steps[step] ?? step}</button>`,
  )
  return html`<section class="card"><h2>${words.clock}</h2><p>${now}</p><p class="quiet">${words.clockHint}</p>
<form method="post" action="/shop?lang=${language}"><input type="hidden" name="act" value="clock"><p class="row">${buttons}</p></form></section>`
}

function bookTable(orders: readonly ShopOrder[], language: Language, words: ShopPageWords): Html {
  if (orders.length === 0) return html`<p class="quiet">${words.empty}</p>`
  return html`<div class="scroll"><table><thead><tr>${words.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${orders.map((order) => orderRow(order, language, words))}</tbody></table></div>`
}

function orderRow(order: ShopOrder, language: Language, words: ShopPageWords): Html {
  const { goods, amount, number, pay_url, fetched, confirms, notices } = order
  const status = fetched ?? 'ready'
  return html`<tr><td>${goods === null ? words.unknownGoods : words.goods[goods]}<br><span class="quiet">${order.order}</span></td>
<td>${amount === null ? '–' : money(amount, language)}</td>
<td>${number === null ? '–' : pay_url === null ? number : html`<a href="${pay_url}">${number}</a>`}</td>
<td class="${status === 'paid' ? 'good' : ''}">${words.status[status] ?? status}</td>
<td><ul class="plain">${confirms.map(({ answered, reason }) => html`<li class="${answered === 200 ? 'good' : 'bad'}">${answered ?? words.hung}${reason && html` (${reason})`}</li>`)}</ul></td>
<td><ul class="plain">${notices.map(({ told, answered }) => html`<li>${told} → <span class="${answered === 200 ? 'good' : 'bad'}">${answered ?? words.hung}</span></li>`)}</ul></td></tr>`
}

function money(amount: number, language: Language): string {
  return language === 'ko' ? `${amount.toLocaleString('en-US')}원` : `${amount.toLocaleString('en-US')} won`
}
