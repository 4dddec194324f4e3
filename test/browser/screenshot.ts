/**
 * A picture of a page or of one element, as PNG. A browser without a screen sometimes has no frame to give at the moment
 * it is asked and says so; it is asked again. Nothing else is forgiven.
 */
import type { Locator, Page } from 'playwright-core'

const asksAtMost = 4

export async function screenshotOf(target: Page | Locator, { whole = false } = {}): Promise<Buffer> {
  for (let asked = 1; ; asked++) {
    try {
      return await target.screenshot(whole ? { fullPage: true } : {})
    } catch (error) {
      if (asked === asksAtMost || !String(error).includes('Unable to capture screenshot')) throw error
    }
  }
}
