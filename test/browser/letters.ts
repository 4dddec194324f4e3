/**
 * Whether a reader sees letters or boxes. Each letter of a page is drawn once more, alone and in the font the page asks
 * for, and its pixels are looked at: a letter that the fonts do not have comes out empty or as the same sign as
 * every other one they do not have, and two syllables that look the same are no letters.
 */
import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { type Pixels, pixelsOf } from './pixels.ts'
import { screenshotOf } from './screenshot.ts'

/** Letters that one style of a page's text uses. */
export interface StyledLetters {
  readonly family: string
  readonly weight: string
  readonly letters: readonly string[]
}

/** Throws with the letters of the page that are not drawn. */
export async function checkLettersDrawn(page: Page): Promise<void> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the page belongs to no browser')
  const styles = await page.evaluate(collectLetters)
  assert.notDeepEqual(styles, [], `${page.url()} has no text`)
  const advice = 'if the usual fonts lack them, draw them as SVG'
  assert.deepEqual(await undrawnLetters(browser, styles), [], `letters of ${page.url()} are not drawn; ${advice}`)
}

/** What is wrong with the letters, style by style; empty where all is well. */
export async function undrawnLetters(browser: Browser, styles: readonly StyledLetters[]): Promise<string[]> {
  const cells = styles.flatMap((style) => [...measures, ...style.letters].map((letter) => ({ ...style, letter })))
  const shapes = cellsOf(await drawSheet(browser, cells))
  return styles.flatMap(({ letters }) => faultsOf(letters, shapes.splice(0, measures.length + letters.length)))
}

/** Nothing, a place for private use, and one that stands for no letter yet. */
const measures = [' ', '\u{e000}', '\u{378}']

function faultsOf(letters: readonly string[], shapes: readonly string[]): string[] {
  const unknown = shapes.slice(0, measures.length)
  const shapeOf = new Map(letters.map((letter, index) => [letter, shapes[measures.length + index] ?? '']))
  const undrawn = letters.filter((letter) => unknown.includes(shapeOf.get(letter) ?? ''))
  const syllables = letters.filter((letter) => /[가-힣]/.test(letter) && !undrawn.includes(letter))
  const alike = new Set(syllables.map((letter) => shapeOf.get(letter))).size < syllables.length
  return [...undrawn, ...(alike ? [`some of ${syllables.join('')} look the same`] : [])]
}

interface Cell {
  readonly family: string
  readonly weight: string
  readonly letter: string
}

const cellPixels = 40
const columns = 20

async function drawSheet(browser: Browser, cells: readonly Cell[]): Promise<Pixels> {
  const drawn = cells.map(({ family, weight, letter }) => {
    const font = `font-family:${family.replaceAll('"', "'")};font-weight:${weight}`
    return `<i style="${font}">&#${letter.codePointAt(0)};</i>`
  })
  const style =
    `body{margin:0;font-size:26px;line-height:${cellPixels}px}` +
    `i{float:left;width:${cellPixels}px;height:${cellPixels}px;overflow:hidden;` +
    'font-style:normal;white-space:pre;text-align:center}'
  const height = cellPixels * Math.ceil(cells.length / columns)
  await using page = await browser.newPage({ viewport: { width: cellPixels * columns, height } })
  await page.setContent(`<html lang="ko"><style>${style}</style><body>${drawn.join('')}</body></html>`)
  return pixelsOf(browser, await screenshotOf(page))
}

/** The pixels of each cell in one text, so that equal cells are equal texts. */
function cellsOf({ width, height, data }: Pixels): string[] {
  const cells: string[] = []
  for (let top = 0; top < height; top += cellPixels) {
    for (let left = 0; left < width; left += cellPixels) {
      const rows = Array.from({ length: cellPixels }, (_, y) => {
        const start = 4 * ((top + y) * width + left)
        return Buffer.from(data.subarray(start, start + 4 * cellPixels)).toString('latin1')
      })
      cells.push(rows.join(''))
    }
  }
  return cells
}

/** What the function below finds in the page. */
interface TextNode {
  readonly data: string
  readonly parentElement: { checkVisibility(): boolean }
}
declare const document: {
  readonly body: object
  createTreeWalker(root: object, show: number): { nextNode(): TextNode | null }
}
declare const getComputedStyle: (element: object) => { readonly fontFamily: string; readonly fontWeight: string }

/** Runs in the page: all that is meant to be seen (letters, digits, marks, symbols), by the font it is set in. */
function collectLetters(): StyledLetters[] {
  const styles = new Map<string, { family: string; weight: string; letters: Set<string> }>()
  const texts = document.createTreeWalker(document.body, 4)
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (!text.parentElement.checkVisibility()) continue
    const { fontFamily: family, fontWeight: weight } = getComputedStyle(text.parentElement)
    const key = `${family} ${weight}`
    const style = styles.get(key) ?? { family, weight, letters: new Set() }
    for (const letter of text.data.match(/[\p{L}\p{N}\p{P}\p{S}]/gu) ?? []) style.letters.add(letter)
    if (style.letters.size > 0) styles.set(key, style)
  }
  return Array.from(styles.values(), (style) => ({ ...style, letters: [...style.letters] }))
}
