/**
 * What the customer's page does while it is open: it follows the payment by itself, through every state, on every size of
 * screen, in both languages, and it never lets go of a barcode that can still be paid.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { hang, openSeller, status } from '../../src/outbound/test-seller.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode, modulePixels } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { checkLettersDrawn } from './letters.ts'
import {
  checkAccessible,
  checkFits,
  checkQuiet,
  goOffline,
  openPage,
  takeScreenshot,
  type Viewer,
} from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const amount = 36_400
const minuteMs = 60_000

test('an open page walks with its payment through a day at the counter, never loaded again', async (t) => {
  const seller = await openSeller(t)
  const { url, number } = await issue({ confirm_url: `${seller.url}/confirm` })
  await using page = await openLive(url)
  await page.getByText('편의점 계산대에서 이 화면을 보여 주세요').first().waitFor()

  const busy = hang()
  seller.answer(busy.answer)
  const first = gateway.till().collect(number, amount)
  await seller.heard(1)
  await showsSoon(page, '편의점에서 결제 중입니다')
  seller.answer(status(400, JSON.stringify({ reason: '재고가 없습니다' })))
  busy.letGo()
  assert.equal((await first).class, 'OK')
  await showsSoon(page, '결제되었습니다 · 한빛편의점 1호점 ·')
  await page.getByRole('link', { name: '영수증 보기' }).waitFor()
  assert.deepEqual(await decodeBarcode(await page.screenshot()), [])

  assert.equal((await gateway.till().reverse()).class, 'OK')
  await showsSoon(page, '편의점에서 결제를 되돌렸습니다', 10_000)
  assert.equal((await gateway.till().collect(number, amount)).class, 'DECLINED')
  await showsSoon(page, '판매자가 지금은 결제를 받을 수 없다고 알려 왔습니다: 재고가 없습니다')
  await page.getByText('돈을 냈다면 그 자리에서 돌려받으세요').waitFor()
  assert.deepEqual(await decodeBarcode(await page.screenshot()), [{ format: 'Code128', text: number }])

  seller.answer(status(200))
  const { approval_no } = await collected(number)
  await showsSoon(page, '결제되었습니다')
  assert.equal(await page.getByText(approval_no).isVisible(), true)
  await checkAccessible(page)
  assert.equal(await page.evaluate('document.documentElement.dataset.same'), 'yes')
  checkQuiet(page)
})

test('each way a number ends is told on the open page, with its cause, and then nobody is asked any more', async () => {
  const [revoked, superseded, other] = [
    await issue(),
    await issue({ merchant_uid: 'same-1' }),
    await issue({ merchant_uid: 'same-2' }),
  ]
  const pages = await Promise.all([revoked, superseded, other].map(({ url }) => openLive(url)))
  const [revokedPage, supersededPage, otherPage] = pages
  assert.ok(revokedPage !== undefined && supersededPage !== undefined && otherPage !== undefined)
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.impUid}`)
  await issue({ merchant_uid: 'same-1', amount: 1000 })
  await collected((await issue({ merchant_uid: 'same-2' })).number)
  await showsSoon(revokedPage, '판매자가 취소했습니다')
  await showsSoon(supersededPage, '새 바코드가 나왔습니다')
  await showsSoon(otherPage, '이미 결제되었습니다. 또 내지 마세요')
  const expiring = await issue({ expired_at: Math.floor(gateway.running.parts.gateway.now() / 1000) + 60 })
  const expiringPage = await openLive(expiring.url)
  await gateway.advance('2m')
  await showsSoon(expiringPage, '결제 기한이 지났습니다')
  for (const page of [...pages, expiringPage]) {
    assert.equal(await page.locator('svg[shape-rendering]').count(), 0)
    const asked = askedBy(page)
    await page.clock.runFor(30 * minuteMs)
    assert.deepEqual(asked, [])
    await page.close()
  }
})

test('it asks every two seconds while it is looked at, less often later, and never while it is hidden', async () => {
  await using page = await openLive((await issue()).url)
  const asked = askedBy(page)
  const askedIn = async (ms: number): Promise<number> => {
    asked.length = 0
    for (let passed = 0; passed < ms; passed += 1000) {
      await page.clock.runFor(1000)
      await page.waitForLoadState('networkidle')
    }
    return asked.length
  }
  const often = await askedIn(10_000)
  assert.ok(often >= 4 && often <= 6, `asked ${often} times in 10 s`)
  await page.clock.fastForward(6 * minuteMs)
  const later = await askedIn(20_000)
  assert.ok(later >= 3 && later <= 6, `asked ${later} times in 20 s after six minutes`)
  await turnAway(page, true)
  assert.equal(await askedIn(10_000), 0)
  await turnAway(page, false)
  assert.ok((await askedIn(4000)) >= 2)
  assert.ok(asked.every((address) => address.endsWith('/state')))
})

test('without a network the barcode stays, a quiet note says so, and goes when the network is back', async () => {
  const { url, number } = await issue()
  await using page = await openLive(url)
  const note = page.getByText('지금은 연결이 안 되어')
  assert.equal(await note.isVisible(), false)
  await goOffline(page)
  await page.clock.runFor(2000)
  await note.waitFor()
  await page.clock.runFor(minuteMs)
  const screen = await takeScreenshot(page, 'customer-offline')
  assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
  await page.context().setOffline(false)
  await note.waitFor({ state: 'hidden' })
  await collected(number)
  await showsSoon(page, '결제되었습니다')
})

test('a gateway that is away for a while, or answers nonsense, changes nothing on the page', async () => {
  const { url, number } = await issue()
  await using page = await openLive(url)
  for (const answer of [
    { status: 503, body: '' },
    { status: 404, body: 'gone' },
    { status: 200, contentType: 'text/html', body: '<h1>Log in to the Wi-Fi</h1>' },
    { status: 200, contentType: 'application/json', body: '{"state":"paid","version":9}' },
  ]) {
    await page.route(/\/p\/.*/, (route) => route.fulfill(answer))
    await page.clock.runFor(30_000)
    await page.getByText('지금은 연결이 안 되어').waitFor()
    assert.deepEqual(await decodeBarcode(await page.screenshot()), [{ format: 'Code128', text: number }])
    await page.unroute(/\/p\/.*/)
    await page.clock.runFor(30_000)
    await page.getByText('지금은 연결이 안 되어').waitFor({ state: 'hidden' })
  }
})

