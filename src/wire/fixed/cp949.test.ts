import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeCp949, encodeCp949, REPLACEMENT_CHARACTER } from './cp949.ts'

const WIDE = 1000

function hex(text: string): string {
  return Buffer.from(encodeCp949(text, WIDE)).toString('hex')
}

/** Every character there is, by decoding every code. */
function allCharacters(): readonly string[] {
  const found: string[] = []
  for (let code = 0; code <= 0xffff; code += 1) {
    const bytes = code <= 0xff ? Uint8Array.of(code) : Uint8Array.of(code >> 8, code & 0xff)
    const text = decodeCp949(bytes)
    if (text?.length === 1) found.push(text)
  }
  return found
}

test('characters have the codes that other makers of CP949 give them', () => {
  // iconv -t CP949, and the same by Python's codec.
  const known: Readonly<Record<string, string>> = {
    A: '41',
    '~': '7e',
    가: 'b0a1',
    힝: 'c8fe',
    한: 'c7d1',
    갂: '8141',
    갟: '814c',
    똠: '8c63',
    뷁: '94ee',
    펲: 'bc84',
    힣: 'c652',
    ㄱ: 'a4a1',
    漢: 'f9d3',
    '※': 'a1d8',
    '￦': 'a3dc',
    '―': 'a1aa',
    '·': 'a1a4',
    Ａ: 'a3c1',
    '€': 'a2e6',
    '®': 'a2e7',
  }
  for (const [character, code] of Object.entries(known)) assert.equal(hex(character), code, character)
})

test('the table is whole: 11,172 syllables, 17,048 characters of two bytes, each with a code of its own', () => {
  const characters = allCharacters()
  const wide = characters.filter((character) => character > '\u007f')
  assert.equal(wide.length, 17_048)
  assert.equal(new Set(wide).size, 17_048)
  assert.equal(wide.filter((character) => character >= '가' && character <= '힣').length, 11_172)
  for (const character of characters) assert.equal(decodeCp949(encodeCp949(character, 2)), character)
})

test('a character that CP949 does not have becomes the replacement, and never half of something', () => {
  assert.equal(decodeCp949(encodeCp949('커피☕ 1잔😀', WIDE)), '커피? 1잔?')
  assert.equal(decodeCp949(encodeCp949('\ud800\udfff\udc00', WIDE)), REPLACEMENT_CHARACTER.repeat(2))
})

test('letters that were taken apart are put together first', () => {
  assert.equal(decodeCp949(encodeCp949('한글'.normalize('NFD'), WIDE)), '한글')
})

test('a control character is a space, as a printer would obey it', () => {
  assert.equal(decodeCp949(encodeCp949('a\u001b[2J\r\n\u007f', WIDE)), 'a [2J   ')
})

test('a text is cut at a character, never inside one', () => {
  for (const [bytesMax, left] of [
    [0, ''],
    [1, ''],
    [2, '가'],
    [3, '가'],
    [4, '가나'],
    [5, '가나a'],
    [6, '가나a'],
    [7, '가나a다'],
  ] as const) {
    const bytes = encodeCp949('가나a다', bytesMax)
    assert.equal(decodeCp949(bytes), left)
  }
})

test('bytes that are no CP949 are none', () => {
  const bytes = [
    [0x80],
    [0xff],
    [0xb0],
    [0xb0, 0x20],
    [0x41, 0xb0],
    [0xc9, 0xa1],
    [0x81, 0x5b],
    [0xa2, 0xe9],
    [0x1b],
    [0x7f],
  ]
  for (const each of bytes) assert.equal(decodeCp949(Uint8Array.from(each)), undefined, String(each))
})

test('whatever the text, what is written can be read, fits, and reads the same a second time', () => {
  const anyText = fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units))
  fc.assert(
    fc.property(anyText, fc.nat(80), (text, bytesMax) => {
      const bytes = encodeCp949(text, bytesMax)
      assert.ok(bytes.length <= bytesMax)
      const read = decodeCp949(bytes)
      assert.ok(read !== undefined)
      assert.deepEqual(encodeCp949(read, bytesMax), bytes)
    }),
  )
})

test('a text of its characters comes back as it was', () => {
  const ofCp949 = fc.string({ unit: fc.constantFrom(...allCharacters()), maxLength: 60 })
  fc.assert(fc.property(ofCp949, (text) => assert.equal(decodeCp949(encodeCp949(text, WIDE)), text)))
})
