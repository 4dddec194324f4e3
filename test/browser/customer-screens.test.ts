/**
 * How the customer's page looks on every kind of screen and on paper: a scanner reads it, a person with a screen reader
 * or in the dark is not shut out, and one screen of a small telephone is enough for a counter.
 */
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openSeller, status } from '../../src/outbound/test-seller.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode, modulePixels } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { amount, collect, type Issued, issue } from './customer-counter.ts'
import { checkLettersDrawn } from './letters.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot } from './page-checks.ts'
import { pixelsOf } from './pixels.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const viewers = [
  { colorScheme: 'light', language: 'ko-KR' },
  { colorScheme: 'dark', language: 'en-GB' },
] as const

/** Every kind of number meets every kind of screen: upright and lying, one to three pixels a module, odd ratios. */
const screens = [
  ['own', { width: 360, height: 640 }, 2],
  ['own', { width: 320, height: 568 }, 2],
  ['own', { width: 412, height: 915 }, 2.625],
  ['own', { width: 1280, height: 800 }, 1.25],
  ['widest', { width: 360, height: 640 }, 2],
  ['widest', { width: 361, height: 640 }, 1],
  ['widest', { width: 280, height: 653 }, 3],
  ['widest', { width: 768, height: 1024 }, 1],
  ['SUMMER-2026-0001-AB', { width: 360, height: 640 }, 2],
  ['1234', { width: 360, height: 640 }, 2],
] as const

test('a number of any length is read off every screen, light or dark, at whole pixels a module, and fits', async () => {
  const issued = new Map<string, Issued>()
  for (const [index, [kind, viewport, deviceScaleFactor]] of screens.entries()) {
    const { url, number } = issued.get(kind) ?? (await issue(gateway, wordsOf(kind)))
    issued.set(kind, { url, number, impUid: '' })
    const colorScheme = index % 2 === 0 ? 'light' : 'dark'
    const where = `${number} on ${viewport.width} x ${viewport.height} at ${deviceScaleFactor}, ${colorScheme}`
    await using page = await browser.newPage({ viewport, deviceScaleFactor, colorScheme })
    await page.goto(url)
    assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [{ format: 'Code128', text: number }], where)
    await checkFits(page)
    const picture = page.locator('figure svg')
    const box = await picture.boundingBox()
    const modules = Number((await picture.getAttribute('viewBox'))?.split(' ')[2])
    const length = Math.max(box?.width ?? 0, box?.height ?? 0)
    assert.equal(length % modules, 0, `${where}: ${length} pixels for ${modules} modules`)
  }
})

test('a symbol that stands upright is as sharp as one that lies', async () => {
  const { url } = await issue(gateway, { barcode: widest() })
  await using page = await openPage(browser, {})
  await page.goto(url)
  const box = await page.locator('figure').boundingBox()
  assert.ok(box !== null && box.height > box.width, 'it lies')
  const upright = await screenshotOf(page.locator('figure'))
  assert.equal(await modulePixels(browser, await turned(upright)), 2)
})

test('one screen of a small telephone holds all that a counter needs', async () => {
  for (const words of [{}, { barcode: widest() }]) {
    const { url } = await issue(gateway, words)
    for (const language of ['ko-KR', 'en-GB'] as const) {
      await using page = await openPage(browser, { language })
      await page.goto(url)
      for (const selector of ['.mark', '.seller', '.amount dd', '.deadline dd', 'figure', '#number']) {
        const box = await page.locator(selector).boundingBox()
        assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 640, `${selector} is below the first screen`)
      }
    }
  }
})

test('a browser that forces its own colours on pages leaves the barcode black on white', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openPage(browser, {})
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setAutoDarkModeOverride', { enabled: true })
  await page.setContent('<body style="background:#fff"><p style="background:#fff;height:90vh">forced')
  const forced = await darkness(page)
  assert.ok(forced > 0.9, `this browser does not force darkness: ${forced}`)
  await page.goto(url)
  await checkBlackOnWhite(page, number)
  await session.send('Emulation.setAutoDarkModeOverride', { enabled: false })
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
  await checkBlackOnWhite(page, number)
  assert.equal(
    await page.evaluate('getComputedStyle(document.querySelector("figure")).backgroundColor'),
    'rgb(255, 255, 255)',
  )
})