/** 30 letters are 385 modules long: longer than a telephone is wide. Each is a number of its own. */
function widest(): string {
  widestMade += 1
  return `ABCDEFGHIJKLMNOPQRSTUVWXYZ-${String.fromCharCode(64 + widestMade)}ZZ`
}
let widestMade = 0

const screens = [
  { width: 360, height: 640, deviceScaleFactor: 2 },
  { width: 361, height: 640, deviceScaleFactor: 1 },
  { width: 320, height: 568, deviceScaleFactor: 2 },
  { width: 280, height: 653, deviceScaleFactor: 3 },
  { width: 412, height: 915, deviceScaleFactor: 2.625 },
  { width: 768, height: 1024, deviceScaleFactor: 1 },
  { width: 1280, height: 800, deviceScaleFactor: 1.25 },
  { width: 1280, height: 800, deviceScaleFactor: 1 },
]

test('a number of any length is read off every screen, light and dark, and fits on it', async () => {
  for (const words of [{}, { barcode: widest() }, { barcode: 'SUMMER-2026-0001-AB' }, { barcode: '1234' }]) {
    const { url, number } = await issue(words)
    for (const { width, height, deviceScaleFactor } of screens) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const where = `${number} on ${width} x ${height} at ${deviceScaleFactor}, ${colorScheme}`
        await using page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor, colorScheme })
        await page.goto(url)
        assert.deepEqual(await decodeBarcode(await page.screenshot()), [{ format: 'Code128', text: number }], where)
        await checkFits(page)
        const picture = await page.locator('svg[shape-rendering]').boundingBox()
        const modules = Number((await page.locator('svg[shape-rendering]').getAttribute('viewBox'))?.split(' ')[2])
        const length = Math.max(picture?.width ?? 0, picture?.height ?? 0)
        assert.equal(length % modules, 0, `${where}: ${length} pixels for ${modules} modules`)
      }
    }
  }
})

test('a symbol that stands upright is as sharp as one that lies', async () => {
  const { url } = await issue({ barcode: widest() })
  await using page = await openPage(browser, {})
  await page.goto(url)
  const box = await page.locator('figure').boundingBox()
  assert.ok(box !== null && box.height > box.width, 'it lies')
  const upright = await page.locator('figure').screenshot()
  assert.equal(await modulePixels(browser, await turned(upright)), 2)
})

