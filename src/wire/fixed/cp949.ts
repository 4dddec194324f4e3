/**
 * CP949, which fixed-length lines in Korea are written in: ASCII in one byte, everything else in two. The table is made
 * when it is first needed, of two parts that are known without one: KS X 1001, which the platform's decoder has, and the
 * 8,822 syllables Microsoft added, which stand in Unicode's order in the places that were left over.
 */

/** What a character becomes that CP949 does not have. */
export const REPLACEMENT_CHARACTER = '?'

/**
 * At most `bytesMax` bytes. What does not fit is cut at a character, never inside one; control characters, which printers
 * and screens obey, become spaces.
 */
export function encodeCp949(text: string, bytesMax: number): Uint8Array {
  const { codes } = table()
  const bytes = new Uint8Array(bytesMax)
  let at = 0
  for (const character of text.replace(LETTERS_APART, (letters) => letters.normalize('NFC'))) {
    const code = codeOf(character, codes)
    if (at + (code > 0xff ? 2 : 1) > bytesMax) break
    if (code > 0xff) bytes[at++] = code >> 8
    bytes[at++] = code & 0xff
  }
  return bytes.subarray(0, at)
}

/** Syllables as some systems write them, letter by letter. Nothing else is normalised: CP949 has some signs twice. */
const LETTERS_APART = /[\u1100-\u11ff]+/g

/** Undefined where the bytes are no CP949: half a character, a pair that stands for nothing, a control character. */
export function decodeCp949(bytes: Uint8Array): string | undefined {
  const { characters } = table()
  let text = ''
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) {
      if (isControl(byte)) return undefined
      text += String.fromCharCode(byte)
      continue
    }
    at += 1
    const unit = characters[(byte << 8) | (bytes[at] ?? 0)]
    if (unit === undefined || unit === 0) return undefined
    text += String.fromCharCode(unit)
  }
  return text
}

interface Cp949 {
  /** By UTF-16 unit: all of CP949 lies in the first plane. 0: not there. */
  readonly codes: Uint16Array
  /** By code. 0: nothing stands there. */
  readonly characters: Uint16Array
}

let made: Cp949 | undefined

function table(): Cp949 {
  made ??= makeTable()
  return made
}

const SPACE = 0x20

function codeOf(character: string, codes: Uint16Array): number {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x80) return isControl(point) ? SPACE : point
  return codes[point] || REPLACEMENT_CHARACTER.charCodeAt(0)
}

function isControl(code: number): boolean {
  return code < SPACE || code === 0x7f
}

function makeTable(): Cp949 {
  const codes = new Uint16Array(0x10000)
  const characters = new Uint16Array(0x10000)
  const put = (unit: number, code: number): void => {
    codes[unit] = code
    characters[code] = unit
  }
  for (const [unit, code] of standardCharacters()) put(unit, code)
  for (const [unit, code] of ADDED_LATER) put(unit, code)
  const places = placesLeftOver()
  for (let unit = FIRST_SYLLABLE; unit <= LAST_SYLLABLE; unit += 1)
    if (codes[unit] === 0) put(unit, places.next().value ?? 0)
  return { codes, characters }
}

const FIRST_SYLLABLE = 0xac00
const LAST_SYLLABLE = 0xd7a3

/** The euro and the registered sign came into KS X 1001 after the decoder's edition of it. */
const ADDED_LATER: readonly (readonly [number, number])[] = [
  [0x20ac, 0xa2e6],
  [0xae, 0xa2e7],
]

function* standardCharacters(): Generator<readonly [number, number]> {
  const decoder = new TextDecoder('euc-kr')
  for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      const unit = text.charCodeAt(0)
      if (text.length === 1 && !NOT_IN_THE_STANDARD.test(text)) yield [unit, (lead << 8) | trail]
    }
  }
}

/** Nothing stands there, or what a user would define. */
const NOT_IN_THE_STANDARD = /[\ufffd\ue000-\uf8ff]/

function* placesLeftOver(): Generator<number, undefined> {
  for (let lead = 0x81; lead <= 0xc6; lead += 1) {
    const lastTrail = lead <= 0xa0 ? 0xfe : 0xa0
    for (let trail = 0x41; trail <= lastTrail; trail += 1) {
      const isLetterOrHigh = trail <= 0x5a || (trail >= 0x61 && trail <= 0x7a) || trail >= 0x81
      if (isLetterOrHigh) yield (lead << 8) | trail
    }
  }
}
