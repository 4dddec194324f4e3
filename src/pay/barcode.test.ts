/**
 * The pictures are read back by a decoder that shares no code with the one that drew them, from pixels this file paints
 * out of the SVG's own shapes. The decoder's program comes from the installed package; it may not fetch anything.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, mock, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { krGeneric20 } from '../numbers/kr-generic-20.ts'
import { registered } from '../numbers/registered.ts'
import type { NumberSymbol } from '../numbers/scheme.ts'
import { createBarcodePictures } from './barcode.ts'

const practiceMark = '연습용 · 실제 편의점에서 결제되지 않습니다'
const ownNumber = '81004821309557431267'
const merchantNumbers = [
  '1234',
  '12345',
  '123456789012345678901',
  'SUMMER-2026-0001',
  'A-1B-2C-3D',
  'A12345678901234567890123456789',
  '12345678901234567890123456789Z',
  '987654321098765432109876543210',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABC',
  '------------------------------',
]

const fetched = mock.method(globalThis, 'fetch', () => {
  throw new Error('the decoder tried to fetch')
})

before(async () => {
  const wasmFile = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const wasmBinary = new Uint8Array(await readFile(wasmFile)).buffer
  await prepareZXingModule({ overrides: { wasmBinary, locateFile: () => wasmFile }, fireImmediately: true })
})

test('the picture of an own number decodes to that number at 1, 2 and 3 pixels a module', async () => {
  for (const mark of [undefined, practiceMark]) {
    const { svg } = createBarcodePictures().draw(symbolOf(ownNumber), mark)
    for (const pixelsPerModule of [1, 2, 3]) {
      assert.deepEqual(await decode(svg, { pixelsPerModule }), [{ format: 'Code128', text: ownNumber }])
    }
  }
})

test("the picture of a merchant's number decodes to that number, letters, hyphens and odd digits included", async () => {
  const pictures = createBarcodePictures()
  for (const number of merchantNumbers) {
    for (const pixelsPerModule of [1, 2, 3]) {
      const read = await decode(pictures.draw(symbolOf(number), practiceMark).svg, { pixelsPerModule })
      assert.deepEqual(read, [{ format: 'Code128', text: number }], `${number} at ${pixelsPerModule}`)
    }
  }
})

test('any number decodes, at the width foretold for it', async () => {
  const pictures = createBarcodePictures()
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[0-9A-Z-]{4,30}$/), async (number) => {
      const { svg } = pictures.draw(symbolOf(number), undefined)
      assert.deepEqual(await decode(svg, { pixelsPerModule: 2 }), [{ format: 'Code128', text: number }])
      assert.deepEqual(faultsOf(svg), [])
    }),
    { numRuns: 60 },
  )
})

test('a dark page around the picture does not hinder the decoder', async () => {
  const { svg } = createBarcodePictures().draw(symbolOf(ownNumber), practiceMark)
  const read = await decode(svg, { pixelsPerModule: 2, darkPageModules: 40 })
  assert.deepEqual(read, [{ format: 'Code128', text: ownNumber }])
})

test('20 digits take exactly 145 modules, 165 with the quiet zones', () => {
  const picture = createBarcodePictures().draw(symbolOf(ownNumber), undefined)
  const { bars } = shapesOf(picture.svg)
  assert.equal(picture.widthModules, 165)
  assert.equal(bars.at(0)?.left, 10)
  assert.equal(bars.at(-1)?.right, 155)
  assert.equal(createBarcodePictures().draw(symbolOf(ownNumber), practiceMark).widthModules, 165)
})

test('every picture keeps the rules of drawing', () => {
  const pictures = createBarcodePictures()
  for (const number of [ownNumber, ...merchantNumbers]) {
    for (const mark of [undefined, practiceMark, 'TEST · cannot be paid at a real shop']) {
      const picture = pictures.draw(symbolOf(number), mark)
      const { box } = shapesOf(picture.svg)
      assert.deepEqual(faultsOf(picture.svg), [], `${number} ${mark}`)
      assert.deepEqual([box.right, box.bottom], [picture.widthModules, picture.heightModules])
    }
  }
})

test('a picture whose quiet zone was cut off is found', async () => {
  const { svg } = createBarcodePictures().draw(symbolOf(ownNumber), undefined)
  const cut = svg
    .replace('viewBox="0 0 165 70"', 'viewBox="10 0 145 70"')
    .replace('<rect width="165"', '<rect x="10" width="145"')
  assert.notEqual(cut, svg)
  assert.deepEqual(faultsOf(cut), ['quiet zone left 0 modules', 'quiet zone right 0 modules'])
  assert.deepEqual(await decode(cut, { pixelsPerModule: 2, darkPageModules: 40 }), [])
})

test('one module less of quiet zone on one side is found', () => {
  const { svg } = createBarcodePictures().draw(symbolOf(ownNumber), undefined)
  const narrower = svg
    .replace('viewBox="0 0 165 70"', 'viewBox="0 0 164 70"')
    .replace('<rect width="165"', '<rect width="164"')
  assert.deepEqual(faultsOf(narrower), ['quiet zone right 9 modules'])
})

test('other breaches of the rules of drawing are found', () => {
  const { svg } = createBarcodePictures().draw(symbolOf(ownNumber), practiceMark)
  assert.deepEqual(faultsOf(svg.replace('shape-rendering="crispEdges"', '')), ['edges may be blurred'])
  assert.deepEqual(faultsOf(svg.replace('fill="#fff"', 'fill="none"')), ['no white box behind the whole picture'])
  assert.deepEqual(faultsOf(svg.replace('M10 ', 'M10.5 ')), ['not on whole modules'])
  assert.deepEqual(faultsOf(svg.replaceAll('v60', 'v20')), ['bars lower than 15 % of their length'])
  assert.deepEqual(faultsOf(svg.replace(/ y="[0-9]+"/, ' y="66"')), ['text over the bars'])
})

test('the mark stands in the picture, escaped, and nothing else is written there', () => {
  const pictures = createBarcodePictures()
  assert.deepEqual(textsOf(pictures.draw(symbolOf(ownNumber), undefined).svg), [])
  assert.deepEqual(textsOf(pictures.draw(symbolOf(ownNumber), practiceMark).svg), [practiceMark])
  assert.deepEqual(textsOf(pictures.draw(symbolOf(ownNumber), 'A & B').svg), ['A &amp; B'])
  assert.equal(pictures.draw(symbolOf(ownNumber), practiceMark).svg.includes('8100'), false)
})

test('a mark on the picture of a short number is as large as on our own', () => {
  const fontSize = /font-size="([0-9.]+)"/
  const pictures = createBarcodePictures()
  const sizes = [ownNumber, '1234'].map(
    (number) => fontSize.exec(pictures.draw(symbolOf(number), practiceMark).svg)?.[1],
  )
  assert.deepEqual(sizes, ['7', '7'])
})

test('a mark too long for the line is set smaller, not cut off', () => {
  const mark = `${practiceMark} / TEST · cannot be paid at a real shop`
  const { svg, widthModules } = createBarcodePictures().draw(symbolOf(ownNumber), mark)
  const fontSize = Number(/font-size="([0-9.]+)"/.exec(svg)?.[1])
  const hangul = mark.match(/[가-힣]/g)?.length ?? 0
  assert.deepEqual(textsOf(svg), [mark])
  assert.ok(fontSize * (hangul + (mark.length - hangul) * 0.6) <= widthModules, `font size ${fontSize}`)
})

test('a blank mark is a fault, because it would hide that the picture is for practice', () => {
  assert.throws(() => createBarcodePictures().draw(symbolOf(ownNumber), ''), RangeError)
  assert.throws(() => createBarcodePictures().draw(symbolOf(ownNumber), ' \n'), RangeError)
})

test('hostile text cannot break out of the picture', () => {
  const hostile = [
    '</text></svg><script>alert(1)</script>',
    '"/><image href="https://example.invalid/" onerror="alert(1)"/>',
    "' onload='alert(1)",
    ']]><!-- --><?xml version="1.0"?>',
    '&lt;&#60;&unknown;',
    'a\u0000b\u001bc\ufffed\ud800e\u0008',
  ]
  const pictures = createBarcodePictures()
  const elements = /<[^>]*>/g
  const tagNames = ['<svg', '<rect', '<path', '<text', '</text>', '</svg>']
  for (const mark of hostile) {
    const { svg } = pictures.draw(symbolOf(ownNumber), mark)
    assert.deepEqual(
      (svg.match(elements) ?? []).map((tag) => tag.split(' ')[0]),
      tagNames,
      mark,
    )
    assert.doesNotMatch(svg.replace(/&(amp|lt|gt|quot|#39);/g, ''), /&/, mark)
    assert.equal(Array.from(svg).every(isXmlCharacter), true, mark)
  }
})

test('hostile text is never drawn as a number, nor printed in the picture if a symbol of it is forged', () => {
  const text = '"><script>'
  assert.throws(() => registered.symbols(text), RangeError)
  const forged: NumberSymbol = { symbology: 'code128', text, widthModules: 11 * 12 + 13, quietZoneModules: 10 }
  assert.equal(createBarcodePictures().draw(forged, undefined).svg.includes('script'), false)
})

test('a symbol that comes out wider than foretold is a fault', () => {
  const forged: NumberSymbol = { symbology: 'code128', text: 'ABCD', widthModules: 57, quietZoneModules: 10 }
  assert.throws(() => createBarcodePictures().draw(forged, undefined), /79 modules wide, not 57/)
})

test('the picture of a number is drawn once for each mark', () => {
  const pictures = createBarcodePictures()
  const plain = pictures.draw(symbolOf(ownNumber), undefined)
  const marked = pictures.draw(symbolOf(ownNumber), practiceMark)
  assert.notEqual(plain.svg, marked.svg)
  assert.equal(pictures.draw(symbolOf(ownNumber), undefined), plain)
  assert.equal(pictures.draw(symbolOf(ownNumber), practiceMark), marked)
})

test('only the latest used pictures are kept', () => {
  const pictures = createBarcodePictures({ keptMax: 2 })
  const first = pictures.draw(symbolOf('1111'), undefined)
  const second = pictures.draw(symbolOf('2222'), undefined)
  assert.equal(pictures.draw(symbolOf('1111'), undefined), first)
  pictures.draw(symbolOf('3333'), undefined)
  assert.equal(pictures.draw(symbolOf('1111'), undefined), first)
  const secondAgain = pictures.draw(symbolOf('2222'), undefined)
  assert.notEqual(secondAgain, second)
  assert.deepEqual(secondAgain, second)
})

test('the decoder fetched nothing', () => {
  assert.equal(fetched.mock.callCount(), 0)
})

function symbolOf(number: string): NumberSymbol {
  const scheme = krGeneric20.check(number) === 'ok' ? krGeneric20 : registered
  return scheme.symbols(number)[0]
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The picture's own shapes, read from its text: what it shows, its white box (if there is one), its bars. */
function shapesOf(svg: string): { box: Box; white: Box | undefined; bars: Box[] } {
  const [left, top, width, height] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '').split(' ').map(Number)
  const rect = /<rect ([^>]*) fill="#fff"\/>/.exec(svg)?.[1]
  const path = /<path fill="#000" d="([^"]*)"\/>/.exec(svg)?.[1] ?? ''
  const bars = Array.from(path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-([\d.]+)z/g), (bar) => {
    assert.equal(bar[3], bar[5])
    return boxAt(Number(bar[1]), Number(bar[2]), Number(bar[3]), Number(bar[4]))
  })
  assert.equal(bars.length, path.split('M').length - 1, 'a shape this test cannot read')
  return {
    box: boxAt(left, top, width, height),
    white:
      rect === undefined
        ? undefined
        : boxAt(attribute(rect, 'x'), attribute(rect, 'y'), attribute(rect, 'width'), attribute(rect, 'height')),
    bars,
  }
}

