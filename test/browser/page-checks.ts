/**
 * What every page of the product must stand, whoever designs it: telephone and desktop, light and dark, with JavaScript
 * and without; nobody is shut out, nothing is cut off, the browser has nothing to complain of. A check throws and says
 * what is wrong. With SUNAP_SCREENSHOTS=<folder> the pictures are kept there, to be looked at.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { packageFile } from './made-once.ts'
import { screenshotOf } from './screenshot.ts'

export const sizes = {
  /** The narrowest telephone in wide use. */
  phone: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  sharpPhone: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
} as const

export interface Viewer {
  readonly size?: keyof typeof sizes
  readonly colorScheme?: 'light' | 'dark'
  readonly language?: 'ko-KR' | 'en-GB'
  readonly withoutScript?: boolean
}

/** A page that does not come, or an element that is not there, is told while one still watches. */
const waitedForMs = 20_000

const complaintsOf = new WeakMap<Page, string[]>()

/** A page without cookies or cache, by default a Korean's on a telephone; closed by `await using` or with the browser. */
export async function openPage(browser: Browser, viewer: Viewer = {}): Promise<Page> {
  const { size = 'phone', colorScheme = 'light', language = 'ko-KR', withoutScript = false } = viewer
  const page = await browser.newPage({
    ...sizes[size],
    colorScheme,
    locale: language,
    timezoneId: 'Asia/Seoul',
    javaScriptEnabled: !withoutScript,
  })
  page.setDefaultTimeout(waitedForMs)
  const complaints: string[] = []
  complaintsOf.set(page, complaints)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return page
}

/** From now on the page is alone, as in a cellar without reception. */
export async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true)
}

/** Nothing failed, and nothing was blocked by the page's own security policy. */
export function checkQuiet(page: Page): void {
  assert.deepEqual(complaintsOf.get(page), [], `the browser complains of ${page.url()}`)
}

/** What the checks below find in the page. */
declare const axe: { run(options: RunOptions): Promise<AxeResults> }
declare const document: { readonly scrollingElement: { readonly scrollWidth: number; readonly clientWidth: number } }

/** No violation of any rule that axe knows, the size of what is to be touched included. For pages with JavaScript on. */
export async function checkAccessible(page: Page): Promise<void> {
  await page.evaluate(readFileSync(packageFile('axe-core', 'axe.min.js'), 'utf8'))
  const { violations } = await page.evaluate(() => axe.run({ rules: { 'target-size': { enabled: true } } }))
  const sentences = violations.map(({ id, help, nodes }) => {
    return `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`
  })
  assert.deepEqual(sentences, [], `${page.url()} shuts somebody out`)
}

/** The whole width of the page is on the screen: nobody has to push it sideways. */
export async function checkFits(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement
    return { scrollWidth, clientWidth }
  })
  assert.ok(scrollWidth <= clientWidth, `${page.url()} is ${scrollWidth} wide, the screen ${clientWidth}`)
}

/** What is on the screen without scrolling, as PNG; `whole`: all of the page. Kept under that name where asked for. */
export async function takeScreenshot(page: Page, name: string, { whole = false } = {}): Promise<Buffer> {
  const png = await screenshotOf(page, { whole })
  const folder = process.env['SUNAP_SCREENSHOTS']
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.png`), png)
  }
  return png
}
