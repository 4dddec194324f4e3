/** What hands do on a page of the console. */
import type { Locator, Page } from 'playwright-core'

export function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

export function typed(page: Page, label: string, text: string): Promise<void> {
  return page.getByLabel(label, { exact: true }).fill(text)
}

/** One of a few, from the list that opens. */
export async function choose(on: Page | Locator, label: string, words: string | RegExp): Promise<void> {
  await on.getByRole('button', { name: new RegExp(`${label}$`) }).click()
  const page = 'page' in on ? on.page() : on
  await page.getByRole('option', { name: words, exact: true }).click()
}

/** A dialog that is open and drawn. */
export async function opened(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor()
  await page.locator('.shade:not([style*="opacity"])').waitFor()
}

/** What the page says that it did. */
export function said(page: Page, words: string | RegExp): Promise<void> {
  return page.getByRole('status').filter({ hasText: words }).waitFor()
}

const TABS_MAX = 100

/** Walks to a button with Tab, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  await button.waitFor()
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    if (await button.evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nobody gets to ${name} by keyboard`)
}