function boxAt(left = 0, top = 0, width = 0, height = 0): Box {
  return { left, top, right: left + width, bottom: top + height }
}

function attribute(attributes: string, name: string): number {
  return Number(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? 0)
}

function textsOf(svg: string): (string | undefined)[] {
  return Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), (text) => text[1])
}

/** The rules a picture must keep so that a scanner at a counter reads it from a telephone. */
function faultsOf(svg: string): string[] {
  const faults: string[] = []
  const { box, white, bars } = shapesOf(svg)
  const first = bars.at(0)
  const last = bars.at(-1)
  if (first === undefined || last === undefined) return ['no bars']
  const quietLeft = first.left - box.left
  const quietRight = box.right - last.right
  const edges = [box, ...bars].flatMap((shape) => Object.values(shape))
  if (!edges.every(Number.isInteger)) faults.push('not on whole modules')
  if (quietLeft < 10) faults.push(`quiet zone left ${quietLeft} modules`)
  if (quietRight < 10) faults.push(`quiet zone right ${quietRight} modules`)
  if (!svg.includes('shape-rendering="crispEdges"')) faults.push('edges may be blurred')
  if (white === undefined || !covers(white, box)) faults.push('no white box behind the whole picture')
  if (first.bottom - first.top < 0.15 * (last.right - first.left)) faults.push('bars lower than 15 % of their length')
  for (const text of svg.matchAll(/<text ([^>]*)>/g)) {
    const topOfText = attribute(text[1] ?? '', 'y') - attribute(text[1] ?? '', 'font-size')
    if (topOfText < first.bottom) faults.push('text over the bars')
  }
  return faults
}