test('one screen of a small telephone holds all that a counter needs', async () => {
  for (const words of [{}, { barcode: widest() }]) {
    const { url } = await issue(words)
    for (const language of ['ko-KR', 'en-GB'] as const) {
      await using page = await openPage(browser, { language })
      await page.goto(url)
      for (const selector of ['.mark', '.seller', '.amount dd', '.deadline dd', 'figure', '#number']) {
        const box = await page.locator(selector).boundingBox()
        assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 640, `${selector} is below the first screen`)
      }
    }
  }
})

test('a browser that forces darkness on pages leaves the barcode black on white', async () => {
  const { url, number } = await issue()
  await using page = await openPage(browser, {})
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setAutoDarkModeOverride', { enabled: true })
  await page.setContent('<body style="background:#fff"><p style="background:#fff;height:90vh">forced')
  const forced = await darkness(page)
  assert.ok(forced > 0.9, `this browser does not force darkness: ${forced}`)
  await page.goto(url)
  const screen = await takeScreenshot(page, 'customer-forced-dark')
  assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
  assert.equal(await modulePixels(browser, await page.locator('figure svg').screenshot()), 4)
})

test('nobody is shut out in any state, and every letter is drawn', async (t) => {
  const states = await oneOfEach(t)
  const viewers: readonly Viewer[] = [
    { colorScheme: 'light', language: 'ko-KR' },
    { colorScheme: 'dark', language: 'en-GB' },
  ]
  for (const [name, url] of Object.entries(states)) {
    for (const viewer of viewers) {
      await using page = await openPage(browser, viewer)
      await page.goto(url)
      await takeScreenshot(page, `customer-${name}-${viewer.language}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
      checkQuiet(page)
    }
    await using page = await openPage(browser, { language: 'ko-KR' })
    await page.goto(url)
    await checkLettersDrawn(page)
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await checkFits(page)
    }
  }
})

test('the other language is one link away, stays in the address and goes with the page while it lives', async () => {
  const { url, number } = await issue()
  await using page = await openLive(url)
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByText('Show this at the counter').first().waitFor()
  assert.equal(page.url(), `${url}?lang=en`)
  await collected(number)
  await showsSoon(page, 'Paid · 한빛편의점 1호점')
  await page.getByRole('link', { name: 'Show the receipt' }).click()
  await page.getByText('Not a tax receipt; ask the seller for one').waitFor()
  await page.getByRole('link', { name: '한국어' }).click()
  await page.getByText('이 영수증은 현금영수증이 아닙니다').waitFor()
  assert.deepEqual(await page.context().cookies(), [])
})

test('without script all is there: number, language, state by loading again, receipt; nothing that would not work', async () => {
  const { url, number } = await issue()
  await using page = await openPage(browser, { withoutScript: true })
  await page.goto(url)
  assert.equal(await page.locator('button:visible').count(), 0)
  await collected(number)
  await page.getByRole('link', { name: '결제 상태 다시 보기' }).click()
  await page.getByRole('link', { name: '영수증 보기' }).click()
  await page.getByText('편의점 결제 영수증').first().waitFor()
  assert.equal(await page.locator('button:visible').count(), 0)
})

test('the number can be copied, by its button and by itself, and the picture saved is read by a decoder', async () => {
  const { url, number } = await issue()
  await using page = await openPage(browser, {})
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(url)
  await page.getByRole('button', { name: '번호 복사' }).click()
  await page.getByRole('button', { name: '복사했습니다' }).waitFor()
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), number)
  await page.getByRole('button', { name: '번호 복사' }).waitFor()
  await page.evaluate("navigator.clipboard.writeText('')")
  await page.locator('#number').click()
  await page.getByRole('button', { name: '복사했습니다' }).waitFor()
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), number)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '이미지 저장' }).click(),
  ])
  assert.equal(download.suggestedFilename(), `${number}.png`)
  const saved = readFileSync(await download.path())
  assert.deepEqual(await decodeBarcode(saved), [{ format: 'Code128', text: number }])
})

test('the screen is kept awake while a barcode is on it, and let go when it is paid', async () => {
  const { url, number } = await issue()
  await using page = await openPage(browser, {})
  await page.clock.install()
  await page.addInitScript(`
    window.locks = []
    Object.defineProperty(navigator, 'wakeLock', { value: { async request(kind) {
      const lock = { kind, released: false, release() { lock.released = true } }
      window.locks.push(lock)
      return lock
    } } })`)
  await page.goto(url)
  const held = () => page.evaluate('window.locks.map(({ kind, released }) => [kind, released].join())')
  assert.deepEqual(await held(), ['screen,false'])
  await turnAway(page, true)
  assert.deepEqual(await held(), ['screen,true'])
  await turnAway(page, false)
  assert.deepEqual(await held(), ['screen,true', 'screen,false'])
  await collected(number)
  await showsSoon(page, '결제되었습니다')
  assert.deepEqual(await held(), ['screen,true', 'screen,true'])
})

test('a printed receipt is black on white, carries the mark, and none of what only a screen can do', async () => {
  const { url, number } = await issue()
  await collected(number)
  await using page = await openPage(browser, { colorScheme: 'dark' })
  await page.goto(`${url}/receipt`)
  await page.evaluate('window.print = () => { document.title = "printed" }')
  await page.getByRole('button', { name: '인쇄' }).click()
  assert.equal(await page.title(), 'printed')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  assert.equal(await page.getByText('연습용 · 실제 편의점에서 결제되지 않습니다').isVisible(), true)
  assert.equal(await page.locator('button:visible, a:visible').count(), 0)
  assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(0, 0, 0)')
  assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)')
})

interface Issued {
  readonly url: string
  readonly number: string
  readonly impUid: string
}

async function issue(words: Readonly<Record<string, unknown>> = {}): Promise<Issued> {
  const { payment, message } = await gateway.merchant.issue({ amount, name: '후드티 (그레이)', ...words })
  if (payment?.pay_url == null) throw new Error(`nothing issued: ${message}`)
  return { url: payment.pay_url, number: payment.barcode, impUid: payment.imp_uid }
}

async function collected(number: string): Promise<{ readonly approval_no: string }> {
  const reply = await gateway.till().collect(number, amount)
  if (!('approval_no' in reply)) throw new Error(`not collected: ${reply.text.en}`)
  return reply
}

/** A page whose clock the test moves; it is marked, so that a page loaded anew is found out. */
async function openLive(url: string): Promise<Page> {
  const page = await openPage(browser, {})
  await page.clock.install()
  await page.goto(url)
  await page.evaluate('document.documentElement.dataset.same = "yes"')
  return page
}

/** Within the time until the page asks again. */
async function showsSoon(page: Page, words: string, withinMs = 2000): Promise<void> {
  await page.clock.runFor(withinMs)
  await page.getByText(words).first().waitFor()
}

/** The addresses that the page asks for from now on. */
function askedBy(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  return asked
}

async function turnAway(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
}

/** A page of each kind, by name. */
async function oneOfEach(t: TestContext): Promise<Readonly<Record<string, string>>> {
  const seller = await openSeller(t, status(409, JSON.stringify({ reason: '품절' })))
  const busy = hang()
  t.after(() => busy.letGo())
  const asking = { confirm_url: `${seller.url}/confirm` }
  const [refused, paid, revoked] = [await issue(asking), await issue(), await issue()]
  await gateway.till().collect(refused.number, amount)
  await collected(paid.number)
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.impUid}`)
  return {
    ready: (await issue()).url,
    refused: refused.url,
    paid: paid.url,
    receipt: `${paid.url}/receipt`,
    revoked: revoked.url,
  }
}

/** The picture, turned so that what stood upright lies. */
async function turned(png: Buffer): Promise<Buffer> {
  await using page = await browser.newPage()
  const url = await page.evaluate(`(async () => {
    const picture = new Image()
    picture.src = 'data:image/png;base64,${png.toString('base64')}'
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.height
    canvas.height = picture.width
    const paper = canvas.getContext('2d')
    paper.rotate(-Math.PI / 2)
    paper.drawImage(picture, -picture.width, 0)
    return canvas.toDataURL()
  })()`)
  return Buffer.from(String(url).split(',')[1] ?? '', 'base64')
}

/** How much of the screen is darker than half grey. */
async function darkness(page: Page): Promise<number> {
  const { data } = await pixelsOf(browser, await page.screenshot())
  let dark = 0
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) < 128) dark += 1
  return dark / (data.length / 4)
}
