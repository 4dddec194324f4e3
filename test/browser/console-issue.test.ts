/** A number issued by hand: what is wrong stands at its field, what is asked is done once, and the number can be passed on. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const admin = await somebody(gateway, 'admin')
const english: Viewer = { language: 'en-GB' }
const DAY_MS = 86_400_000

/** `2026-11-22`, of Seoul, so many days from now. */
function seoulDay(days: number): string {
  return new Date(Date.now() + 9 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10)
}

async function numbersOf(order: string): Promise<number> {
  const { text } = await gateway.merchant.ask('GET', `/payments/findAll/${order}`)
  return JSON.parse(text).response?.total ?? 0
}

async function send(page: Page, order: string, amount: string): Promise<void> {
  await page.getByLabel('Order (merchant_uid)').fill(order)
  await page.getByLabel('Amount').fill(amount)
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
}

test('a number is issued by keyboard alone, can be taken along, and is what a customer pays with', async () => {
  await using page = await openConsole(browser, gateway, admin, '/m/issue', english)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByLabel('Order (merchant_uid)').waitFor()
  await page.keyboard.type('by-hand-1')
  await page.keyboard.press('Tab')
  await page.keyboard.type('36,400')
  await page.getByLabel('Goods').fill('후드티')
  await page.getByLabel('Last day').fill(seoulDay(3))
  await page.getByLabel('Goods').press('Enter')
  const done = page.getByRole('heading', { name: 'The number is issued' })
  await done.waitFor()
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'The number is issued')
  const { payment } = await gateway.merchant.ask('GET', '/payments/find/by-hand-1')
  assert.deepEqual([payment.amount, payment.name, payment.status], [36_400, '후드티', 'ready'])
  assert.equal(payment.expired_at, Date.parse(`${seoulDay(3)}T23:59:59+09:00`) / 1000)
  const grouped = payment.barcode.replace(/(\d{4})(?=\d)/g, '$1 ')
  await page.getByText(grouped, { exact: true }).waitFor()
  await page.getByRole('button', { name: `Copy: ${grouped}` }).press('Enter')
  await page.getByText('Copied').first().waitFor()
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), payment.barcode)
  const [payPage] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open the page' }).click(),
  ])
  assert.equal(payPage.url(), payment.pay_url)
  await payPage.getByText('후드티').first().waitFor()
  checkQuiet(page)
  await page.getByRole('button', { name: 'Issue another' }).click()
  assert.equal(await page.getByLabel('Order (merchant_uid)').inputValue(), '')
  assert.equal(await page.evaluate('document.activeElement === document.querySelector("form input")'), true)
})

test('what the page finds wrong stands at its field, and nobody is asked', async () => {
  await using page = await openConsole(browser, gateway, admin, '/m/issue', english)
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/payments')) asked += 1
  })
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  assert.equal(await page.getByText('This is needed.').count(), 2)
  const at = (label: string) =>
    page.locator('.field', { has: page.getByLabel(label, { exact: true }) }).locator('.problem')
  await page.getByText('Customer (optional)').click()
  await page.getByText('Register a number of your own').click()
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['Order (merchant_uid)', '주'.repeat(41), /At most 40/],
    ['Goods', 'x'.repeat(41), /At most 40/],
    ['Amount', '12.5', /above 0, in digits/],
    ['Customer’s name', '가'.repeat(17), /At most 16/],
    ['Customer’s e-mail', 'nobody', /no e-mail/],
    ['Number to register', 'abc', /4 to 30 capitals/],
  ]
  for (const [label, value] of wrong) await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  for (const [label, , words] of wrong) assert.match((await at(label).textContent()) ?? '', words, label)
  await page.getByLabel('Amount').fill('0')
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  assert.match((await at('Amount').textContent()) ?? '', /above 0/)
  assert.equal(asked, 0)
})

test('what the gateway refuses stands at its field, else above the button, and what was typed stays', async () => {
  const channel = gateway.running.storage.directory.current().channels.find(({ isDefault }) => isDefault)
  assert.ok(channel)
  const limited = { ...channel, amountMax: 5_000_000 as typeof channel.amountMax }
  await gateway.running.storage.directory.put([{ kind: 'channel', entry: limited }])
  await using page = await openConsole(browser, gateway, admin, '/m/issue', english)
  const at = (label: string) => page.locator('.field', { has: page.getByLabel(label) }).locator('.problem')
  await send(page, 'by-hand-2', '99999999')
  await at('Amount')
    .getByText(/^this payment channel takes at most/)
    .waitFor()
  await page.getByLabel('Last day').fill(seoulDay(-1))
  await send(page, 'by-hand-2', '1000')
  await at('Last day')
    .getByText(/^the deadline is in the past/)
    .waitFor()
  await page.getByLabel('Last day').fill('')
  assert.equal(await at('Last day').count(), 0, 'what was mended is wrong no more')
  const { payment } = await gateway.merchant.ask('GET', '/payments/find/by-hand-1')
  await gateway.till().collect(payment.barcode, payment.amount)
  await send(page, 'by-hand-1', '1000')
  await page.getByRole('alert').getByText('This order has already been paid').waitFor()
  assert.equal(await page.getByLabel('Order (merchant_uid)').inputValue(), 'by-hand-1')
  await page.getByRole('link', { name: 'Look for payments of this order' }).click()
  await page.waitForURL(consoleUrl(gateway, '/m/payments?text=by-hand-1'))
})

