/** What is set up in the console: a merchant's keys and terms, and the house's merchants, networks, shops and tills. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { NetworkId } from '../../src/core/brand.ts'
import { hoursText } from '../../src/core/calendar.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const directory = () => gateway.running.storage.directory.current()
const { practice, apiUrl } = gateway.running
const operator = await somebody(gateway, 'operator')

const PAGES = {
  keys: '/m/keys',
  settings: '/m/settings',
  merchants: '/house',
  networks: '/house/networks',
  shops: '/house/shops',
  tills: '/house/shops?view=tills',
  import: '/house/shops?view=import',
}

for (const viewer of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
] as const) {
  test(`every page of setting up shuts nobody out and fits: ${Object.values(viewer).join(', ')}`, async () => {
    await using page = await openConsole(browser, gateway, operator, '/m', viewer)
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(consoleUrl(gateway, path))
      await page.locator('.facts, .sheet, textarea').first().waitFor()
      await page.locator('.loading').waitFor({ state: 'detached' })
      await takeScreenshot(page, `setup-${name}-${Object.values(viewer).join('-')}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    checkQuiet(page)
  })
}
