/**
 * The whole story by pages alone, as somebody lives through it who has just started the sandbox: they come in by the link
 * it prints, sell, see it paid, find a notice that was lost, give half of the money back and take the list along.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { unzipped } from '../../src/admin/test-unzipped.ts'
import { openSeller, type Seller, status } from '../../src/outbound/test-seller.ts'
import { firstOperatorLink } from '../../src/server/first-operator.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, password } from './console.ts'
import { choose, press, said, typed } from './console-hands.ts'
import { checkQuiet, openPage, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { apiUrl, storage } = gateway.running

const ENGLISH: Viewer = { size: 'desktop', language: 'en-GB' }
const ORDER = 'first-order'

test('from the printed link to the exported list: issued, paid at a till, a lost notice sent again, half given back', async (t) => {
  const receiver = await openSeller(t, status(500, 'TypeError: order is undefined'))
  await using page = await openPage(browser, ENGLISH)
  await comeIn(page)
  await setNotificationUrl(page, `${receiver.url}/hook`)
  const number = await issueByHand(page)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.evaluate('window.same = true')
  await payAtTill(number)
  await page.getByText(/collected 36,400 won, approval/).waitFor()
  assert.equal(await page.evaluate('window.same'), true, 'it is seen without loading anew')
  await mendNotice(page, receiver)
  await refundHalf(page)
  const sheet = await exportedSheet(page)
  for (const cell of [`>${ORDER}<`, `>${number}<`, '<v>36400</v>', '<v>18200</v>'])
    assert.ok(sheet.includes(cell), `${cell} is in ${sheet}`)
  checkQuiet(page)
})

/** By the link that `npm start` prints, to the one merchant there is. */
async function comeIn(page: Page): Promise<void> {
  const link = await firstOperatorLink(storage, apiUrl)
  assert.ok(link)
  await page.goto(link)
  await typed(page, 'New password', password)
  await press(page, 'Set the password and go in')
  await page.waitForURL(consoleUrl(gateway, '/house'))
  await page.getByRole('link', { name: '예제상점' }).click()
  await page.getByRole('heading', { name: 'Issue your first number' }).waitFor()
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
}

async function setNotificationUrl(page: Page, url: string): Promise<void> {
  await goTo(page, 'Notice addresses')
  const panel = page.getByRole('region', { name: 'Notification URL' })
  await panel.getByLabel('Address').fill(url)
  await panel.getByRole('button', { name: 'Save' }).click()
  await said(page, 'The Notification URL is saved.')
}

/** Answers the number, and stands on its payment's page. */
async function issueByHand(page: Page): Promise<string> {
  await goTo(page, 'Issue a number')
  await typed(page, 'Order (merchant_uid)', ORDER)
  await typed(page, 'Amount', '36,400')
  await typed(page, 'Goods', '후드티')
  await press(page, 'Issue')
  await page.getByRole('heading', { name: 'The number is issued' }).waitFor()
  const number = ((await page.locator('.big').textContent()) ?? '').replace(/\D/g, '')
  await page.getByRole('link', { name: 'Look at the payment' }).click()
  await page.getByText('Waiting', { exact: true }).waitFor()
  return number
}

async function payAtTill(number: string): Promise<void> {
  await using clerk = await openPage(browser, ENGLISH)
  await clerk.goto(`${apiUrl}/till`)
  await clerk.locator('#number:focus').waitFor()
  await clerk.keyboard.type(number)
  await clerk.keyboard.press('Enter')
  await clerk.getByRole('button', { name: 'Take cash and collect' }).click()
  await clerk.getByText('Collected. Take the money and give the receipt.').waitFor()
  checkQuiet(clerk)
}

async function mendNotice(page: Page, receiver: Seller): Promise<void> {
  await goTo(page, 'Notices')
  const row = page.getByRole('row').filter({ hasText: ORDER })
  await row.getByText('answered 500').waitFor()
  await row.getByRole('link', { name: 'Collected' }).click()
  await page.getByText('The receiving code failed.').waitFor()
  await page.getByText('How the answer began').first().click()
  await page.getByText('TypeError: order is undefined').first().waitFor()
  receiver.answer(status(200))
  await press(page, 'Send again')
  await said(page, 'It is being sent again')
  await page.getByText('Delivered', { exact: true }).waitFor()
  const { merchant_uid: order, status: told } = JSON.parse(receiver.received.at(-1)?.body ?? '{}')
  assert.deepEqual([order, told], [ORDER, 'paid'])
}

/** In cash at a store: the practice channel has refund slips. */
async function refundHalf(page: Page): Promise<void> {
  await page.getByRole('link', { name: ORDER }).click()
  await press(page, 'Refund')
  await typed(page, 'Amount to refund', '18,200')
  await typed(page, 'Reason', 'sent one of two back')
  await choose(page, 'How it goes back', 'In cash at a store (refund slip)')
  await press(page, 'Refund 18,200 won')
  await said(page, 'The refund of 18,200 won is accepted.')
  await page.getByText('Partly refunded').waitFor()
}

async function exportedSheet(page: Page): Promise<string> {
  await goTo(page, 'Payments')
  await page.getByRole('searchbox').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type(ORDER)
  await page.keyboard.press('Enter')
  await page.getByText('1 shown.').waitFor()
  await press(page, 'Export')
  await typed(page, 'Why you export it', 'month end')
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Make the file')])
  return unzipped(await readFile(await download.path())).get('xl/worksheets/sheet1.xml') ?? ''
}