test('one press is one number, however often one presses and whatever becomes of the answer', async () => {
  await using page = await openConsole(browser, gateway, admin, '/m/issue', english)
  let lost = 0
  await page.route('**/payments', async (route) => {
    if (route.request().method() !== 'POST' || lost === 1) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByLabel('Order (merchant_uid)').fill('by-hand-3')
  await page.getByLabel('Amount').fill('1000')
  await page.getByRole('button', { name: 'Issue', exact: true }).dblclick()
  await page.getByRole('alert').getByText('Whether it was done is not known').waitFor()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  await page.getByRole('heading', { name: 'The number is issued' }).waitFor()
  assert.deepEqual([lost, await numbersOf('by-hand-3')], [1, 1])
})

test('each payment channel is there to be chosen, and where there is none it says whom to ask', async () => {
  const [first] = gateway.running.storage.directory.current().channels
  assert.ok(first)
  const key = 'channel-key-dollars' as typeof first.key
  const dollars = { ...first, key, mid: 'dollars', currency: 'USD', isDefault: false, receipts: 'none' } as const
  await gateway.running.storage.directory.put([{ kind: 'channel', entry: { ...dollars, amountMax: null } }])
  await using page = await openConsole(browser, gateway, admin, '/m/issue', english)
  await page.getByRole('button', { name: /Payment channel/ }).click()
  await page.getByRole('option', { name: 'galaxia.dollars · USD' }).click()
  await send(page, 'by-hand-4', '12.50')
  await page.getByText('$12.50').waitFor()
  const { payment } = await gateway.merchant.ask('GET', '/payments/find/by-hand-4')
  assert.deepEqual([payment.amount, payment.currency], [12.5, 'USD'])
  await page.route('**/channels', (route) => route.fulfill({ json: { rows: [] } }))
  await page.goto(consoleUrl(gateway, '/m/issue'))
  await page.getByText('Ask the operator to add one').waitFor()
})

test('a role that may not issue is refused by the page as by the gateway', async () => {
  await using page = await openConsole(browser, gateway, await somebody(gateway, 'finance'), '/m/issue', english)
  await page.getByText('Your role may not issue numbers').waitFor()
  assert.equal(await page.getByLabel('Order (merchant_uid)').count(), 0)
})

test('where a browser hands things on, the address of the page is handed on with what to pay', async () => {
  await using page = await openPage(browser, { size: 'phone', language: 'ko-KR' })
  await page.addInitScript('navigator.share = async (given) => { window.shared = given }')
  const [name = '', value = ''] = admin.cookie.split('=')
  await page.context().addCookies([{ name, value, url: gateway.running.apiUrl }])
  await page.goto(consoleUrl(gateway, '/m/issue'))
  await page.getByLabel('주문번호(merchant_uid)').fill('by-hand-5')
  await page.getByLabel('금액').fill('36400')
  await page.getByRole('button', { name: '발급', exact: true }).click()
  await page.getByRole('button', { name: '공유' }).click()
  const { payment } = await gateway.merchant.ask('GET', '/payments/find/by-hand-5')
  const shared = (await page.evaluate('window.shared')) as { text: string; url: string }
  assert.equal(shared.url, payment.pay_url)
  assert.match(shared.text, /^편의점에서 36,400원을 결제해 주세요\. 기한: \d{4}년/)
})

for (const seenBy of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the form and what comes of it shut nobody out and fit: ${Object.values(seenBy).join(', ')}`, async () => {
    const name = `console-issue-${seenBy.size}-${seenBy.colorScheme}`
    await using page = await openConsole(browser, gateway, admin, '/m/issue', seenBy)
    await page.locator('details').first().click()
    await takeScreenshot(page, name, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    await page.locator('form input').first().fill(name)
    await page.locator('form input[inputmode]').fill('36400')
    await page.locator('form button[type=submit]').click()
    await page.locator('.big').waitFor()
    await page.reload()
    await page.locator('.big').waitFor()
    await takeScreenshot(page, `${name}-done`, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}
