/**
 * Reads a barcode off a screenshot as a scanner would off the telephone: by a decoder that shares no code with the one
 * that drew it, and by measuring whether the screen shows it with clean edges. The decoder's program comes from the
 * installed package, so nothing is fetched.
 */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { packageFile } from './made-once.ts'
import { type Pixels, pixelsOf } from './pixels.ts'

export interface ReadBarcode {
  /** As the decoder calls it: `Code128`. */
  readonly format: string
  readonly text: string
}

let decoder: Promise<unknown> | undefined

/** Every barcode on the picture; dark bars on light ground only, as scanners want it. */
export async function decodeBarcode(png: Buffer): Promise<readonly ReadBarcode[]> {
  decoder ??= prepareDecoder()
  await decoder
  const found = await readBarcodes(png, { tryHarder: true, tryInvert: false })
  return found.map(({ format, text }) => ({ format, text }))
}

function prepareDecoder(): Promise<unknown> {
  const wasmBinary = new Uint8Array(readFileSync(packageFile('zxing-wasm', 'dist/reader/zxing_reader.wasm'))).buffer
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

/**
 * Device pixels of one module, from a screenshot of the picture alone, lying or standing. Throws where the bars are not
 * purely black on white or not all whole modules wide: then it was scaled, and scanners begin to fail long before a
 * decoder does.
 */
export async function modulePixels(browser: Browser, png: Buffer): Promise<number> {
  const shades = shadesAcrossBars(await pixelsOf(browser, png))
  const grey = shades.find((shade) => shade !== black && shade !== '255,255,255')
  if (grey !== undefined) throw new Error(`the bars are blurred: a pixel is rgb(${grey}), neither black nor white`)
  const widths = widthsOf(shades.slice(shades.indexOf(black), shades.lastIndexOf(black) + 1))
  const narrowest = Math.min(...widths)
  const uneven = widths.find((each) => each % narrowest !== 0)
  if (uneven !== undefined) throw new Error(`the bars are uneven: one is ${narrowest} pixels wide, another ${uneven}`)
  return narrowest
}

const black = '0,0,0'

/** Along the longer side of the picture, off its middle: the mark stands beside the bars. */
function shadesAcrossBars({ width, height, data }: Pixels): string[] {
  const length = Math.max(width, height)
  const aside = Math.floor(Math.min(width, height) / 3)
  return Array.from({ length }, (_, along) => {
    const start = 4 * (width > height ? aside * width + along : along * width + aside)
    return data.subarray(start, start + 3).join()
  })
}

/** How many equal neighbours stand together, from left to right. */
function widthsOf(shades: readonly string[]): number[] {
  const widths: number[] = []
  shades.forEach((shade, x) => {
    if (shade === shades[x - 1]) widths.push((widths.pop() ?? 0) + 1)
    else widths.push(1)
  })
  return widths
}
