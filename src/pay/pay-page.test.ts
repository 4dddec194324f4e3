/**
 * What a customer's browser is sent, over a real socket and with the real gateway behind it: in each state, in both
 * languages, whatever a merchant wrote into it, whatever breaks on the way.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { MerchantId, Money } from '../core/brand.ts'
import type { Payment, PaymentState } from '../core/payment.ts'
import type { MerchantsWord } from '../gateway/ports.ts'
import { heldMerchant, type IssueWords, instant, MERCHANT, merchantNamed, YES } from '../gateway/test-gateway.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { StorageFault } from '../storage/storage.ts'
import { PAY_WORDS } from './pay-words.ts'
import { ENGLISH, KOREAN, NOBODY, openSite, pageOf, textOf } from './test-site.ts'

const HTML_ROUTES = ['', '/receipt', '/cash-receipt']
const PICTURES = { '/barcode.svg': 'image/svg+xml', '/barcode.png': 'image/png', '/voucher.png': 'image/png' }
const ROUTES = [...HTML_ROUTES, '/state', ...Object.keys(PICTURES)]

const tagsOf = (html: string): readonly string[] => [...html.matchAll(/<\/?[a-z][^\s>/]*/gi)].map(([tag]) => tag)

/** One payment of each state, made as the house makes them; a till holds one of them until `letGo`. */
async function openEach(t: TestContext) {
  const merchant = heldMerchant()
  const site = await openSite(t, {
    askMerchant: ({ payment }) => (payment.name === '느린 상품' ? merchant.askMerchant() : Promise.resolve(YES)),
  })
  const { gateway, issue, collect, pass } = site.scene
  const failed = await issue({ expiresAt: instant(gateway.now() + 1000) })
  pass(1000)
  const [ready, authorising] = [await issue(), await issue({ name: '느린 상품' })]
  const [paid, cancelled] = [await issue(), await issue()]
  await collect(paid.number)
  await gateway.revoke(MERCHANT, cancelled.id)
  const collecting = collect(authorising.number, { stan: '2' })
  await merchant.asked
  const payments: Readonly<Record<PaymentState, Payment>> = { ready, authorising, paid, cancelled, failed }
  const letGo = async (): Promise<void> => {
    merchant.say(YES)
    await collecting
  }
  return { site, payments, letGo }
}

before(async () => {
  const wasmFile = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const wasmBinary = new Uint8Array(await readFile(wasmFile)).buffer
  await prepareZXingModule({ overrides: { wasmBinary, locateFile: () => wasmFile }, fireImmediately: true })
})

test('a payable number is shown with what a counter needs, in the reader’s language', async (t) => {
  const site = await openSite(t)
  const { payToken, number } = await site.scene.issue({ won: 36_400, name: '후드티' })
  for (const [headers, language, amount, deadline] of [
    [KOREAN, 'ko', '36,400원', '3월 8일(월) 밤 11:59까지'],
    [ENGLISH, 'en', '36,400 won', 'until Mon 8 Mar, 11:59 pm (Korea)'],
  ] as const) {
    const html = await pageOf(site, payToken, headers)
    const words = PAY_WORDS[language]
    assert.match(html, new RegExp(`<html lang="${language}">`))
    const shown = [words.title, words.states.ready, groupNumber(number), amount, deadline, '예제상점', '후드티']
    for (const text of [...shown, words.scanFails, words.warning, words.privacy]) {
      assert.ok(textOf(html).includes(text), text)
    }
  }
})

test('why the seller refused reaches the page in both languages as text, whatever was written into it', async (t) => {
  const reason = '<b onclick="x()">품절</b> & more'
  let verdict: MerchantsWord['verdict'] = { kind: 'refused', reason: null }
  const site = await openSite(t, { askMerchant: async () => ({ ...YES, verdict }) })
  const plain = await site.scene.issue()
  await site.scene.collect(plain.number)
  verdict = { kind: 'refused', reason }
  const { id, payToken, number } = await site.scene.issue()
  await site.scene.collect(number, { stan: '2' })
  for (const [headers, language] of [
    [KOREAN, 'ko'],
    [ENGLISH, 'en'],
  ] as const) {
    const words = PAY_WORDS[language]
    const html = await pageOf(site, payToken, headers)
    assert.ok(textOf(html).includes(`${words.refused}: ${reason}`), language)
    assert.ok(textOf(html).includes(words.takeMoneyBack), language)
    const tagsWithout = tagsOf(await pageOf(site, plain.payToken, headers))
    assert.deepEqual(
      tagsOf(html).filter((tag) => !/bdi/.test(tag)),
      tagsWithout.filter((tag) => !/bdi/.test(tag)),
    )
  }
  const events = await site.scene.storage.payments.events(MERCHANT, id)
  const rejection = { name: 'merchant_refused', reason }
  assert.deepEqual(events.at(-1)?.data, { type: 'refused', rejection, merchantSaidYes: false })
})

