/**
 * The whole story by pages alone, as a newcomer lives through it: the seller sells, the customer shows the barcode, the
 * clerk scans it from the customer's screen and takes the money, and both others see it.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { apiUrl } = gateway.running

test('sold on one page, scanned from another, collected on a third: all of them see it paid', async () => {
  await using seller = await openPage(browser, { size: 'desktop', language: 'en-GB' })
  await seller.goto(`${apiUrl}/shop`)
  await seller.getByLabel('Goods').selectOption('coffee')
  await seller.getByRole('button', { name: /Take an order/ }).click()
  const address = await seller.locator('td a').first().getAttribute('href')
  assert.ok(address)

  await using customer = await openPage(browser, { language: 'en-GB' })
  await customer.goto(address)
  const [barcode] = await decodeBarcode(await takeScreenshot(customer, 'story-customer'))
  assert.ok(barcode)

  await using clerk = await openPage(browser, { size: 'desktop', language: 'en-GB' })
  await clerk.goto(`${apiUrl}/till`)
  // A scanner types what it reads, and ends with Enter. The browser hands over the keys once it has drawn the page.
  await clerk.locator('#number:focus').waitFor()
  await clerk.keyboard.type(barcode.text)
  await clerk.keyboard.press('Enter')
  await clerk.getByText('예제상점').first().waitFor()
  assert.equal(await clerk.locator('.amount').first().textContent(), '4,500 won')
  await clerk.getByRole('button', { name: 'Take cash and collect' }).click()
  await clerk.getByText('Collected. Take the money and give the receipt.').waitFor()
  await takeScreenshot(clerk, 'story-till', { whole: true })

  await customer.getByText('Paid', { exact: false }).first().waitFor()
  await seller.locator('td.good', { hasText: 'paid' }).waitFor()
  await takeScreenshot(seller, 'story-seller', { whole: true })
  for (const page of [seller, customer, clerk]) checkQuiet(page)
})

for (const path of ['/till', '/shop'] as const) {
  for (const viewer of [
    { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
    { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
    { size: 'desktop', colorScheme: 'dark', language: 'ko-KR' },
  ] as const) {
    test(`${path} shuts nobody out and fits: ${viewer.size}, ${viewer.colorScheme}, ${viewer.language}`, async () => {
      await using page = await openPage(browser, viewer)
      await page.goto(apiUrl + path)
      await checkAccessible(page)
      await checkFits(page)
      checkQuiet(page)
    })
  }
}
