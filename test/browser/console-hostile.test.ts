/**
 * What merchants, customers and their servers write is shown to people with more rights than they have. Two thousand texts
 * that would run as script elsewhere stand in every field of the console that somebody else can fill; none of them runs, on
 * any page, and nothing is fetched from anywhere but the gateway.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { openConsole, somebody } from './console.ts'
import { checkQuiet } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { apiUrl } = gateway.running

/** What each of them does where it runs: a name that the page would then have. */
const RUNS = 'window.ran=1'
const SCRIPTS = [
  `<script>${RUNS}</script>`,
  `<img src=x onerror=${RUNS}>`,
  `<svg onload=${RUNS}>`,
  `<svg><animate onbegin=${RUNS} attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.${RUNS}</script>">`,
  `<details open ontoggle=${RUNS}>`,
  `<input autofocus onfocus=${RUNS}>`,
  `<a href="javascript:${RUNS}">x</a>`,
  `javascript:${RUNS}//`,
  `data:text/html,<script>${RUNS}</script>`,
  `<style>@import 'http://elsewhere.test/x.css'</style>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${RUNS}>`,
  `<template><script>${RUNS}</script></template>`,
  `{{constructor.constructor('${RUNS}')()}}`,
  `\${${RUNS}}`,
  `<base href="http://elsewhere.test/">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUNS}">`,
  `<video><source onerror=${RUNS}>`,
  `<marquee onstart=${RUNS}>`,
  `<object data="javascript:${RUNS}">`,
]
const AROUND = [
  ['', ''],
  ['"', ''],
  ["'", ''],
  ['">', ''],
  ["'>", ''],
  ['</td>', ''],
  ['</script>', ''],
  ['</style>', ''],
  ['</title>', ''],
  ['</textarea>', ''],
  ['-->', ''],
  [']]>', ''],
  ['\\">', ''],
  ['<', '>'],
  ['%3Cb%3E', ''],
  ['&lt;', '&gt;'],
  ['\u202e', ''],
  ['\ufeff', ''],
  ['수납 ', ' 원'],
  ['=1+', ''],
] as const
const TWISTS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase().replaceAll('WINDOW.RAN', 'window.ran'),
  (text) => text.replaceAll(' ', '/'),
  (text) => text.replaceAll('<', '<\u0000').replaceAll('\u0000', ''),
  (text) => `${text}${text}`,
]
const TEXTS = SCRIPTS.flatMap((script) =>
  AROUND.flatMap(([before, behind]) => TWISTS.map((twist) => `${before}${twist(script)}${behind}`)),
)

/** Fields of the console's API that somebody else fills, wherever they stand in an answer. */
const FILLED = new Set(
  [
    'name merchant_uid buyer_name buyer_tel buyer_email buyer_addr buyer_postcode custom_data cancel_reason reason note',
    'description url answer email outlet outlet_name till till_name chain holder number tel account bank shown pg mid',
    'object address detail ko en action cause file_id network row text',
  ].flatMap((names) => names.split(' ')),
)

/** Puts the next texts where others' would be; what the page works by, such as states and ids, stays. */
function createFilling() {
  let used = 0
  const next = (): string => TEXTS[used++ % TEXTS.length] ?? ''
  const filled = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return manyOf(value).map((each) => filled(each, name))
    if (typeof value === 'string') return FILLED.has(name) ? next() : value
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, key)]))
  }
  return { used: () => used, filled }
}

/** Lists are longer than this gateway's own, so that one look shows many texts. */
function manyOf(list: readonly unknown[]): readonly unknown[] {
  const isOfThings = typeof list[0] === 'object' && list[0] !== null
  return isOfThings ? Array.from({ length: Math.max(12, list.length) }, (_, at) => list[at % list.length]) : list
}

/** Every address of the merchant's and of the house's. */
const PLACES = [
  ...[
    '',
    '/payments',
    '/issue',
    '/refunds',
    '/notices',
    '/endpoints',
    '/keys',
    '/settings',
    '/practice',
    '/people',
    '/audit',
  ].map((path) => `/m${path}`),
  ...['', '/networks', '/shops', '/in-doubt', '/late-cash', '/reports', '/sandbox', '/people', '/audit'].map(
    (path) => `/house${path}`,
  ),
  '/me',
]

