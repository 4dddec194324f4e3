/** The way into the console, and that nobody gets past it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, password, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

test('who is not signed in is asked who they are, and comes to where they wanted to go', async () => {
  const { email } = await somebody(gateway, 'viewer')
  await using page = await openPage(browser, { size: 'desktop', language: 'en-GB' })
  await page.goto(consoleUrl(gateway, '/m/payments'))
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('E-mail').inputValue(), email)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Password').press('Enter')
  await page.waitForURL(consoleUrl(gateway, '/m/payments'))
  await page.getByRole('navigation').waitFor()
})

for (const viewer of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the door shuts nobody out and fits: ${Object.values(viewer).join(', ')}`, async () => {
    await using page = await openPage(browser, viewer)
    await page.goto(consoleUrl(gateway, '/sign-in'))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await takeScreenshot(page, `console-door-${viewer.size}`)
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
    await using inside = await openConsole(browser, gateway, await somebody(gateway, 'operator'), '/m', viewer)
    await inside.getByRole('heading', { level: 1 }).waitFor()
    await takeScreenshot(inside, `console-inside-${viewer.size}`)
    await checkAccessible(inside)
    await checkFits(inside)
    checkQuiet(inside)
  })
}
