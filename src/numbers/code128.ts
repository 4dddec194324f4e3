/**
 * How wide a number becomes as a Code 128 symbol, so that a page knows before drawing whether it fits a phone.
 * A symbol character is 11 modules, the stop 13. Set C packs two digits into one character, set B holds one character
 * each; changing sets costs one character. The narrowest mix is found here, and the picture is drawn by a library:
 * the tests hold the two against each other, and the drawing refuses a picture of another width.
 */
import type { NumberSymbol } from './scheme.ts'

const modulesPerCharacter = 11
const modulesOfStop = 13
/** GS1's rule for the white margin on each side; scanners miss narrower ones on dark pages. */
const quietZoneModules = 10

/** The symbol for `text`: printable ASCII, at least one character. Throws on anything else. */
export function code128Symbol(text: string): NumberSymbol {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('a Code 128 symbol of ours holds printable ASCII only')
  const startAndCheck = 2
  const widthModules = (startAndCheck + fewestCharacters(text)) * modulesPerCharacter + modulesOfStop
  return { symbology: 'code128', text, widthModules, quietZoneModules }
}

/** The fewest symbol characters that spell `text`, set changes included, starting in either set. */
function fewestCharacters(text: string): number {
  let inSetB = 0
  let inSetC = 0
  let inSetCOneBefore = 0
  for (let at = 0; at < text.length; at++) {
    const endsPair = /^[0-9]{2}$/.test(text.slice(Math.max(0, at - 1), at + 1))
    const spelledInB = inSetB + 1
    const spelledInC = endsPair ? inSetCOneBefore + 1 : Number.POSITIVE_INFINITY
    inSetCOneBefore = inSetC
    inSetB = Math.min(spelledInB, spelledInC + 1)
    inSetC = Math.min(spelledInC, spelledInB + 1)
  }
  return Math.min(inSetB, inSetC)
}
