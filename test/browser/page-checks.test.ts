/** Each check finds what it is there to find: a page with one planted fault, beside a sound one. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { krGeneric20 } from '../../src/numbers/kr-generic-20.ts'
import { createBarcodePictures } from '../../src/pay/barcode.ts'
import { decodeBarcode, modulePixels } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { checkLettersDrawn, undrawnLetters } from './letters.ts'
import {
  checkAccessible,
  checkFits,
  checkQuiet,
  goOffline,
  openPage,
  takeScreenshot,
  type Viewer,
} from './page-checks.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })

test('a picture without words for the blind and grey letters on grey are found; a sound page passes', async () => {
  await using page = await pageWith('<main><h1>수납</h1><img src="data:,"><p style="color:#999">흐림</p></main>')
  await assert.rejects(checkAccessible(page), (error: Error) => {
    assert.match(error.message, /image-alt/)
    assert.match(error.message, /color-contrast/)
    return true
  })
  await using sound = await pageWith('<main><h1>수납</h1><p>또렷함</p></main>')
  await checkAccessible(sound)
})

test('buttons too small for a thumb are found', async () => {
  const button = '<button style="all:unset;font-size:8px;height:9px">취소</button>'
  await using page = await pageWith(`<main><h1>수납</h1>${button}${button}</main>`)
  await assert.rejects(checkAccessible(page), /target-size/)
})

test('a page wider than the telephone is found', async () => {
  const table = '<div style="width:500px">넓은 표</div>'
  await using onPhone = await pageWith(table)
  await assert.rejects(checkFits(onPhone), /is \d+ wide, the screen 360/)
  await using onDesktop = await pageWith(table, { size: 'desktop' })
  await checkFits(onDesktop)
})

test('what the browser complains of is found', async () => {
  const policy = '<meta http-equiv="content-security-policy" content="default-src \'none\'">'
  await using page = await pageWith(`${policy}<p style="color:red">빨강</p>`)
  assert.throws(() => checkQuiet(page), /Content Security Policy/)
  await using quiet = await pageWith('<p>조용함</p>')
  checkQuiet(quiet)
})

test('letters that no font has are found, and syllables that look the same', async () => {
  const plain = { family: 'system-ui, "no such font", sans-serif', weight: '400' }
  const faults = await undrawnLetters(browser, [
    { ...plain, letters: ['한', '글', 'A', '1'] },
    { ...plain, letters: ['한', '\u{e123}', 'A'] },
    { ...plain, weight: '700', letters: ['가', '가'] },
  ])
  assert.deepEqual(faults, ['\u{e123}', 'some of 가가 look the same'])
  await using page = await pageWith('<p>한글 ABC 123</p>')
  await checkLettersDrawn(page)
})

test('JavaScript runs, or does not, as the viewer has it', async () => {
  const content = '<p id="a">없음</p><script>a.textContent = "있음"</script>'
  await using withScript = await pageWith(content)
  assert.equal(await withScript.textContent('p'), '있음')
  await using without = await pageWith(content, { withoutScript: true })
  assert.equal(await without.textContent('p'), '없음')
})

test('a page gone offline reaches nothing', async () => {
  await using page = await pageWith('<p>지하</p>')
  await goOffline(page)
  await assert.rejects(page.goto('http://127.0.0.1:9/'), /ERR_INTERNET_DISCONNECTED/)
})

const number = '81004821309557431267'
const [symbol] = krGeneric20.symbols(number)
const { svg } = createBarcodePictures().draw(symbol, undefined)

test('a barcode is read off the screen, and none where there is none', async () => {
  await using page = await pageWith(svg)
  const screen = await takeScreenshot(page, 'planted-barcode')
  assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
  await using none = await pageWith('<p>8100</p>')
  assert.deepEqual(await decodeBarcode(await takeScreenshot(none, 'planted-none')), [])
})

test('a barcode whose bars were scaled to odd widths or blurred is found', async () => {
  await using page = await pageWith('', { size: 'desktop' })
  const measure = async (drawn: string): Promise<number> => {
    await page.setContent(`<body style="margin:0">${drawn}</body>`)
    return modulePixels(browser, await screenshotOf(page.locator('svg')))
  }
  const scaled = svg.replace('width="330"', 'width="400" preserveAspectRatio="none"')
  assert.equal(await measure(svg), 2)
  assert.equal(await measure(svg.replace('<svg', '<svg style="margin:100px 0;transform:rotate(90deg)"')), 2)
  await assert.rejects(measure(scaled), /the bars are uneven/)
  await assert.rejects(measure(scaled.replace('crispEdges', 'auto')), /the bars are blurred/)
})

test('screenshots are kept where asked for', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-screenshots-'))
  const before = process.env['SUNAP_SCREENSHOTS']
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  process.env['SUNAP_SCREENSHOTS'] = join(folder, 'new')
  await using page = await pageWith('<p>사진</p>')
  const png = await takeScreenshot(page, 'kept', { whole: true })
  if (before === undefined) delete process.env['SUNAP_SCREENSHOTS']
  else process.env['SUNAP_SCREENSHOTS'] = before
  assert.deepEqual(readFileSync(join(folder, 'new', 'kept.png')), png)
})

async function pageWith(content: string, viewer: Viewer = {}): Promise<Page> {
  const page = await openPage(browser, viewer)
  await page.setContent(
    `<!doctype html><html lang="ko"><head><title>수납</title><meta name="viewport" content="width=device-width">` +
      `</head><body>${content}</body></html>`,
  )
  return page
}
