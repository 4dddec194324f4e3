/**
 * The reference as a developer has it: in a real browser, in both languages, on a telephone and beside an editor, light
 * and dark, with and without script.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { checkLettersDrawn } from './letters.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const address = `${gateway.running.apiUrl}/reference`

const viewers: readonly Viewer[] = [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'dark', language: 'ko-KR' },
]

for (const viewer of viewers) {
  const name = [viewer.size, viewer.colorScheme, viewer.language].join('-')
  test(`it fits the screen, every letter is drawn, and nobody is shut out: ${name}`, async () => {
    await using page = await openPage(browser, viewer)
    await page.goto(address)
    assert.equal(await page.locator('html').getAttribute('lang'), viewer.language?.slice(0, 2))
    await takeScreenshot(page, `reference-${name}`)
    await page.locator('#issueNumber summary').click()
    await page.locator('#issueNumber').scrollIntoViewIfNeeded()
    await takeScreenshot(page, `reference-operation-${name}`)
    await checkFits(page)
    await checkAccessible(page)
    await checkLettersDrawn(page)
    checkQuiet(page)
  })
}

test('on a wide screen the contents stand beside it, and lead to every operation', async () => {
  await using page = await openPage(browser, { size: 'desktop' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address)
  await takeScreenshot(page, 'reference-wide')
  await checkFits(page)
  const links = await page.locator('nav a').all()
  assert.ok(links.length > 40)
  for (const link of links) {
    const target = (await link.getAttribute('href')) ?? ''
    assert.equal(await page.locator(target).count(), 1, target)
  }
})

test('without script it is whole: contents, answers to unfold, and the other language', async () => {
  await using page = await openPage(browser, { language: 'ko-KR', withoutScript: true })
  await page.goto(address)
  await page.locator('nav a[href="#numbers"]').click()
  assert.equal(await page.locator('#issueNumber h3').isVisible(), true)
  await page.locator('#issueNumber summary').click()
  assert.equal(await page.locator('#issueNumber details pre').isVisible(), true)
  await page.locator('header a').click()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  checkQuiet(page)
})
