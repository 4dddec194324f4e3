/**
 * The same symbol as pixels, for what shows no SVG: an e-mail, a chat, the photos of a telephone. Black and white alone,
 * each module the same whole number of pixels, quiet zones included, and the practice mark below the bars: one bit a
 * pixel makes it a few kilobytes. Rows that look alike are drawn once.
 */
import { crc32, deflateSync } from 'node:zlib'
import type { BarcodePicture } from './barcode.ts'
import { type PixelText, pixelText, widthOf, wrappedPixelText } from './pixel-letters.ts'

export interface PngOptions {
  /** Pixels a module, a whole number from 1. */
  readonly scale: number
  /** Below the bars, largest first in line; written as large as the width allows. */
  readonly lines: readonly string[]
  /** Below everything, each broken into lines where it is too long. */
  readonly marks: readonly string[]
}

export const PNG_SCALE_MAX = 10

/** The bytes of a PNG file. Throws on a letter that is not drawn. */
export function drawBarcodePng({ widthModules, bars }: BarcodePicture, { scale, lines, marks }: PngOptions): Buffer {
  const widthPixels = widthModules * scale
  const textPixels = widthPixels - 4 * scale
  const markDotPixels = Math.max(1, Math.floor(scale / 2))
  const barsRow = packedRow(
    widthPixels,
    bars.map(({ x, width }) => ({ x: x * scale, width: width * scale })),
  )
  const blank: Band = { row: packedRow(widthPixels, []), times: MARGIN_MODULES * scale }
  return png(widthPixels, [
    blank,
    { row: barsRow, times: BAR_HEIGHT_MODULES * scale },
    blank,
    ...lines.flatMap((line) => {
      const text = pixelText(line)
      const dotPixels = Math.max(1, Math.min(scale, Math.floor(textPixels / widthOf(text))))
      return [...textBands(text, dotPixels, widthPixels), blank]
    }),
    ...marks
      .flatMap((mark) => wrappedPixelText(mark, Math.floor(textPixels / markDotPixels)))
      .flatMap((text) => [...textBands(text, markDotPixels, widthPixels), blank]),
  ])
}

const MARGIN_MODULES = 5
/** As in the SVG: a hand-held scanner must cross all bars even when held askew. */
const BAR_HEIGHT_MODULES = 60

/** One row of packed pixels, shown `times` times. */
interface Band {
  readonly row: Buffer
  readonly times: number
}

interface Run {
  readonly x: number
  readonly width: number
}

function textBands(text: PixelText, dotPixels: number, widthPixels: number): readonly Band[] {
  const left = Math.floor((widthPixels - widthOf(text) * dotPixels) / 2)
  return text.map((dots) => {
    const runs = Array.from(dots.matchAll(/#+/g), ({ index, 0: ink }) => ({
      x: left + index * dotPixels,
      width: ink.length * dotPixels,
    }))
    return { row: packedRow(widthPixels, runs), times: dotPixels }
  })
}

/** A filter byte (none), then one bit a pixel, white where nothing is drawn. */
function packedRow(widthPixels: number, black: readonly Run[]): Buffer {
  const row = Buffer.alloc(1 + Math.ceil(widthPixels / 8), 0xff)
  row[0] = 0
  for (const { x, width } of black) {
    for (let pixel = x; pixel < x + width; pixel++) {
      const byte = 1 + (pixel >> 3)
      row[byte] = (row[byte] ?? 0) & ~(0x80 >> (pixel & 7))
    }
  }
  return row
}

function png(widthPixels: number, bands: readonly Band[]): Buffer {
  const rows = bands.flatMap(({ row, times }) => Array<Buffer>(times).fill(row))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPixels, 0)
  header.writeUInt32BE(rows.length, 4)
  header[8] = 1 // bit a pixel, in shades of grey; the rest is zero: deflate, filters a row, not interlaced
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
