/**
 * What every number scheme promises. A scheme says how a number is made, recognised, checked and turned into symbols;
 * it draws nothing, looks nothing up and knows no clock.
 * Making is strict (a number of ours is never written two ways), reading is tolerant (a clerk types in a hurry).
 *
 * A further scheme is one file with one object, one name in `SchemeName` and one row in `schemes.ts`; the compiler asks
 * for the row. What it needs to make a number is its own `Parts`: a Japanese 44-digit bill would take maker, reference,
 * due date and amount, and hold one symbol; a Taiwanese slip of three segments would answer three symbols, top to bottom.
 */

/** The names that are stored and shown. */
export type SchemeName = 'kr-generic-20' | 'registered'

/** What a check says of a number: payable as far as its writing goes, mistyped, or no number of the scheme. */
export type NumberVerdict = 'ok' | 'wrong_check_digit' | 'wrong_shape'

/** One bar code of a number: what a picture must hold, without the picture. */
export interface NumberSymbol {
  readonly symbology: 'code128'
  /** What a scanner reads. */
  readonly text: string
  /** The bars alone, from the first to the last. */
  readonly widthModules: number
  /** White space a scanner needs on each side, not counted in `widthModules`. */
  readonly quietZoneModules: number
}

/** What the layout itself allows. Amounts are limited by networks and channels, not by these layouts. */
export interface NumberLimits {
  readonly charactersMin: number
  readonly charactersMax: number
}

export interface NumberScheme<Parts> {
  readonly name: SchemeName
  readonly limits: NumberLimits
  /** Strict: the number in its one canonical writing, or undefined where the parts make none. */
  readonly issue: (parts: Parts) => string | undefined
  /** Tolerant: the canonical number in a text already tidied by `readNumber`, a wrong check digit included; else undefined. */
  readonly read: (tidied: string) => string | undefined
  /** Judges a canonical number by its writing alone. */
  readonly check: (number: string) => NumberVerdict
  /** The bar codes of a canonical number, in the order a clerk scans them. Throws on what is no number of the scheme. */
  readonly symbols: (number: string) => readonly NumberSymbol[]
}
