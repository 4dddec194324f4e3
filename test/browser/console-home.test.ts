/** A merchant's first page: the figures are the gateway's, what needs a hand leads to where it is mended, and it is live. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const owner = await somebody(gateway, 'owner')
const viewer = await somebody(gateway, 'viewer')
const english: Viewer = { language: 'en-GB' }

/** Of the figures on top: the amount or the count, by its name. */
function figure(page: Page, name: string) {
  return page.locator('.figures > div').filter({ has: page.locator('dt', { hasText: name }) })
}

async function issue(words: object = {}) {
  const { payment, message } = await gateway.merchant.issue({ amount: 36_400, name: '후드티', ...words })
  assert.ok(payment, String(message))
  return payment
}

async function collect(barcode: string, amount = 36_400): Promise<void> {
  const reply = await gateway.till().collect(barcode, amount)
  assert.ok('approval_no' in reply, JSON.stringify(reply))
}

test('who never had a number is led to the first one, and what is done already is marked', async () => {
  await using page = await openConsole(browser, gateway, owner, '/m', english)
  await page.getByRole('heading', { name: 'Issue your first number' }).waitFor()
  const steps = page.getByRole('listitem').filter({ has: page.locator('strong') })
  assert.deepEqual(await steps.locator('strong').allTextContents(), [
    'Issue a number',
    'Set the Notification URL',
    'Make an API key',
  ])
  // The sandbox's seller has both from its first start.
  await steps.nth(2).getByText('Done').waitFor()
  await steps.nth(1).getByText('Done').waitFor()
  assert.equal(await steps.nth(0).getByText('Done').count(), 0)
  await takeScreenshot(page, 'console-home-first-day')
  await checkAccessible(page)
  checkQuiet(page)
  await steps.nth(0).getByRole('link', { name: 'Issue one' }).click()
  await page.waitForURL(consoleUrl(gateway, '/m/issue'))
  await using theirs = await openConsole(browser, gateway, viewer, '/m', english)
  await theirs.getByText('No number has been issued yet').waitFor()
  assert.equal(await theirs.getByRole('link', { name: 'Issue a number' }).count(), 0)
})

test('what happens while one looks is there without loading anew: a number, its money, its undoing', async () => {
  await using page = await openConsole(browser, gateway, owner, '/m', english)
  await page.getByText('Issue your first number').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await page.evaluate('window.same = true')
  const payment = await issue()
  await figure(page, 'Waiting now').getByText('36,400 won').waitFor()
  await collect(payment.barcode)
  await figure(page, 'Collected').first().getByText('36,400 won').waitFor()
  assert.match((await figure(page, 'Waiting now').textContent()) ?? '', /0 won/)
  await gateway.till().reverse()
  await figure(page, 'Net collected').getByText('0 won', { exact: true }).waitFor()
  assert.equal(await page.evaluate('window.same'), true)
})