test('each state says what has become of the payment, and only a payable one shows its barcode', async (t) => {
  const { site, payments, letGo } = await openEach(t)
  for (const [state, { payToken, number }] of Object.entries(payments) as [PaymentState, Payment][]) {
    for (const [headers, language] of [
      [KOREAN, 'ko'],
      [ENGLISH, 'en'],
    ] as const) {
      const html = await pageOf(site, payToken, headers)
      const isPayable = state === 'ready' || state === 'authorising'
      assert.ok(textOf(html).includes(PAY_WORDS[language].states[state]), state)
      assert.equal(/<svg[^>]*crispEdges/.test(html), isPayable, state)
      assert.equal(textOf(html).includes(groupNumber(number)), isPayable, state)
    }
  }
  await letGo()
})

test('past its deadline a number is shown as ended, whether or not a sweep came by', async (t) => {
  const site = await openSite(t)
  const { payToken, expiresAt } = await site.scene.issue()
  site.scene.pass(expiresAt - site.scene.gateway.now())
  assert.ok(textOf(await pageOf(site, payToken)).includes(PAY_WORDS.ko.states.failed))
})

/** Without U+0000, which neither a parameter nor a database may hold. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</title></head><body onload=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<svg/onload=alert(1)>',
  '--><!--<iframe src=//evil.example>',
  '<![CDATA[<b>',
  '&lt;b&gt;&#60;b&#62;&quot;',
  'javascript:alert(1)',
  '{{7*7}}<%=7%>',
  '\u202egnp.exe\u2066<b>\u0008',
  '<meta http-equiv=refresh content=0;url=//evil.example>',
]

test('whatever a merchant calls itself and its goods, it is text on the page and nothing else', async (t) => {
  const site = await openSite(t)
  const { scene } = site
  const harmless = await scene.issue({ name: '후드티' })
  await scene.collect(harmless.number)
  const open = await scene.issue({ name: '후드티' })
  const expected = await Promise.all([pageOf(site, open.payToken), pageOf(site, `${harmless.payToken}/receipt`)])
  for (const [index, text] of HOSTILE.entries()) {
    await scene.storage.directory.put([{ kind: 'merchant', entry: merchantNamed(MERCHANT, { name: text }) }])
    const [paid, shown] = [await scene.issue({ name: text }), await scene.issue({ name: text })]
    await scene.collect(paid.number, { stan: `h${index}` })
    const pages = await Promise.all([pageOf(site, shown.payToken), pageOf(site, `${paid.payToken}/receipt`)])
    for (const [which, html] of pages.entries()) {
      assert.deepEqual(tagsOf(html), tagsOf(expected[which] ?? ''), text)
      assert.equal(textOf(html).split(text.replace(/\s+/g, ' ')).length, 3, `${text}: the seller and the goods`)
    }
  }
})

test('nothing about the customer is on anything the address leads to, nor the merchant’s order number', async (t) => {
  const site = await openSite(t)
  const personal = {
    buyerName: '홍길동',
    buyerEmail: 'hong@mail.example',
    buyerTel: '010-9876-5432',
    buyerAddr: '서울시 중구 세종대로',
    buyerPostcode: '04524',
    customData: 'geheim',
  }
  const words: IssueWords = { personal, order: 'ORDER-77', confirmUrl: null }
  const [open, paid] = [await site.scene.issue(words), await site.scene.issue({ ...words, order: 'ORDER-78' })]
  await site.scene.collect(paid.number)
  const secrets = [...Object.values(personal), '홍*동', '5432', '길동', 'ORDER-7', '세종', 'shop.example']
  for (const { payToken, id } of [open, paid]) {
    for (const route of ROUTES) {
      const body = Buffer.from(await (await site.get(payToken + route)).arrayBuffer())
      for (const secret of [...secrets, id]) assert.ok(!body.includes(secret), `${route} tells ${secret}`)
    }
  }
})

test('everything leaves with the same strict headers, an error too', async (t) => {
  const site = await openSite(t)
  const { payToken, number } = await site.scene.issue({ confirmUrl: null })
  await site.scene.collect(number)
  for (const path of [...ROUTES.map((route) => payToken + route), NOBODY, 'x', `${NOBODY}/barcode.svg`, 'assets/x']) {
    const { headers, status } = await site.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/, path)
    assert.match(policy, /frame-ancestors 'none'/, path)
    assert.match(policy, /base-uri 'none'/, path)
    assert.match(policy, /form-action 'none'/, path)
    assert.doesNotMatch(policy, /unsafe|\*|http|data:/, path)
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(headers.get('x-frame-options'), 'DENY', path)
    assert.equal(headers.get('set-cookie'), null, path)
    const isPicture = Object.keys(PICTURES).some((route) => path === payToken + route)
    assert.match(headers.get('cache-control') ?? '', isPicture ? /^private,/ : /^no-store$/, `${path} ${status}`)
  }
})

test('an unknown address is a page that says so, in the reader’s language, and tells nothing else', async (t) => {
  const site = await openSite(t)
  const { id, payToken, number } = await site.scene.issue()
  const wrong = [
    NOBODY,
    id,
    number,
    payToken.slice(1),
    `${payToken}x`,
    payToken.toUpperCase(),
    '%00',
    '..%2f',
    '%F0%9F%98%80',
  ]
  for (const path of [...wrong, ...ROUTES.map((route) => NOBODY + route)]) {
    for (const [headers, language] of [
      [KOREAN, 'ko'],
      [ENGLISH, 'en'],
    ] as const) {
      const response = await site.get(path, headers)
      assert.equal(response.status, 404, path)
      assert.ok(textOf(await response.text()).includes(PAY_WORDS[language].notices.notFound), path)
    }
  }
})

test('the pictures are what their type says, and scan as the number, whatever has become of it', async (t) => {
  const site = await openSite(t)
  const paid = await site.scene.issue({ confirmUrl: null })
  await site.scene.collect(paid.number)
  const numbers = ['OWN-2027', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABC']
  const own = await Promise.all(numbers.map((number) => site.scene.issue({ number })))
  for (const { payToken, number } of [await site.scene.issue(), paid, ...own]) {
    for (const [route, type] of Object.entries(PICTURES)) {
      const response = await site.get(payToken + route)
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('content-type'), type)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const image = type === 'image/png' ? bytes : painted(Buffer.from(bytes).toString())
      const read = await readBarcodes(image, { tryHarder: true, tryInvert: false })
      assert.deepEqual(
        read.map(({ text }) => text),
        [number],
        route,
      )
    }
  }
})

/** The bars of the picture's one path on white, two pixels a module. */
function painted(svg: string) {
  const [width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [])
    .slice(1)
    .map((module) => Number(module) * 2)
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (const [, x, y, barWidth, barHeight] of svg.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g)) {
    for (let row = Number(y) * 2; row < (Number(y) + Number(barHeight)) * 2; row += 1) {
      for (let column = Number(x) * 2; column < (Number(x) + Number(barWidth)) * 2; column += 1)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
    }
  }
  return { data, width, height, colorSpace: 'srgb' as const }
}

