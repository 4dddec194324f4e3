/**
 * Draws the symbol of a number as SVG: black bars on a white box that contains the quiet zone, so that a dark page
 * cannot swallow it. One unit of the view box is one module, and all edges lie on whole units: a page that shows the
 * picture 2 or 3 pixels a module gets sharp bars, and never less than a scanner needs.
 * The number is not printed in the picture; the page prints it, larger. A practice mark is, since pictures get passed on.
 * Drawing takes a millisecond and the picture of a number never changes, so the latest ones are kept.
 */
import { code128, type DrawingContext } from 'bwip-js/generic'
import type { NumberSymbol } from '../numbers/scheme.ts'

export interface BarcodePicture {
  /** A whole `<svg>` element, its own size 2 CSS pixels a module; safe to put into a page as it is. */
  readonly svg: string
  /** With the quiet zones. */
  readonly widthModules: number
  readonly heightModules: number
  /** From left to right, for drawing them otherwise. */
  readonly bars: readonly Bar[]
}

/** In modules, `x` from the left edge of the picture. */
export interface Bar {
  readonly x: number
  readonly width: number
}

export interface BarcodePictures {
  /** The picture of `symbol`, with `mark` as a line of text below the bars. Throws on a blank mark. */
  draw(symbol: NumberSymbol, mark: string | undefined): BarcodePicture
}

/** Some kilobytes each. */
export const picturesKeptMax = 2_000

/** Pictures, of which the `keptMax` (>= 1) last used are kept. */
export function createBarcodePictures({ keptMax } = { keptMax: picturesKeptMax }): BarcodePictures {
  const kept = new Map<string, BarcodePicture>()
  return {
    draw(symbol, mark) {
      const key = JSON.stringify([symbol.text, mark ?? null])
      const picture = kept.get(key) ?? drawPicture(symbol, mark)
      kept.delete(key)
      kept.set(key, picture)
      if (kept.size > keptMax) dropOldest(kept)
      return picture
    },
  }
}

/** A map keeps the order of insertion, and every use inserts anew: the first key is the one longest unused. */
function dropOldest(kept: Map<string, BarcodePicture>): void {
  for (const key of kept.keys()) {
    kept.delete(key)
    return
  }
}

/** 15 % of the widest symbol (30 letters) and more: a hand-held scanner must cross all bars even when held askew. */
const barHeightModules = 60
const marginModules = 5
const markFontModules = 7
const markBaselineModules = 8
const markHeightModules = 12
/** A short number's box grows to that of our own numbers, so that its mark stays readable. */
const markedBoxModulesMin = 165
const cssPixelsPerModule = 2

function drawPicture(symbol: NumberSymbol, mark: string | undefined): BarcodePicture {
  if (mark !== undefined && mark.trim() === '') throw new RangeError('a practice mark must say something')
  const boxModules = symbol.widthModules + 2 * symbol.quietZoneModules
  const widthModules = mark === undefined ? boxModules : Math.max(boxModules, markedBoxModulesMin)
  const heightModules = marginModules + barHeightModules + (mark === undefined ? marginModules : markHeightModules)
  const leftModules = Math.floor((widthModules - symbol.widthModules) / 2)
  const bars = barsOf(symbol).map(({ x, width }) => ({ x: leftModules + x, width }))
  const path = bars.map(({ x, width }) => `M${x} ${marginModules}h${width}v${barHeightModules}h-${width}z`)
  const size = `width="${widthModules * cssPixelsPerModule}" height="${heightModules * cssPixelsPerModule}"`
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${widthModules} ${heightModules}" shape-rendering="crispEdges">`,
    `<rect width="${widthModules}" height="${heightModules}" fill="#fff"/>`,
    `<path fill="#000" d="${path.join('')}"/>`,
    mark === undefined ? '' : markLine(mark, widthModules),
    '</svg>',
  ].join('')
  return { svg, widthModules, heightModules, bars }
}

/** The library chooses the code sets; a width other than the one foretold would break the page's layout, so it throws. */
function barsOf(symbol: NumberSymbol): readonly Bar[] {
  const drawn = code128({ bcid: symbol.symbology, text: symbol.text, scale: 1 }, barCollector())
  if (drawn.widthModules !== symbol.widthModules) {
    throw new Error(`the symbol came out ${drawn.widthModules} modules wide, not ${symbol.widthModules}`)
  }
  return drawn.bars
}

/** A drawing surface of the library that keeps the bars as numbers, at one unit a module. */
function barCollector(): DrawingContext<{ readonly bars: readonly Bar[]; readonly widthModules: number }> {
  const bars: Bar[] = []
  let widthModules = 0
  const notBars = (): never => {
    throw new Error('a Code 128 symbol consists of upright bars only')
  }
  return {
    scale: (x, y) => [x, y],
    init: (width) => {
      widthModules = width
    },
    // A line is given by its middle, rounded up to a whole unit, and its width.
    line: (x, _top, _x, _bottom, width) => {
      bars.push({ x: x - Math.ceil(width / 2), width })
    },
    measure: notBars,
    polygon: notBars,
    hexagon: notBars,
    ellipse: notBars,
    fill: notBars,
    text: notBars,
    end: () => ({ bars, widthModules }),
  }
}

/** One line, centred below the bars, as large as the box allows. */
function markLine(mark: string, widthModules: number): string {
  const roomModules = widthModules - 4
  const fontModules = Math.min(markFontModules, Math.floor((10 * roomModules) / lengthEm(mark)) / 10)
  const baselineModules = marginModules + barHeightModules + markBaselineModules
  const place = `x="${widthModules / 2}" y="${baselineModules}" text-anchor="middle"`
  return `<text ${place} font-family="sans-serif" font-size="${fontModules}" fill="#000">${escapeXml(mark)}</text>`
}

/** A guess on the safe side, without a font at hand: Korean characters fill their square, others about two thirds. */
function lengthEm(text: string): number {
  let em = 0
  for (const character of text) em += isWide(character) ? 1 : 0.65
  return em
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x1100
}

const xmlEscapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Also replaces what XML cannot hold at all: one such character would make the whole picture unreadable. */
function escapeXml(text: string): string {
  return Array.from(text.toWellFormed(), (character) => {
    return xmlEscapes.get(character) ?? (isXmlCharacter(character) ? character : '\ufffd')
  }).join('')
}

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (code >= 0x20 && code !== 0xfffe && code !== 0xffff) || code === 0x09 || code === 0x0a || code === 0x0d
}