interface Watched {
  readonly page: Page
  readonly strangers: string[]
  readonly dialogs: string[]
}

function watch(page: Page): Watched {
  const strangers: string[] = []
  const dialogs: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(apiUrl) && !url.startsWith('data:image/')) strangers.push(url)
  })
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return { page, strangers, dialogs }
}

async function assertNothingRan({ page, strangers, dialogs }: Watched, where: string): Promise<void> {
  assert.equal(await page.evaluate('window.ran'), undefined, `${where}: a text ran`)
  assert.deepEqual([strangers, dialogs], [[], []], where)
  assert.equal(await page.locator('iframe, object, base, marquee, [onerror], [onload]').count(), 0, where)
  assert.equal(await page.locator('a[href^="javascript:" i], a[href^="data:" i]').count(), 0, where)
}

/** Everything that is folded away. */
async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
}

test('texts of a merchant’s own orders are shown as they are: in the list, on the payment, in the log', async () => {
  const owner = await somebody(gateway, 'owner')
  const issued: string[] = []
  for (let at = 0; at < 40; at += 1) {
    const text = (of: number, most: number) => (TEXTS[(at * 5 + of) * 9] ?? '').slice(0, most)
    const { payment, message } = await gateway.merchant.issue({
      merchant_uid: `${at}${text(0, 30)}`,
      name: text(1, 40),
      buyer_name: text(2, 16),
      buyer_addr: text(3, 60),
      custom_data: text(4, 200),
    })
    assert.ok(payment, String(message))
    issued.push(payment.imp_uid)
  }
  const watched = watch(await openConsole(browser, gateway, owner, '/m/payments', { language: 'en-GB' }))
  await using page = watched.page
  await page.locator('tbody tr').first().waitFor()
  await page.getByText('window.ran').first().waitFor()
  await assertNothingRan(watched, 'the list')
  for (const impUid of issued.filter((_, at) => at % 5 === 0)) {
    await page.goto(`${apiUrl}/console/m/${gateway.running.practice.merchantId}/payments/${impUid}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await openAll(page)
    await assertNothingRan(watched, impUid)
  }
  checkQuiet(page)
})

test('two thousand texts in every field that others fill: none runs on any page, and nothing comes from elsewhere', async (t) => {
  const operator = await somebody(gateway, 'operator')
  const { payment } = await gateway.merchant.issue()
  await gateway.till().collect(payment.barcode, payment.amount)
  await gateway.merchant.ask('POST', '/payments/cancel', { imp_uid: payment.imp_uid, amount: 1000 })
  const filling = createFilling()
  const watched = watch(await openConsole(browser, gateway, operator, '/me', { language: 'en-GB' }))
  await using page = watched.page
  await page.route('**/admin/api/**', async (route: Route) => {
    const reply = await route.fetch()
    if (!(reply.headers()['content-type'] ?? '').startsWith('application/json'))
      return route.fulfill({ response: reply })
    await route.fulfill({ response: reply, json: filling.filled(await reply.json(), '') })
  })
  // A line of events never ends; what comes by it is asked for again, and that is answered above.
  await page.route('**/live', (route) => route.abort())
  const places = [...PLACES, `/m/payments/${payment.imp_uid}`]
  for (let rounds = 0; filling.used() < TEXTS.length || rounds === 0; rounds += 1) {
    for (const place of places) {
      const path = place.replace(/^\/m(?=\/|$)/, `/m/${gateway.running.practice.merchantId}`)
      await page.goto(`${apiUrl}/console${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await openAll(page)
      await assertNothingRan(watched, place)
    }
    assert.ok(rounds < 10, `only ${filling.used()} texts were shown`)
  }
  t.diagnostic(`${filling.used()} texts on ${places.length} pages`)
})

test('the first page is not heavier than 300 kB as it travels, and all of it is the gateway’s', async (t) => {
  const watched = watch(await openConsole(browser, gateway, await somebody(gateway, 'owner'), '/m'))
  await using page = watched.page
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle').catch(() => undefined)
  const bytes = Number(
    await page.evaluate(
      `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/console/assets/'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    ),
  )
  t.diagnostic(`${bytes} bytes`)
  assert.ok(bytes > 50_000 && bytes <= 300_000, `${bytes} bytes`)
  await assertNothingRan(watched, 'home')
})