test('a merchant’s own number is shown as its merchant wrote it', async (t) => {
  const site = await openSite(t)
  for (const [number, shown] of [
    ['SUMMER-2026-0001', 'SUMMER-2026-0001'],
    ['123456789012345678901234567890', '1234 5678 9012 3456 7890 1234 5678 90'],
  ] as const) {
    const { payToken } = await site.scene.issue({ number })
    assert.ok(textOf(await pageOf(site, payToken)).includes(shown), number)
  }
})

test('amounts are whole and exact in every currency', async (t) => {
  const site = await openSite(t)
  const amounts = [
    ['KRW', 1_000, '1,000원', '1,000 won'],
    ['KRW', 9_007_199_254_740_991, '9,007,199,254,740,991원', '9,007,199,254,740,991 won'],
    ['USD', 1250, 'USD 12.50', 'USD 12.50'],
    ['EUR', 100_000_05, 'EUR 100,000.05', 'EUR 100,000.05'],
  ] as const
  for (const [currency, minor, korean, english] of amounts) {
    const { payToken } = await site.scene.issue({ channel: { currency }, amount: minor as Money, won: minor })
    assert.ok(textOf(await pageOf(site, payToken, KOREAN)).includes(korean), korean)
    assert.ok(textOf(await pageOf(site, payToken, ENGLISH)).includes(english), english)
  }
})

test('when storage cannot be read the customer is told so, and the address is in no log', async (t) => {
  const site = await openSite(t, {
    around: (storage) => ({
      ...storage,
      payments: {
        ...storage.payments,
        findByPayToken: () => Promise.reject(new StorageFault('closed', 'the storage is closed')),
      },
    }),
  })
  const { payToken } = await site.scene.issue()
  for (const route of ROUTES) {
    const response = await site.get(payToken + route)
    assert.equal(response.status, 503)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.ok(Number(response.headers.get('retry-after')) > 0)
    const body = await response.text()
    assert.ok(textOf(body).includes(PAY_WORDS.ko.notices.unavailable))
    assert.ok(!body.includes('storage'))
  }
  const lines = site.log.join('')
  assert.match(lines, /the storage is closed/)
  assert.ok(!lines.includes(payToken))
})

test('a payment of any merchant is shown to whoever has its address, and to nobody by guessing', async (t) => {
  const site = await openSite(t)
  const other = 'mer_other' as MerchantId
  await site.scene.storage.directory.put([{ kind: 'merchant', entry: merchantNamed(other, { name: '다른상점' }) }])
  const { payToken } = await site.scene.issue({ merchant: other })
  assert.ok(textOf(await pageOf(site, payToken)).includes('다른상점'))
  for (let at = 0; at < payToken.length; at += 1) {
    const guessed = payToken.slice(0, at) + (payToken[at] === 'A' ? 'B' : 'A') + payToken.slice(at + 1)
    assert.equal((await site.get(guessed)).status, 404)
  }
})
