/** The pixels of a screenshot, unpacked by the browser that took it. */
import type { Browser } from 'playwright-core'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8ClampedArray
}

export async function pixelsOf(browser: Browser, png: Buffer): Promise<Pixels> {
  await using page = await browser.newPage()
  const { data, ...size } = await page.evaluate(unpack, `data:image/png;base64,${png.toString('base64')}`)
  return { ...size, data: new Uint8ClampedArray(data) }
}

/** What the page below has and Node has not. */
interface Bitmap {
  readonly width: number
  readonly height: number
}
interface Surface {
  drawImage(image: Bitmap, x: number, y: number): void
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray }
}
declare const createImageBitmap: (blob: unknown) => Promise<Bitmap>
declare const OffscreenCanvas: new (width: number, height: number) => { getContext(kind: '2d'): Surface }

/** Runs in the page. */
async function unpack(url: string): Promise<Bitmap & { readonly data: Uint8Array }> {
  const response = await fetch(url)
  const bitmap = await createImageBitmap(await response.blob())
  const { width, height } = bitmap
  const surface = new OffscreenCanvas(width, height).getContext('2d')
  surface.drawImage(bitmap, 0, 0)
  return { width, height, data: new Uint8Array(surface.getImageData(0, 0, width, height).data.buffer) }
}
