/**
 * Our own number for a Korean network: its prefix of 4 digits, 15 random digits, a check digit. All digits and an even
 * count of them, because Code 128 then packs two in one character: 165 modules with the white margins, which is
 * 2 whole pixels a module on any phone.
 * Randomness comes in as digits: this file is pure, and who may guess at numbers is the till's and the network's matter.
 */
import { code128Symbol } from './code128.ts'
import { mod10CheckDigit, mod10Passes } from './mod10-31.ts'
import type { NumberScheme, NumberSymbol, NumberVerdict } from './scheme.ts'

export interface KrGeneric20Parts {
  /** The network's 4 digits. */
  readonly prefix: string
  /** `krGeneric20RandomDigits` digits from a cryptographic source. */
  readonly randomDigits: string
}

/** How many random digits an issue takes. */
export const krGeneric20RandomDigits = 15

export const krGeneric20 = {
  name: 'kr-generic-20',
  limits: { charactersMin: 20, charactersMax: 20 },
  issue,
  read,
  check,
  symbols,
} as const satisfies NumberScheme<KrGeneric20Parts>

/** Whether `number` has the shape of a number that the network with this prefix issued, right check digit or not. Throws on an impossible prefix. */
export function looksIssuedUnder(prefix: string, number: string): boolean {
  requirePrefix(prefix)
  return hasShape(number) && number.startsWith(prefix)
}

/** Never refuses: prefix and random digits are ours, so a wrong one is a fault of the set-up and throws. */
function issue({ prefix, randomDigits }: KrGeneric20Parts): string {
  requirePrefix(prefix)
  if (!/^[0-9]{15}$/.test(randomDigits)) {
    throw new RangeError(
      `a number takes ${krGeneric20RandomDigits} random digits, not ${randomDigits.length} characters`,
    )
  }
  const digits = prefix + randomDigits
  return digits + mod10CheckDigit(digits)
}

function read(tidied: string): string | undefined {
  return hasShape(tidied) ? tidied : undefined
}

function check(number: string): NumberVerdict {
  if (!hasShape(number)) return 'wrong_shape'
  return mod10Passes(number) ? 'ok' : 'wrong_check_digit'
}

function symbols(number: string): readonly [NumberSymbol] {
  if (check(number) !== 'ok') throw new RangeError('not a number of the scheme kr-generic-20')
  return [code128Symbol(number)]
}

function hasShape(text: string): boolean {
  return /^[0-9]{20}$/.test(text)
}

function requirePrefix(prefix: string): void {
  if (!/^[0-9]{4}$/.test(prefix)) throw new RangeError(`the prefix of a network is 4 digits, not "${prefix}"`)
}
