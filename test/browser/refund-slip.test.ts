/**
 * Money on its way back by pages alone: the customer opens what the seller sent, the clerk scans the refund slip from
 * that screen and hands the money over, and the customer's page says so.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { collect, issue } from './customer-counter.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot } from './page-checks.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

/** Where a slip is shown for a part of what was just paid. */
async function slipUrl(): Promise<string> {
  const { number, impUid } = await issue(gateway)
  await collect(gateway, number)
  const { payment, message } = await gateway.merchant.ask('POST', '/payments/cancel', { imp_uid: impUid, amount: 5000 })
  const url = payment?.cancel_receipt_urls[0]
  assert.ok(url, message ?? 'no address of the refund')
  return url
}

test('a slip is scanned from the customer’s screen and paid out once; the drawer and both pages say so', async () => {
  await using customer = await openPage(browser, { language: 'en-GB' })
  await customer.goto(await slipUrl())
  const [barcode] = await decodeBarcode(await takeScreenshot(customer, 'refund-slip'))
  assert.ok(barcode)

  await using clerk = await openPage(browser, { size: 'desktop', language: 'en-GB' })
  await clerk.goto(`${gateway.running.apiUrl}/till?terminal=house/NR001/1&lang=en`)
  await clerk.locator('#number:focus').waitFor()
  await clerk.keyboard.type(barcode.text)
  await clerk.keyboard.press('Enter')
  await clerk.getByRole('heading', { name: 'Refund slip: money goes out' }).waitFor()
  assert.equal(await clerk.locator('[data-direction=out] .amount').textContent(), '5,000 won')
  assert.equal(await clerk.getByRole('button', { name: /collect/ }).count(), 0)
  await checkAccessible(clerk)
  await clerk.locator('[data-direction=out] button').click()
  await clerk.getByText('Paid out. Give the money and the receipt.').waitFor()
  await takeScreenshot(clerk, 'refund-till', { whole: true })

  await customer.reload()
  await customer
    .getByText(/Paid out in cash at/)
    .first()
    .waitFor()
  assert.deepEqual(await decodeBarcode(await screenshotOf(customer)), [], 'it can be shown to nobody again')
  for (const page of [customer, clerk]) checkQuiet(page)
})

for (const viewer of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'dark', language: 'ko-KR' },
] as const) {
  test(`a slip shuts nobody out, fits and scans: ${viewer.size}, ${viewer.colorScheme}, ${viewer.language}`, async () => {
    await using page = await openPage(browser, viewer)
    await page.goto(await slipUrl())
    await checkAccessible(page)
    await checkFits(page)
    assert.equal((await decodeBarcode(await screenshotOf(page))).length, 1)
    checkQuiet(page)
  })
}
