/**
 * What belongs to the customer's page beside the page itself: how long each thing may be kept, what it costs to be asked
 * for nonsense, where links lead. The page's own words and its strictness are tested beside `pay-page.ts`.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { fastify } from 'fastify'
import type { NetworkId, OrderId } from '../core/brand.ts'
import type { ExternalReceipt } from '../core/external-receipt.ts'
import { openOutlet } from '../core/network.ts'
import type { Payment } from '../core/payment.ts'
import type { ExternalVerbs } from '../gateway/external-receipts.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { createBarcodePictures } from './barcode.ts'
import { registerPayPage } from './pay-page.ts'
import {
  COLLECTED,
  claimed,
  IN_STATE,
  paymentAfter,
  RECEIPT_ASKED,
  RECEIPT_CANCELLED,
  RECEIPT_ISSUED,
  REVERSED,
  refused,
  SELLER,
} from './test-payments.ts'

const token = 'a5e9vihlabcdefghijklmnopqrstuv'
const pages = ['', '/receipt', '/cash-receipt']
const pictures = ['/barcode.svg', '/barcode.png', '/voucher.png']
const everything = [...pages, ...pictures, '/state']

test('pictures without letters carry the mark too, and none where money is real', async (t) => {
  const [practice, real] = [openPages(t, paymentAfter([])), openPages(t, paymentAfter([]), { practice: false })]
  for (const path of ['/barcode.png', '/voucher.png']) {
    const [marked, bare] = [await practice.get(path), await real.get(path)]
    assert.ok(heightOf(marked.rawPayload) > heightOf(bare.rawPayload) + 40, path)
  }
})

test('pages and states are never kept, pictures and files for ever', async (t) => {
  const { get, asset } = openPages(t, paymentAfter(IN_STATE.paid))
  for (const path of [...pages, '/state']) assert.equal((await get(path)).headers['cache-control'], 'no-store', path)
  for (const path of pictures) {
    assert.equal((await get(path)).headers['cache-control'], 'private, max-age=31536000, immutable', path)
  }
  const script = await asset('customer-page')
  assert.equal(script.statusCode, 200)
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8')
  assert.equal((await asset('icon')).headers['content-type'], 'image/svg+xml')
})

test('what is not there is not kept, however its address ends', async (t) => {
  const { get, ask } = openPages(t, paymentAfter([]))
  const stranger = '/p/vutsrqponmlkjihgfedcba'
  for (const path of everything) {
    const answer = await ask(stranger + path)
    assert.equal(answer.statusCode, 404, path)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.match(answer.body, /없는 주소입니다/)
  }
  for (const path of ['/p/assets/customer-page-0000000000000000.js', '/p/assets/..%2fpay-page.ts', '/p/assets/']) {
    assert.equal((await ask(path)).statusCode, 404, path)
  }
  assert.equal((await get('/nothing-here')).statusCode, 404)
})

test('nothing loads but our own script and icon, and no style applies but the page’s own', async (t) => {
  const { get } = openPages(t, paymentAfter(IN_STATE.paid))
  for (const path of everything) {
    const { headers, body } = await get(path)
    const policy = String(headers['content-security-policy'])
    const hashes = Array.from(body.matchAll(/<style>(.*?)<\/style>/gs), ([, style = '']) => hashOf(style))
    assert.deepEqual(policy.match(/'sha256-[^']*'/g) ?? [], hashes, path)
    assert.equal(
      policy.replace(/style-src[^;]*; /, ''),
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    )
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.doesNotMatch(body, /<script(?! type="module" src=")|\son\w+=|style="|javascript:/i)
  }
})

test('the state is two words and grows with every event', async (t) => {
  const story = [claimed(), refused('merchant_refused', '품절'), claimed(), COLLECTED]
  for (const [index] of story.entries()) {
    const { get } = openPages(t, paymentAfter(story.slice(0, index + 1)))
    const shown = /data-shown="([a-z]+)\.(\d+)"/.exec((await get('')).body)
    const answer = await get('/state')
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.deepEqual(answer.json(), { state: shown?.[1], version: Number(shown?.[2]) })
    assert.equal(answer.json().version, index + 2)
  }
})

test('what cannot be a token is turned away without looking it up', async (t) => {
  const { ask, lookups } = openPages(t, paymentAfter([]))
  for (const odd of [
    'x',
    `${token}x`,
    token.slice(1),
    'a5e9vihlabcdefghij.lmnopqrstuv',
    '%00'.repeat(30),
    'a'.repeat(4000),
  ]) {
    for (const path of everything) assert.equal((await ask(`/p/${odd}${path}`)).statusCode, 404, odd)
  }
  assert.deepEqual(lookups, [])
  await ask(`/p/${token}/state`)
  assert.deepEqual(lookups, [token])
})

test('there is a receipt only once it is paid', async (t) => {
  for (const [state, happened] of Object.entries(IN_STATE)) {
    const answer = await openPages(t, paymentAfter(happened)).get('/receipt')
    assert.equal(answer.statusCode, state === 'paid' ? 200 : 404, state)
    assert.equal(answer.body.includes('아직 결제되지 않아 영수증이 없습니다'), state !== 'paid')
  }
})

test('there is a cash receipt from the moment it was issued, and it stays to be seen when it was cancelled', async (t) => {
  const issued = [...IN_STATE.paid, RECEIPT_ASKED, RECEIPT_ISSUED]
  const none = /발급된 현금영수증이 없습니다. 판매자에게 신청하세요/
  const failed = { type: 'receipt_failed', reason: 'no' } as const
  for (const [happened, status, text] of [
    [IN_STATE.ready, 404, none],
    [IN_STATE.paid, 404, none],
    [[...IN_STATE.paid, RECEIPT_ASKED], 404, none],
    [[...IN_STATE.paid, RECEIPT_ASKED, failed], 404, none],
    [issued, 200, /TEST-012345678/],
    [[...issued, REVERSED], 200, /TEST-012345678/],
    [[...issued, ...RECEIPT_CANCELLED], 200, /취소된 현금영수증입니다/],
  ] as const) {
    const answer = await openPages(t, paymentAfter(happened)).get('/cash-receipt')
    assert.equal(answer.statusCode, status)
    assert.match(answer.body, text)
  }
})

test('a cash receipt of cash taken elsewhere has a page of its own, with its seller and goods, and no way to a payment', async (t) => {
  const { receipt } = paymentAfter([...IN_STATE.paid, RECEIPT_ASKED, RECEIPT_ISSUED])
  assert.ok(receipt)
  const named = {
    merchantId: SELLER.id,
    orderId: 'cash-1' as OrderId,
    name: '<b>후드티',
    token: 'T'.repeat(22),
    version: 2,
  }
  const { ask } = openPages(t, paymentAfter([]), { external: { ...named, receipt } })
  const { statusCode, body } = await ask(`/p/cash-receipts/${named.token}`)
  assert.equal(statusCode, 200)
  for (const text of [SELLER.name, '&lt;b&gt;후드티', 'TEST-012345678', '법적 효력이 없고'])
    assert.ok(body.includes(text), text)
  assert.doesNotMatch(body, /href="[^"]*lang=ko"/)
  assert.match(body, /src="\.\.\/assets\//)
  for (const path of ['/p/cash-receipts/other', '/p/cash-receipts/', `/p/${named.token}/cash-receipt`])
    assert.equal((await ask(path)).statusCode, 404, path)
})

test('a cash receipt of practice says that it has no legal force, one of real money does not', async (t) => {
  const payment = paymentAfter([...IN_STATE.paid, RECEIPT_ASKED, RECEIPT_ISSUED])
  for (const practice of [true, false]) {
    const { body } = await openPages(t, payment, { practice }).get('/cash-receipt?lang=ko')
    assert.equal(body.includes('법적 효력이 없고'), practice)
    assert.equal(body.includes('연습용'), practice)
  }
})

test('a picture is as large as asked for, four pixels a module where nothing is asked', async (t) => {
  const { get } = openPages(t, paymentAfter([]))
  for (const name of ['/barcode.png', '/voucher.png']) {
    assert.equal(widthOf((await get(name)).rawPayload), 165 * 4)
    for (const scale of [1, 2, 10]) assert.equal(widthOf((await get(`${name}?scale=${scale}`)).rawPayload), 165 * scale)
    for (const scale of ['0', '11', '-1', '1.5', 'x', '', '1&scale=2', '1e1']) {
      const answer = await get(`${name}?scale=${scale}`)
      assert.equal(answer.statusCode, 400, scale)
      assert.match(answer.body, /1부터 10까지/)
    }
  }
})

test('every link of a page leads somewhere, also behind a path of another and with a slash at the end', async (t) => {
  const follow = async ({ ask }: ReturnType<typeof openPages>, page: string): Promise<void> => {
    const { body } = await ask(page)
    const links = Array.from(body.matchAll(/(?:href|src|data-state-url)="([^"]*)"/g), ([, link = '']) => link)
    assert.ok(links.length >= 3, page)
    for (const link of links) {
      const { pathname, search } = new URL(link, `https://shop.test/pay${page}`)
      assert.ok(pathname.startsWith('/pay/p/'), `${link} on ${page} leads to ${pathname}`)
      assert.equal((await ask(pathname.slice('/pay'.length) + search)).statusCode, 200, `${link} on ${page}`)
    }
  }
  const [paid, open] = [openPages(t, paymentAfter(IN_STATE.paid)), openPages(t, paymentAfter([]))]
  for (const page of ['', '/', '/?lang=en']) {
    await follow(paid, `/p/${token}${page}`)
    await follow(paid, `/p/${token}/receipt${page}`)
    await follow(open, `/p/${token}${page}`)
  }
})

test('the language chosen on a page goes with its links', async (t) => {
  const { ask } = openPages(t, paymentAfter(IN_STATE.paid))
  const english = await ask(`/p/${token}?lang=en`)
  assert.match(english.body, /<html lang="en">/)
  assert.match(english.body, /<a href="\?lang=ko" hreflang="ko" lang="ko">한국어<\/a>/)
  assert.match(english.body, /receipt\?lang=en"/)
  const byHeader = await ask(`/p/${token}/receipt`, { headers: { 'accept-language': 'en-GB' } })
  assert.match(byHeader.body, /Convenience-store payment receipt/)
})

/** Pages over a gateway that knows one payment. */
function openPages(
  t: TestContext,
  payment: Payment,
  { practice = true, external }: { readonly practice?: boolean; readonly external?: ExternalReceipt } = {},
) {
  const lookups: string[] = []
  const gateway = {
    async findByPayToken(asked: string) {
      lookups.push(asked)
      return asked === token ? { payment, merchant: SELLER } : undefined
    },
    externalReceipts: {
      findByToken: async (asked: string) => (external?.token === asked ? { external, merchant: SELLER } : undefined),
    } as Pick<ExternalVerbs, 'findByToken'> as ExternalVerbs,
    directory: () => DIRECTORY,
  }
  const app = fastify(merchantServerOptions())
  registerPayPage(app, { gateway, pictures: createBarcodePictures(), practice })
  t.after(() => app.close())
  const ask = (url: string, options: { method?: 'GET' | 'HEAD'; headers?: Record<string, string> } = {}) =>
    app.inject({ method: 'GET', ...options, url })
  return {
    lookups,
    ask,
    get: (path: string) => ask(`/p/${token}${path}`),
    asset: async (name: string) => {
      const { body } = await ask(`/p/${token}`)
      return ask(`/p/${new RegExp(`assets/${name}-[\\w-]+\\.\\w+`).exec(body)?.[0]}`)
    },
  }
}

const house = 'house' as NetworkId
const DIRECTORY: ReturnType<Gateway['directory']> = {
  merchants: new Map(),
  endpoints: new Map(),
  channels: [],
  networks: new Map(),
  outlets: new Map([
    ['house/HB001', openOutlet({ network: house, id: 'HB001', chain: '한빛편의점', name: '한빛편의점 1호점' })],
  ]),
  tills: new Map(),
  apiKeys: new Map(),
  connectors: new Map(),
  keyProof: null,
}

function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`
}

function widthOf(png: Buffer): number {
  return png.readUInt32BE(16)
}

function heightOf(png: Buffer): number {
  return png.readUInt32BE(20)
}
