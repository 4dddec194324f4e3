/**
 * Hangul for a machine that has no Korean font: the product's pages ask for the system's fonts, so on Linux the tests
 * give the browser a font system of their own that holds one Korean family and nothing else. Pages then look the same
 * on every such machine. The package brings the font packed for the web (WOFF), which a font system does not take;
 * unpacked it is a plain TrueType file again. macOS and Windows always have a Korean font.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { madeOnce, packageFile, packageVersion, shelfOfCheckout } from './made-once.ts'

const fontPackage = '@fontsource/nanum-gothic'
/** Every syllable (가 to 힣), Latin letters and digits are in each of these. */
const weights = [400, 700]

/** What the environment of a browser must say so that it draws with our font alone. */
export async function koreanFontEnv(): Promise<Readonly<Record<string, string>>> {
  if (process.platform !== 'linux') return {}
  // The settings name their own folder, so a checkout that was moved needs new ones.
  const checkout = createHash('sha256').update(shelfOfCheckout()).digest('hex').slice(0, 8)
  const version = `${packageVersion(fontPackage)}-${checkout}`
  const folder = await madeOnce({ kind: 'font', version, make: makeFontFolder })
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
}

function makeFontFolder(folder: string, place: string): void {
  for (const weight of weights) {
    const woff = readFileSync(packageFile(fontPackage, `files/nanum-gothic-korean-${weight}-normal.woff`))
    writeFileSync(join(folder, `nanum-gothic-${weight}.ttf`), trueTypeOf(woff))
  }
  const settings = `<dir>${place}</dir><cachedir>${join(place, 'cache')}</cachedir>`
  writeFileSync(join(folder, 'fonts.conf'), `<?xml version="1.0"?><fontconfig>${settings}</fontconfig>`)
}

/**
 * WOFF 1 is the font's own tables, each packed with zlib where that made it smaller: this puts them back behind a plain
 * table directory. Fields are big-endian.
 */
export function trueTypeOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('this is no WOFF 1 file')
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(12 + 16 * count)
  woff.copy(directory, 0, 4, 8)
  const searched = 2 ** Math.floor(Math.log2(count))
  const search = [count, 16 * searched, Math.log2(searched), 16 * (count - searched)]
  search.forEach((value, index) => {
    directory.writeUInt16BE(value, 4 + 2 * index)
  })
  const parts = [directory]
  let offset = directory.length
  for (let index = 0; index < count; index++) {
    const { tag, checksum, table } = tableOf(woff, 44 + 20 * index)
    directory.set([...tag, ...checksum], 12 + 16 * index)
    directory.writeUInt32BE(offset, 20 + 16 * index)
    directory.writeUInt32BE(table.length, 24 + 16 * index)
    const padded = Buffer.alloc(4 * Math.ceil(table.length / 4))
    table.copy(padded)
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}

function tableOf(woff: Buffer, entry: number): { tag: Buffer; checksum: Buffer; table: Buffer } {
  const [offset, packedBytes, bytes] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at))
  if (offset === undefined || packedBytes === undefined || bytes === undefined) throw new Error('broken invariant')
  const stored = woff.subarray(offset, offset + packedBytes)
  const table = packedBytes < bytes ? inflateSync(stored) : stored
  if (table.length !== bytes) throw new Error(`a table of the font has ${table.length} bytes instead of ${bytes}`)
  return { tag: woff.subarray(entry, entry + 4), checksum: woff.subarray(entry + 16, entry + 20), table }
}