function covers(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom
  )
}

interface Screen {
  readonly pixelsPerModule: number
  /** How much of a black page shows around the picture. */
  readonly darkPageModules?: number
}

async function decode(svg: string, screen: Screen): Promise<{ format: string; text: string }[]> {
  const results = await readBarcodes(paint(svg, screen), { tryHarder: true, tryInvert: false })
  return results.map(({ format, text }) => ({ format, text }))
}

/** Pixels of the picture as a screen shows it: black page, white box, black bars; four bytes a pixel. */
function paint(svg: string, { pixelsPerModule, darkPageModules = 0 }: Screen) {
  const { box, white, bars } = shapesOf(svg)
  const width = (box.right - box.left + 2 * darkPageModules) * pixelsPerModule
  const height = (box.bottom - box.top + 2 * darkPageModules) * pixelsPerModule
  const data = new Uint8ClampedArray(width * height * 4)
  const fill = (shape: Box, shade: number) => {
    const toPixel = (module: number, origin: number) => (module - origin + darkPageModules) * pixelsPerModule
    for (let y = toPixel(shape.top, box.top); y < toPixel(shape.bottom, box.top); y++) {
      const row = y * width
      const from = (row + toPixel(shape.left, box.left)) * 4
      data.fill(shade, from, (row + toPixel(shape.right, box.left)) * 4)
    }
  }
  if (white !== undefined) fill(white, 255)
  for (const bar of bars) fill(bar, 0)
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { data, width, height, colorSpace: 'srgb' as const }
}

function isXmlCharacter(character: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u.test(character)
}
