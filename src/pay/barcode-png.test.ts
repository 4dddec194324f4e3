/**
 * The files are opened here by hand, pixel by pixel, and read by a decoder that shares no code with what drew them.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { crc32, inflateSync } from 'node:zlib'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { registered } from '../numbers/registered.ts'
import { PRACTICE_MARK } from '../wire/practice-mark.ts'
import { createBarcodePictures } from './barcode.ts'
import { drawBarcodePng, PNG_SCALE_MAX } from './barcode-png.ts'
import { type PixelText, pixelText, wrappedPixelText } from './pixel-letters.ts'

const ownNumber = '81004821309557431267'
const numbers = [ownNumber, '1234', 'SUMMER-2026-0001', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABC']
const marks = [PRACTICE_MARK.ko, PRACTICE_MARK.en]

before(async () => {
  const wasmFile = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const wasmBinary = new Uint8Array(await readFile(wasmFile)).buffer
  await prepareZXingModule({ overrides: { wasmBinary, locateFile: () => wasmFile }, fireImmediately: true })
})

test('a picture decodes to its number at every size', async () => {
  for (const number of numbers) {
    for (let scale = 1; scale <= PNG_SCALE_MAX; scale++) {
      const png = drawBarcodePng(pictureOf(number), { scale, lines: [number, '36,400 KRW'], marks })
      const read = await readBarcodes(png, { tryHarder: true, tryInvert: false })
      assert.deepEqual(
        read.map(({ format, text }) => ({ format, text })),
        [{ format: 'Code128', text: number }],
        `${number} at ${scale}`,
      )
    }
  }
})

test('every module is the same whole number of pixels, and ten of them are white on each side', () => {
  for (const scale of [1, 3, 4, 10]) {
    const picture = pictureOf(ownNumber)
    const rows = rowsOf(drawBarcodePng(picture, { scale, lines: [], marks }))
    const row = rows[20 * scale] ?? ''
    assert.equal(row.length, picture.widthModules * scale)
    assert.match(row, new RegExp(`^\\.{${10 * scale}}#.*#\\.{${10 * scale}}$`))
    for (const run of row.match(/#+|\.+/g) ?? []) assert.equal(run.length % scale, 0)
    assert.equal(rows.filter((each) => each === row).length, 60 * scale, 'bars are not of one height')
  }
})

test('the mark stands in every picture, whole, at every size', () => {
  for (const number of ['1234', ownNumber]) {
    for (let scale = 1; scale <= PNG_SCALE_MAX; scale++) {
      const picture = pictureOf(number)
      const dotPixels = Math.max(1, Math.floor(scale / 2))
      const rows = rowsOf(drawBarcodePng(picture, { scale, lines: [], marks }))
      const room = Math.floor(((picture.widthModules - 4) * scale) / dotPixels)
      for (const line of marks.flatMap((mark) => wrappedPixelText(mark, room))) {
        assert.ok(shows(rows, line, dotPixels), `a mark is missing from ${number} at ${scale}`)
      }
    }
  }
})

test('a picture without a mark is found', () => {
  const bare = rowsOf(drawBarcodePng(pictureOf(ownNumber), { scale: 4, lines: ['1'], marks: [] }))
  assert.equal(shows(bare, pixelText(PRACTICE_MARK.ko), 2), false)
})

test('a line has dots as large as modules where it fits so, and smaller ones where it does not', () => {
  const long = 'A'.repeat(40)
  const rows = rowsOf(drawBarcodePng(pictureOf(ownNumber), { scale: 4, lines: ['8100 4821', long], marks }))
  assert.equal(shows(rows, pixelText('8100 4821'), 4), true)
  assert.equal(shows(rows, pixelText(long), 2), true)
})

test('the file is a whole PNG of one bit a pixel, some kilobytes small', () => {
  const png = drawBarcodePng(pictureOf(ownNumber), { scale: 4, lines: [ownNumber], marks })
  assert.deepEqual(
    chunksOf(png).map(({ name }) => name),
    ['IHDR', 'IDAT', 'IEND'],
  )
  assert.ok(png.length < 4_000, `${png.length} bytes`)
})

test('a long text is broken between words, and what cannot be broken stays whole', () => {
  const widths = (text: string, width: number) => wrappedPixelText(text, width).map((line) => line[0]?.length)
  assert.deepEqual(widths('TEST TEST TEST', 1000), [pixelText('TEST TEST TEST')[0]?.length])
  assert.deepEqual(widths('TEST TEST TEST', 60), [pixelText('TEST TEST')[0]?.length, pixelText('TEST')[0]?.length])
  assert.equal(wrappedPixelText('TEST TEST', 1).length, 2)
})

test('every letter that can be written there is drawn, no two alike, and any other is a fault', () => {
  const written = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-,.:~'
  const letters = new Set([...written, ...PRACTICE_MARK.ko, ...PRACTICE_MARK.en.replaceAll('·', '')])
  letters.delete(' ')
  const shapes = Array.from(letters, (letter) => pixelText(letter).join('\n'))
  assert.ok(shapes.every((shape) => shape.includes('#')))
  assert.equal(new Set(shapes).size, shapes.length)
  assert.throws(() => pixelText('왍'), /왍/)
  assert.throws(() => pixelText('é'), /é/)
})

function pictureOf(number: string) {
  const [symbol] = registered.symbols(number)
  return createBarcodePictures().draw(symbol, marks.join(' / '))
}

/** Whether the text stands in the picture, each dot `dotPixels` wide and high. */
function shows(rows: readonly string[], text: PixelText, dotPixels: number): boolean {
  const wanted = text.flatMap((dots) => {
    const row = Array.from(dots, (dot) => dot.repeat(dotPixels)).join('')
    return Array<string>(dotPixels).fill(row)
  })
  const width = wanted[0]?.length ?? 0
  return rows.some((row, top) => {
    const left = Math.floor((row.length - width) / 2)
    return wanted.every((each, y) => rows[top + y]?.slice(left, left + width) === each)
  })
}

/** The picture's rows, `#` where it is black. */
function rowsOf(png: Buffer): readonly string[] {
  const [header, data] = chunksOf(png)
  const width = header?.data.readUInt32BE(0) ?? 0
  const height = header?.data.readUInt32BE(4) ?? 0
  assert.deepEqual([...(header?.data.subarray(8) ?? [])], [1, 0, 0, 0, 0])
  const packed = inflateSync(data?.data ?? Buffer.alloc(0))
  const rowBytes = 1 + Math.ceil(width / 8)
  assert.equal(packed.length, rowBytes * height)
  return Array.from({ length: height }, (_, y) => {
    const row = packed.subarray(y * rowBytes, (y + 1) * rowBytes)
    assert.equal(row[0], 0)
    const bits = Array.from(row.subarray(1), (byte) => byte.toString(2).padStart(8, '0')).join('')
    return bits.slice(0, width).replaceAll('0', '#').replaceAll('1', '.')
  })
}

function chunksOf(png: Buffer): readonly { readonly name: string; readonly data: Buffer }[] {
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n')
  const chunks: { name: string; data: Buffer }[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    assert.equal(png.readUInt32BE(at + 8 + length), crc32(named), 'a chunk is damaged')
    chunks.push({ name: named.toString('latin1', 0, 4), data: named.subarray(4) })
    at += 12 + length
  }
  return chunks
}
