/**
 * What a till scanned or a clerk typed, brought to the one way a number is written.
 * Forgiven is what no two numbers differ by: white space anywhere (numbers are printed in groups), lower-case letters,
 * and the full-width digits, letters and hyphens of a Korean keyboard. A hyphen stays, because a merchant's own number
 * may contain one: dropping it could name another customer's payment.
 */
import { numberSchemes } from './schemes.ts'

/** The canonical number, or undefined where no scheme knows the shape. Check digits are `checkNumber`'s matter. */
export function readNumber(text: string): string | undefined {
  const tidied = tidy(text)
  for (const scheme of Object.values(numberSchemes)) {
    const number = scheme.read(tidied)
    if (number !== undefined) return number
  }
  return undefined
}

/** Letters are raised one by one in ASCII: `toUpperCase` would make two letters of a German sharp s. */
function tidy(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, halfWidth)
    .replace(/\s+/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
}

/** Full-width forms stand in the order of ASCII, this far above it. */
function halfWidth(fullWidth: string): string {
  return String.fromCharCode(fullWidth.charCodeAt(0) - 0xfee0)
}