test('days are summed as the gateway counts them, each currency by itself, for the range in the address', async () => {
  await collect((await issue()).barcode)
  await gateway.advance('8d')
  const paid = await issue()
  await collect(paid.barcode)
  await gateway.merchant.ask('POST', '/payments/cancel', { imp_uid: paid.imp_uid, amount: 6_400, reason: '일부' })
  const revoked = await issue({ amount: 1_000 })
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.imp_uid}`)
  const known = gateway.running.storage.directory.current().channels
  const [first] = known
  assert.ok(first)
  const key = 'channel-key-dollars' as typeof first.key
  const dollars = { ...first, key, mid: 'dollars', currency: 'USD', isDefault: false, receipts: 'none' } as const
  await gateway.running.storage.directory.put([{ kind: 'channel', entry: dollars }])
  await issue({ amount: 12.5, channel_key: key })

  await using page = await openConsole(browser, gateway, owner, '/m', english)
  const [collected, net] = [figure(page, 'Collected').first(), figure(page, 'Net collected')]
  await collected.getByText('109,200 won').waitFor()
  await net.getByText('66,400 won').waitFor()
  await page.getByRole('img', { name: /Collected 109,200 won/ }).waitFor()
  const rows = page.getByRole('row')
  assert.equal(await rows.count(), 4, 'a day on which nothing happened has no row')
  const cells = await rows.nth(1).getByRole('cell').allTextContents()
  assert.deepEqual(cells.slice(1), ['237,400 won', '136,400 won', '', '16,400 won', '11,000 won', '', ''])

  await page.getByRole('group', { name: 'Range' }).getByRole('button', { name: '7 days' }).click()
  await page.waitForURL(consoleUrl(gateway, '/m?days=7'))
  await collected.getByText('36,400 won').waitFor()
  await page.getByRole('group', { name: 'Currency' }).getByRole('button', { name: 'USD' }).click()
  await page.waitForURL(consoleUrl(gateway, '/m?days=7&currency=USD'))
  await figure(page, 'Issued').getByText('$12.50').waitFor()
  await page.reload()
  await figure(page, 'Issued').getByText('$12.50').waitFor()
  await page.goBack()
  await collected.getByText('36,400 won').waitFor()
})

test('what needs a hand is told, and leads to where it is mended; what a role may not see is not told', async () => {
  const url = `${gateway.running.apiUrl}/shop/notice`
  const added = async (description: string) => {
    const { text } = await gateway.merchant.ask('POST', '/api/endpoints', { url, description })
    return JSON.parse(text).response.id as string
  }
  await gateway.merchant.ask('POST', `/api/endpoints/${await added('창고 서버')}/pause`)
  const gone = createServer((_, reply) => reply.writeHead(410).end()).listen(0, '127.0.0.1')
  after(() => gone.close())
  await once(gone, 'listening')
  await collect((await issue({ notice_url: `http://127.0.0.1:${(gone.address() as AddressInfo).port}/` })).barcode)
  for (let ended = '[]'; ended.includes('[]'); )
    ended = (await gateway.merchant.ask('GET', '/api/deliveries?state=undelivered')).text
  await using page = await openConsole(browser, gateway, viewer, '/m')
  const needs = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: '확인' }) })
  await needs.filter({ hasText: '창고 서버로 보내는 통지가 멈춰 있습니다' }).waitFor()
  await needs.filter({ hasText: '처리를 기다리는 환불이 1건' }).waitFor()
  const undelivered = needs.filter({ hasText: /전달하지 못한 통지가 \d+건/ })
  const hrefs = await needs.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  const shop = new URL(consoleUrl(gateway, '/m')).pathname
  assert.deepEqual(hrefs, [`${shop}/notices?state=undelivered`, `${shop}/endpoints`, `${shop}/refunds?state=pending`])
  await undelivered.getByRole('link').click()
  await page.waitForURL(consoleUrl(gateway, '/m/notices?state=undelivered'))
  await using theirs = await openConsole(browser, gateway, await somebody(gateway, 'developer'), '/m')
  await theirs.getByText('창고 서버로 보내는').waitFor()
  assert.equal(await theirs.getByText('처리를 기다리는 환불').count(), 0)
})

test('figures that are not whole yet say so and become whole; what cannot be got says so and is got again', async () => {
  await using page = await openConsole(browser, gateway, viewer, '/sign-in', english)
  let asked = 0
  await page.route('**/home?*', async (route) => {
    asked += 1
    if (asked <= 3) return route.fulfill({ status: 500, json: {} })
    const reply = await route.fetch()
    await route.fulfill({ response: reply, json: { ...(await reply.json()), behind: asked === 4 } })
  })
  await page.goto(consoleUrl(gateway, '/m'))
  const failure = page.getByRole('alert').filter({ hasText: 'Could not be loaded' })
  await failure.getByRole('button', { name: 'Try again' }).click()
  const behind = page.getByText('The latest payments are still being counted')
  await behind.waitFor()
  await behind.waitFor({ state: 'detached' })
  assert.equal(await failure.count(), 0)
})

for (const seenBy of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the figures shut nobody out and fit: ${Object.values(seenBy).join(', ')}`, async () => {
    await using page = await openConsole(browser, gateway, owner, '/m?days=30', seenBy)
    await page.locator('.uplot canvas').waitFor()
    await takeScreenshot(page, `console-home-${seenBy.size}-${seenBy.colorScheme}`, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}
