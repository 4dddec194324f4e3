/**
 * The customer's page as a customer has it: a real browser, the real gateway behind it. What the scanner at the counter
 * needs comes first: the barcode is read off the screen, whatever the telephone and its settings.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode, modulePixels } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { checkLettersDrawn } from './letters.ts'
import {
  checkAccessible,
  checkFits,
  checkQuiet,
  goOffline,
  openPage,
  sizes,
  takeScreenshot,
  type Viewer,
} from './page-checks.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const viewers: readonly (Viewer & { readonly size: keyof typeof sizes })[] = [
  { size: 'phone', colorScheme: 'light' },
  { size: 'phone', colorScheme: 'dark' },
  { size: 'phone', colorScheme: 'light', withoutScript: true },
  { size: 'phone', colorScheme: 'dark', withoutScript: true },
  { size: 'sharpPhone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'en-GB' },
]

for (const viewer of viewers) {
  test(`the barcode is read off the first screen, and its number stands there in groups: ${nameOf(viewer)}`, async () => {
    const { url, number } = await issue()
    await using page = await openAt(url, viewer)
    const screen = await takeScreenshot(page, `pay-${nameOf(viewer)}`)
    assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
    const groups = page.getByText((number.match(/.{4}/g) ?? []).join(' '), { exact: true })
    const box = await groups.boundingBox()
    assert.ok(box !== null && box.y + box.height <= sizes[viewer.size].viewport.height, 'below the screen')
    await checkFits(page)
    checkQuiet(page)
  })
}

for (const size of ['phone', 'sharpPhone', 'desktop'] as const) {
  test(`the bars are sharp, and a module is at least two whole CSS pixels wide: ${size}`, async () => {
    await using page = await openAt((await issue()).url, { size })
    const picture = await screenshotOf(page.locator('svg[shape-rendering=crispEdges]'))
    const cssPixels = (await modulePixels(browser, picture)) / sizes[size].deviceScaleFactor
    assert.ok(cssPixels >= 2 && Number.isInteger(cssPixels), `${cssPixels} CSS pixels a module`)
  })
}

const readers = [
  { language: 'ko-KR', colorScheme: 'light' },
  { language: 'en-GB', colorScheme: 'dark' },
] as const

for (const reader of readers) {
  test(`nobody is shut out, and every letter is drawn: ${nameOf(reader)}`, async () => {
    await using page = await openAt((await issue()).url, reader)
    await takeScreenshot(page, `pay-whole-${nameOf(reader)}`, { whole: true })
    await checkLettersDrawn(page)
    await checkAccessible(page)
    await page.goto(`${gateway.running.apiUrl}/p/no-such-page`)
    await checkAccessible(page)
  })
}

test('the page asks nobody but the gateway, and stays readable without a network', async () => {
  const { url, number } = await issue()
  const asked: string[] = []
  await using page = await openAt(url, {}, (address) => asked.push(address))
  assert.equal(asked[0], url)
  assert.deepEqual(
    asked.filter((address) => !address.startsWith(`${gateway.running.apiUrl}/p/`)),
    [],
  )
  await goOffline(page)
  assert.deepEqual(await decodeBarcode(await takeScreenshot(page, 'pay-offline')), [
    { format: 'Code128', text: number },
  ])
})

test('once it is paid the page says so and shows no barcode any more', async () => {
  const { url, number } = await issue()
  await using page = await openAt(url, {})
  const reply = await gateway.till().collect(number, amount)
  assert.equal(reply.class, 'OK')
  await page.reload()
  assert.equal(await page.getByText('결제되었습니다').first().isVisible(), true)
  assert.deepEqual(await decodeBarcode(await takeScreenshot(page, 'pay-paid', { whole: true })), [])
  await checkAccessible(page)
})

const amount = 38_000

async function issue(): Promise<{ readonly url: string; readonly number: string }> {
  const { payment } = await gateway.merchant.issue({ amount, name: '제주 한라봉 3kg', buyer_name: '홍길동' })
  const { pay_url: url, vbank_num: number } = payment
  if (url === null || number === null) throw new Error('the gateway issued no number')
  return { url, number }
}

/** `onRequest` is told the address of everything the page asks for. */
async function openAt(url: string, viewer: Viewer, onRequest: (url: string) => void = () => {}): Promise<Page> {
  const page = await openPage(browser, viewer)
  page.on('request', (request) => onRequest(request.url()))
  const response = await page.goto(url)
  assert.equal(response?.status(), 200)
  return page
}

function nameOf({ size, colorScheme, withoutScript, language }: Viewer): string {
  return [size, colorScheme, language, withoutScript ? 'without-script' : undefined]
    .filter((word) => word !== undefined)
    .join('-')
}