test('nobody is shut out in any state, nothing sticks out, and every letter is drawn', async (t) => {
  for (const [name, url] of Object.entries(await oneOfEach(t))) {
    for (const viewer of viewers) {
      await using page = await openPage(browser, viewer)
      await page.goto(url)
      await takeScreenshot(page, `customer-${name}-${viewer.language}`, { whole: true })
      await checkAccessible(page)
      checkQuiet(page)
      for (const width of [320, 360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        await checkFits(page)
      }
      if (viewer.language === 'ko-KR') await checkLettersDrawn(page)
    }
  }
})

test('a printed receipt is black on white, carries the mark, and none of what only a screen can do', async () => {
  const { url, number } = await issue(gateway)
  await collect(gateway, number)
  await using page = await openPage(browser, { colorScheme: 'dark' })
  await page.goto(`${url}/receipt`)
  await page.evaluate('window.print = () => { document.title = "printed" }')
  await page.getByRole('button', { name: '인쇄' }).click()
  assert.equal(await page.title(), 'printed')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  assert.equal(await page.getByText('연습용 · 실제 편의점에서 결제되지 않습니다').isVisible(), true)
  assert.equal(await page.locator('button:visible, a:visible').count(), 0)
  assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(0, 0, 0)')
  assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)')
})

/** 30 letters are 385 modules long: longer than a telephone is wide. Each is a number of its own. */
function widest(): string {
  widestMade += 1
  return `ABCDEFGHIJKLMNOPQRSTUVWXYZ-${String.fromCharCode(64 + widestMade)}ZZ`
}
let widestMade = 0

function wordsOf(kind: string): Readonly<Record<string, string>> {
  if (kind === 'own') return {}
  return { barcode: kind === 'widest' ? widest() : kind }
}

/** A page of each kind, by name. */
async function oneOfEach(t: TestContext): Promise<Readonly<Record<string, string>>> {
  const seller = await openSeller(t, status(409, JSON.stringify({ reason: '품절' })))
  const asking = { confirm_url: `${seller.url}/confirm` }
  const [refused, paid, revoked] = [await issue(gateway, asking), await issue(gateway), await issue(gateway)]
  const [amended, suspended] = [await issue(gateway), await issue(gateway)]
  await gateway.till().collect(refused.number, amount)
  await collect(gateway, paid.number)
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.impUid}`)
  await gateway.merchant.ask('PATCH', `/api/payments/${amended.impUid}`, { amount: 29_900 })
  await gateway.merchant.ask('POST', `/api/payments/${suspended.impUid}/suspend`, { reason: '재고 확인 중' })
  return {
    ready: (await issue(gateway)).url,
    refused: refused.url,
    amended: amended.url,
    suspended: suspended.url,
    paid: paid.url,
    receipt: `${paid.url}/receipt`,
    revoked: revoked.url,
  }
}

/** The picture, turned so that what stood upright lies. */
async function turned(png: Buffer): Promise<Buffer> {
  await using page = await browser.newPage()
  const url = await page.evaluate(`(async () => {
    const picture = new Image()
    picture.src = 'data:image/png;base64,${png.toString('base64')}'
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.height
    canvas.height = picture.width
    const paper = canvas.getContext('2d')
    paper.rotate(-Math.PI / 2)
    paper.drawImage(picture, -picture.width, 0)
    return canvas.toDataURL()
  })()`)
  return Buffer.from(String(url).split(',')[1] ?? '', 'base64')
}

async function checkBlackOnWhite(page: Page, number: string): Promise<void> {
  const screen = await takeScreenshot(page, 'customer-forced-colours')
  assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
  assert.equal(await modulePixels(browser, await screenshotOf(page.locator('figure svg'))), 4)
}

/** How much of the screen is darker than half grey. */
async function darkness(page: Page): Promise<number> {
  const { data } = await pixelsOf(browser, await screenshotOf(page))
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) < 128) dark += 1
  return dark / (data.length / 4)
}
