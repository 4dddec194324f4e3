/** What hands do on a page of the console. */
import type { Page } from 'playwright-core'

export function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

export function typed(page: Page, label: string, text: string): Promise<void> {
  return page.getByLabel(label, { exact: true }).fill(text)
}

/** One of a few, from the list that opens. */
export async function choose(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
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
