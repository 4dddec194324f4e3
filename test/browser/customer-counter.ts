/**
 * What a test of the customer's page needs beside the page: numbers to be paid, a till that takes the money, and a page
 * whose clock the test moves and whose questions it counts.
 */
import type { Browser, Page } from 'playwright-core'
import type { RunningGateway } from '../e2e/running-gateway.ts'
import { openPage } from './page-checks.ts'

export interface Issued {
  readonly url: string
  readonly number: string
  readonly impUid: string
}

export const amount = 36_400

export async function issue(
  { merchant }: RunningGateway,
  words: Readonly<Record<string, unknown>> = {},
): Promise<Issued> {
  const { payment, message } = await merchant.issue({ amount, name: '후드티 (그레이)', ...words })
  if (payment?.pay_url == null) throw new Error(`nothing issued: ${message}`)
  return { url: payment.pay_url, number: payment.barcode, impUid: payment.imp_uid }
}

/** Takes the money; answers the approval number. */
export async function collect(gateway: RunningGateway, number: string): Promise<string> {
  const reply = await gateway.till().collect(number, amount)
  if (!('approval_no' in reply)) throw new Error(`not collected: ${reply.text.en}`)
  return reply.approval_no
}

/** Of a Korean on a telephone. Whether it was loaded anew in the meantime, `isSamePage` tells. */
export async function openLive(browser: Browser, url: string): Promise<Page> {
  const page = await openPage(browser, {})
  await page.clock.install()
  await page.addInitScript(`
    window.asked = []
    window.delays = []
    const { fetch, setTimeout } = window
    window.fetch = (url, ...more) => (window.asked.push(String(url)), fetch.call(window, url, ...more))
    window.setTimeout = (call, ms) => (window.delays.push(ms), setTimeout.call(window, call, ms))`)
  await page.goto(url)
  await page.evaluate('window.same = true')
  return page
}

export async function isSamePage(page: Page): Promise<boolean> {
  return (await page.evaluate('window.same')) === true
}

/** Within the time until the page asks again. */
export async function showsSoon(page: Page, words: string, withinMs = 2000): Promise<void> {
  await page.clock.runFor(withinMs)
  await page.getByText(words).first().waitFor()
}

/** How often the page has asked anything of the gateway since it was opened. */
export async function timesAsked(page: Page): Promise<number> {
  return Number(await page.evaluate('window.asked.length'))
}

/** In how many milliseconds the page means to ask again, once it has done so after `act`. */
export async function nextDelayMs(page: Page, act: () => Promise<unknown>): Promise<number> {
  const count = async () => Number(await page.evaluate('window.delays.length'))
  const before = await count()
  await act()
  while ((await count()) === before);
  return Number(await page.evaluate('window.delays.at(-1)'))
}

/** As when another page, or no page at all, is on the screen. */
export async function turnAway(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
}
