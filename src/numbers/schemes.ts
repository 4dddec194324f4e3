/**
 * Every scheme there is, by its name, and the two questions asked of a number whose scheme nobody wrote down:
 * which one is it, and is it written right? On one network the prefix tells them apart.
 */
import { krGeneric20, looksIssuedUnder } from './kr-generic-20.ts'
import { registered } from './registered.ts'
import type { NumberScheme, NumberVerdict, SchemeName } from './scheme.ts'

export const numberSchemes = {
  'kr-generic-20': krGeneric20,
  registered,
} as const satisfies { readonly [Name in SchemeName]: NumberScheme<never> & { readonly name: Name } }

/** The scheme a canonical number belongs to on a network that issues under `networkPrefix` (4 digits, else it throws). */
export function schemeOf(number: string, networkPrefix: string): SchemeName {
  return looksIssuedUnder(networkPrefix, number) ? 'kr-generic-20' : 'registered'
}

/**
 * Judges a canonical number by its writing, on a network that issues under `networkPrefix` (4 digits, else it throws).
 * Only 20 digits under that prefix are held to a check digit. Every number that a scheme issues for the network is `ok`.
 */
export function checkNumber(number: string, networkPrefix: string): NumberVerdict {
  return numberSchemes[schemeOf(number, networkPrefix)].check(number)
}
