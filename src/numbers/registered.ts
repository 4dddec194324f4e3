/**
 * A number the merchant brings: 4 to 30 characters of digits, upper-case letters or `-`, without a check digit.
 * It may be anything but a mistyped number of ours: 20 digits under the network's prefix must carry the right check digit,
 * else a till would turn away at the counter what was taken here.
 */
import { code128Symbol } from './code128.ts'
import { krGeneric20, looksIssuedUnder } from './kr-generic-20.ts'
import type { NumberScheme, NumberSymbol, NumberVerdict } from './scheme.ts'

export interface RegisteredParts {
  /** As the merchant wrote it; nothing is corrected, so that it is found again by what was sent. */
  readonly given: string
  /** The 4 digits under which the network issues its own numbers. */
  readonly networkPrefix: string
}

export const registered = {
  name: 'registered',
  limits: { charactersMin: 4, charactersMax: 30 },
  issue,
  read,
  check,
  symbols,
} as const satisfies NumberScheme<RegisteredParts>

/** The number as given, or undefined; `checkNumber(given, networkPrefix)` then says why. */
function issue({ given, networkPrefix }: RegisteredParts): string | undefined {
  const verdict = looksIssuedUnder(networkPrefix, given) ? krGeneric20.check(given) : check(given)
  return verdict === 'ok' ? given : undefined
}

function read(tidied: string): string | undefined {
  return hasShape(tidied) ? tidied : undefined
}

function check(number: string): NumberVerdict {
  return hasShape(number) ? 'ok' : 'wrong_shape'
}

function symbols(number: string): readonly [NumberSymbol] {
  if (!hasShape(number)) throw new RangeError('not a number of the scheme registered')
  return [code128Symbol(number)]
}

function hasShape(text: string): boolean {
  return /^[0-9A-Z-]{4,30}$/.test(text)
}
